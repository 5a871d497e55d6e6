import { type Change, wordDifferences } from "../text/differences.ts";
import { emphasis, strong } from "../text/document.ts";
import { type ReadableChange, readableDifferences } from "../text/readable-differences.ts";
import { type Html, html } from "./html.ts";

/** What turns one line of words into the other, word by word: taken out struck, put in underlined. */
export function differenceBetween(before: string, after: string): Html {
  return differenceMarkup(wordDifferences(before, after));
}

/** The same for texts of our profile, as they are read: bold as bold, a link as its words. */
export function textDifference(before: string, after: string): Html {
  return differenceMarkup(readableDifferences(before, after));
}

/** The same of one place alone: what stayed far from it is left out. */
export function placeDifference(before: string, after: string): Html {
  return differenceMarkup(nearby(readableDifferences(before, after)));
}

export function differenceMarkup(changes: readonly (Change | ReadableChange)[]): Html {
  return html`${changes.map((change, at) => {
    const words = wordsOf(change, changes[at + 1]);
    return change.kind === "same"
      ? words
      : change.kind === "struck"
        ? html`<del>${words}</del>`
        : html`<ins>${words}</ins>`;
  })}`;
}

/** Where a link came, went or leads elsewhere, its address is told after its words. */
function wordsOf(change: Change | ReadableChange, next: Change | ReadableChange | undefined): Html {
  const { marks = 0, href } = change as Partial<ReadableChange>;
  let words = html`${change.text}`;
  if ((marks & emphasis) !== 0) words = html`<em>${words}</em>`;
  if ((marks & strong) !== 0) words = html`<strong>${words}</strong>`;
  const goesOn = next?.kind === change.kind && (next as Partial<ReadableChange>).href === href;
  return href !== undefined && change.kind !== "same" && !goesOn ? html`${words} (${href})` : words;
}

const context = 90;

/** What stayed before the first change and after the last, no more than so many characters. */
function nearby(changes: readonly ReadableChange[]): ReadableChange[] {
  const first = changes.findIndex(({ kind }) => kind !== "same");
  if (first === -1) return [];
  const last = changes.findLastIndex(({ kind }) => kind !== "same");
  const kept = (stayed: readonly ReadableChange[], cut: (points: string[], most: number) => string[]) => {
    let most = context;
    return stayed.flatMap((change) => {
      const points = Array.from(change.text);
      const near = cut(points, most);
      most -= near.length;
      return near.length === 0 ? [] : [{ ...change, text: near.join("") }];
    });
  };
  const before = changes.slice(0, first);
  const after = changes.slice(last + 1);
  const all = (stayed: readonly ReadableChange[]) => stayed.reduce((sum, { text }) => sum + Array.from(text).length, 0);
  const gap: ReadableChange = { kind: "same", text: "…", marks: 0 };
  const nearBefore = kept(before.toReversed(), (points, most) => (most <= 0 ? [] : points.slice(-most))).toReversed();
  const nearAfter = kept(after, (points, most) => points.slice(0, Math.max(0, most)));
  return [
    ...(all(before) > context ? [gap] : []),
    ...nearBefore,
    ...changes.slice(first, last + 1),
    ...nearAfter,
    ...(all(after) > context ? [gap] : []),
  ];
}

/** Two names, or two of anything that is read as a whole: one struck, the other added, and nothing of them mingled. */
export function wholeDifference(before: string, after: string): Html {
  if (before === after) return html`${before}`;
  const [struck, added] = [before !== "" && html`<del>${before}</del> `, after !== "" && html`<ins>${after}</ins>`];
  return html`${struck}${added}`;
}

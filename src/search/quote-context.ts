import { isAmount, isCondition, isNegation, isNumber, isUnit } from "./quote-kinds.ts";
import { formOf, type Word } from "./quote-words.ts";

/** The words that were asked about in their whole sentences. */
export type Context = { before: string; words: string; after: string };

/** What a quote leaves away of its sentences though it says something of the sense: the words that tell. `near`: they stand so close that the quote may well say something else. */
export type Cut = { before: string[]; between: string[]; after: string[]; question: boolean; near: boolean };

const far = 1_200;
const mostAround = 400;

/** From the beginning of the first sentence to the end of the last; where they are very long, what stands near. */
export function contextOf(text: string, from: number, to: number): Context {
  const begin = sentenceStart(text, from);
  const end = sentenceEnd(text, to);
  const before = text.slice(begin, from);
  const after = text.slice(to, end);
  return {
    before: before.length <= mostAround ? before : `…${before.slice(-mostAround).replace(/^\S*\s/u, " ")}`,
    words: text.slice(from, to),
    after: after.length <= mostAround ? after : `${after.slice(0, mostAround).replace(/\s\S*$/u, " ")}…`,
  };
}

const betweenSentences = /(?<=[.!?…]["”»’)]*)\s+(?=[¿¡«“"‘(\p{Lu}\d])|\n\s*\n/gu;

export function sentenceStart(text: string, at: number): number {
  const start = Math.max(0, at - far);
  let found = start;
  // One more character, since a sentence begins with what it begins with.
  for (const match of text.slice(start, at + 1).matchAll(betweenSentences))
    found = start + match.index + match[0].length;
  return found;
}

export function sentenceEnd(text: string, at: number): number {
  const rest = text.slice(at, at + far);
  const match = /[.!?…]+["”»’)]*(?=\s|$)|\n\s*\n/u.exec(rest);
  if (match === null) return at + rest.length;
  return at + match.index + (match[0].startsWith("\n") ? 0 : match[0].length);
}

const hearsay = new Set(
  `dice dicen dijo dijeron segun supuesto supuesta supuestamente rumor rumores desmentimos desmiente niego negamos niega descarto
  descartamos descarta acusan acusa afirman afirma aseguran dudo dudamos cree creen mentira said says claim claims claimed alleged
  allegedly according rumour rumor deny denies denied reject rejects doubt lie`
    .split(/\s+/)
    .map(formOf),
);

/** undefined where what is left away of the sentences says nothing of the sense. */
export function cutOf(
  passage: { text: string; words: readonly Word[] },
  spans: readonly { from: number; to: number }[],
  askedAsQuestion: boolean,
): Cut | undefined {
  const { text, words } = passage;
  const first = words[spans[0]?.from ?? 0]!;
  const last = words[(spans.at(-1)?.to ?? 1) - 1]!;
  const begin = sentenceStart(text, first.from);
  const end = sentenceEnd(text, last.to);
  const beforeAll = words.filter((word) => word.from >= begin && word.to <= first.from);
  const afterAll = words.filter((word) => word.from >= last.to && word.to <= end);
  const numbers = numberParts({ text, first, last, before: beforeAll.slice(-2), after: afterAll[0] });
  const telling = (word: Word, next: Word | undefined) =>
    numbers.includes(word) ||
    isCondition(word) ||
    hearsay.has(word.form) ||
    (isNegation(word) && !(next !== undefined && linking.has(`${word.form} ${next.form}`)));
  const tell = (some: readonly Word[]) => some.filter((word, at) => telling(word, some[at + 1]));
  const before = tell(beforeAll);
  const after = tell(afterAll);
  const between = spans.slice(1).flatMap((span, at) => {
    const left = words.slice(spans[at]!.to, span.from);
    const told = tell(left);
    return told.length > 0 ? rawOf(told) : left.length > 60 ? ["…"] : [];
  });
  const question = !askedAsQuestion && /^[^.!…]*\?/u.test(text.slice(last.to, end));
  if (before.length + after.length + between.length === 0 && !question) return undefined;
  const close = before.filter((word) => beforeAll.slice(-near).includes(word));
  const isNear =
    close.some((word) => !/[.,;:!?]/u.test(text.slice(word.to, first.from))) ||
    afterAll.slice(0, near).some((word) => after.includes(word));
  return {
    before: rawOf(before),
    between,
    after: rawOf(after),
    question,
    near: isNear || question || between.some((word) => word !== "…"),
  };
}

/** So many words away. */
const near = 4;

/** Where a no is none. */
const linking = new Set(["sin embargo", "sin duda", "no obstante", "no solo", "no solamente", "not only"]);

function rawOf(words: readonly Word[]): string[] {
  return [...new Set(words.map(({ raw }) => raw))];
}

/** What belongs to a number that the quote begins or ends with: "less than" before it, "million" behind. */
function numberParts({
  text,
  first,
  last,
  before,
  after,
}: {
  text: string;
  first: Word;
  last: Word;
  before: readonly Word[];
  after: Word | undefined;
}): Word[] {
  const together = (from: number, to: number) => !/[.,;:!?\n]/u.test(text.slice(from, to));
  const ahead = isNumber(first)
    ? before.filter(
        (word, at) => (isAmount(word) || (at === before.length - 1 && isNumber(word))) && together(word.to, first.from),
      )
    : [];
  const behind =
    after !== undefined && isNumber(last) && (isNumber(after) || isUnit(after)) && together(last.to, after.from)
      ? [after]
      : [];
  return [...ahead, ...behind];
}

/** Whether the words stand within quotation marks that the text opens before them in the same paragraph and closes after. */
export function isWithinMarks(text: string, from: number, to: number): boolean {
  const paragraph = Math.max(0, text.lastIndexOf("\n\n", from));
  const before = text.slice(paragraph, from);
  const end = text.indexOf("\n\n", to);
  const after = text.slice(to, end === -1 ? text.length : end);
  const open = (opening: string, closing: string) => before.lastIndexOf(opening) > before.lastIndexOf(closing);
  if (open("«", "»") && after.includes("»")) return true;
  if (open("“", "”") && after.includes("”")) return true;
  return (before.match(/"/gu)?.length ?? 0) % 2 === 1 && after.includes('"');
}

import { Fault } from "../fault.ts";
import { type Change, wordDifferences } from "./differences.ts";
import type { Marks } from "./document.ts";
import { type ReadableRun, readableRuns } from "./readable.ts";

/** A change of words with how they stand: bold, italic, the words of a link. */
export type ReadableChange = Change & { marks: Marks; href?: string };

/**
 * What turns one text of the profile into another, word by word, as both are read: no marks of Markdown are shown. Words
 * that only became bold or led elsewhere are struck and added. Where two texts read alike and are not the same (the
 * level of a heading), their Markdown is compared, so that no change is hidden.
 */
export function readableDifferences(before: string, after: string): ReadableChange[] {
  const [was, is] = [runsOf(before), runsOf(after)];
  const changes = was && is ? styled(wordDifferences(textOf(was), textOf(is)), was, is) : [];
  const shown = changes.some(({ kind }) => kind !== "same") || (was && is && before === after);
  return shown ? changes : wordDifferences(before, after).map((change) => ({ ...change, marks: 0 }));
}

/** Undefined for what the profile refuses: it is compared as it was typed. */
function runsOf(markdown: string): ReadableRun[] | undefined {
  try {
    return readableRuns(markdown);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function textOf(runs: readonly ReadableRun[]): string {
  return runs.map(({ text }) => text).join("");
}

function styled(
  changes: readonly Change[],
  before: readonly ReadableRun[],
  after: readonly ReadableRun[],
): ReadableChange[] {
  const [was, is] = [reader(before), reader(after)];
  const found: ReadableChange[] = [];
  let [struck, added]: [ReadableChange[], ReadableChange[]] = [[], []];
  const flush = () => {
    for (const change of [...struck, ...added]) add(found, change);
    [struck, added] = [[], []];
  };
  for (const { kind, text } of changes) {
    let left = text.length;
    while (left > 0) {
      const length = Math.min(left, kind === "added" ? Infinity : was.left(), kind === "struck" ? Infinity : is.left());
      const old = kind === "added" ? undefined : was.take(length);
      const now = kind === "struck" ? undefined : is.take(length);
      left -= length;
      if (old && now && old.marks === now.marks && old.href === now.href) {
        flush();
        add(found, { kind: "same", ...now });
        continue;
      }
      if (old) struck.push({ kind: "struck", ...old });
      if (now) added.push({ kind: "added", ...now });
    }
  }
  flush();
  return found;
}

function add(found: ReadableChange[], change: ReadableChange): void {
  const last = found.at(-1);
  if (last?.kind === change.kind && last.marks === change.marks && last.href === change.href) last.text += change.text;
  else found.push({ ...change });
}

/** Runs taken character by character, no piece crossing from one into the next. */
function reader(runs: readonly ReadableRun[]): { left: () => number; take: (length: number) => ReadableRun } {
  let at = 0;
  let within = 0;
  return {
    left: () => (runs[at] as ReadableRun).text.length - within,
    take: (length) => {
      const run = runs[at] as ReadableRun;
      const taken = { ...run, text: run.text.slice(within, within + length) };
      within += length;
      if (within === run.text.length) [at, within] = [at + 1, 0];
      return taken;
    },
  };
}

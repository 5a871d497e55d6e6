import { emphasis, strong } from "./document.ts";
import type { Marks, Run } from "./document.ts";

/**
 * Writes runs with what opens and closes their marks: of two marks that begin together the longer one is the outer,
 * and emphasis is when both end together, as `***both***` is read.
 */
export function writeMarked(
  runs: readonly Run[],
  write: (run: Run, next: Run | undefined) => string,
  delimiters: Delimiters,
): string {
  let out = "";
  const openMarks: Marks[] = [];
  runs.forEach((run, at) => {
    while (openMarks.some((mark) => (run.marks & mark) === 0)) {
      out += delimiters.close(openMarks.pop() as Marks);
    }
    const open = openMarks.reduce((all, mark) => all | mark, 0);
    const opening = [emphasis, strong].filter((mark) => (run.marks & mark) !== 0 && (open & mark) === 0);
    if (opening.length === 2 && reach(runs, at, strong) > reach(runs, at, emphasis)) opening.reverse();
    for (const mark of opening) {
      out += delimiters.open(mark);
      openMarks.push(mark);
    }
    out += write(run, runs[at + 1]);
  });
  while (openMarks.length > 0) out += delimiters.close(openMarks.pop() as Marks);
  return out;
}

export type Delimiters = { open: (mark: Marks) => string; close: (mark: Marks) => string };

function reach(runs: readonly Run[], from: number, mark: Marks): number {
  let at = from;
  while (at < runs.length && ((runs[at] as Run).marks & mark) !== 0) at++;
  return at;
}

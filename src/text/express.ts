import { strong } from "./document.ts";
import type { Line, Marks } from "./document.ts";
import { readLine } from "./read-markdown.ts";
import { tidyLine } from "./tidy-line.ts";
import { writeLine } from "./write-line.ts";

/**
 * The line, tidy, and such that its Markdown is read back as itself. Where marks stand side by side, CommonMark's rules
 * for runs of asterisks can read them otherwise than they were meant; so a line with marks is written and read back,
 * and if it differs it loses its emphasis, and if need be what is strong too. Its words it never loses.
 */
export function expressible(line: Line): Line {
  const tidied = tidyLine(line);
  if (isPlain(tidied) || isReadBack(tidied)) return tidied;
  const strongOnly = tidyLine(withOnly(tidied, strong));
  return isReadBack(strongOnly) ? strongOnly : tidyLine(withOnly(tidied, 0));
}

function isPlain(line: Line): boolean {
  return line.every((run) => run.marks === 0 && (run.kind === "text" || isPlain(run.text)));
}

function isReadBack(line: Line): boolean {
  const [read, ...more] = readLine(writeLine(line));
  return more.length === 0 && JSON.stringify(tidyLine(read ?? [])) === JSON.stringify(line);
}

function withOnly(line: Line, marks: Marks): Line {
  return line.map((run) =>
    run.kind === "text"
      ? { ...run, marks: run.marks & marks }
      : { ...run, marks: run.marks & marks, text: run.text.map((part) => ({ ...part, marks: part.marks & marks })) },
  );
}

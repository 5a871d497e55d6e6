import type { Block, Line, Marks } from "./document.ts";
import { strong } from "./document.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";

/** Words that stand alike; never empty. */
export type ReadableRun = { text: string; marks: Marks; href?: string };

/**
 * A text of the profile as a reader would write it down: a blank line between blocks, lists with their dots and numbers,
 * headings in bold, quotations in quotation marks, the cells of a table parted by a line; how its words stand beside them.
 */
export function readableRuns(markdown: string): ReadableRun[] {
  return blockRuns(tidy(readMarkdown(markdown)), "\n\n").filter(({ text }) => text !== "");
}

function blockRuns(blocks: readonly Block[], between: string): ReadableRun[] {
  return joined(blocks.map(oneBlock), between);
}

function oneBlock(block: Block): ReadableRun[] {
  switch (block.kind) {
    case "paragraph":
      return joined(block.lines.map(lineRuns), "\n");
    case "heading":
      return lineRuns(block.line).map((run) => ({ ...run, marks: run.marks | strong }));
    case "rule":
      return [plain("———")];
    case "quote":
      return [plain("«"), ...blockRuns(block.blocks, "\n\n"), plain("»")];
    case "list":
      return joined(
        block.items.map((item, at) => [
          plain(block.ordered ? `${block.start + at}. ` : "• "),
          ...blockRuns(item, block.tight ? "\n" : "\n\n").map((run) => ({
            ...run,
            text: run.text.replaceAll(/\n(?!\n)/g, "\n  "),
          })),
        ]),
        block.tight ? "\n" : "\n\n",
      );
    case "table":
      return joined(
        [block.head, ...block.rows].map((row) => joined(row.map(lineRuns), " | ")),
        "\n",
      );
  }
}

function lineRuns(line: Line): ReadableRun[] {
  return line.flatMap((run) =>
    run.kind === "text"
      ? [{ text: run.text, marks: run.marks }]
      : run.text.map(({ text, marks }) => ({ text, marks: marks | run.marks, href: run.href })),
  );
}

function joined(parts: readonly ReadableRun[][], between: string): ReadableRun[] {
  return parts.flatMap((part, at) => (at === 0 ? part : [plain(between), ...part]));
}

function plain(text: string): ReadableRun {
  return { text, marks: 0 };
}

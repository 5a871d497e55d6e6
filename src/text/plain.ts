import type { Block, Line } from "./document.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";

/**
 * The words alone, as read: a blank line between blocks, a line for each line, table cells parted by tabs. No list
 * markers, no addresses of links.
 */
export function plainText(canonical: string): string {
  return plainBlocks(tidy(readMarkdown(canonical)));
}

/** The beginning on one line, cut between words, at most so many characters (code points), with an ellipsis where cut. */
export function excerpt(canonical: string, characters: number): string {
  const text = plainText(canonical).replace(/\s+/g, " ").trim();
  const points = [...text];
  if (points.length <= characters) return text;
  const kept = points.slice(0, Math.max(0, characters - 1)).join("");
  const cutsWord = !/\s/.test(points[Math.max(0, characters - 1)] ?? " ");
  const whole = cutsWord && /\s/.test(kept) ? kept.replace(/\s+\S*$/, "") : kept;
  return `${whole.replace(/[\s,;:.–—-]+$/u, "")}…`;
}

/** The same of blocks that are read already. */
export function plainBlocks(blocks: readonly Block[]): string {
  return blocks
    .map(plainBlock)
    .filter((text) => text !== "")
    .join("\n\n");
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return block.lines.map(plainLine).join("\n");
    case "heading":
      return plainLine(block.line);
    case "rule":
      return "";
    case "quote":
      return plainBlocks(block.blocks);
    case "list":
      return block.items.map(plainBlocks).join(block.tight ? "\n" : "\n\n");
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(plainLine).join("\t")).join("\n");
  }
}

function plainLine(line: Line): string {
  return line.map((run) => (run.kind === "text" ? run.text : plainLine(run.text))).join("");
}

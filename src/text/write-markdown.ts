import type { Align, Block, Line, List, Table } from "./document.ts";
import { escapeLineStart } from "./escape.ts";
import { writeLine } from "./write-line.ts";

/** The one canonical Markdown of a tidy document (docs/markdown-profile.md), ending in a line feed unless empty. */
export function writeMarkdown(blocks: readonly Block[]): string {
  const lines = writeBlocks(blocks);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function writeBlocks(blocks: readonly Block[]): string[] {
  const lines: string[] = [];
  let other = false;
  blocks.forEach((block, at) => {
    if (at > 0) lines.push("");
    const previous = blocks[at - 1];
    other = block.kind === "list" && previous?.kind === "list" && previous.ordered === block.ordered && !other;
    for (const line of writeBlock(block, other)) lines.push(line);
  });
  return lines;
}

function writeBlock(block: Block, other: boolean): string[] {
  switch (block.kind) {
    case "paragraph":
      return writeParagraph(block.lines);
    case "heading":
      return [`${"#".repeat(block.level)} ${writeLine(block.line).replace(/(^| )(#+)$/, "$1\\$2")}`];
    case "rule":
      return ["***"];
    case "quote":
      return writeBlocks(block.blocks).map((line) => (line === "" ? ">" : `> ${line}`));
    case "list":
      return writeList(block, other);
    case "table":
      return writeTable(block);
  }
}

function writeParagraph(lines: readonly Line[]): string[] {
  return lines.map((line, at) => escapeLineStart(writeLine(line), at === 0) + (at < lines.length - 1 ? "\\" : ""));
}

/** A list after another of its kind takes the other marker, or the two would be read as one. */
function writeList(list: List, other: boolean): string[] {
  const out: string[] = [];
  list.items.forEach((item, at) => {
    if (at > 0 && !list.tight) out.push("");
    const number = Math.min(list.start + at, 999_999_999);
    const marker = list.ordered ? `${number}${other ? ")" : "."}` : other ? "+" : "-";
    const indent = " ".repeat(marker.length + 1);
    const lines = list.tight ? item.flatMap((block) => writeBlock(block, false)) : writeBlocks(item);
    lines.forEach((line, row) => {
      out.push(row === 0 ? `${marker} ${line}` : line === "" ? "" : indent + line);
    });
  });
  return out;
}

function writeTable(table: Table): string[] {
  const row = (cells: readonly string[]) => `|${cells.map((cell) => ` ${cell} `.replace("  ", " ")).join("|")}|`;
  const cells = (line: readonly Line[]) => row(line.map((cell) => writeLine(cell).replaceAll("|", "\\|")));
  return [cells(table.head), row(table.align.map(writeAlign)), ...table.rows.map(cells)];
}

function writeAlign(align: Align): string {
  if (align === undefined) return "---";
  return `${align === "right" ? "" : ":"}---${align === "left" ? "" : ":"}`;
}

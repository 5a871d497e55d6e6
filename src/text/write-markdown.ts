import { emphasis, strong } from "./document.ts";
import type { Align, Block, Line, List, Marks, Run, Table } from "./document.ts";
import { writeMarked } from "./marked.ts";
import { escapeAddress, escapeLineStart, escapeText } from "./escape.ts";
import { readLine } from "./read-markdown.ts";
import { tidyLine } from "./tidy-line.ts";

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

/**
 * One line. Where marks stand side by side, CommonMark's rules for runs of asterisks can read them otherwise than
 * they were meant; so what was written is read back, and if it differs the line is written with less emphasis.
 */
function writeLine(line: Line): string {
  if (line.every((run) => run.marks === 0 && (run.kind === "text" || run.text.every(({ marks }) => marks === 0)))) {
    return writeRuns(line);
  }
  for (const kept of [emphasis | strong, strong]) {
    const wanted = tidyLine(withOnly(line, kept));
    const written = writeRuns(wanted);
    const read = readLine(written);
    if (read.length === 1 && JSON.stringify(tidyLine(read[0] ?? [])) === JSON.stringify(wanted)) return written;
  }
  return writeRuns(tidyLine(withOnly(line, 0)));
}

function withOnly(line: Line, marks: Marks): Line {
  return line.map((run) =>
    run.kind === "text"
      ? { ...run, marks: run.marks & marks }
      : { ...run, marks: run.marks & marks, text: run.text.map((part) => ({ ...part, marks: part.marks & marks })) },
  );
}

function writeRuns(runs: readonly Run[]): string {
  return writeMarked(runs, writeRun, asterisks);
}

function writeRun(run: Run, next: Run | undefined): string {
  // An exclamation mark before a link would make it an image.
  if (run.kind === "text") {
    const text = escapeText(run.text);
    return next?.kind === "link" && text.endsWith("!") ? `${text.slice(0, -1)}\\!` : text;
  }
  return `[${writeRuns(run.text)}](${escapeAddress(run.href)})`;
}

const asterisks = {
  open: (mark: Marks) => (mark === emphasis ? "*" : "**"),
  close: (mark: Marks) => (mark === emphasis ? "*" : "**"),
};

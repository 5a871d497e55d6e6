import { emphasis } from "./document.ts";
import type { Align, Block, Line, List, Run, Table } from "./document.ts";
import { writeMarked } from "./marked.ts";

/**
 * The HTML of a document: only elements of the profile, nothing from the text but escaped characters, and such
 * nesting that a browser's parser gives back the same tree.
 */
export function writeHtml(blocks: readonly Block[]): string {
  return blocks.map(writeBlock).join("");
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${block.lines.map(writeLine).join("<br>\n")}</p>\n`;
    case "heading":
      return `<h${block.level}>${writeLine(block.line)}</h${block.level}>\n`;
    case "rule":
      return "<hr>\n";
    case "quote":
      return `<blockquote>\n${writeHtml(block.blocks)}</blockquote>\n`;
    case "list":
      return writeList(block);
    case "table":
      return writeTable(block);
  }
}

function writeList(list: List): string {
  const tag = list.ordered ? "ol" : "ul";
  const start = list.ordered && list.start !== 1 ? ` start="${list.start}"` : "";
  const items = list.items.map((item) => `<li>${list.tight ? writeTightItem(item) : `\n${writeHtml(item)}`}</li>\n`);
  return `<${tag}${start}>\n${items.join("")}</${tag}>\n`;
}

function writeTightItem([first, ...rest]: Block[]): string {
  if (first?.kind !== "paragraph") return `\n${writeHtml(first === undefined ? rest : [first, ...rest])}`;
  const text = first.lines.map(writeLine).join("<br>\n");
  return rest.length === 0 ? text : `${text}\n${writeHtml(rest)}`;
}

function writeTable(table: Table): string {
  const row = (tag: "th" | "td", cells: Line[]) =>
    `<tr>\n${cells.map((cell, column) => `<${tag}${alignment(table.align[column])}>${writeLine(cell)}</${tag}>\n`).join("")}</tr>\n`;
  const body = table.rows.map((cells) => row("td", cells)).join("");
  // Markdown has no table without a heading row; an empty one is its way to say so.
  const head =
    body !== "" && table.head.every((cell) => cell.length === 0) ? "" : `<thead>\n${row("th", table.head)}</thead>\n`;
  return `<table>\n${head}${body === "" ? "" : `<tbody>\n${body}</tbody>\n`}</table>\n`;
}

/** An attribute and not a style: it holds where styles are refused or gone. */
function alignment(align: Align): string {
  return align === undefined ? "" : ` align="${align}"`;
}

function writeLine(line: Line): string {
  return writeMarked(line, writeRun, tags);
}

function writeRun(run: Run): string {
  if (run.kind === "text") return escapeText(run.text);
  return `<a href="${escapeText(run.href).replaceAll('"', "&quot;")}">${writeLine(run.text)}</a>`;
}

const tags = {
  open: (mark: number) => (mark === emphasis ? "<em>" : "<strong>"),
  close: (mark: number) => (mark === emphasis ? "</em>" : "</strong>"),
};

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => (character === "&" ? "&amp;" : character === "<" ? "&lt;" : "&gt;"));
}

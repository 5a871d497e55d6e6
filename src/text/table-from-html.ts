import type { Rule } from "turndown";
import { escapeText } from "./escape.ts";

/**
 * Turndown's rules for tables as GFM writes them: a table within a table gives its words to the cell it stands in, and
 * a table without a heading row gets an empty one, which is shown as none.
 */
export function tableRules(lose: (sentence: string) => void): Record<string, Rule> {
  return {
    cell: {
      filter: ["td", "th"],
      replacement: (content, node) => {
        const cell = node;
        if (!isWithinTable(cell) || isNested(cell)) return ` ${content} `;
        if (Number(cell.getAttribute("rowspan") ?? 1) > 1) lose("cell × # over several rows, kept in the first");
        const wide = Math.min(Math.max(Number(cell.getAttribute("colspan") ?? 1) || 1, 1), 100);
        if (wide > 1) lose("cell × # over several columns, kept in the first");
        const text = hasBlocks(cell) ? escapeText(wordsOf(cell)) : content;
        return `| ${text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|")} ${"| ".repeat(wide - 1)}`;
      },
    },
    row: {
      filter: "tr",
      replacement: (content, node) =>
        !isWithinTable(node) || isNested(node) ? ` ${content} ` : `\n${content.trim()}|\n`,
    },
    section: { filter: ["thead", "tbody", "tfoot"], replacement: (content) => content },
    caption: { filter: "caption", replacement: (content) => `${content.replace(/\s+/g, " ").trim()}\n\n` },
    table: {
      filter: "table",
      replacement: (content, node) => {
        if (isNested(node)) return ` ${content} `;
        const lines = content
          .split("\n")
          .map((line) => line.trim())
          .filter((line) => line !== "");
        const rows = lines.filter((line) => line.startsWith("|"));
        const caption = lines.filter((line) => !line.startsWith("|")).join(" ");
        const columns = Math.max(0, ...rows.map((row) => (row.match(/(?<!\\)\|/g)?.length ?? 1) - 1));
        if (columns === 0) return `\n\n${caption}\n\n`;
        const head = hasHeadings(node) ? rows.shift() : undefined;
        const full = (row: string) => row + " |".repeat(columns - ((row.match(/(?<!\\)\|/g)?.length ?? 1) - 1));
        const table = [full(head ?? "|"), `|${" --- |".repeat(columns)}`, ...rows.map(full)].join("\n");
        return `\n\n${caption}\n\n${table}\n\n`;
      },
    },
  };
}

function isWithinTable(node: Node): boolean {
  for (let outer = node.parentNode; outer !== null; outer = outer.parentNode)
    if (outer.nodeName === "TABLE") return true;
  return false;
}

/** Whether it belongs to a table that stands in a cell of another. */
function isNested(node: Node): boolean {
  for (let outer = node.parentNode; outer !== null; outer = outer.parentNode) {
    if (outer.nodeName === "TD" || outer.nodeName === "TH") return true;
  }
  return false;
}

/** Outside a browser what is not found is undefined. */
function hasBlocks(cell: HTMLElement): boolean {
  return (cell.querySelector("ul, ol, table, blockquote, pre, hr, h1, h2, h3, h4, h5, h6") ?? undefined) !== undefined;
}

/** A heading row is one whose cells are all headings, or that stands in a thead. */
function hasHeadings(table: HTMLElement): boolean {
  const first = table.querySelector("tr") ?? undefined;
  if (first === undefined) return false;
  if (first.parentNode?.nodeName === "THEAD") return true;
  const cells = Array.from(first.children);
  return cells.length > 0 && cells.every((cell) => cell.nodeName === "TH");
}

function wordsOf(node: Node): string {
  if (node.nodeType === 3) return node.nodeValue ?? "";
  if (node.nodeName === "SCRIPT" || node.nodeName === "STYLE") return "";
  const inner = Array.from(node.childNodes, wordsOf).join("");
  return blocks.has(node.nodeName) ? ` ${inner} ` : inner;
}

const blocks = new Set([
  "P",
  "DIV",
  "LI",
  "UL",
  "OL",
  "TABLE",
  "TR",
  "TD",
  "TH",
  "BLOCKQUOTE",
  "PRE",
  "BR",
  "HR",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
  "DT",
  "DD",
]);

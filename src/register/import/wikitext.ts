import { type Format, type SourceFile } from "./candidate.ts";
import { headingIn } from "./heading.ts";
import { labels, type ListCell, listRows, type ListTable } from "./list.ts";
import { renderWiki, withoutReferences } from "./wiki-text.ts";
import { clean } from "./words.ts";

/** The tables of wiki pages: rowspan and colspan, headers of several rows, references, date templates, links as identities. */
export const wikitext: Format = {
  name: "wikitext",
  extensions: [".wiki", ".wikitext", ".mediawiki", ".txt"],
  async *read(files, reading) {
    for (const file of files) {
      const tables = tablesOf(file, await file.text());
      const names = labels(tables);
      for (const [index, table] of tables.entries()) yield* listRows(table, reading, names[index] ?? "");
    }
  },
};

type RawCell = { header: boolean; raw: string; rowspan: number; colspan: number };
type RawRow = { line: number; cells: RawCell[] };
type RawTable = { headings: string[]; caption: string; rows: RawRow[]; line: number; closed: boolean };

const mostColumns = 200;
const mostRowspan = 5000;
const longestCell = 64 << 10;

function tablesOf(file: SourceFile, text: string): ListTable[] {
  return rawTables(clean(text), file.name.replace(/\.[a-z]+$/i, "")).map((table) => gridOf(file.name, table));
}

/** Reads line by line, as wikis do; a table inside a cell belongs to the cell. */
function rawTables(text: string, page: string): RawTable[] {
  const tables: RawTable[] = [];
  const headings = [page];
  let table: RawTable | undefined;
  let nested = 0;
  let cell: RawCell | undefined;
  let inComment = false;
  for (const [index, written] of text.split("\n").entries()) {
    const line = index + 1;
    const outside: { text: string; open: boolean } =
      inComment || written.includes("<!--") ? uncommented(written, inComment) : { text: written, open: false };
    inComment = outside.open;
    const trimmed = outside.text.trimStart();
    if (table === undefined) {
      const heading = headingIn(trimmed, { both: true });
      if (heading !== undefined) {
        headings.length = Math.max(1, Math.min(headings.length, heading.level - 1));
        const words = renderWiki(heading.words).text;
        if (heading.level === 1) headings[0] = words;
        else headings.push(words);
      } else if (/^:*\{\|/.test(trimmed)) {
        table = { headings: [...headings], caption: "", rows: [], line, closed: false };
        tables.push(table);
        cell = undefined;
      }
      continue;
    }
    if (trimmed.startsWith("{|")) nested++;
    if (nested > 0) {
      if (trimmed.startsWith("|}")) nested--;
      if (cell !== undefined) cell.raw += `\n${outside.text}`;
      continue;
    }
    if (trimmed.startsWith("|}")) [table.closed, table, cell] = [true, undefined, undefined];
    else if (trimmed.startsWith("|+")) {
      const { text: caption } = afterAttributes(trimmed.slice(2));
      table.caption = renderWiki(caption.slice(0, longestCell)).text;
    } else if (trimmed.startsWith("|-")) {
      table.rows.push({ line, cells: [] });
      cell = undefined;
    } else if (trimmed.startsWith("!") || trimmed.startsWith("|")) {
      if (table.rows.length === 0) table.rows.push({ line, cells: [] });
      const row = table.rows.at(-1) as RawRow;
      if (row.cells.length === 0) row.line = line;
      for (const part of splitCells(trimmed.slice(1), trimmed.startsWith("!"))) {
        cell = readCell(part, trimmed.startsWith("!"));
        if (row.cells.length < mostColumns) row.cells.push(cell);
      }
    } else if (cell !== undefined) cell.raw += `\n${outside.text}`;
  }
  return tables;
}

function uncommented(line: string, open: boolean): { text: string; open: boolean } {
  let [rest, text, inside] = [line, "", open];
  for (;;) {
    const at = rest.indexOf(inside ? "-->" : "<!--");
    if (at < 0) return { text: inside ? text : text + rest, open: inside };
    if (!inside) text += rest.slice(0, at);
    rest = rest.slice(at + (inside ? 3 : 4));
    inside = !inside;
  }
}

/** `||` (and `!!` in a line of headers) part cells, but not inside links and templates. */
function splitCells(text: string, header: boolean): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length - 1; at++) {
    const two = text.slice(at, at + 2);
    if (two === "[[" || two === "{{") [depth, at] = [depth + 1, at + 1];
    else if (two === "]]" || two === "}}") [depth, at] = [Math.max(0, depth - 1), at + 1];
    else if (depth === 0 && (two === "||" || (header && two === "!!"))) {
      parts.push(text.slice(from, at));
      from = at + 2;
      at++;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

function readCell(part: string, header: boolean): RawCell {
  const { attributes, text } = afterAttributes(part);
  const span = (name: string, most: number) => {
    const found = new RegExp(`\\b${name}\\s*=\\s*["']?\\s*(\\d{1,6})`, "i").exec(attributes)?.[1];
    return Math.min(most, Math.max(1, Number(found ?? 1)));
  };
  return {
    header: header || /\bscope\s*=\s*["']?row/i.test(attributes),
    raw: text.trim(),
    rowspan: span("rowspan", mostRowspan),
    colspan: span("colspan", mostColumns),
  };
}

/** What stands before a single bar is the cell's attributes, unless it holds a link or a template of its own. */
function afterAttributes(part: string): { attributes: string; text: string } {
  const bar = part.slice(0, 2000).indexOf("|");
  if (bar < 0 || part[bar + 1] === "|") return { attributes: "", text: part };
  const before = part.slice(0, bar);
  return /\[\[|\{\{/.test(before) ? { attributes: "", text: part } : { attributes: before, text: part.slice(bar + 1) };
}

type Grid = { line: number; cells: ListCell[]; header: boolean; wrong?: string };

function gridOf(file: string, table: RawTable): ListTable {
  const rows: Grid[] = [];
  const spanning: { left: number; cell: ListCell }[] = [];
  for (const raw of table.rows) {
    if (raw.cells.length === 0) continue;
    const row: Grid = { line: raw.line, cells: [], header: raw.cells.every((cell) => cell.header) };
    let column = 0;
    const carry = () => {
      for (let above = spanning[column]; above !== undefined && above.left > 0; above = spanning[column]) {
        above.left--;
        row.cells[column++] = above.cell;
      }
    };
    for (const cell of raw.cells) {
      carry();
      const read = listCell(cell, raw.line, row);
      for (let wide = 0; wide < cell.colspan && column < mostColumns; wide++) {
        row.cells[column] = read;
        spanning[column++] = { left: cell.rowspan - 1, cell: read };
      }
    }
    carry();
    rows.push(row);
  }
  const headerRows = Math.max(
    1,
    rows.findIndex((row) => !row.header),
  );
  const header = headerOf(rows.slice(0, headerRows));
  const body = rows.slice(headerRows).filter((row) => !row.header && !isBanner(row, header.length));
  const headings = table.caption === "" ? table.headings : [...table.headings, table.caption];
  return {
    file,
    headings,
    header,
    rows: body.map(({ line, cells, wrong }) => ({ line, cells, ...(wrong === undefined ? {} : { wrong }) })),
  };
}

function listCell(cell: RawCell, line: number, row: Grid): ListCell {
  if (cell.raw.length > longestCell) {
    row.wrong ??= `A cell holds ${cell.raw.length} characters ("${cell.raw.slice(0, 60)}…"); at most ${longestCell} are read.`;
    return { text: "", raw: cell.raw.slice(0, 200), from: line };
  }
  const { text, link } = renderWiki(cell.raw);
  return {
    text,
    raw: withoutReferences(cell.raw) === "" ? "" : cell.raw,
    from: line,
    ...(link === undefined ? {} : { link }),
  };
}

/** Headers of several rows are joined: "Term of office" over "Took office". */
function headerOf(rows: readonly Grid[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, column) => {
    const words = rows.map((row) => row.cells[column]?.text ?? "").filter((text) => text !== "");
    return [...new Set(words)].join(" ").slice(0, 200);
  });
}

/** A row that is one cell across the table: a heading among the rows. */
function isBanner(row: Grid, width: number): boolean {
  return width > 1 && row.cells.length >= width && new Set(row.cells).size === 1;
}

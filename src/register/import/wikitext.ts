import { type Format, type SourceFile } from "./candidate.ts";
import { headingIn } from "./heading.ts";
import { type ListCell, type ListTable, readLists } from "./list.ts";
import { withNowiki, withoutNowiki } from "./nowiki.ts";
import { lossyLines, wikiLines } from "./wiki-lines.ts";
import { firstLine, renderWiki, withoutReferences } from "./wiki-text.ts";
import { clean } from "./words.ts";

/** The tables of wiki pages: rowspan and colspan, headers of several rows, references, date templates, links as identities. */
export const wikitext: Format = {
  name: "wikitext",
  extensions: [".wiki", ".wikitext", ".mediawiki", ".txt"],
  read: (files, reading) => readLists(files, async (file, page) => tablesOf(file, page, await file.text()), reading),
};

type RawCell = { header: boolean; raw: string; rowspan: number; colspan: number };
type RawRow = { line: number; last: number; cells: RawCell[]; template?: string };
type RawTable = { headings: string[]; caption: string; rows: RawRow[]; line: number };

const mostColumns = 200;
const mostRowspan = 5000;
const longestCell = 64 << 10;

function tablesOf(file: SourceFile, page: string, text: string): ListTable[] {
  const lossy = lossyLines(text);
  return rawTables(withoutNowiki(clean(text)), page).map((table) => gridOf(file.name, table, lossy));
}

/** Reads line by line, as wikis do; a table inside a cell belongs to the cell. */
function rawTables(text: string, page: string): RawTable[] {
  const tables: RawTable[] = [];
  const headings = [page];
  let table: RawTable | undefined;
  let nested = 0;
  let cell: RawCell | undefined;
  for (const { line, text: written } of wikiLines(text)) {
    const trimmed = written.trimStart();
    if (table === undefined) {
      const heading = headingIn(trimmed, { both: true });
      if (heading !== undefined) {
        headings.length = Math.max(1, Math.min(headings.length, heading.level - 1));
        const words = renderWiki(heading.words).text;
        if (heading.level === 1) headings[0] = words;
        else headings.push(words);
      } else if (/^:*\{\|/.test(trimmed)) {
        table = { headings: [...headings], caption: "", rows: [], line };
        tables.push(table);
        cell = undefined;
      }
      continue;
    }
    const current = table.rows.at(-1);
    if (current !== undefined && !trimmed.startsWith("|-")) current.last = line + written.split("\n").length - 1;
    if (trimmed.startsWith("{|")) nested++;
    if (nested > 0) {
      if (trimmed.startsWith("|}")) nested--;
      if (cell !== undefined) cell.raw += `\n${written}`;
      continue;
    }
    if (trimmed.startsWith("|}")) [table, cell] = [undefined, undefined];
    else if (trimmed.startsWith("|+")) {
      const { text: caption } = afterAttributes(trimmed.slice(2));
      table.caption = renderWiki(caption.slice(0, longestCell)).text;
    } else if (trimmed.startsWith("|-")) {
      table.rows.push({ line, last: line, cells: [] });
      cell = undefined;
    } else if (termTemplate.test(trimmed) || ((cell === undefined || cell.header) && rowTemplate.test(trimmed))) {
      table.rows.push({ line, last: line, cells: [], template: trimmed.slice(0, 300) });
      cell = undefined;
    } else if (trimmed.startsWith("!") || trimmed.startsWith("|")) {
      if (table.rows.length === 0) table.rows.push({ line, last: line, cells: [] });
      const row = table.rows.at(-1) as RawRow;
      if (row.cells.length === 0) row.line = line;
      for (const part of splitCells(trimmed.slice(1), trimmed.startsWith("!"))) {
        cell = readCell(part, trimmed.startsWith("!"));
        if (row.cells.length < mostColumns) row.cells.push(cell);
      }
    } else if (cell !== undefined) cell.raw += `\n${written}`;
  }
  return tables;
}

/** A template in place of a row: it spells out a term, or is called one where no cell of a row goes on. */
const termTemplate = /^\{\{[^{}]{0,2000}\|\s*(?:term_start|officeholder|inicio|start|desde)\s*=/iu;
const rowTemplate = /^\{\{\s*[^|{}]{0,80}\b(?:row|fila|officeholder|office-holder|entry|entrada|item|table|tabla)\b/iu;

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

/** What stands before a single bar is the cell's attributes, unless it holds a link or begins with a template. */
function afterAttributes(part: string): { attributes: string; text: string } {
  const bar = barOutside(part.slice(0, 2000));
  if (bar < 0 || part[bar + 1] === "|") return { attributes: "", text: part };
  const before = part.slice(0, bar);
  // "style=…{{party color|X}}" is one attribute; a template by itself is words.
  const words = before.includes("[[") || (before.includes("{{") && !/^[^{]*=/.test(before));
  return words ? { attributes: "", text: part } : { attributes: before, text: part.slice(bar + 1) };
}

function barOutside(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "|" && depth === 0) return at;
    const two = text.slice(at, at + 2);
    if (two === "{{") [depth, at] = [depth + 1, at + 1];
    else if (two === "}}") [depth, at] = [Math.max(0, depth - 1), at + 1];
  }
  return -1;
}

type Grid = { line: number; cells: ListCell[]; header: boolean; lossy: boolean; wrong?: string };

function gridOf(file: string, table: RawTable, lossy: readonly number[]): ListTable {
  const rows: Grid[] = [];
  const spanning: { left: number; cell: ListCell }[] = [];
  for (const raw of table.rows) {
    if (raw.template !== undefined)
      rows.push({
        line: raw.line,
        cells: [],
        header: false,
        lossy: false,
        wrong: `A template stands in place of rows: "${raw.template.replace(/\s+/g, " ")}"; templates are not expanded.`,
      });
    if (raw.cells.length === 0) continue;
    const row: Grid = {
      line: raw.line,
      cells: [],
      header: raw.cells.every((cell) => cell.header),
      lossy: lossy.some((line) => line >= raw.line && line <= raw.last),
    };
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
  const body = rows.slice(headerRows);
  const headings = table.caption === "" ? table.headings : [...table.headings, table.caption];
  return {
    file,
    headings,
    header,
    rows: body.map((row) => ({
      line: row.line,
      cells: row.cells,
      ...(row.wrong === undefined ? {} : { wrong: row.wrong }),
      ...(row.lossy ? { lossy: true as const } : {}),
      ...(row.header ? { header: true as const } : {}),
    })),
  };
}

function listCell(cell: RawCell, line: number, row: Grid): ListCell {
  if (cell.raw.length > longestCell) {
    row.wrong ??= `A cell holds ${cell.raw.length} characters ("${cell.raw.slice(0, 60)}…"); at most ${longestCell} are read.`;
    return { text: "", raw: cell.raw.slice(0, 200), from: line };
  }
  const { text, link, others } = renderWiki(cell.raw);
  const written = withoutReferences(cell.raw);
  const above = firstLine(written);
  const first = above === undefined ? undefined : renderWiki(above);
  return {
    text,
    raw: written === "" ? "" : withNowiki(cell.raw),
    from: line,
    ...(link === undefined ? {} : { link }),
    ...(others === undefined ? {} : { others }),
    ...(first === undefined || first.link !== link || first.text === "" ? {} : { first: first.text }),
    ...(/[\p{L}\p{N}]/u.test(text) || !isUnread(written) ? {} : { unread: withNowiki(written).slice(0, 200) }),
  };
}

/** A template that shows a reader something, but none that is a note or says that there is nothing. */
function isUnread(written: string): boolean {
  return [...written.matchAll(/\{\{\s*([^|{}]{1,80})/g)].some(
    ([, name = ""]) =>
      !/^(?:efn|refn|sfn|ref|note|nota|cit|n\/a|na|no|dash|[es]?n?dash|snd|nbsp|br|clear|party|anchor|ancla)/i.test(
        name.trim(),
      ),
  );
}

/** Headers of several rows are joined: "Term of office" over "Took office". */
function headerOf(rows: readonly Grid[]): string[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, column) => {
    const words = rows.map((row) => row.cells[column]?.text ?? "").filter((text) => text !== "");
    return [...new Set(words)].join(" ").slice(0, 200);
  });
}

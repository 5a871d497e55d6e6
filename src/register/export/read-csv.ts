import { Fault } from "../../fault.ts";
import type { ItemKind } from "../item.ts";
import { type Column, columnsOf } from "./csv.ts";
import { kindsInOrder } from "./fields.ts";

/** One row of a table: its cells, from which line of the file on; `refused` where a quotation mark is never closed. */
export type TableRow = { line: number; cells: string[]; refused?: string };

const longestRow = 8 << 20;

/** The rows of a table of RFC 4180, separated by commas or, as some spreadsheets save it, by semicolons. */
export async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<TableRow> {
  let separator: string | undefined;
  let number = 0;
  let begun: { line: number; text: string } | undefined;
  let open = false;
  for await (const raw of lines) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\uFEFF/, "") : raw;
    separator ??= /^[a-z_]+;/.test(line) ? ";" : ",";
    const text = begun === undefined ? line : `${begun.text}\n${line}`;
    const start = begun?.line ?? number;
    if (marksIn(line) % 2 === 1) open = !open;
    if (open) {
      if (text.length > longestRow) {
        yield {
          line: start,
          cells: [],
          refused: `a quotation mark opens a cell of more than ${longestRow} characters.`,
        };
        begun = undefined;
        open = false;
      } else begun = { line: start, text };
      continue;
    }
    begun = undefined;
    yield { line: start, cells: cellsOf(text.replace(/\r$/, ""), separator) };
  }
  if (begun !== undefined)
    yield { line: begun.line, cells: [], refused: "a quotation mark is opened and never closed." };
}

function marksIn(text: string): number {
  let marks = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) marks += 1;
  return marks;
}

function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    if (text[at] === '"') {
      let end = at + 1;
      while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 2;
    } else {
      const end = text.indexOf(separator, at);
      cells.push(text.slice(at, end < 0 ? text.length : end));
      at = end < 0 ? text.length + 1 : end + 1;
    }
  }
  return cells;
}

export type Header = ReadonlyMap<string, number>;

/** Where each column stands. Fault("invalid") where one without which nothing can be read is missing, or stands twice. */
export function readHeader(cells: readonly string[], where: string): Header {
  const header = new Map(cells.map((name, index) => [name, index]));
  if (header.size < cells.length) throw new Fault("invalid", `${where}: two columns have one name.`);
  const missing = ["thing", "id", "source", "source_locator", "empty"].filter((name) => !header.has(name));
  if (missing.length > 0) throw new Fault("invalid", `${where}: the column ${missing.join(", ")} is missing.`);
  return header;
}

/** The assertion of one row, unchecked: readItem checks it. Fault("invalid") names the cell that cannot be read. */
export function itemOfRow(header: Header, cells: readonly string[], where: string): unknown {
  if (cells.length !== header.size)
    throw new Fault("invalid", `${where}: it has ${cells.length} cells; the header has ${header.size}.`);
  const cell = (name: string) => plain(cells[header.get(name) ?? -1] ?? "");
  const kind = cell("thing") as ItemKind;
  if (!kindsInOrder.includes(kind))
    throw new Fault("invalid", `${where}: "${kind}" in column thing is no kind of thing.`);
  const empty = new Set(cell("empty").split(" "));
  const data = {};
  for (const column of columnsOf(kind)) {
    const text = cell(column.name);
    if (text !== "" || empty.has(column.name)) put(data, column.path, valueOf(column, text, where));
  }
  const source = { id: cell("source"), locator: cell("source_locator") };
  return { format: "voceria/register/v1", kind, id: cell("id"), change: "new", data, source };
}

function valueOf({ name, shape }: Column, text: string, where: string): unknown {
  if (shape === "count") {
    if (!/^\d+$/.test(text))
      throw new Fault("invalid", `${where}: "${text.slice(0, 60)}" in column ${name} is no whole number.`);
    return Number(text);
  }
  if (shape !== "cells" && !(typeof shape === "object" && "list" in shape)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Fault("invalid", `${where}: the cell in column ${name} is not JSON: ${text.slice(0, 60)}`);
  }
}

function put(data: object, path: readonly string[], value: unknown): void {
  let holder = data as Record<string, unknown>;
  for (const name of path.slice(0, -1)) holder = (holder[name] ??= {}) as Record<string, unknown>;
  holder[path.at(-1) ?? ""] = value;
}

/** Without the apostrophes by which a spreadsheet is kept from running it. */
function plain(cell: string): string {
  return cell.replaceAll(/(?<=^|[;\t\r\n])'(?=['=+\-@\t])/g, "");
}

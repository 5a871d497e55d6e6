import type { SourceFile } from "./candidate.ts";
import { lostCharacters } from "./source-files.ts";

/** A record of a CSV file by the names of its header; `line` is where it begins, from 1. */
export type CsvRow = { line: number; cells: Record<string, string>; wrong?: string };
export type CsvTable = { header: string[]; rows: AsyncIterable<CsvRow> };

const longestRecord = 1 << 20;
const mostLines = 1000;

/**
 * Reads CSV by RFC 4180: quotes doubled inside quotes, line breaks inside quotes, LF or CRLF, a byte order mark taken off.
 * The separator is the one of `,` `;` tab that the header has most of. A record that breaks the rules says what is `wrong`
 * and the next one goes on, behind a quote that is never closed too. A record has at most 1 MiB and 1,000 lines.
 */
export async function openCsv(file: SourceFile): Promise<CsvTable> {
  const records = recordsOf(file.lines());
  const first = await records.next();
  if (first.done === true) return { header: [], rows: none() };
  const separator = separatorOf(first.value.text);
  const header = split(first.value.text.replace(/^\ufeff/, ""), separator).cells.map((cell) =>
    cell.normalize("NFC").trim(),
  );
  return { header, rows: rowsOf(records, header, separator) };
}

async function* none(): AsyncGenerator<CsvRow> {}

async function* rowsOf(
  records: AsyncGenerator<Joined>,
  header: readonly string[],
  separator: string,
): AsyncGenerator<CsvRow> {
  for await (const { line, text, unclosed } of records) {
    if (text.trim() === "") continue;
    const { cells, wrong } = split(text, separator);
    const named = Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ""]));
    const problem =
      unclosed === true
        ? "A quote opened in this record is never closed."
        : (wrong ??
          lostCharacters(text) ??
          (cells.length > header.length
            ? `It has ${cells.length} cells and the header ${header.length}.`
            : cells.length < header.length
              ? `It has only ${cells.length} cells of the header's ${header.length}.`
              : undefined));
    yield { line, cells: named, ...(problem === undefined ? {} : { wrong: problem }) };
  }
}

type Joined = { line: number; text: string; unclosed?: true };

/**
 * Lines, joined while a quoted cell is open. One that is still open too far on is a bad record of one line, and reading goes
 * on behind that line: a forgotten quote takes no good row with it.
 */
async function* recordsOf(lines: AsyncIterable<string>): AsyncGenerator<Joined> {
  let separator: string | undefined;
  let waiting: { line: number; text: string }[] = [];
  let size = 0;
  let open = false;
  const step = function* (line: number, text: string): Generator<Joined> {
    separator ??= separatorOf(text);
    waiting.push({ line, text });
    size += text.length + 1;
    open = staysOpen(text, open, separator);
    if (open && size <= longestRecord && waiting.length <= mostLines) return;
    yield* settle();
  };
  const settle = function* (): Generator<Joined> {
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const joined = waiting.map((one) => one.text).join("\n");
    // Quotes that only seem to belong together leave a cell that goes on behind its closing quote.
    const broken = open || (others.length > 0 && split(joined, separator ?? ",").wrong !== undefined);
    const text = broken ? first.text : joined;
    [waiting, size, open] = [[], 0, false];
    yield { line: first.line, text, ...(broken ? { unclosed: true as const } : {}) };
    if (broken) for (const { line, text: again } of others) yield* step(line, again);
  };
  let line = 0;
  for await (const text of lines) yield* step(++line, text);
  while (waiting.length > 0) yield* settle();
}

/** Whether a quoted cell is open behind this line. A quote opens a cell at its very beginning alone. */
function staysOpen(text: string, open: boolean, separator: string): boolean {
  let at = 0;
  let inside = open;
  for (;;) {
    if (inside) {
      const end = closingQuote(text, at);
      if (end >= text.length) return true;
      inside = false;
      at = end + 1;
    }
    if (text[at] === '"' && (at === 0 || text[at - 1] === separator)) {
      [inside, at] = [true, at + 1];
      continue;
    }
    const next = text.indexOf(separator, at);
    if (next < 0) return false;
    at = next + 1;
    if (text[at] === '"') [inside, at] = [true, at + 1];
  }
}

function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ",";
}

function split(text: string, separator: string): { cells: string[]; wrong?: string } {
  const cells: string[] = [];
  let wrong: string | undefined;
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== separator) {
        wrong ??= `Cell ${cells.length} goes on after its closing quote.`;
        const next = text.indexOf(separator, at);
        at = next < 0 ? text.length : next;
      }
    } else {
      const next = text.indexOf(separator, at);
      const end = next < 0 ? text.length : next;
      const cell = text.slice(at, end);
      if (cell.includes('"')) wrong ??= `Cell ${cells.length + 1} has a quote inside and none around it.`;
      cells.push(cell);
      at = end;
    }
    if (at >= text.length) return { cells, ...(wrong === undefined ? {} : { wrong }) };
    at++;
  }
}

function closingQuote(text: string, from: number): number {
  let at = from;
  for (;;) {
    const found = text.indexOf('"', at);
    if (found < 0) return text.length;
    if (text[found + 1] !== '"') return found;
    at = found + 2;
  }
}

/** One record of CSV (RFC 4180): what a reader of it gets back is what was written. */
export function writeCsvRecord(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",;\t\r\n]|^$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}

import { type Format, type SourceFile } from "./candidate.ts";
import { type Heading, headingIn } from "./heading.ts";
import { type ListTable, readLists } from "./list.ts";
import { lostCharacters } from "./source-files.ts";
import { clean, losesCharacters } from "./words.ts";

/** Tables of | cells |, one row a line, under headings with = (or #) around or before them; the first row names the columns. */
export const pipeTable: Format = {
  name: "pipe-table",
  extensions: [".txt", ".md"],
  read: (files, reading) => readLists(files, tablesIn, reading),
};

const longestLine = 4 << 20;

async function tablesIn(file: SourceFile): Promise<ListTable[]> {
  const tables: ListTable[] = [];
  const headings: string[] = [];
  let table: ListTable | undefined;
  let line = 0;
  for await (const raw of file.lines()) {
    line++;
    const text = clean(raw.slice(0, longestLine)).trim();
    const heading = headingIn(text, { both: false }) ?? markedHeading(text.slice(0, 500));
    if (heading !== undefined) {
      headings.length = Math.min(headings.length, heading.level - 1);
      headings.push(heading.words);
    }
    if (!text.startsWith("|")) {
      table = undefined;
      continue;
    }
    const cells = cellsOf(text);
    if (cells.length > 0 && cells.every((cell) => /^:?-{2,}:?$/.test(cell))) continue;
    if (table === undefined) {
      table = { file: file.name, headings: [...headings], header: cells, rows: [] };
      tables.push(table);
      continue;
    }
    const wrong =
      raw.length > longestLine
        ? `The line has ${raw.length} characters; at most ${longestLine} are read.`
        : cells.length === table.header.length
          ? lostCharacters(text)
          : `It has ${cells.length} cells and the header ${table.header.length}: ${text.slice(0, 120)}`;
    table.rows.push({
      line,
      cells: cells.map((cell) => ({ text: cell, raw: cell, from: line })),
      ...(wrong === undefined ? {} : { wrong }),
      ...(losesCharacters(raw.slice(0, longestLine)) ? { lossy: true as const } : {}),
    });
  }
  return tables;
}

/** "## Words". */
function markedHeading(text: string): Heading | undefined {
  const found = /^(#+)\s+(.*)$/.exec(text);
  return found === null ? undefined : { level: found[1]?.length ?? 1, words: found[2] ?? "" };
}

/** `\|` is a bar inside a cell. */
function cellsOf(text: string): string[] {
  const inner = text.endsWith("|") && !text.endsWith("\\|") ? text.slice(1, -1) : text.slice(1);
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll("\\|", "|").trim());
}

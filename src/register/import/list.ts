import { Fault } from "../../fault.ts";
import { searchKey } from "../name.ts";
import {
  charactersLeftOut,
  type Finding,
  finding,
  type Reading,
  type SourceFile,
  type SourceRow,
} from "./candidate.ts";
import { type HeldPost, holderRow, twoDates } from "./holder.ts";
import { type Column, columnsOf } from "./list-columns.ts";
import { type ListMapping, mappedColumns, readListMapping } from "./list-mapping.ts";
import { listedName, termOf } from "./list-words.ts";
import { fileByFile } from "./source-files.ts";
import { behindVacant, saysVacant } from "./vacant.ts";
import { clean, withoutCapacity } from "./words.ts";

/** A cell of a list: its words as a reader sees them, what the source wrote, and the first page it links to. */
export type ListCell = {
  text: string;
  raw: string;
  link?: string;
  /** Further pages that it links to. */
  others?: string[];
  /** The first of its lines, where it has several and its link, if it has one, stands in that. */
  first?: string;
  /** What its source wrote, where nothing of that has words: a template that is not known. */
  unread?: string;
  /** The row that it was written in, where it spans several. */ from: number;
};
export type ListRow = {
  line: number;
  cells: ListCell[];
  wrong?: string;
  /** Its source has characters that the record does not take. */
  lossy?: true;
  /** All its cells are headers: a heading among the rows, unless it has dates. */
  header?: true;
};
export type ListTable = {
  file: string;
  /** Headings above it, the outermost first; its own caption last. */
  headings: string[];
  header: string[];
  rows: ListRow[];
};

/** Each row of each list in the files. Fault("invalid") for a mapping that is wrong or chooses what is not there. */
export async function* readLists(
  files: readonly SourceFile[],
  tablesIn: (file: SourceFile, page: string) => Promise<ListTable[]>,
  reading: Reading,
): AsyncGenerator<SourceRow> {
  const mapping = readListMapping(reading.mapping);
  const seen = new Set<string>();
  const headers = new Set<string>();
  yield* fileByFile(files, async function* (file) {
    // A file's name changes from one revision to the next, that of its source does not.
    const page =
      files.length === 1 && reading.source !== undefined ? reading.source : file.name.replace(/\.[a-z]+$/i, "");
    const tables = await tablesIn(file, page);
    const names = labels(tables, page);
    for (const [index, table] of tables.entries()) {
      const label = names[index] ?? "";
      seen.add(label);
      for (const name of table.header) headers.add(searchKey(name));
      if (mapping.tables?.includes(label) === false)
        yield refusedRow(table, table.rows[0]?.line, "not-chosen", `The mapping does not choose the table "${label}".`);
      else yield* listRows(table, reading, label, mapping);
    }
  });
  const table = mapping.tables?.find((name) => !seen.has(name));
  const column = Object.values(mapping.columns ?? {}).find((name) => !headers.has(searchKey(name)));
  const known = [...(table === undefined ? headers : seen)].map((name) => `"${name.slice(0, 80)}"`).join(", ");
  if (table !== undefined || column !== undefined)
    throw new Fault(
      "invalid",
      `The mapping's ${table === undefined ? `column "${column}"` : `table "${table}"`} is not there; there are ${known.slice(0, 1000) || "none"}.`,
    );
}

function refusedRow({ file }: ListTable, line: number | undefined, what: string, sentence: string): SourceRow {
  return {
    file,
    line: line ?? 1,
    states: [],
    about: [],
    findings: [],
    refused: finding(what, sentence.slice(0, 1000)),
  };
}

/** Each row of a list of holders; of a table that is none, one row that says so. */
function* listRows(table: ListTable, reading: Reading, label: string, mapping: ListMapping): Generator<SourceRow> {
  const columns = mappedColumns(table.header, table.headings.at(-1) ?? label, mapping);
  if (columns.name === undefined || (columns.start === undefined && columns.term === undefined)) {
    const why = `The table "${label}" has no columns of a name and of when it began and ended; its columns are ${table.header.map((cell) => `"${cell.slice(0, 40)}"`).join(", ") || "unnamed"}.`;
    yield refusedRow(table, table.rows[0]?.line, "not-a-list-of-holders", why);
    return;
  }
  const context: Context = {
    table,
    label,
    mapping,
    columns,
    posts: postsOf(table, label, mapping),
    seen: new Set(),
    begun: false,
    order: 0,
  };
  let last: SourceRow | undefined;
  for (const row of table.rows) {
    if (row.wrong !== undefined) {
      yield refusedRow(table, row.line, "malformed", row.wrong);
      continue;
    }
    const own = (["name", "start", "end", "term"] as const)
      .map((column) => cellAt(context, row, column))
      .filter((one) => one !== undefined);
    if (last !== undefined && own.length > 0 && own.every(({ from }) => from < row.line)) {
      // A row that only adds cells to a holder who spans it.
      const { about, refused } = last;
      yield {
        file: table.file,
        line: row.line,
        states: [],
        about,
        findings: [],
        ...(refused === undefined ? {} : { refused }),
      };
      continue;
    }
    last = readRow(context, row, reading);
    yield last;
  }
}

type Context = {
  table: ListTable;
  label: string;
  mapping: ListMapping;
  columns: Partial<Record<Column, number>>;
  posts: HeldPost[];
  /** The names that stood in it before. */
  seen: Set<string>;
  /** Of two posts that followed each other: whether the second has begun. */
  begun: boolean;
  order: number;
};

function cellAt({ columns }: Context, row: ListRow, column: Column): ListCell | undefined {
  return columns[column] === undefined ? undefined : row.cells[columns[column]];
}

/** The same, but that what stands across several columns belongs to the name alone. */
function ownCell(context: Context, row: ListRow, column: Column): ListCell | undefined {
  const found = cellAt(context, row, column);
  return column !== "name" && found !== undefined && found === cellAt(context, row, "name") ? undefined : found;
}

function readRow(context: Context, row: ListRow, reading: Reading): SourceRow {
  const { table, columns, mapping, seen } = context;
  const holder = cellAt(context, row, "name");
  const across = holder !== undefined && holder === (cellAt(context, row, "start") ?? cellAt(context, row, "term"));
  const cell = (column: Column) => ownCell(context, row, column);
  const words = (column: Column) => cell(column)?.text || cell(column)?.unread || "";
  const vacant = saysVacant(words("name"));
  const dated = (["start", "end", "term"] as const).some((column) => /\d/.test(words(column)));
  if (!vacant && (across || (row.header === true && !dated))) {
    const said = [...new Set(row.cells)].map(({ text }) => text).join(" | ");
    const sentence = `It is a heading among the rows ("${said.slice(0, 200)}"), which names no holder.`;
    return refusedRow(table, row.line, "heading", sentence);
  }
  const first = ++context.order === 1;
  const findings = columnFindings(context, row, first);
  if (row.lossy === true) findings.push(charactersLeftOut());
  const { start, end } = across
    ? termOf("", "", behindVacant(words("name")))
    : termOf(words("start"), words("end"), words("term"));
  const changes: boolean = context.posts.length === 2 && !context.begun && twoDates(start) !== undefined;
  const post = postIn(context, row);
  const next = changes ? context.posts[1] : undefined;
  const link = holder?.link;
  const { name, remark } = listedName((link === undefined ? undefined : holder?.first) ?? words("name"), words("name"));
  if (!vacant) findings.push(...nameFindings(context, name, holder));
  if (!vacant && /\p{L}/u.test(withoutCapacity(` ${remark} `)))
    findings.push(
      finding("beside-the-name", `Beside the name stands "${remark.slice(0, 120)}": it is kept as it is, not read.`),
    );
  if (columns.post !== undefined && !/\p{L}/u.test(words("post")))
    findings.push(
      finding("post-not-named", `The list names the post of others and none here: it is entered for "${post.title}".`),
    );
  seen.add(link ?? searchKey(name));
  context.begun ||= changes;
  const capacity = [words("capacity"), remark].filter((part) => part !== "").join(" ");
  return holderRow(
    {
      file: table.file,
      line: row.line,
      post,
      ...(next === undefined ? {} : { next }),
      name,
      ...(link === undefined ? {} : { personId: `"${link}"` }),
      start,
      end: end === "" && mapping.blankEnd === "ongoing" ? ".." : end,
      ...(capacity === "" ? {} : { capacity }),
      ...(columns.notes === undefined ? {} : { notes: clean(words("notes")) }),
      ...(columns.picture === undefined ? {} : { picture: clean(cell("picture")?.text ?? "") }),
      ...(mapping.dates === undefined ? {} : { dateOrder: mapping.dates }),
      order: context.order,
      raw: rawOf(table, row),
      findings,
    },
    reading,
  );
}

function columnFindings({ table, columns, mapping }: Context, row: ListRow, first: boolean): Finding[] {
  const known = new Set(Object.values(columns));
  const ignored = new Set((mapping.ignore ?? []).map((name) => searchKey(name)));
  const unknown = first ? table.header.filter((name, index) => !known.has(index) && !ignored.has(searchKey(name))) : [];
  const beyond = row.cells.slice(table.header.length).filter(({ text }) => text !== "");
  return [
    ...(unknown.length === 0
      ? []
      : [
          `Columns that are kept as they are and not read: ${unknown.map((name) => `"${name.slice(0, 60)}"`).join(", ")}.`,
        ]),
    ...(beyond.length === 0
      ? []
      : [
          `It has ${row.cells.length} cells and the header ${table.header.length}; kept and not read: ${beyond.map(({ text }) => `"${text.slice(0, 60)}"`).join(", ")}.`,
        ]),
  ].map((sentence) => finding("unknown-column", sentence.slice(0, 1000)));
}

function nameFindings({ seen }: Context, name: string, cell: ListCell | undefined): Finding[] {
  const { link, others = [], first, text = "" } = cell ?? {};
  const findings: Finding[] = [];
  if (link === undefined && first !== undefined && /\p{L}/u.test(listedName(first, text).remark))
    findings.push(
      finding("several-lines", `The name stands on several lines; it is read as one person, "${name.slice(0, 80)}".`),
    );
  if (link === undefined && name !== "" && seen.has(searchKey(name)))
    findings.push(
      finding(
        "known-by-name-alone",
        `"${name.slice(0, 80)}" stands in this list before; the list tells people by name alone, so both are read as one person.`,
      ),
    );
  if (link !== undefined && others.length > 0)
    findings.push(
      finding(
        "several-links",
        `The name links to ${[link, ...others].map((page) => `"${page.slice(0, 80)}"`).join(", ")}: it is read as one person, "${name.slice(0, 80)}", known by the first.`,
      ),
    );
  return findings;
}

function rawOf({ header }: ListTable, { cells }: ListRow): Record<string, string> {
  const raw: Record<string, string> = {};
  for (let index = 0; index < Math.max(header.length, cells.length); index++)
    if (index < header.length || (cells[index]?.raw ?? "") !== "")
      raw[header[index] || `column ${index + 1}`] = clean(cells[index]?.raw ?? "");
  return raw;
}

/** "A / B" are two posts of which the second took the place of the first, if some row says when. */
function postsOf({ headings, rows, header }: ListTable, label: string, mapping: ListMapping): HeldPost[] {
  const title = headings.at(-1) ?? label;
  const institutionName = mapping.institution?.name ?? headings[0] ?? label;
  const institution = {
    key: `institution "${institutionName}"`,
    name: institutionName,
    kind: mapping.institution?.kind ?? "institution",
  };
  if (mapping.post !== undefined)
    return [{ key: `post "${mapping.post.title}" of ${institution.key}`, ...mapping.post, institution }];
  const post = (name: string): HeldPost => ({ key: `list "${label}", ${name}`, title: name, institution });
  const names = title.split(/\s+\/\s+/);
  const at = columnsOf(header).start;
  const splits =
    names.length === 2 && at !== undefined && rows.some(({ cells }) => twoDates(cells[at]?.text ?? "") !== undefined);
  return splits ? names.map(post) : [post(title)];
}

/** The post of a row: the list's, or the one that a column names, in the institution that a column names. */
function postIn(context: Context, row: ListRow): HeldPost {
  const [first, second] = context.posts as [HeldPost, HeldPost | undefined];
  const [title, body] = (["post", "institution"] as const).map((column) =>
    (ownCell(context, row, column)?.text ?? "").slice(0, 200),
  ) as [string, string];
  const named = /\p{L}/u.test(title);
  const base = named || !context.begun ? first : (second ?? first);
  const post = named ? { ...base, key: `${base.key}, ${title}`, title } : base;
  if (!/\p{L}/u.test(body)) return post;
  const institution = { ...base.institution, key: `institution "${body}"`, name: body };
  return { ...post, key: `${post.key}, at ${body}`, institution };
}

/** Lists by what stands above them; a second one under the same heading is numbered. */
function labels(tables: readonly ListTable[], page: string): string[] {
  const seen = new Map<string, number>();
  return tables.map(({ headings }) => {
    const base = headings.at(-1) ?? page;
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return count === 1 ? base : `${base} (${count})`;
  });
}

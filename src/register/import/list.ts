import type { Finding, Reading, SourceRow } from "./candidate.ts";
import { finding } from "./candidate.ts";
import { type HeldPost, holderRow, twoDates } from "./holder.ts";
import { searchKey } from "../name.ts";
import { clean } from "./words.ts";

/** A cell of a list: its words as a reader sees them, what the source wrote, and the first page it links to. */
export type ListCell = {
  text: string;
  raw: string;
  link?: string;
  /** The row that it was written in, where it spans several. */ from: number;
};
export type ListTable = {
  file: string;
  /** Headings above it, the outermost first; its own caption last. */
  headings: string[];
  header: string[];
  rows: { line: number; cells: ListCell[]; wrong?: string }[];
};

/** What a column holds, told by the words of its header. */
export type Column = "name" | "start" | "end" | "term" | "notes" | "picture" | "post" | "capacity" | "institution";

const columnWords: readonly [Column, RegExp][] = [
  ["picture", /^(picture|portrait|image|photo|photograph|foto|fotografia|retrato|imagen)\b/],
  [
    "start",
    /\b(entered|took office|assumed|start|started|from|begin|began|beginning|appointed|desde|inicio|asuncion|asumio|comienzo|fecha de inicio|in office from|term start)\b/,
  ],
  ["end", /\b(exited|left office|left|end|ended|to|until|till|hasta|fin|termino|cese|final|fecha de fin|term end)\b/],
  ["term", /\b(term|tenure|term of office|term in office|period|periodo|mandato|in office|dates|years|gestion)\b/],
  ["notes", /^(notes?|notas?|observaciones|remarks|comments?)\b/],
  ["capacity", /^(capacity|calidad|condicion)\b/],
  ["institution", /^(institution|institucion|ministry|ministerio|department|departamento|organi[sz]ation)\b/],
  [
    "name",
    /\b(name|nombre|holder|incumbent|officeholder|office holder|minister|ministro|ministra|person|persona|titular|secretary|secretario|secretaria|vice president|vicepresidente|president|presidente|spokesperson|portavoz|vocero|vocera|governor|gobernador|mayor|alcalde)\b/,
  ],
  ["post", /^(post|position|office|cargo|title|role|puesto|portfolio|cartera)\b/],
];

/** The first column that fits each meaning; the exact words first, so that "President" beside "Vice President" is no name. */
export function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  const words = header.map((cell) => searchKey(cell));
  const exact = words.findIndex((word) =>
    /^(name|nombre|nombres|name lifespan|officeholder|holder|titular|persona)\b/.test(word),
  );
  if (exact >= 0) found.name = exact;
  for (const [index, word] of words.entries()) {
    const match = columnWords.find(
      ([column, pattern]) =>
        pattern.test(word) && !(column === "term" && /time|length|duration|duracion|tiempo/.test(word)),
    );
    if (match === undefined || /^(time|length|duration|duracion|tiempo|election|eleccion)\b/.test(word)) continue;
    if (index !== exact) found[match[0]] ??= index;
  }
  if (found.start !== undefined && found.end !== undefined) delete found.term;
  return found;
}

/** Each row of a list of holders; of a table that is none, one row that says so. */
export function* listRows(table: ListTable, reading: Reading, label: string): Generator<SourceRow> {
  const columns = columnsOf(table.header);
  const dated =
    (columns.start !== undefined && columns.end !== undefined) ||
    columns.term !== undefined ||
    columns.start !== undefined;
  if (columns.name === undefined || !dated) {
    const [first] = table.rows;
    const why = `The table "${label}" has no columns of a name and of when it began and ended; its columns are ${table.header.map((cell) => `"${cell.slice(0, 40)}"`).join(", ") || "unnamed"}.`;
    yield {
      file: table.file,
      line: first?.line ?? 1,
      states: [],
      about: [],
      findings: [],
      refused: finding("not-a-list-of-holders", why.slice(0, 1000)),
    };
    return;
  }
  const known = new Set(Object.values(columns));
  const unknown = table.header.filter((_, index) => !known.has(index));
  const posts = postsOf(table, label);
  const seen = new Set<string>();
  let begun = false;
  let order = 0;
  let last: SourceRow | undefined;
  for (const row of table.rows) {
    if (row.wrong !== undefined) {
      yield {
        file: table.file,
        line: row.line,
        states: [],
        about: [],
        findings: [],
        refused: finding("malformed", row.wrong),
      };
      continue;
    }
    const cell = (column: Column): ListCell | undefined =>
      columns[column] === undefined ? undefined : row.cells[columns[column]];
    const own = (["name", "start", "end", "term"] as const).map(cell).filter((one) => one !== undefined);
    if (last !== undefined && own.length > 0 && own.every(({ from }) => from < row.line)) {
      // A row that only adds cells to a holder who spans it.
      yield {
        file: table.file,
        line: row.line,
        states: [],
        about: last.about,
        findings: [],
        ...(last.refused === undefined ? {} : { refused: last.refused }),
      };
      continue;
    }
    order++;
    const { start, end } = termOf(cell("start")?.text, cell("end")?.text, cell("term")?.text);
    const findings: Finding[] = [];
    if (order === 1 && unknown.length > 0)
      findings.push(
        finding(
          "unknown-column",
          `Columns that are kept as they are and not read: ${unknown.map((name) => `"${name.slice(0, 60)}"`).join(", ")}.`,
        ),
      );
    const changes: boolean = posts.length === 2 && !begun && twoDates(start) !== undefined;
    const named = cell("post")?.text ?? "";
    const [first, second] = posts as [HeldPost, HeldPost | undefined];
    const post = named !== "" ? postNamed(first, named) : begun ? (second ?? first) : first;
    const name = inOneLine(cell("name")?.text ?? "")
      .replace(/\(\s*(?:born|b\.|nacid[oa]|n\.)?\s*\d{3,4}\s*(?:[-–—/]\s*(?:\d{3,4})?)?\s*\)/giu, " ")
      .replace(/\s+/g, " ")
      .trim();
    const link = cell("name")?.link;
    const key = link ?? searchKey(name);
    if (link === undefined && seen.has(key) && name !== "")
      findings.push(
        finding(
          "known-by-name-alone",
          `"${name.slice(0, 80)}" stands in this list before; the list tells people by name alone, so both are read as one person.`,
        ),
      );
    seen.add(key);
    const raw: Record<string, string> = {};
    for (const [index, heading] of table.header.entries())
      raw[heading === "" ? `column ${index + 1}` : heading] = clean(row.cells[index]?.raw ?? "");
    last = holderRow(
      {
        file: table.file,
        line: row.line,
        post,
        ...(changes && second !== undefined ? { next: second } : {}),
        name,
        ...(link === undefined ? {} : { personId: `"${link}"` }),
        start,
        end,
        ...(cell("capacity") === undefined ? {} : { capacity: cell("capacity")?.text ?? "" }),
        ...(columns.notes === undefined ? {} : { notes: clean(cell("notes")?.text ?? "") }),
        ...(columns.picture === undefined ? {} : { picture: clean(cell("picture")?.text ?? "") }),
        order,
        raw,
        findings,
      },
      reading,
    );
    begun ||= changes;
    yield last;
  }
}

/** Single blanks, before any pattern that would try every stretch of them. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A term in one cell: "April 21, 1789 – March 4, 1797"; with a start alone it goes on or is not known to have ended. */
function termOf(start = "", end = "", written = ""): { start: string; end: string } {
  const term = inOneLine(written);
  if (term === "" || (start !== "" && end !== "")) return { start, end };
  const parts = term.split(/\s+[-–—]\s+|\s*[–—]\s*|\s+(?:to|until|a|al|hasta)\s+/u);
  if (parts.length === 2) return { start: parts[0] ?? "", end: parts[1] ?? "" };
  const years = /^(\d{4})-(\d{4})$/.exec(term.trim());
  if (years !== null) return { start: years[1] ?? "", end: years[2] ?? "" };
  const since = /^(?:since|desde)\s+(.+)$/iu.exec(term);
  return since === null ? { start: term, end: "" } : { start: since[1] ?? "", end: ".." };
}

/** "A / B" are two posts of which the second took the place of the first, if some row says when. */
function postsOf({ headings, rows, header }: ListTable, label: string): HeldPost[] {
  const title = headings.at(-1) ?? label;
  const institutionName = headings[0] ?? label;
  const institution = { key: `institution "${institutionName}"`, name: institutionName, kind: "institution" };
  const post = (name: string): HeldPost => ({ key: `list "${label}", ${name}`, title: name, institution });
  const names = title.split(/\s+\/\s+/);
  const at = columnsOf(header).start;
  const splits =
    names.length === 2 && at !== undefined && rows.some(({ cells }) => twoDates(cells[at]?.text ?? "") !== undefined);
  return splits ? names.map(post) : [post(title)];
}

function postNamed(base: HeldPost, title: string): HeldPost {
  return { ...base, key: `${base.key}, ${title.slice(0, 200)}`, title: title.slice(0, 200) };
}

/** Lists by what stands above them; a second one under the same heading is numbered. */
export function labels(tables: readonly ListTable[]): string[] {
  const seen = new Map<string, number>();
  return tables.map(({ headings }) => {
    const base = headings.at(-1) ?? "table";
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return count === 1 ? base : `${base} (${count})`;
  });
}

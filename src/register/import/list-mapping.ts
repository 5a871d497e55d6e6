import { searchKey } from "../name.ts";
import { count, fields, listOf, maybe, object, oneOf, type Rules, slug, text } from "../shape.ts";
import { type Column, columnsOf } from "./list-columns.ts";

/** What the operator says of a page of lists that the page itself does not. docs/register-import.md describes it. */
export type ListMapping = {
  /** The lists to read, by what stands above them; all of them unless it is said. */
  tables?: string[];
  columns?: Partial<Record<Column, string>>;
  post?: { title: string; functions?: string[]; seats?: number };
  institution?: { name: string; kind?: string };
  dates?: "dmy" | "mdy";
  blankEnd?: "ongoing" | "unknown";
  ignore?: string[];
};

/** What csv and lists have in common. */
export const commonRules: Rules = {
  post: maybe(object({ title: text, functions: maybe(listOf(slug)), seats: maybe(count(1, 10_000)) })),
  institution: maybe(object({ name: text, kind: maybe(text) })),
  dates: maybe(oneOf("dmy", "mdy")),
  blankEnd: maybe(oneOf("ongoing", "unknown")),
  ignore: maybe(listOf(text)),
};

const columnNames: Record<string, Column> = {
  person: "name",
  start: "start",
  end: "end",
  term: "term",
  post: "post",
  institution: "institution",
  capacity: "capacity",
  notes: "notes",
  picture: "picture",
};

const rules: Rules = {
  tables: maybe(listOf(text, 1)),
  columns: maybe(object(Object.fromEntries(Object.keys(columnNames).map((name) => [name, maybe(text)])))),
  ...commonRules,
};

/** Throws Fault("invalid") for one that holds anything else. */
export function readListMapping(value: unknown): ListMapping {
  if (value === undefined) return {};
  const { columns, ...rest } = fields(value, { where: "the mapping", field: "" }, rules) as Omit<
    ListMapping,
    "columns"
  > & { columns?: Record<string, string> };
  if (columns === undefined) return rest;
  const byMeaning = Object.entries(columns).map(([name, header]) => [columnNames[name], header] as const);
  return { ...rest, columns: Object.fromEntries(byMeaning) };
}

/** The columns of a table: those that the mapping names, the rest by their headers. */
export function mappedColumns(header: readonly string[], label: string, { columns = {} }: ListMapping) {
  const found = columnsOf(header, label);
  const keys = header.map((cell) => searchKey(cell));
  const named = Object.entries(columns).flatMap(([column, name]): [Column, number][] => {
    const at = keys.indexOf(searchKey(name));
    return at < 0 ? [] : [[column as Column, at]];
  });
  const taken = new Set(named.map(([, at]) => at));
  const rest = Object.entries(found).filter(([, at]) => !taken.has(at));
  const all: Partial<Record<Column, number>> = { ...Object.fromEntries(rest), ...Object.fromEntries(named) };
  if (columns.term === undefined && all.start !== undefined && all.end !== undefined) delete all.term;
  if (columns.term !== undefined && all.term !== undefined) {
    if (columns.start === undefined) delete all.start;
    if (columns.end === undefined) delete all.end;
  }
  return all;
}

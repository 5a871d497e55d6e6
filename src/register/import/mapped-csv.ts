import { Fault } from "../../fault.ts";
import { charactersLeftOut, finding, type Format, type Reading, type SourceFile, type SourceRow } from "./candidate.ts";
import { type CsvRow, openCsv } from "./csv-rows.ts";
import { type HeldPost, holderRow } from "./holder.ts";
import { searchKey } from "../name.ts";
import { fields, maybe, object, type Rules, text } from "../shape.ts";
import { commonRules } from "./list-mapping.ts";
import { fileByFile } from "./source-files.ts";
import { clean, losesCharacters } from "./words.ts";

const columnNames = [
  ["id", "person", "personId", "given", "family", "sort", "gender", "birth", "post", "postId"],
  ["institution", "institutionId", "start", "end", "capacity", "notes", "picture"],
].flat();
type ColumnName = string;

/** Which column is what, and what no column says. docs/register-import.md describes it field by field. */
type Mapping = {
  columns: Record<ColumnName, string>;
  post?: { title: string; functions?: string[]; seats?: number };
  institution?: { name: string; kind?: string };
  /** What stands first in dates of figures alone. */
  dates?: "dmy" | "mdy";
  /** What an empty end means; unknown unless it is said. */
  blankEnd?: "ongoing" | "unknown";
  /** Columns that are known and kept only as they are. */
  ignore?: string[];
};

const rules: Rules = {
  columns: object(Object.fromEntries(columnNames.map((name) => [name, maybe(text)]))),
  ...commonRules,
};

/** One row of CSV a tenure, by a saved mapping. */
export const mappedCsv: Format = {
  name: "csv",
  extensions: [".csv", ".tsv"],
  async *read(files, reading) {
    const mapping = await readMapping(reading.mapping, files[0]);
    yield* fileByFile(files, (file) => readFile(file, mapping, reading));
  },
};

async function readMapping(value: unknown, first: SourceFile | undefined): Promise<Mapping> {
  if (value === undefined) {
    const header = first === undefined ? [] : (await openCsv(first)).header;
    throw new Fault(
      "usage",
      `--mapping is missing: csv needs a JSON file that says which column is what, as {"columns": {"person": "…", "start": "…", "end": "…"}, "post": {"title": "…"}, "institution": {"name": "…"}}. The columns of ${first?.name ?? "the file"} are ${header.map((name) => `"${name}"`).join(", ")}.`,
    );
  }
  const mapping = fields(value, { where: "the mapping", field: "" }, rules) as unknown as Mapping;
  const need = (name: string, instead?: string) => {
    if (mapping.columns[name] === undefined && instead === undefined)
      throw new Fault(
        "invalid",
        `The mapping names no column for "${name}"${name === "post" || name === "institution" ? `, and has no "${name}" of its own` : ""}.`,
      );
  };
  need("person", mapping.columns["family"]);
  need("start", mapping.columns["end"]);
  need("post", mapping.post?.title);
  need("institution", mapping.institution?.name);
  return mapping;
}

async function* readFile(file: SourceFile, mapping: Mapping, reading: Reading): AsyncGenerator<SourceRow> {
  const { header, rows } = await openCsv(file);
  const lacking = Object.entries(mapping.columns).find(([, column]) => !header.includes(column.normalize("NFC")));
  if (lacking !== undefined)
    throw new Fault(
      "invalid",
      `${file.name}, line 1: the mapping's column "${lacking[1]}" (${lacking[0]}) is not there; its columns are ${header.map((name) => `"${name}"`).join(", ")}.`,
    );
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice !== undefined)
    throw new Fault("invalid", `${file.name}, line 1: the column "${twice}" stands there twice.`);
  const used = new Set([...Object.values(mapping.columns), ...(mapping.ignore ?? [])]);
  const unknown = header.filter((name) => !used.has(name));
  let first = true;
  for await (const row of rows) {
    const read = rowOf(file, row, mapping, reading);
    if (first && unknown.length > 0)
      read.findings.push(
        finding(
          "unknown-column",
          `Columns that the mapping does not name; they are kept as they are and not read: ${unknown
            .map((name) => `"${name.slice(0, 60)}"`)
            .join(", ")
            .slice(0, 1000)}.`,
        ),
      );
    first = false;
    yield read;
  }
}

function rowOf(file: SourceFile, { line, cells, wrong }: CsvRow, mapping: Mapping, reading: Reading): SourceRow {
  if (wrong !== undefined)
    return { file: file.name, line, states: [], about: [], findings: [], refused: finding("malformed", wrong) };
  const cell = (name: string) => {
    const column = mapping.columns[name];
    return column === undefined
      ? ""
      : clean(cells[column] ?? "")
          .replace(/\s+/g, " ")
          .trim();
  };
  const given = (name: string) => (cell(name) === "" ? {} : { [name]: cell(name) });
  const person = cell("person") || [cell("given"), cell("family")].filter((part) => part !== "").join(" ");
  const end = cell("end");
  const raw = Object.fromEntries(
    Object.entries(cells).map(([name, value], index) => [clean(name) || `column ${index + 1}`, clean(value)]),
  );
  const post = postOf(cell, mapping);
  if (post === undefined) {
    const refused = finding("invalid", `It names no post or no institution (${person}).`);
    return { file: file.name, line, states: [], about: [], findings: [], refused };
  }
  const lossy = Object.keys(cells).filter((name) => losesCharacters(cells[name] ?? ""));
  return holderRow(
    {
      file: file.name,
      line,
      post,
      findings: lossy.length === 0 ? [] : [charactersLeftOut(lossy)],
      name: person,
      ...(cell("personId") === "" ? {} : { personId: cell("personId") }),
      hints: { ...given("given"), ...given("family"), ...given("sort") },
      ...given("gender"),
      ...given("birth"),
      ...given("id"),
      start: cell("start"),
      end: end === "" && mapping.blankEnd === "ongoing" ? ".." : end,
      ...given("capacity"),
      ...(mapping.columns["notes"] === undefined ? {} : { notes: cell("notes") }),
      ...(mapping.columns["picture"] === undefined ? {} : { picture: cell("picture") }),
      ...(mapping.dates === undefined ? {} : { dateOrder: mapping.dates }),
      raw,
    },
    reading,
  );
}

function postOf(cell: (name: string) => string, { post, institution }: Mapping): HeldPost | undefined {
  const name = cell("institution") || institution?.name || "";
  const title = cell("post") || post?.title || "";
  if (name === "" || title === "") return undefined;
  const institutionKey =
    cell("institutionId") === "" ? `institution "${searchKey(name)}"` : `institution ${cell("institutionId")}`;
  return {
    key: cell("postId") === "" ? `post "${searchKey(title)}" of ${institutionKey}` : `post ${cell("postId")}`,
    title,
    institution: { key: institutionKey, name, kind: institution?.kind ?? "institution" },
    ...(post?.functions === undefined ? {} : { functions: post.functions }),
    ...(post?.seats === undefined ? {} : { seats: post.seats }),
  };
}

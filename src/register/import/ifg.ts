import { Fault } from "../../fault.ts";
import type { EffectAct, InstitutionData, PersonData, When } from "../item.ts";
import {
  type About,
  aloneEnd,
  aloneOf,
  type Candidate,
  type EndConvention,
  finding,
  type Finding,
  type Format,
  type Reading,
  type SourceFile,
  type SourceRow,
  spanOf,
} from "./candidate.ts";
import { type CsvRow, openCsv } from "./csv-rows.ts";
import { readDate, type ReadDate } from "./read-date.ts";
import { clean, nameOf, titleOf } from "./words.ts";

const known = {
  "organisation.csv": ["id", "name", "short_name", "start_date", "end_date"],
  "organisation_link.csv": [
    "id",
    "predecessor_organisation_id",
    "successor_organisation_id",
    "type",
    "link_start_date",
  ],
  "person.csv": ["id", "name", "short_name", "gender", "start_date", "end_date"],
  "post.csv": ["id", "organisation_id", "name", "rank_equivalence", "rank_equivalence_value"],
  "post_relationship.csv": ["post_id", "group_name", "group_seniority"],
  "appointment.csv": ["id", "person_id", "post_id", "start_date", "end_date"],
  "appointment_characteristics.csv": [
    "appointment_id",
    "cabinet_status",
    "is_acting",
    "is_on_leave",
    "leave_reason",
    "start_date",
    "end_date",
  ],
} as const;
type Known = keyof typeof known;

/** What the set's tables have besides, which tells of nothing that the register keeps. */
const besides = ["id", "id_parliament", "id_ifg_website", "display_name", "normalized_name", "link_end_date"];

const outside: Record<string, string> = {
  "constituency.csv": "Constituencies are places, not posts.",
  "representation.csv": "A seat in parliament is no appointment to a post of the government.",
  "representation_characteristics.csv": "Parties are not kept in the register.",
  "event.csv": "Elections and formations of governments change no post by themselves.",
};

/**
 * The set of tables in which the Institute for Government publishes its ministers database: organisations with what became
 * of them, posts with rank, people with their names over time, appointments with dated characteristics. FILE is their folder.
 */
export const ifg: Format = {
  name: "ifg",
  extensions: [".csv"],
  async *read(files, reading) {
    const table = (name: Known) => rowsIn(files, name);
    yield* organisations(await table("organisation.csv"), reading.endConvention);
    yield* people(await table("person.csv"), reading.endConvention);
    yield* posts(await table("post.csv"), await table("post_relationship.csv"));
    yield* links(await table("organisation_link.csv"));
    const appointments = await table("appointment.csv");
    const names = await namesOf(files);
    yield* tenures(appointments, await table("appointment_characteristics.csv"), reading, names);
    for (const file of files) yield* leftOut(file);
  },
};

type Row = CsvRow & { file: string; unknown?: Finding };

async function rowsIn(files: readonly SourceFile[], name: Known): Promise<Row[]> {
  const file = files.find((one) => one.name.split("/").at(-1) === name);
  if (file === undefined)
    throw new Fault("not-found", `There is no ${name}: the ifg set is a folder with ${Object.keys(known).join(", ")}.`);
  const { header, rows } = await openCsv(file);
  const lacking = known[name].find((column) => !header.includes(column));
  if (lacking !== undefined)
    throw new Fault(
      "invalid",
      `${file.name}, line 1: it has no column "${lacking}"; its columns are ${header.join(", ")}.`,
    );
  const unknown = header.filter(
    (column) => !(known[name] as readonly string[]).includes(column) && !besides.includes(column),
  );
  const found: Row[] = [];
  for await (const row of rows) {
    const cells = Object.fromEntries(Object.entries(row.cells).map(([column, cell]) => [column, clean(cell).trim()]));
    found.push({ ...row, cells, file: file.name });
  }
  if (unknown.length > 0 && found[0] !== undefined)
    found[0].unknown = finding(
      "unknown-column",
      `Columns that are not read, since the set had none such before: ${unknown.map((column) => `"${clean(column).slice(0, 60)}"`).join(", ")}.`.slice(
        0,
        1000,
      ),
    );
  return found;
}

async function* leftOut(file: SourceFile): AsyncGenerator<SourceRow> {
  const name = file.name.split("/").at(-1) ?? "";
  if (name in known) return;
  const why = finding("outside-the-register", outside[name] ?? `The ifg set has no table ${name}.`);
  const { rows } = await openCsv(file);
  for await (const { line } of rows) yield { file: file.name, line, states: [], about: [], findings: [], refused: why };
}

function rowOf(
  { file, line, wrong, unknown }: Row,
  about: About[],
  states: Candidate[],
  said: Finding[] = [],
): SourceRow {
  const refused = wrong === undefined ? {} : { refused: finding("malformed", wrong) };
  const findings = unknown === undefined ? said : [unknown, ...said];
  return { file, line, about, states: wrong === undefined ? states : [], findings, ...refused };
}

/** The row, or the row with the reason why it is not taken. */
function tried(row: Row, read: () => SourceRow): SourceRow {
  try {
    if (row.wrong === undefined && (row.cells["id"] ?? "") === "" && "id" in row.cells)
      throw new Fault("invalid", "It has no id.");
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return {
      file: row.file,
      line: row.line,
      states: [],
      about: [],
      findings: [],
      refused: finding("invalid", error.message),
    };
  }
}

const of = (row: Row, column: string) => row.cells[column] ?? "";
const isGood = (row: Row) => row.wrong === undefined && of(row, "id") !== "";

function* organisations(rows: readonly Row[], convention: EndConvention): Generator<SourceRow> {
  for (const row of rows)
    yield tried(row, () => {
      const [name, short] = [of(row, "name"), of(row, "short_name")];
      if (name === "") throw new Fault("invalid", `Organisation ${of(row, "id")} has no name.`);
      const start = readDate(of(row, "start_date"));
      const end = readDate(of(row, "end_date"));
      const data: InstitutionData = {
        kind: "department",
        names: [{ name: { en: name }, ...(short === "" || short === name ? {} : { short }) }],
        ...(start.edtf === "" ? {} : { start: aloneOf(start) }),
        ...(end.edtf === "" ? {} : { end: aloneEnd(end, convention) }),
      };
      const key = organisationKey(of(row, "id"));
      return rowOf(row, [{ kind: "institution", key }], [{ kind: "institution", key, wanted: name, data }]);
    });
}

const organisationKey = (id: string) => `organisation ${id}`;
const personKey = (id: string) => `person ${id}`;
const postKey = (id: string) => `post ${id}`;

/** One person for all rows of an id: a row is a name and when it was borne. */
function* people(rows: readonly Row[], convention: EndConvention): Generator<SourceRow> {
  for (const row of rows) if (!isGood(row)) yield tried(row, () => rowOf(row, [], []));
  const good = rows.filter(isGood);
  for (const [id, named] of Map.groupBy(good, (row) => of(row, "id"))) {
    const key = personKey(id);
    const names: { row: Row; start?: When; end?: When; full: string }[] = [];
    for (const row of named) {
      const bad = tried(row, () => {
        const full = of(row, "name");
        if (full === "") throw new Fault("invalid", `Person ${id} has no name here.`);
        const [start, end] = [readDate(of(row, "start_date")), readDate(of(row, "end_date"))];
        names.push({
          row,
          full,
          ...(start.edtf === "" ? {} : { start: aloneOf(start) }),
          ...(end.edtf === "" ? {} : { end: aloneEnd(end, convention) }),
        });
        return rowOf(row, [], []);
      });
      if (bad.refused !== undefined) yield bad;
    }
    // The present name, the one without an end, comes last.
    const order = ({ start, end, full }: (typeof names)[number]) => `${end?.edtf ?? "~"} ${start?.edtf ?? ""} ${full}`;
    names.sort((a, b) => (order(a) < order(b) ? -1 : 1));
    const sexes = new Set(named.map((row) => of(row, "gender")));
    const gender =
      sexes.size !== 1 ? undefined : sexes.has("F") ? "feminine" : sexes.has("M") ? "masculine" : undefined;
    const parliament = of(named[0] as Row, "id_parliament").replace(/\.0$/, "");
    const data: PersonData = {
      names: names.map(({ row, full, start, end }) => ({
        ...nameOf(full, { family: of(row, "short_name") }),
        ...(start === undefined ? {} : { start }),
        ...(end === undefined ? {} : { end }),
      })),
      ...(gender === undefined ? {} : { gender, genderSource: "source" as const }),
      ...(parliament === "" ? {} : { identifiers: [{ scheme: "uk-parliament", id: parliament }] }),
    };
    const wanted = names.at(-1)?.full ?? "";
    for (const [index, { row }] of names.entries())
      yield rowOf(row, [{ kind: "person", key }], index === 0 ? [{ kind: "person", key, wanted, data }] : []);
  }
}

function* posts(rows: readonly Row[], relationships: readonly Row[]): Generator<SourceRow> {
  const groups = Map.groupBy(relationships, (row) => of(row, "post_id"));
  const ids = new Set(rows.map((row) => of(row, "id")));
  for (const row of rows)
    yield tried(row, () => {
      const [id, name, rank, level] = [
        of(row, "id"),
        of(row, "name"),
        of(row, "rank_equivalence"),
        of(row, "rank_equivalence_value"),
      ];
      if (name === "") throw new Fault("invalid", `Post ${id} has no name.`);
      const key = postKey(id);
      const filed = (groups.get(id) ?? [])
        .filter((one) => one.wrong === undefined && of(one, "group_name") !== "")
        .map((one) => ({ name: of(one, "group_name"), seniority: of(one, "group_seniority") }))
        .toSorted((a, b) => (`${a.name} ${a.seniority}` < `${b.name} ${b.seniority}` ? -1 : 1));
      const data = {
        institution: organisationKey(of(row, "organisation_id")),
        title: titleOf(name),
        functions: [],
        ...(rank === "" ? {} : { rank: { name: rank, ...(/^\d{1,3}$/.test(level) ? { level: Number(level) } : {}) } }),
        ...(filed.length === 0
          ? {}
          : { groups: filed.map((one) => (one.seniority === "" ? { name: one.name } : one)) }),
      };
      return rowOf(row, [{ kind: "post", key }], [{ kind: "post", key, wanted: name, data }]);
    });
  for (const row of relationships)
    yield tried(row, () => {
      const id = of(row, "post_id");
      if (!ids.has(id)) throw new Fault("invalid", `It names the post ${id}, which post.csv does not have.`);
      return rowOf(row, [{ kind: "post", key: postKey(id) }], []);
    });
}

const acts: Record<string, EffectAct> = { "name change": "renames", merger: "merges" };

/** All rows of an id are one event: a reorganisation splits one body into several, or joins several. */
function* links(rows: readonly Row[]): Generator<SourceRow> {
  for (const row of rows) if (!isGood(row)) yield tried(row, () => rowOf(row, [], []));
  const good = rows.filter(isGood);
  for (const [id, parts] of Map.groupBy(good, (row) => of(row, "id"))) {
    const key = `organisation_link ${id}`;
    const read: { row: Row; date: ReadDate }[] = [];
    for (const row of parts) {
      const bad = tried(row, () => {
        read.push({ row, date: readDate(of(row, "link_start_date")) });
        return rowOf(row, [], []);
      });
      if (bad.refused !== undefined) yield bad;
    }
    read.sort((a, b) => (JSON.stringify(a.row.cells) < JSON.stringify(b.row.cells) ? -1 : 1));
    const types = [...new Set(read.map(({ row }) => of(row, "type")))].join("; ");
    const data = {
      kind: "change event",
      ...(types === "" ? {} : { title: { en: types } }),
      ...(read[0] === undefined || read[0].date.edtf === "" ? {} : { date: aloneOf(read[0].date) }),
      effects: read.map(({ row, date }) => ({
        act: acts[of(row, "type").toLowerCase()] ?? ("reorganises" as const),
        institution: organisationKey(of(row, "predecessor_organisation_id")),
        resulting: organisationKey(of(row, "successor_organisation_id")),
        ...(date.edtf === "" ? {} : { date: aloneOf(date) }),
      })),
      raw: read.map(({ row }) => Object.values(row.cells).join(" | ")).join("\n"),
    };
    const wanted = `change ${read[0]?.date.edtf ?? ""}`;
    for (const [index, { row }] of read.entries())
      yield rowOf(row, [{ kind: "instrument", key }], index === 0 ? [{ kind: "instrument", key, wanted, data }] : []);
  }
}

async function namesOf(files: readonly SourceFile[]): Promise<Map<string, string>> {
  const rows = await rowsIn(files, "person.csv");
  const present = rows.toSorted((a, b) => (of(a, "end_date") === "" ? 1 : 0) - (of(b, "end_date") === "" ? 1 : 0));
  return new Map(present.map((row) => [of(row, "id"), of(row, "name")]));
}

function* tenures(
  rows: readonly Row[],
  characteristics: readonly Row[],
  reading: Reading,
  names: ReadonlyMap<string, string>,
): Generator<SourceRow> {
  const periods = Map.groupBy(characteristics, (row) => of(row, "appointment_id"));
  const refused = new Map<Row, Finding>();
  for (const row of rows)
    yield tried(row, () => {
      const [id, person] = [of(row, "id"), of(row, "person_id")];
      const start = readDate(of(row, "start_date"));
      const { inverted, ...span } = spanOf(start, openIfBlank(readDate(of(row, "end_date"))), reading);
      const own = (periods.get(id) ?? []).toSorted((a, b) => (sortable(a) < sortable(b) ? -1 : 1));
      const capacities = own.flatMap((one) => capacityOf(one, row, reading, refused));
      const findings = inverted
        ? [
            finding(
              "inverted-interval",
              `Appointment ${id} ends (${of(row, "end_date")}) before it begins (${of(row, "start_date")}); it is kept as it is.`,
            ),
          ]
        : [];
      const key = `appointment ${id}`;
      const data = {
        person: personKey(person),
        post: postKey(of(row, "post_id")),
        ...span,
        capacities: capacities.length === 0 ? [{ capacity: "titular" as const }] : capacities,
        raw: row.cells,
      };
      const wanted = `${names.get(person) ?? person} ${of(row, "start_date").slice(0, 4)}`;
      return rowOf(row, [{ kind: "tenure", key }], [{ kind: "tenure", key, wanted, data }], findings);
    });
  const ids = new Set(rows.map((row) => of(row, "id")));
  for (const row of characteristics)
    yield tried(row, () => {
      const id = of(row, "appointment_id");
      const why = refused.get(row);
      if (why !== undefined) throw new Fault("invalid", why.sentence);
      if (!ids.has(id))
        throw new Fault("invalid", `It names the appointment ${id}, which appointment.csv does not have.`);
      return rowOf(row, [{ kind: "tenure", key: `appointment ${id}` }], []);
    });
}

const sortable = (row: Row) => `${of(row, "start_date")} ${of(row, "id")}`;

/** An appointment without an end goes on: that is how the set writes it. */
function openIfBlank(end: ReadDate): ReadDate {
  return end.raw === "" ? { raw: "", edtf: ".." } : end;
}

function capacityOf(row: Row, appointment: Row, { endConvention }: Reading, refused: Map<Row, Finding>) {
  try {
    if (row.wrong !== undefined) throw new Fault("invalid", row.wrong);
    const capacity = isTrue(row, "is_acting") ? "subrogante" : isTrue(row, "is_on_leave") ? "on-leave" : "titular";
    const [rank, note] = [of(row, "cabinet_status"), of(row, "leave_reason")];
    const whole =
      of(row, "start_date") === of(appointment, "start_date") && of(row, "end_date") === of(appointment, "end_date");
    const [start, end] = [readDate(of(row, "start_date")), readDate(of(row, "end_date"))];
    return [
      {
        capacity,
        ...(whole && capacity === "titular" ? {} : { start: aloneOf(start) }),
        ...(whole && capacity === "titular" ? {} : end.edtf === "" ? {} : { end: aloneEnd(end, endConvention) }),
        ...(rank === "" ? {} : { rank }),
        ...(note === "" ? {} : { note }),
      } as const,
    ];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    refused.set(row, finding("invalid", error.message));
    return [];
  }
}

function isTrue(row: Row, column: string): boolean {
  return of(row, column).toLowerCase() === "true";
}

import { Fault } from "../../fault.ts";
import { addDays, earlier, later, type Day } from "../day.ts";
import { readEdtf } from "../edtf.ts";
import type { Capacity, PersonData } from "../item.ts";
import {
  aloneOf,
  type Candidate,
  finding,
  type Finding,
  type Format,
  type Reading,
  type SourceFile,
  type SourceRow,
  spanOf,
} from "./candidate.ts";
import { gregorianFromJulian, type ReadDate } from "./read-date.ts";
import { capacityIn, clean, nameOf, titleOf } from "./words.ts";

type Json = Record<string, unknown>;

/**
 * Wikidata's entity JSON: one entity, `entities` by id, or the lines of a dump. Each statement of P39 (position held) is a row: P580 and
 * P582 with their precision and calendar, P1319, P1326, P8554 and P8555 as bounds, P1480 circa, P5102 and P3831 acting. Deprecated ones are not taken.
 */
export const wikidata: Format = {
  name: "wikidata",
  extensions: [".json", ".jsonl", ".ndjson", ".json.gz"],
  async *read(files, reading) {
    const known = new Map<string, { label: string; institution?: string }>();
    for (const file of files)
      for await (const { entity } of entitiesOf(file))
        if (entity !== undefined && known.size < mostKnown) remember(known, entity);
    for (const file of files)
      for await (const { entity, at, wrong } of entitiesOf(file)) {
        if (wrong !== undefined || entity === undefined) {
          yield {
            file: file.name,
            ...at,
            states: [],
            about: [],
            findings: [],
            refused: finding("malformed", wrong ?? "It is no entity."),
          };
          continue;
        }
        yield* holdings(file.name, at, entity, { known, reading });
      }
  },
};

/** Labels of positions and institutions, for titles: people are not kept in memory. */
const mostKnown = 500_000;
const wholeFile = 64 << 20;

type At = { line?: number; at?: string };
type Read = { entity?: Json; at: At; wrong?: string };

async function* entitiesOf(file: SourceFile): AsyncGenerator<Read> {
  if (file.bytes <= wholeFile && !file.name.endsWith(".gz")) {
    const whole = parsed(await file.text());
    if (isObject(whole) && isObject(whole["entities"])) {
      for (const [id, entity] of Object.entries(whole["entities"]))
        yield isObject(entity)
          ? { entity, at: { at: `entities.${id}` } }
          : { at: { at: `entities.${id}` }, wrong: "It is not an object." };
      return;
    }
    if (isObject(whole))
      return void (yield { entity: whole, at: { at: typeof whole["id"] === "string" ? whole["id"] : "the entity" } });
    if (Array.isArray(whole)) {
      for (const [index, entity] of whole.entries())
        yield isObject(entity)
          ? { entity, at: { at: `[${index}]` } }
          : { at: { at: `[${index}]` }, wrong: "It is not an object." };
      return;
    }
  }
  let line = 0;
  for await (const written of file.lines()) {
    line++;
    const text = written.trim().replace(/,$/, "");
    if (text === "" || text === "[" || text === "]") continue;
    const entity = parsed(text);
    yield isObject(entity)
      ? { entity, at: { line } }
      : { at: { line }, wrong: `The line is no JSON object: ${text.slice(0, 80)}` };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function remember(known: Map<string, { label: string; institution?: string }>, entity: Json): void {
  const id = entity["id"];
  if (typeof id !== "string" || statementsOf(entity, "P39").length > 0) return;
  const institution = [...statementsOf(entity, "P2389"), ...statementsOf(entity, "P361")]
    .map((one) => itemOf(one["mainsnak"]))
    .find((one) => one !== undefined);
  const label = labelOf(entity);
  if (label !== "") known.set(id, { label, ...(institution === undefined ? {} : { institution }) });
}

function statementsOf(entity: Json, property: string): Json[] {
  const claims = entity["claims"];
  const list = isObject(claims) ? claims[property] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function labelOf(entity: Json): string {
  const labels = isObject(entity["labels"]) ? entity["labels"] : {};
  for (const language of ["es", "en", "mul", ...Object.keys(labels)]) {
    const found = labels[language];
    const value = isObject(found) ? found["value"] : found;
    if (typeof value === "string" && clean(value).trim() !== "") return clean(value).trim().slice(0, 300);
  }
  return "";
}

function itemOf(snak: unknown): string | undefined {
  if (!isObject(snak) || snak["snaktype"] !== "value" || !isObject(snak["datavalue"])) return undefined;
  const value = snak["datavalue"]["value"];
  const id = isObject(value)
    ? (value["id"] ?? (typeof value["numeric-id"] === "number" ? `Q${value["numeric-id"]}` : undefined))
    : undefined;
  return typeof id === "string" && /^[QPL]\d{1,15}$/.test(id) ? id : undefined;
}

type Context = { known: ReadonlyMap<string, { label: string; institution?: string }>; reading: Reading };

function* holdings(file: string, at: At, entity: Json, context: Context): Generator<SourceRow> {
  const statements = statementsOf(entity, "P39");
  if (statements.length === 0) return;
  const id = typeof entity["id"] === "string" ? entity["id"] : "";
  for (const [index, statement] of statements.entries()) {
    const own = typeof statement["id"] === "string" ? statement["id"] : `${id} P39[${index}]`;
    const row = { file, ...(at.line === undefined ? {} : { line: at.line }), at: own.slice(0, 200) };
    try {
      if (!/^Q\d+$/.test(id))
        throw new Fault("invalid", `The entity has no id such as Q42: ${JSON.stringify(entity["id"])?.slice(0, 80)}.`);
      yield { ...row, ...holding(entity, id, statement, own, context) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      yield { ...row, states: [], about: [], findings: [], refused: finding("invalid", error.message) };
    }
  }
}

function holding(entity: Json, id: string, statement: Json, own: string, { known, reading }: Context) {
  if (statement["rank"] === "deprecated") throw new Fault("invalid", "The statement is deprecated at its source.");
  const position = itemOf(statement["mainsnak"]);
  if (position === undefined) throw new Fault("invalid", "It names no position (an unknown value, or none).");
  const findings: Finding[] = [];
  const states: Candidate[] = [personOf(entity, id, findings), ...postOf(position, known, findings)];
  const { start, end } = datesOf(entity, statement, findings);
  const { inverted, ...span } = spanOf(start, end, reading);
  if (inverted)
    findings.push(
      finding("inverted-interval", `It ends (${end.raw}) before it begins (${start.raw}); it is kept as it is.`),
    );
  const key = own.includes("$") ? `statement ${own}` : `position ${position} of ${id}; from ${start.edtf}`;
  const data = {
    person: `entity ${id}`,
    post: `position ${position}`,
    ...span,
    capacities: [{ capacity: capacityOf(statement, known, findings) }],
    raw: { statement: own, position, ...rawQualifiers(statement) },
  };
  states.push({
    kind: "tenure",
    key,
    wanted: `${labelOf(entity) || id} ${/^\d{4}/.exec(start.edtf)?.[0] ?? position}`,
    data,
  });
  return { about: [{ kind: "tenure" as const, key }], states, findings };
}

function personOf(entity: Json, id: string, findings: Finding[]): Candidate {
  const label = labelOf(entity);
  if (label === "") findings.push(finding("no-name", `Entity ${id} has no label; they stand under their id.`));
  const sex = itemOf(statementsOf(entity, "P21")[0]?.["mainsnak"]);
  const gender =
    sex === "Q6581072" || sex === "Q1052281"
      ? "feminine"
      : sex === "Q6581097" || sex === "Q2449503"
        ? "masculine"
        : undefined;
  const birth = quietly(() => timeOf(best(statementsOf(entity, "P569"))?.["mainsnak"]));
  const data: PersonData = {
    names: [label === "" ? { full: id, given: "", surnames: [id] } : nameOf(label)],
    ...(gender === undefined ? {} : { gender, genderSource: "source" as const }),
    ...(birth === undefined || (birth.edtf === "" && birth.within === undefined) ? {} : { birth: aloneOf(birth) }),
    identifiers: [{ scheme: "wikidata", id }],
    ...(label === "" ? { note: "The source gives no name; this is its id for the person." } : {}),
  };
  return { kind: "person", key: `entity ${id}`, wanted: label || id, data };
}

function best(statements: readonly Json[]): Json | undefined {
  const standing = statements.filter((one) => one["rank"] !== "deprecated");
  return standing.find((one) => one["rank"] === "preferred") ?? standing[0];
}

function postOf(position: string, known: Context["known"], findings: Finding[]): Candidate[] {
  const found = known.get(position);
  if (found === undefined)
    findings.push(
      finding("post-without-label", `The file has no label for position ${position}; the post stands under that id.`),
    );
  const title = found?.label ?? position;
  const institutionId = found?.institution;
  const institutionName = institutionId === undefined ? undefined : (known.get(institutionId)?.label ?? institutionId);
  const key = institutionId === undefined ? "institution not named" : `entity ${institutionId}`;
  const names = [
    {
      name:
        institutionName === undefined
          ? { es: "Institución que la fuente no nombra", en: "Institution that the source does not name" }
          : { en: institutionName },
    },
  ];
  return [
    {
      kind: "institution",
      key,
      wanted: institutionName ?? "institution not named",
      data: { kind: "institution", names },
    },
    {
      kind: "post",
      key: `position ${position}`,
      wanted: title,
      data: { institution: key, title: titleOf(title), functions: [] },
    },
  ];
}

function qualifiers(statement: Json, property: string): Json[] {
  const all = statement["qualifiers"];
  const list = isObject(all) ? all[property] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function datesOf(entity: Json, statement: Json, findings: Finding[]): { start: ReadDate; end: ReadDate } {
  const one = (property: string, which: string): ReadDate | undefined => {
    const found = qualifiers(statement, property);
    if (found.length > 1) {
      const read = found.map((snak) => timeOf(snak));
      findings.push(
        finding(
          "several-dates",
          `It has ${found.length} values for its ${which} (${read.map(({ raw }) => raw).join(", ")}); it lies between them.`,
        ),
      );
      const dated = read.filter(({ edtf }) => edtf !== "" && edtf !== "..").map(({ edtf }) => readEdtf(edtf));
      if (dated.length === 0) return { raw: "", edtf: "" };
      const within = {
        min: dated.map(({ min }) => min).reduce(earlier),
        max: dated.map(({ max }) => max).reduce(later),
      };
      return {
        raw: read.map(({ raw }) => raw).join(", "),
        edtf: "",
        within,
        interpretation: "The source gives several dates; it lies between them.",
      };
    }
    return found[0] === undefined ? undefined : timeOf(found[0]);
  };
  const circa = qualifiers(statement, "P1480").map(itemOf);
  const mark = circa.includes("Q5727902")
    ? "~"
    : circa.some((id) => id === "Q18122778" || id === "Q30230067" || id === "Q56644435")
      ? "?"
      : "";
  const marked = (read: ReadDate): ReadDate =>
    mark === "" || !/^\d{4}(-\d\d){0,2}$/.test(read.edtf) ? read : { ...read, edtf: `${read.edtf}${mark}` };
  const start = marked(one("P580", "start") ?? { raw: "", edtf: "" });
  const end = marked(one("P582", "end") ?? withoutEnd(entity));
  const day = (property: string, side: "min" | "max"): Day | undefined => {
    const read = one(property, "bound");
    return read === undefined || read.edtf === "" || read.edtf === ".." ? undefined : readEdtf(read.edtf)[side];
  };
  const [earliest, latest, latestStart, earliestEnd] = [
    day("P1319", "min"),
    day("P1326", "max"),
    day("P8555", "max"),
    day("P8554", "min"),
  ];
  const endKnown = end.edtf !== "" && end.edtf !== "..";
  const startKnown = start.edtf !== "";
  return {
    start: bounded(
      start,
      startKnown && !endKnown ? undefined : earliest,
      latestStart ?? (startKnown ? undefined : endKnown ? latest : undefined),
    ),
    end: bounded(end, earliestEnd ?? (startKnown && !endKnown ? earliest : undefined), endKnown ? undefined : latest),
  };
}

/** Who has died holds no post any more; of others without an end the source says that they go on. */
function withoutEnd(entity: Json): ReadDate {
  const death = quietly(() => timeOf(best(statementsOf(entity, "P570"))?.["mainsnak"]));
  if (death === undefined) return { raw: "", edtf: "..", interpretation: "The source gives no end: read as ongoing." };
  if (death.edtf === "" || death.edtf === "..") return { raw: "", edtf: "" };
  return {
    raw: "",
    edtf: "",
    within: { max: readEdtf(death.edtf).max },
    interpretation: `The source gives no end and the person's death (${death.raw}).`,
  };
}

function bounded(read: ReadDate, min: Day | undefined, max: Day | undefined): ReadDate {
  if (min === undefined && max === undefined) return read;
  if (min !== undefined && max !== undefined && min > max) return read;
  const within = { ...read.within, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  if (within.min !== undefined && within.max !== undefined && within.min > within.max) return read;
  const edtf = read.edtf === ".." && max !== undefined ? "" : read.edtf;
  return {
    ...read,
    edtf,
    within,
    interpretation: "Its bounds are the earliest and latest dates that the source gives.",
  };
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** A time with its precision: 11 day, 10 month, 9 year, 8 decade, 7 century. A Julian day is given as its Gregorian one and says so. */
function timeOf(snak: unknown): ReadDate {
  if (!isObject(snak)) throw new Fault("invalid", "It has no value.");
  if (snak["snaktype"] === "novalue") return { raw: "", edtf: ".." };
  if (snak["snaktype"] !== "value")
    return { raw: "", edtf: "", interpretation: "The source says that there is such a day and that it is unknown." };
  const value = isObject(snak["datavalue"]) ? snak["datavalue"]["value"] : undefined;
  const time = isObject(value) ? value["time"] : undefined;
  const precision = isObject(value) ? value["precision"] : undefined;
  const parts = typeof time === "string" ? /^\+0*(\d{4})-(\d{2})-(\d{2})T/.exec(time) : null;
  if (parts === null || typeof precision !== "number")
    throw new Fault("invalid", `${JSON.stringify(time ?? value)?.slice(0, 80)} is no time of the years 0001 to 9999.`);
  const [, year = "", month = "", day = ""] = parts;
  const raw = `${time as string} (precision ${precision})`;
  if (year === "0000") throw new Fault("invalid", `${raw} is before the year 0001.`);
  if (precision >= 11) {
    const written = `${year}-${month}-${day}`;
    const julian =
      isObject(value) && typeof value["calendarmodel"] === "string" && value["calendarmodel"].endsWith("Q1985786");
    if (!julian) return { raw, edtf: readEdtf(written).value };
    const moved = julianDay(written);
    return {
      raw: `${raw}, Julian`,
      edtf: moved,
      interpretation: `${written} is a Julian date; in the Gregorian calendar it is ${moved}.`,
    };
  }
  if (precision === 10) return { raw, edtf: readEdtf(`${year}-${month}`).value };
  if (precision === 9) return { raw, edtf: year };
  if (precision === 8) return { raw, edtf: `${year.slice(0, 3)}X` };
  if (precision === 7) {
    const last = Math.ceil(Number(year) / 100) * 100;
    const two = (count: number) => String(Math.max(1, count)).padStart(4, "0");
    return {
      raw,
      edtf: "",
      within: { min: `${two(last - 99)}-01-01`, max: `${two(last)}-12-31` },
      interpretation: "The source gives the century.",
    };
  }
  return { raw, edtf: "", interpretation: "The source's precision is coarser than a century." };
}

/** 29 February of a Julian century year has no Gregorian namesake to count from. */
function julianDay(written: Day): Day {
  if (!written.endsWith("-02-29")) return gregorianFromJulian(readEdtf(written).value);
  if (Number(written.slice(0, 4)) % 4 !== 0)
    throw new Fault("invalid", `${written} is a day that does not exist, in the Julian calendar neither.`);
  return addDays(gregorianFromJulian(`${written.slice(0, 4)}-02-28`), 1);
}

const acting: Record<string, Capacity> = { Q4676846: "subrogante", Q55424937: "interino", Q20056508: "interino" };

function capacityOf(statement: Json, known: Context["known"], findings: Finding[]): Capacity {
  for (const property of ["P5102", "P3831", "P2868"])
    for (const id of qualifiers(statement, property).map(itemOf)) {
      if (id === undefined) continue;
      const found = acting[id] ?? capacityIn(known.get(id)?.label ?? "");
      if (found !== undefined) return found;
      findings.push(
        finding(
          "nature-not-read",
          `Its ${property} is ${known.get(id)?.label ?? id}, of which no capacity is made; it is kept in the row.`,
        ),
      );
    }
  return "titular";
}

function rawQualifiers(statement: Json): Record<string, string> {
  const all = statement["qualifiers"];
  if (!isObject(all)) return {};
  return Object.fromEntries(
    Object.entries(all).map(([property, list]) => [
      clean(property),
      clean((Array.isArray(list) ? list : []).map((snak: unknown) => itemOf(snak) ?? valueOf(snak)).join(", ")),
    ]),
  );
}

function valueOf(snak: unknown): string {
  if (!isObject(snak)) return "";
  const value = isObject(snak["datavalue"]) ? snak["datavalue"]["value"] : snak["snaktype"];
  return isObject(value) && typeof value["time"] === "string"
    ? `${value["time"]} (precision ${JSON.stringify(value["precision"]) ?? "not given"})`
    : (JSON.stringify(value) ?? "");
}

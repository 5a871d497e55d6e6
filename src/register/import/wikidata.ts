import { Fault } from "../../fault.ts";
import type { Capacity, PersonData } from "../item.ts";
import {
  aloneOf,
  type Candidate,
  finding,
  type Finding,
  type Format,
  type Reading,
  type SourceRow,
  spanOf,
} from "./candidate.ts";
import { datesOf, quietly, timeOf } from "./wikidata-dates.ts";
import {
  type At,
  best,
  brokenStatements,
  entitiesOf,
  isObject,
  itemOf,
  type Json,
  labelOf,
  qualifiers,
  statementsOf,
} from "./wikidata-entity.ts";
import { fileByFile } from "./source-files.ts";
import { capacityIn, clean, nameOf, titleOf } from "./words.ts";

/**
 * Wikidata's entity JSON: one entity, `entities` by id, or the lines of a dump. Each statement of P39 (position held) is a row: P580 and
 * P582 with their precision and calendar, P1319, P1326, P8554 and P8555 as bounds, P1480 circa, P5102 and P3831 acting. Deprecated ones are not taken.
 */
export const wikidata: Format = {
  name: "wikidata",
  extensions: [".json", ".jsonl", ".ndjson", ".json.gz"],
  async *read(files, reading) {
    const known = new Map<string, { label: string; institution?: string }>();
    for (const file of files) {
      try {
        for await (const { entity } of entitiesOf(file))
          if (entity !== undefined && known.size < mostKnown) remember(known, entity);
      } catch (error) {
        // Told when its rows are read.
        if (!(error instanceof Fault)) throw error;
      }
    }
    yield* fileByFile(files, async function* (file) {
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
    });
  },
};

/** Labels of positions and institutions, for titles: people are not kept in memory. */
const mostKnown = 500_000;
function remember(known: Map<string, { label: string; institution?: string }>, entity: Json): void {
  const id = entity["id"];
  if (typeof id !== "string" || statementsOf(entity, "P39").length > 0) return;
  const institution = [...statementsOf(entity, "P2389"), ...statementsOf(entity, "P361")]
    .map((one) => itemOf(one["mainsnak"]))
    .find((one) => one !== undefined);
  const label = labelOf(entity);
  if (label !== "") known.set(id, { label, ...(institution === undefined ? {} : { institution }) });
}

type Context = { known: ReadonlyMap<string, { label: string; institution?: string }>; reading: Reading };

function* holdings(file: string, at: At, entity: Json, context: Context): Generator<SourceRow> {
  const statements = statementsOf(entity, "P39");
  const broken = brokenStatements(entity, "P39");
  if (broken > 0)
    yield {
      file,
      ...at,
      states: [],
      about: [],
      findings: [],
      refused: finding("malformed", `Of its statements of P39 ${broken} are no objects, or they are no list.`),
    };
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

import { Fault } from "../fault.ts";
import { beginning, type Day, forever } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { boundsOf, narrowed } from "./interval.ts";
import type { Assertion, ItemKind, RegisterItem, Retraction, TenureData, When } from "./item.ts";
import {
  type Place,
  type Check,
  type Rules,
  cell,
  cells,
  count,
  day,
  fields,
  language,
  link,
  listOf,
  maybe,
  object,
  oneOf,
  plainObject,
  refusal,
  slug,
  text,
  timeZone,
} from "./shape.ts";

const capacities = ["titular", "subrogante", "suplente", "interino", "on-leave", "concurrent"];
const retractable = ["institution", "instrument", "post", "person", "tenure", "gap", "confirmation"];
const acts = ["creates", "confers-rank", "reorganises", "renames", "abolishes", "merges", "appoints", "ends"];

/**
 * Checks that `value` is one assertion in the exact schema of docs/register-data.md, and that its day bounds are the
 * ones its EDTF dates mean. Throws Fault("invalid") naming `where`, the field and the value.
 */
export function readItem(value: unknown, where: string): RegisterItem {
  const item = fields(value, { where, field: "" }, envelope) as RegisterItem;
  if (item.reason !== undefined && item.change === "new")
    throw refusal(
      item.reason,
      { where, field: "reason" },
      "absent: only a correction or a change has a reason",
      "nada: solo una corrección o un cambio tiene motivo",
    );
  const rules = schemas[item.kind];
  fields(item.data, { where, field: "data" }, rules);
  checkTimes(item, where);
  return item;
}

/** The same where the item may also be a retraction: of a thing of a kind that can be taken back, with a reason and empty `data`. */
export function readAssertion(value: unknown, where: string): Assertion {
  if (typeof value !== "object" || value === null || !("change" in value) || value.change !== "retraction")
    return readItem(value, where);
  return fields(value, { where, field: "" }, retraction) as Retraction;
}

const localized: Check = (value, place) => {
  const found = fields(value, place, { es: maybe(text), en: maybe(text) });
  if (found["es"] === undefined && found["en"] === undefined)
    throw refusal(value, place, "a text in es, en or both", "un texto en es, en o ambos");
};
const passage: Check = (value, place) => {
  const found = fields(value, place, { original: oneOf("es", "en"), text: localized });
  const original = found["original"] as "es" | "en";
  if ((found["text"] as Record<string, string>)[original] === undefined)
    throw refusal(
      value,
      place,
      `a text in its original language, ${original}`,
      `un texto en su idioma original, ${original}`,
    );
};
const agreeing = object({ feminine: text, masculine: text, neutral: text });
const within: Check = (value, place) => {
  const found = fields(value, place, { min: maybe(day), max: maybe(day) }) as { min?: Day; max?: Day };
  if (found.min === undefined && found.max === undefined)
    throw refusal(value, place, "a day in min, max or both", "un día en min, max o ambos");
  if ((found.min ?? beginning) > (found.max ?? forever))
    throw refusal(value, place, "a min not after its max", "un min que no sea posterior a su max");
};
const when: Check = (value, place) => {
  fields(value, place, {
    raw: cell,
    edtf: cell,
    min: maybe(day),
    max: maybe(day),
    within: maybe(within),
    interpretation: maybe(text),
  });
  const { edtf } = value as When;
  if (edtf !== "" && edtf !== "..") dated(edtf, place);
};

const envelope: Rules = {
  format: oneOf("voceria/register/v1"),
  kind: oneOf("office", "source", "institution", "instrument", "post", "person", "tenure", "gap", "confirmation"),
  id: slug,
  change: oneOf("new", "correction", "change"),
  data: (value, place) => void plainObject(value, place),
  source: object({ id: slug, locator: text }),
  reason: maybe(text),
};

const retraction: Rules = {
  ...envelope,
  kind: oneOf(...retractable),
  change: oneOf("retraction"),
  data: (value, place) => void fields(value, place, {}),
  reason: text,
};

const schemas: Record<ItemKind, Rules> = {
  office: {
    institution: slug,
    name: object({ es: text, en: text }),
    shortName: maybe(text),
    motto: maybe(localized),
    timeZone,
    language,
    pressContact: maybe(text),
    confirmationDays: count(0, 3650),
  },
  source: {
    name: text,
    kind: text,
    url: maybe(link),
    date: maybe(day),
    licence: maybe(text),
    endConvention: oneOf("inclusive", "exclusive"),
    note: maybe(text),
  },
  institution: {
    kind: text,
    names: listOf(object({ name: localized, short: maybe(text), start: maybe(when), end: maybe(when) }), 1),
    parent: maybe(slug),
    start: maybe(when),
    end: maybe(when),
    lead: maybe(passage),
    history: maybe(listOf(passage)),
    title: maybe(passage),
    holders: maybe(passage),
    note: maybe(text),
  },
  instrument: {
    kind: text,
    number: maybe(text),
    date: maybe(when),
    title: maybe(localized),
    link: maybe(link),
    administration: maybe(text),
    effects: listOf(
      object({
        act: oneOf(...acts),
        institution: maybe(slug),
        resulting: maybe(slug),
        post: maybe(slug),
        date: maybe(when),
      }),
    ),
    raw: maybe(text),
    note: maybe(localized),
  },
  post: {
    institution: slug,
    title: object({ es: agreeing, en: agreeing }),
    functions: listOf(slug),
    seats: maybe(count(1, 10_000)),
    rank: maybe(object({ name: text, level: maybe(count(0, 1000)) })),
    groups: maybe(listOf(object({ name: text, seniority: maybe(text) }), 1)),
    start: maybe(when),
    end: maybe(when),
    instrument: maybe(slug),
    predecessor: maybe(slug),
    note: maybe(text),
  },
  person: {
    names: listOf(
      object({ full: text, given: cell, surnames: listOf(text, 1), start: maybe(when), end: maybe(when) }),
      1,
    ),
    gender: maybe(oneOf("feminine", "masculine")),
    genderSource: maybe(oneOf("reading", "source")),
    birth: maybe(when),
    identifiers: maybe(listOf(object({ scheme: text, id: text }), 1)),
    note: maybe(text),
  },
  tenure: {
    person: slug,
    post: slug,
    seat: maybe(count(1, 10_000)),
    order: maybe(count(1, 1_000_000_000)),
    start: when,
    end: when,
    assertedOn: maybe(day),
    capacities: listOf(
      object({
        capacity: oneOf(...capacities),
        start: maybe(when),
        end: maybe(when),
        rank: maybe(text),
        note: maybe(text),
      }),
      1,
    ),
    instrument: maybe(slug),
    interpretation: maybe(text),
    picture: maybe(cell),
    notes: maybe(cell),
    raw: maybe(cells),
  },
  gap: {
    post: slug,
    state: oneOf("vacant", "unknown"),
    start: when,
    end: when,
    assertedOn: maybe(day),
    note: maybe(localized),
  },
  confirmation: { tenure: slug, day, until: day },
};

/** Bounds are stored so that others need no EDTF; they may never say more than the dates do. */
function checkTimes(item: RegisterItem, where: string): void {
  const { data } = item;
  if (item.kind === "tenure") {
    checkSpan(item.data, item.data.assertedOn, { where, field: "data" });
    for (const [index, period] of item.data.capacities.entries())
      checkPair(period.start, period.end, { where, field: `data.capacities[${index}]` });
  }
  if (item.kind === "gap") checkSpan(item.data, item.data.assertedOn, { where, field: "data" });
  if (item.kind === "post" || item.kind === "institution")
    checkPair(item.data.start, item.data.end, { where, field: "data" });
  if (item.kind === "institution" || item.kind === "person")
    for (const [index, name] of item.data.names.entries())
      checkPair(name.start, name.end, { where, field: `data.names[${index}]` });
  if (item.kind === "instrument") {
    checkAlone(item.data.date, { where, field: "data.date" });
    for (const [index, effect] of item.data.effects.entries())
      checkAlone(effect.date, { where, field: `data.effects[${index}].date` });
  }
  if (item.kind === "person") checkAlone(item.data.birth, { where, field: "data.birth" });
  if (item.kind === "person" && (item.data.gender === undefined) !== (item.data.genderSource === undefined))
    throw refusal(
      item.data.genderSource,
      { where, field: "data.genderSource" },
      "given exactly when gender is",
      "algo si y solo si hay género",
    );
  if (item.kind === "confirmation" && item.data.until < item.data.day)
    throw refusal(
      item.data.until,
      { where, field: "data.until" },
      `a day not before ${item.data.day}`,
      `un día no anterior al ${item.data.day}`,
    );
  if (item.kind === "office" && data === undefined)
    throw refusal(data, { where, field: "data" }, "an object", "un objeto");
}

function checkSpan(span: Pick<TenureData, "start" | "end">, assertedOn: Day | undefined, place: Place): void {
  if (span.start.edtf.includes("/") || span.end.edtf.includes("/"))
    throw refusal(
      `${span.start.edtf} – ${span.end.edtf}`,
      place,
      "one EDTF date for each end",
      "una fecha EDTF por extremo",
    );
  const bounds = boundsOf(span.start.edtf, span.end.edtf, assertedOn, {
    start: span.start.within,
    end: span.end.within,
  });
  checkBounds(span.start, bounds.startMin, bounds.startMax, { ...place, field: `${place.field}.start` });
  checkBounds(span.end, bounds.endMin, bounds.endMax, { ...place, field: `${place.field}.end` });
}

function checkPair(start: When | undefined, end: When | undefined, place: Place): void {
  checkAlone(start, { ...place, field: `${place.field}.start` });
  checkAlone(end, { ...place, field: `${place.field}.end` });
}

function checkAlone(found: When | undefined, place: Place): void {
  if (found === undefined) return;
  const open = found.edtf === "" || found.edtf === "..";
  const meant = open ? { min: beginning, max: forever } : dated(found.edtf, place);
  const { min, max } = narrowed(meant, found.within);
  checkBounds(found, min, max, place);
}

function checkBounds(found: When, min: Day, max: Day, place: Place): void {
  for (const [name, expected] of [
    ["min", min],
    ["max", max],
  ] as const) {
    const given = found[name];
    const wanted = expected === beginning || expected === forever ? undefined : expected;
    if (given !== wanted)
      throw refusal(
        given,
        { ...place, field: `${place.field}.${name}` },
        `${wanted ?? "absent"}, as "${found.edtf}" means`,
        `${wanted ?? "nada"}, como dice «${found.edtf}»`,
      );
  }
}

function dated(edtf: string, place: Place) {
  try {
    return readEdtf(edtf);
  } catch (error) {
    if (error instanceof Fault)
      throw new Fault(
        "invalid",
        `${place.where}: field "${place.field}.edtf": ${error.message}`,
        [],
        `${place.where}: campo «${place.field}.edtf»: ${error.es}`,
      );
    throw error;
  }
}

import fc from "fast-check";
import { beginning, forever } from "../src/register/day.ts";
import { readEdtf } from "../src/register/edtf.ts";
import { boundsOf, narrowed } from "../src/register/interval.ts";
import type { ItemKind, RegisterItem, When } from "../src/register/item.ts";
import { readItem } from "../src/register/read-item.ts";

/** Whole registers, closed under what they name: every field of every kind, filled and left out, with texts that tables and programs trip over. */
export function generatedRegister(): fc.Arbitrary<RegisterItem[]> {
  return fc
    .record({
      sources: things("source", 2),
      institutions: fc.nat(2),
      posts: fc.nat(2),
      people: fc.nat(2),
      tenures: fc.nat(4),
    })
    .chain((counts) => {
      const ids: Record<ItemKind, string[]> = {
        source: counts.sources,
        institution: idsFor("inst", counts.institutions + 1),
        instrument: idsFor("ley", 2),
        post: idsFor("cargo", counts.posts + 1),
        person: idsFor("persona", counts.people + 1),
        tenure: idsFor("periodo", counts.tenures + 1),
        gap: idsFor("vacio", 2),
        confirmation: idsFor("conf", 1),
        office: ["oficina"],
      };
      const lists = (Object.keys(ids) as ItemKind[]).map((kind) =>
        fc.tuple(...ids[kind].map((id) => itemOf(kind, id, ids))),
      );
      return fc.tuple(...lists).map((found) => found.flat());
    });
}

const idsFor = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
const things = (name: string, most: number) => fc.integer({ min: 1, max: most }).map((count) => idsFor(name, count));

const hard = [
  "=1+1",
  "'quoted'",
  "-5",
  "@x",
  "\tt",
  'say "no", they',
  "a,b;c",
  "línea\notra",
  " espacios ",
  "ñandú",
  "日本",
  "𝔘",
  "null",
  "\\",
  "{}",
  "''",
  "'=x",
];
const word = fc
  .oneof(
    { weight: 1, arbitrary: fc.constantFrom(...hard) },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }) },
  )
  .map((text) => text.normalize("NFC"))
  .filter(
    (text) =>
      text.trim() !== "" &&
      text.isWellFormed() &&
      !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(text),
  );
const cell = fc.oneof(fc.constant(""), word);
const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((count) => new Date(Date.UTC(1920, 0, 1 + count)).toISOString().slice(0, 10));
const date = fc.oneof(
  day,
  day.map((one) => one.slice(0, 7)),
  day.map((one) => one.slice(0, 4)),
  day.map((one) => `${one.slice(0, 4)}~`),
  day.map((one) => `${one.slice(0, 7)}?`),
  day.map((one) => `${one.slice(0, 3)}X`),
  day.map((one) => `${one.slice(0, 4)}-21`),
);
const within = fc.option(
  fc
    .tuple(fc.option(day, { nil: undefined }), fc.option(day, { nil: undefined }))
    .filter(([a, b]) => a !== undefined || b !== undefined),
  { nil: undefined },
);
const localized = fc.oneof(fc.record({ es: word }), fc.record({ en: word }), fc.record({ es: word, en: word }));
const both = fc.record({ es: word, en: word });
const passage = fc.record({ original: fc.constantFrom("es" as const, "en" as const), text: both });
const agreeing = fc.record({ feminine: word, masculine: word, neutral: word });

type Read = { raw: string; edtf: string; within?: { min?: string; max?: string }; interpretation?: string };
const read = (edtf: fc.Arbitrary<string>): fc.Arbitrary<Read> =>
  optional({ raw: cell, edtf }, { interpretation: word }).chain((base) =>
    within.map((limits) => {
      if (limits === undefined) return base;
      const [a, b] = limits;
      const [min, max] = a !== undefined && b !== undefined && a > b ? [b, a] : [a, b];
      return { ...base, within: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) } };
    }),
  ) as fc.Arbitrary<Read>;
const startRead = read(fc.oneof(date, fc.constant("")));
const endRead = read(fc.oneof(date, fc.constant(""), fc.constant("..")));

function whenOf(one: Read, min: string, max: string): When {
  return {
    ...one,
    ...(min === beginning || min === forever ? {} : { min }),
    ...(max === forever || max === beginning ? {} : { max }),
  };
}
const alone = (from: fc.Arbitrary<Read>): fc.Arbitrary<When> =>
  from.map((one) => {
    const meant = one.edtf === "" || one.edtf === ".." ? { min: beginning, max: forever } : readEdtf(one.edtf);
    const { min, max } = narrowed(meant, one.within);
    return whenOf(one, min, max);
  });
const start = alone(startRead);
const end = alone(endRead);
const span = (assertedOn: fc.Arbitrary<string | undefined>) =>
  fc.tuple(startRead, endRead, assertedOn).map(([from, to, said]) => {
    const bounds = boundsOf(from.edtf, to.edtf, said, { start: from.within, end: to.within });
    return {
      start: whenOf(from, bounds.startMin, bounds.startMax),
      end: whenOf(to, bounds.endMin, bounds.endMax),
      ...(said === undefined ? {} : { assertedOn: said }),
    };
  });

/** An object with these fields, and some of those. */
function optional(always: Record<string, fc.Arbitrary<unknown>>, maybe: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ ...always, ...maybe }, { requiredKeys: Object.keys(always) });
}

function itemOf(kind: ItemKind, id: string, ids: Record<ItemKind, string[]>): fc.Arbitrary<RegisterItem> {
  const data = dataOf(kind, ids);
  return fc
    .tuple(data, fc.constantFrom(...ids.source), word)
    .map(([found, source, locator]) =>
      readItem(
        { format: "voceria/register/v1", kind, id, change: "new", data: found, source: { id: source, locator } },
        `${kind} ${id}`,
      ),
    );
}

function dataOf(kind: ItemKind, ids: Record<ItemKind, string[]>): fc.Arbitrary<unknown> {
  const to = (wanted: ItemKind) => fc.constantFrom(...ids[wanted]);
  const dates = { start, end };
  const kinds: Record<ItemKind, () => fc.Arbitrary<unknown>> = {
    office: () =>
      optional(
        {
          institution: to("institution"),
          name: both,
          timeZone: fc.constant("America/Santiago"),
          language: fc.constant("es-CL"),
          confirmationDays: fc.nat(365),
        },
        { shortName: word, motto: localized, pressContact: word },
      ),
    source: () =>
      optional(
        { name: word, kind: word, endConvention: fc.constantFrom("inclusive", "exclusive") },
        { url: fc.constantFrom("https://example.org/a?b=1#c", "http://x.cl/ñ"), date: day, licence: word, note: word },
      ),
    institution: () =>
      optional(
        {
          kind: word,
          names: fc.array(optional({ name: localized }, { short: word, ...dates }), { minLength: 1, maxLength: 3 }),
        },
        {
          parent: to("institution"),
          ...dates,
          lead: passage,
          title: passage,
          holders: passage,
          history: fc.array(passage, { maxLength: 2 }),
          note: word,
        },
      ),
    instrument: () =>
      optional(
        {
          kind: word,
          effects: fc.array(
            optional(
              {
                act: fc.constantFrom(
                  "creates",
                  "confers-rank",
                  "reorganises",
                  "renames",
                  "abolishes",
                  "merges",
                  "appoints",
                  "ends",
                ),
              },
              { institution: to("institution"), resulting: to("institution"), post: to("post"), date: start },
            ),
            { maxLength: 3 },
          ),
        },
        {
          number: word,
          date: start,
          title: localized,
          link: fc.constant("https://example.org/ley"),
          administration: word,
          raw: word,
          note: localized,
        },
      ),
    post: () =>
      optional(
        {
          institution: to("institution"),
          title: fc.record({ es: agreeing, en: agreeing }),
          functions: fc.constantFrom([], ["spokesperson"], ["a", "b"]),
        },
        {
          seats: fc.integer({ min: 1, max: 9 }),
          rank: optional({ name: word }, { level: fc.nat(9) }),
          groups: fc.array(optional({ name: word }, { seniority: word }), { minLength: 1, maxLength: 2 }),
          ...dates,
          instrument: to("instrument"),
          predecessor: to("post"),
          note: word,
        },
      ),
    person: () =>
      fc
        .tuple(
          optional(
            {
              names: fc.array(
                optional({ full: word, given: cell, surnames: fc.array(word, { minLength: 1, maxLength: 2 }) }, dates),
                { minLength: 1, maxLength: 2 },
              ),
            },
            {
              birth: start,
              identifiers: fc.array(fc.record({ scheme: word, id: word }), { minLength: 1, maxLength: 2 }),
              note: word,
            },
          ),
          fc.constantFrom(
            {},
            { gender: "feminine", genderSource: "reading" },
            { gender: "masculine", genderSource: "source" },
          ),
        )
        .map(([base, gender]) => ({ ...base, ...gender })),
    tenure: () =>
      fc
        .tuple(
          span(fc.option(day, { nil: undefined })),
          optional(
            {
              person: to("person"),
              post: to("post"),
              capacities: fc.array(
                optional(
                  {
                    capacity: fc.constantFrom(
                      "titular",
                      "subrogante",
                      "suplente",
                      "interino",
                      "on-leave",
                      "concurrent",
                    ),
                  },
                  { ...dates, rank: word, note: word },
                ),
                { minLength: 1, maxLength: 3 },
              ),
            },
            {
              seat: fc.integer({ min: 1, max: 5 }),
              order: fc.integer({ min: 1, max: 99 }),
              instrument: to("instrument"),
              interpretation: word,
              picture: cell,
              notes: cell,
              raw: fc.dictionary(fc.constantFrom("Name", "Entered office", "", "a b", "=x"), cell, {
                noNullPrototype: true,
              }),
            },
          ),
        )
        .map(([dated, rest]) => ({ ...rest, ...dated })),
    gap: () =>
      fc
        .tuple(
          span(fc.option(day, { nil: undefined })),
          optional({ post: to("post"), state: fc.constantFrom("vacant", "unknown") }, { note: localized }),
        )
        .map(([dated, rest]) => ({ ...rest, ...dated })),
    confirmation: () =>
      fc.tuple(to("tenure"), day, day).map(([tenure, a, b]) => ({ tenure, day: a < b ? a : b, until: a < b ? b : a })),
  };
  return kinds[kind]();
}

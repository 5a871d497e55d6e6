import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerAsOf } from "../src/register/as-of.ts";
import { assertItems } from "../src/register/assert-items.ts";
import { batchAt } from "../src/register/assertions.ts";
import { readHoldings } from "../src/register/holdings.ts";
import { institutionPage } from "../src/register/institution-page.ts";
import type { Capacity, DataOf, ItemKind, RegisterItem } from "../src/register/item.ts";
import { spanned } from "../src/register/tenure.ts";
import { transact } from "../src/store/database.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-01-01T00:00:00Z");
let office: Founded;
let runs = 0;
let moment = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  office = await officeOf("blank", means);
});
afterAll(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

/** What an assertion says of one of a few things; which of them, and whether it is new, is settled when it is entered. */
type Saying = {
  kind: Exclude<ItemKind, "office" | "instrument">;
  which: number;
  correction: boolean;
  choice: number;
  other: number;
  days: [string, string];
  open: boolean;
  doubt: string;
};
/** The clock may stand still between two batches: then only the entry tells the moments apart. */
type Batch = { sayings: Saying[]; later: boolean };

const day = fc
  .integer({ min: 0, max: 40 })
  .map((count) => new Date(Date.UTC(1990, 0, 1 + count)).toISOString().slice(0, 10));
const saying: fc.Arbitrary<Saying> = fc.record({
  kind: fc.constantFrom(
    "source",
    "institution",
    "post",
    "person",
    "person",
    "tenure",
    "tenure",
    "tenure",
    "gap",
    "confirmation",
  ),
  which: fc.nat(2),
  correction: fc.boolean(),
  choice: fc.nat(5),
  other: fc.nat(2),
  days: fc.tuple(day, day).map(([a, b]): [string, string] => (a < b ? [a, b] : [b, a])),
  open: fc.boolean(),
  doubt: fc.constantFrom("", "", "~", "?"),
});
const history: fc.Arbitrary<Batch[]> = fc.array(
  fc.record({ sayings: fc.array(saying, { minLength: 1, maxLength: 5 }), later: fc.boolean() }),
  { minLength: 2, maxLength: 7 },
);

test("at any past moment of the record the register answers as one that had stopped there", async () => {
  await fc.assert(
    fc.asyncProperty(history, async (batches) => {
      const name = `r${++runs}`;
      const live: { at: Date; entry: number; batch: number; answers: unknown }[] = [];
      const known = new Set<string>();
      await enter(name, foundation(name, known));
      for (const { sayings, later } of batches) {
        if (later) moment += 1000;
        const items = itemsOf(name, sayings, known);
        if (items.length === 0) continue;
        const { at, entry, batch } = await enter(name, items);
        live.push({ at, entry, batch, answers: await answers(name, {}) });
      }
      for (const [index, { at, entry, batch, answers: said }] of live.entries()) {
        expect(await answers(name, { recorded: { entry }, asOf: batch })).toEqual(said);
        expect(await batchAt(office.db, { entry })).toBe(batch);
        if (live[index + 1]?.at.getTime() === at.getTime()) continue;
        expect(await answers(name, { recorded: at, asOf: await batchAt(office.db, at) })).toEqual(said);
      }
    }),
    { numRuns: 8 },
  );
});

type When = { recorded?: Date | { entry: number }; asOf?: number };

/** Everything the register answers about the things of one run. */
async function answers(name: string, { recorded, asOf }: When): Promise<unknown> {
  const told = [];
  for (const date of ["1990-01-01", "1990-01-11", "1990-01-21", "1999-01-01"]) {
    for (const post of [0, 1, 2]) {
      const { recorded: _, ...answer } = await registerAsOf(office.db, {
        day: date,
        post: `${name}-post-${post}`,
        ...(recorded === undefined ? {} : { recorded }),
      }).catch((fault: Error) => ({ recorded, fault: fault.message }));
      told.push("fault" in answer ? "none" : answer);
    }
    told.push(await readHoldings(office.db, date, { people: [0, 1, 2].map((one) => `${name}-person-${one}`) }, asOf));
  }
  const page = await institutionPage(office.db, {
    institution: `${name}-institution-0`,
    at: new Date("1990-01-20T12:00:00Z"),
    ...(asOf === undefined ? {} : { asOf }),
  });
  return { told: told.map((one) => (one === "none" || unknown(one) ? "nothing known" : one)), page };
}

/** A post that is not there yet is refused now, and unknown in the past: neither names anybody. */
function unknown(answer: unknown): boolean {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "verdict" in answer &&
    answer.verdict === "unknown" &&
    "gaps" in answer &&
    (answer.gaps as unknown[]).length === 0
  );
}

function enter(name: string, items: RegisterItem[]) {
  means.set(new Date(moment).toISOString());
  return transact(office.db, (tx) => assertItems(tx, items, "asserted", means)).then((done) => {
    expect(items.length, name).toBeGreaterThan(0);
    return done;
  });
}

function foundation(name: string, known: Set<string>): RegisterItem[] {
  const first = {
    which: 0,
    correction: false,
    choice: 0,
    other: 0,
    days: ["1990-01-01", "1990-01-02"],
    open: false,
    doubt: "",
  };
  const kinds = ["source", "institution", "post", "person"] as const;
  return itemsOf(
    name,
    kinds.map((kind) => ({ ...first, kind }) as Saying),
    known,
  );
}

function itemsOf(name: string, sayings: readonly Saying[], known: Set<string>): RegisterItem[] {
  const items = new Map<string, RegisterItem>();
  for (const one of sayings) {
    const id = `${name}-${one.kind}-${one.which}`;
    const key = `${one.kind} ${id}`;
    const data = dataOf(name, one, known);
    if (items.has(key) || data === undefined) continue;
    const change = !known.has(key) ? "new" : one.correction ? "correction" : "change";
    known.add(key);
    items.set(key, {
      format: "voceria/register/v1",
      kind: one.kind,
      id,
      change,
      data,
      source: { id: `${name}-source-0`, locator: `p. ${one.choice}` },
    } as RegisterItem);
  }
  return [...items.values()];
}

const capacities: Capacity[] = ["titular", "subrogante", "suplente", "interino", "on-leave", "concurrent"];

function dataOf(name: string, { kind, which, choice, other, days, open, doubt }: Saying, known: Set<string>) {
  const to = (wanted: ItemKind) => {
    const id = `${name}-${wanted}-${other}`;
    return known.has(`${wanted} ${id}`) ? id : `${name}-${wanted}-0`;
  };
  const dated = (text: string) => ({ raw: text, edtf: text });
  const span = spanned(dated(days[0] + doubt), open ? dated("..") : dated(days[1]));
  const names = (word: string) => [
    { name: { es: `${word} ${which} antes` }, end: { raw: "", edtf: days[0], min: days[0], max: days[0] } },
    { name: { es: `${word} ${which} (${choice})` }, start: { raw: "", edtf: days[0], min: days[0], max: days[0] } },
  ];
  const title = (word: string) => ({ feminine: `${word}a`, masculine: `${word}o`, neutral: word });
  const made: { [K in Saying["kind"]]: () => DataOf[K] | undefined } = {
    source: () => ({
      name: `Fuente ${choice}`,
      kind: "x",
      endConvention: "inclusive",
      ...(open ? {} : { date: days[1] }),
    }),
    institution: () => ({ kind: "ministry", names: names("Ministerio") }),
    post: () => ({
      institution: `${name}-institution-0`,
      title: { es: title(`ministr${choice}`), en: title(`minister${choice}`) },
      functions: choice > 2 ? ["spokesperson"] : [],
      seats: 1 + other,
      ...(choice % 2 === 0 ? {} : { rank: { name: `rango ${choice}` } }),
    }),
    person: () => ({
      names: [
        {
          full: `Ana Antes${which}`,
          given: "Ana",
          surnames: [`Antes${which}`],
          end: { raw: "", edtf: days[1], min: days[1], max: days[1] },
        },
        {
          full: `Ana Soto${choice}`,
          given: "Ana",
          surnames: [`Soto${choice}`],
          start: { raw: "", edtf: days[1], min: days[1], max: days[1] },
        },
      ],
      ...(open ? {} : { gender: "feminine" as const, genderSource: "reading" as const }),
    }),
    tenure: () => ({
      person: to("person"),
      post: to("post"),
      ...span,
      capacities: [
        { capacity: "titular" },
        { capacity: capacities[choice] ?? "titular", start: { raw: "", edtf: days[1], min: days[1], max: days[1] } },
      ],
    }),
    gap: () => ({ post: to("post"), state: choice % 2 === 0 ? "vacant" : "unknown", ...span }),
    confirmation: () =>
      known.has(`tenure ${name}-tenure-${other}`)
        ? { tenure: `${name}-tenure-${other}`, day: days[0], until: days[1] }
        : undefined,
  };
  return made[kind]();
}

import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importRegister } from "../src/cli/import-register.ts";
import { registerAuditCommand } from "../src/cli/register-audit.ts";
import { assertItems } from "../src/register/assert-items.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { addDays, beginning, forever } from "../src/register/day.ts";
import { exportedText } from "../src/register/export/export-register.ts";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { boundsOf } from "../src/register/interval.ts";
import type { Finding } from "../src/register/findings/finding.ts";
import type { Capacity, RegisterItem, When } from "../src/register/item.ts";
import { transact } from "../src/store/database.ts";
import { type Founded, foundedInstallation } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";
import { say } from "./say.ts";
import { sharedFolder } from "./shared.ts";

const today = "2026-11-23";
const means = settableMeans("2026-11-23T15:00:00Z");
let office: Founded;

describe("the founding office's register is shown as what it is", () => {
  beforeAll(async () => {
    office = await officeOf("segegob", means);
  });
  afterAll(async () => {
    expect(await registerDifferences(office.db)).toEqual([]);
    await office.drop();
  });

  test("of 41 successions 39 are same-day handovers, one is next-day, one cannot be determined", async () => {
    const { successions, tenures, counts } = await auditFindings(office.db, { today });
    expect(tenures).toBe(43);
    expect(successions).toEqual({ sameDay: 39, nextDay: 1, gap: 0, overlap: 0, undetermined: 1 });
    expect(counts).toEqual([
      { kind: "undeterminable", severity: "notice", count: 1 },
      { kind: "incumbent-unconfirmed", severity: "notice", count: 1 },
      { kind: "known-unknown", severity: "notice", count: 1 },
      { kind: "interpretation", severity: "notice", count: 2 },
    ]);
  });

  test("Ewing to Béjares, 1932 to 1970, the reading of one cell, the incumbent: each with its rows and source", async () => {
    const { findings } = await auditFindings(office.db, { today });
    const of = (kind: string) => findings.filter((one) => one.kind === kind);
    expect(of("undeterminable")).toMatchObject([
      {
        days: { least: -364, most: 364 },
        rows: [
          {
            id: "pedro-ewing-hodar-1973",
            end: { raw: "1974" },
            source: { id: "founding-document", locator: "table, row 5" },
          },
          { id: "hernan-bejares-gonzalez-1974", start: { raw: "1974 22 March 1976" }, register: { entry: 0 } },
        ],
      },
    ]);
    expect(of("known-unknown")).toMatchObject([
      { rows: [{ kind: "gap", start: { raw: "1932" }, end: { raw: "4 November 1970" } }] },
    ]);
    expect(of("interpretation").map(({ rows }) => rows[0]?.id ?? "")).toEqual([
      "hernan-bejares-gonzalez-1976",
      "hernan-bejares-gonzalez-1974",
    ]);
    expect(of("incumbent-unconfirmed")[0]?.sentence).toEqual({
      es: "Titular del Ministerio Secretaría General de Gobierno: Camila Vallejo («11 March 2022» – «Incumbent») sigue en el cargo según la fuente, y nadie lo ha confirmado hasta hoy.",
      en: "Minister Secretary General of Government: Camila Vallejo («11 March 2022» – «Incumbent») is in office per the source, and nobody has confirmed it up to today.",
    });
  });

  test("a confirmed incumbent is no finding until the last day on which the confirmation is relied on", async () => {
    const { until } = await confirmIncumbent(
      office.db,
      { on: today, source: { name: "Diario Oficial", locator: "p. 1" } },
      means,
    );
    const kinds = async (day: string) =>
      (await auditFindings(office.db, { today: day })).counts.map(({ kind }) => kind);
    expect(await kinds(today)).not.toContain("incumbent-unconfirmed");
    expect(await kinds(until)).not.toContain("incumbent-unconfirmed");
    expect(await kinds(addDays(until, 1))).toContain("incumbent-unconfirmed");
  });

  test("the command says it in words, and as one JSON document; findings are no failure", async () => {
    const text = await say(registerAuditCommand, office, means);
    expect(text).toContain(
      "43 tenures; successions: 39 on the same day, 1 on the next, 0 with a gap, 0 overlapping, 1 not determined",
    );
    expect(text).toContain("undeterminable (notice): 1");
    expect(text).toContain("table, row 5; entry 0, item");
    const document = JSON.parse(
      await say(registerAuditCommand, office, means, "--json", "--post", "secretario-general-de-gobierno"),
    ) as {
      post: string;
      tenures: number;
    };
    expect(document).toMatchObject({
      post: "secretario-general-de-gobierno",
      tenures: 6,
      successions: { sameDay: 3, nextDay: 1 },
    });
    await expect(say(registerAuditCommand, office, means, "--post", "nada")).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(say(registerAuditCommand, office, means, "--kind", "nada")).rejects.toMatchObject({ code: "usage" });
  });
});

describe("each kind of finding", () => {
  let found: Finding[];
  const ids = (kind: string) => found.filter((one) => one.kind === kind).map(({ rows }) => rows.map(({ id }) => id));
  beforeAll(async () => {
    office = await foundedInstallation(means);
    await enter([
      ...base,
      ...post("alcalde", { seats: 1, start: day("2000-01-01"), end: day("2010-12-31") }),
      tenure("a1", "alcalde", "ana", "1999-06-01", "2002-01-01"),
      tenure("a2", "alcalde", "beto", "2002-01-03", "2004-01-01"),
      tenure("a3", "alcalde", "carla", "2003-12-31", "2005-01-01"),
      tenure("a4", "alcalde", "ana", "2006-01-01", "2005-06-01"),
      tenure("a5", "alcalde", "ana", "2005-01-01", "2011-01-01"),
      tenure("a6", "alcalde", "beto", "2005-02-01", "2005-03-01", { capacity: "subrogante" }),
      ...post("consejero", { seats: 2 }),
      tenure("c1", "consejero", "ana", "2000-01-01", "2001-01-01"),
      tenure("c2", "consejero", "beto", "2000-01-01", "2001-06-01"),
      tenure("c3", "consejero", "carla", "2001-01-01", "2002-01-01"),
      tenure("c4", "consejero", "dora", "2000-06-01", "2000-12-01"),
      tenure("c5", "consejero", "eva", "2001-07-01", "2002-06-01"),
      ...post("juez", { seats: 1 }),
      tenure("j1", "juez", "ana", "2000-01-01", "2003-01-01"),
      tenure("j2", "juez", "ana", "2002-01-01", "2004-01-01"),
      tenure("j3", "juez", "ana", "2002-01-01", "2004-01-01"),
      tenure("j4", "juez", "ana", "2003-12-01", "2005-01-01", { source: "otra" }),
      ...post("comisario", {}),
      tenure("m1", "comisario", "ana", "2000-01-01", "2003-01-01"),
      tenure("m2", "comisario", "beto", "2001-01-01", "2003-01-01"),
      ...post("diputado", { seats: 1 }),
      inTerm("t1", "diputado", "ana", "1990-03-11", "1994-03-10"),
      inTerm("t2", "diputado", "ana", "1994-03-11", "1998-03-10"),
      ...post("vice", { seats: 1, start: day("2000-01-01") }),
      tenure("v1", "vice", "ana", "2001-01-01", "2002-01-01"),
      tenure("v2", "vice", "beto", "2003-01-01", "2004-01-01"),
      tenure("v3", "vice", "carla", "2005-01-01", ".."),
      item("gap", "vice-vacante", { post: "vice", state: "vacant", ...span("2002-01-02", "2002-12-31") }),
      {
        ...tenure("v4", "vice", "dora", "1999", "2000-06-01"),
        source: { id: "fuente", locator: "9 (repeated: 0123456789abcdef)" },
      },
    ]);
    ({ findings: found } = await auditFindings(office.db, { today, limit: 100 }));
  });
  afterAll(async () => {
    expect(await registerDifferences(office.db)).toEqual([]);
    await office.drop();
  });

  test.each<[string, string[][]]>([
    ["inverted-interval", [["a4"]]],
    [
      "certain-overlap",
      [
        ["a2", "a3"],
        ["c2", "c4"],
      ],
    ],
    ["several-holders", [["m1", "m2"]]],
    ["self-overlap", [["j1", "j2"]]],
    ["sources-disagree", [["j3", "j4"]]],
    ["duplicate-tuple", [["j2", "j3"]]],
    ["duplicate-id", [["v4"]]],
    [
      "before-post",
      [
        ["alcalde", "a1"],
        ["vice", "v4"],
      ],
    ],
    ["after-post", [["alcalde", "a5"]]],
    [
      "certain-gap",
      [
        ["a1", "a2"],
        ["c2", "c5"],
        ["v4", "v1"],
        ["v2", "v3"],
      ],
    ],
    ["incumbent-unconfirmed", [["v3"]]],
    ["vacancy", [["vice-vacante"]]],
    ["undeterminable", []],
    ["possible-gap", [["t1", "t2"]]],
  ])("%s", (kind, rows) => {
    expect(ids(kind)).toEqual(rows);
    for (const { sentence } of found.filter((one) => one.kind === kind)) expect(sentence.es).not.toBe(sentence.en);
  });

  test("one blank tenure in each of two terms is no duplicate of the other", () => {
    expect(ids("duplicate-tuple").flat()).not.toContain("t1");
  });

  test("of several seats an empty one is told of as one of them", () => {
    const told = found.find(({ kind, rows }) => kind === "certain-gap" && rows[0]?.id === "c2");
    expect(told?.sentence.en).toMatch(/^Consejero: one of its 2 seats had nobody after beto/);
  });

  test("an acting holder beside the titular, and a handover on one day, are no finding", () => {
    expect(JSON.stringify(found)).not.toContain('"a6"');
    expect(ids("certain-overlap").flat()).not.toContain("a5");
  });

  test("a gap is told by its days", () => {
    const [gap] = found.filter(({ kind }) => kind === "certain-gap");
    expect(gap).toMatchObject({ from: "2002-01-02", to: "2002-01-02", days: { least: 2, most: 2 } });
    expect(gap?.sentence.en).toContain(": 2 January 2002.");
  });

  test("kinds are counted whole and listed by pages", async () => {
    const page = await auditFindings(office.db, { today, kinds: ["certain-gap"], after: 1, limit: 2 });
    expect(page.findings.map(({ rows }) => rows[1]?.id ?? "")).toEqual(["c5", "v1"]);
    expect(page.counts.find(({ kind }) => kind === "certain-gap")?.count).toBe(4);
    expect(page.counts.length).toBeGreaterThan(8);
  });
});

describe("over random registers", () => {
  type Kept = { id: string; a: number; b: number; c: number; d: number };
  const posts = 160;
  const epoch = "2000-01-01";
  const dayAt = (count: number) => addDays(epoch, count);
  let found: Finding[];
  let kept: Map<string, { seats: number; exact: boolean; tenures: Kept[] }>;

  beforeAll(async () => {
    office = await foundedInstallation(means);
    const limits = fc
      .tuple(fc.nat(24), fc.oneof(fc.constant(0), fc.constant(0), fc.nat(6)))
      .map(([from, more]) => [from, from + more] as const);
    const exactly = fc.nat(24).map((from) => [from, from] as const);
    const registers = fc.sample(
      fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean())
        .chain(([seats, exact]) =>
          fc
            .array(fc.tuple(exact ? exactly : limits, exact ? exactly : limits), { minLength: 1, maxLength: 8 })
            .map((spans) => ({ seats, exact, spans })),
        ),
      { numRuns: posts, seed: 20261123 },
    );
    kept = new Map();
    const items = [...base];
    for (const [index, { seats, exact, spans }] of registers.entries()) {
      const id = `cargo-${String(index).padStart(3, "0")}`;
      items.push(...post(id, { seats }));
      const tenures = spans.map(([start, end], place) => {
        const name = `${id}-${place}`;
        const within = {
          start: { min: dayAt(start[0]), max: dayAt(start[1]) },
          end: { min: dayAt(end[0]), max: dayAt(end[1]) },
        };
        const bounds = boundsOf("", "", undefined, within);
        items.push(item("person", name, { names: [{ full: name, given: "", surnames: [name] }] }));
        items.push(
          item("tenure", name, {
            person: name,
            post: id,
            start: { raw: "", edtf: "", min: bounds.startMin, max: bounds.startMax, within: within.start },
            end: { raw: "", edtf: "", min: bounds.endMin, max: bounds.endMax, within: within.end },
            capacities: [{ capacity: "titular" }],
          }),
        );
        const number = (text: string) => Math.round((Date.parse(text) - Date.parse(epoch)) / 86_400_000);
        const [a, b, c, d] = [bounds.startMin, bounds.startMax, bounds.endMin, bounds.endMax].map(number) as [
          number,
          number,
          number,
          number,
        ];
        return { id: name, a, b, c, d };
      });
      kept.set(id, { seats, exact, tenures });
    }
    await enter(items);
    ({ findings: found } = await auditFindings(office.db, { today, limit: 100_000 }));
  });
  afterAll(() => office.drop());

  const of = (post: string, kind: string) => found.filter((one) => one.post.id === post && one.kind === kind);
  const valid = (post: string) => kept.get(post)?.tenures.filter(({ a, d }) => a <= d) ?? [];

  test("exactly the intervals that certainly end before they begin are inverted", () => {
    for (const [post, { tenures }] of kept)
      expect(
        of(post, "inverted-interval")
          .map(({ rows }) => rows[0]?.id ?? "")
          .toSorted(),
      ).toEqual(
        tenures
          .filter(({ a, d }) => a > d)
          .map(({ id }) => id)
          .toSorted(),
      );
    expect(found.filter(({ kind }) => kind === "inverted-interval").length).toBeGreaterThan(20);
  });

  test("certain gaps are exactly the days on which certainly a seat stood empty between holders", () => {
    for (const [post, { seats }] of kept) {
      const tenures = valid(post);
      const days = new Set<string>();
      for (const { from = "", to = "" } of of(post, "certain-gap"))
        for (let one = from; one <= to; one = addDays(one, 1)) days.add(one);
      const empty: string[] = [];
      for (let t = 0; t < 40; t++) {
        const gone = tenures.filter(({ d }) => d < t).length;
        const holding = tenures.filter(({ a, d }) => a <= t && t <= d).length;
        // Somebody had gone, somebody was still to come, and there were more in all than seats.
        if (gone >= 1 && gone + holding < tenures.length && seats < tenures.length && holding < seats)
          empty.push(dayAt(t));
      }
      expect([post, ...[...days].toSorted()]).toEqual([post, ...empty]);
    }
    expect(found.filter(({ kind }) => kind === "certain-gap").length).toBeGreaterThan(20);
  });

  test("one holder's possible gap and undeterminable succession are by the formula, d from the one before that lasted longest", () => {
    for (const [post, { seats }] of kept) {
      if (seats > 1) continue;
      const order = valid(post).toSorted(
        (x, y) => x.a - y.a || x.b - y.b || x.c - y.c || x.d - y.d || (x.id < y.id ? -1 : 1),
      );
      const expected = order.flatMap(({ id, a, b }, index) => {
        if (index === 0) return [];
        const before = order.slice(0, index);
        const [least, most] = [a - Math.max(...before.map(({ d }) => d)), b - Math.max(...before.map(({ c }) => c))];
        if (most < 2) return [];
        return [`${least >= 2 ? "certain-gap" : least < 0 ? "undeterminable" : "possible-gap"} ${id} ${least} ${most}`];
      });
      const told = ["certain-gap", "undeterminable", "possible-gap"]
        .flatMap((kind) => of(post, kind))
        .map(({ kind, rows, days }) => `${kind} ${rows[1]?.id} ${days?.least} ${days?.most}`);
      expect(told.toSorted()).toEqual(expected.toSorted());
    }
  });

  test("no overlap is told that is not certain, and none of exact dates is left out", () => {
    for (const [post, { seats, exact }] of kept) {
      const tenures = valid(post);
      const at = (id: string | undefined) => tenures.find((one) => one.id === id) as Kept;
      const overlaps = of(post, "certain-overlap");
      for (const { rows } of overlaps) {
        const [one, two] = [at(rows[0]?.id), at(rows[1]?.id)];
        expect(one.b < two.c && two.b < one.c).toBe(true);
      }
      if (!exact) continue;
      const earlier = (x: Kept, y: Kept) => (x.b - y.b || x.c - y.c || (x.id < y.id ? -1 : 1)) < 0;
      const crowded = tenures.filter((one) => {
        if (seats > 1 && one.b === one.c) return false;
        return tenures.filter((other) => earlier(other, one) && other.c > one.b).length >= seats;
      });
      expect(overlaps.map(({ rows }) => rows[1]?.id ?? "").toSorted()).toEqual(crowded.map(({ id }) => id).toSorted());
    }
    expect(found.filter(({ kind }) => kind === "certain-overlap").length).toBeGreaterThan(20);
  });

  test("a thousand tenures that all overlap are as many findings, counted whole and listed in part", async () => {
    const items = [...post("todos", { seats: 1 })];
    for (let n = 0; n < 1000; n++) {
      items.push(item("person", `p${n}`, { names: [{ full: `P ${n}`, given: "P", surnames: [String(n)] }] }));
      items.push(tenure(`todos-${n}`, "todos", `p${n}`, "1990-01-01", "1995-01-01"));
    }
    await enter(items);
    const { counts, findings } = await auditFindings(office.db, { today, post: "todos", limit: 5 });
    expect(counts).toEqual([{ kind: "certain-overlap", severity: "error", count: 999 }]);
    expect(findings).toHaveLength(5);
  });
});

test("an empty register has nothing to be found", async () => {
  const empty = await foundedInstallation(means);
  expect(await auditFindings(empty.db, { today })).toMatchObject({ tenures: 0, counts: [], findings: [] });
  await empty.drop();
});

function enter(items: readonly RegisterItem[]) {
  return transact(office.db, (tx) => assertItems(tx, items, "imported", means));
}

function item(kind: RegisterItem["kind"], id: string, data: object, source = "fuente"): RegisterItem {
  return {
    format: "voceria/register/v1",
    kind,
    id,
    change: "new",
    data,
    source: { id: source, locator: id },
  } as unknown as RegisterItem;
}

const base: RegisterItem[] = [
  item("source", "fuente", { name: "Fuente", kind: "lista", endConvention: "inclusive" }),
  item("source", "otra", { name: "Otra fuente", kind: "lista", endConvention: "inclusive" }),
  item("institution", "municipio", { kind: "municipality", names: [{ name: { es: "Municipio" } }] }),
  ...["ana", "beto", "carla", "dora", "eva"].map((id) =>
    item("person", id, { names: [{ full: `${id} Soto`, given: id, surnames: ["Soto"] }] }),
  ),
];

function post(id: string, more: object): RegisterItem[] {
  const forms = { feminine: id, masculine: id, neutral: id };
  return [item("post", id, { institution: "municipio", title: { es: forms, en: forms }, functions: [], ...more })];
}

function day(text: string): When {
  return { raw: text, edtf: text, min: text, max: text };
}

function span(start: string, end: string) {
  const bounds = boundsOf(start, end);
  const when = (edtf: string, min: string, max: string): When => ({
    raw: edtf,
    edtf,
    ...(min === beginning ? {} : { min }),
    ...(max === forever ? {} : { max }),
  });
  return { start: when(start, bounds.startMin, bounds.startMax), end: when(end, bounds.endMin, bounds.endMax) };
}

function tenure(
  id: string,
  of: string,
  person: string,
  start: string,
  end: string,
  { capacity = "titular", source = "fuente" }: { capacity?: Capacity; source?: string } = {},
): RegisterItem {
  return item("tenure", id, { person, post: of, ...span(start, end), capacities: [{ capacity }] }, source);
}

/** A tenure without dates, somewhere within a term. */
function inTerm(id: string, of: string, person: string, min: string, max: string): RegisterItem {
  const when = { raw: "", edtf: "", min, max, within: { min, max } };
  return item("tenure", id, { person, post: of, start: when, end: when, capacities: [{ capacity: "titular" }] });
}

const shared = sharedFolder();
test.skipIf(shared === undefined)(
  "the ministers of the Institute for Government have exactly two inverted intervals (skipped where ../shared is absent)",
  async () => {
    const installation = await officeOf("blank", means);
    const folder = join(shared ?? "", "data/register/ifg");
    await say(importRegister, installation, means, folder, "--format", "ifg", "--end-convention", "exclusive");
    const { counts, findings } = await auditFindings(installation.db, { today, kinds: ["inverted-interval"] });
    expect(counts.find(({ kind }) => kind === "inverted-interval")?.count).toBe(2);
    expect(findings).toHaveLength(2);
    for (const { rows } of findings) expect(rows[0]?.person?.name).toBeTruthy();
    const text = await exportedText(installation.db, "csv", { base: "https://oficina.example" });
    expect(text.split("\r\ntenure,").length - 1).toBeGreaterThan(3000);
    await installation.drop();
  },
  120_000,
);

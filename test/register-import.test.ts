import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Fault } from "../src/fault.ts";
import { formatNamed } from "../src/register/import/formats.ts";
import { textFile } from "../src/register/import/source-files.ts";
import { writeCsvRecord } from "../src/register/import/csv-rows.ts";
import type { Founded } from "./recorder-office.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import { officeOf } from "./register-office.ts";

let office: Founded;
afterEach(async () => {
  for (const one of opened.splice(0)) await one.drop();
});

const opened: Founded[] = [];
async function opening(pack: string): Promise<Founded> {
  const one = await officeOf(pack);
  opened.push(one);
  return one;
}

const mapping = {
  columns: { id: "id", person: "name", personId: "pid", post: "post", start: "from", end: "to", notes: "note" },
  institution: { name: "Ministerio" },
  blankEnd: "ongoing",
};
const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const header = ["id", "name", "pid", "post", "from", "to", "note"];
const csv = (...rows: string[][]) => [header, ...rows].map((row) => writeCsvRecord(row)).join("");
const ana = ["1", "Ana Soto", "p1", "Ministra", "2018-03-11", "2020-07-28", ""];
const eva = ["2", "Eva Díaz", "p2", "Ministra", "2020-07-28", "", ""];

test("a newer revision yields corrections and changes, and nothing twice", async () => {
  office = await opening("blank");
  const first = await bring(office, { format: "csv", mapping, from: csv(ana, eva) });
  expect(first.report.entered).toMatchObject({ tenure: { new: 2 }, person: { new: 2 }, post: { new: 1 } });
  expect((await bring(office, { format: "csv", mapping, from: csv(eva, ana) })).report.entered).toEqual({});
  const luz = ["3", "Luz Vera", "p3", "Ministra", "2022-03-11", "", ""];
  const second = await bring(office, {
    format: "csv",
    mapping,
    from: csv(
      ["1", "Ana Soto", "p1", "Ministra", "2018-03-12", "2020-07-28", ""],
      ["2", "Eva Díaz", "p2", "Ministra", "2020-07-28", "11 March 2022", ""],
      luz,
    ),
  });
  expect(second.report.entered).toEqual({
    person: { new: 1, correction: 0, change: 0 },
    tenure: { new: 1, correction: 1, change: 1 },
  });
  const tenures = await standing(office, "tenure");
  expect(tenures.map(({ slug, change, data }) => [slug, change, data.start.edtf, data.end.edtf])).toEqual([
    ["ana-soto-2018", "correction", "2018-03-12", "2020-07-28"],
    ["eva-diaz-2020", "change", "2020-07-28", "2022-03-11"],
    ["luz-vera-2022", "new", "2022-03-11", ".."],
  ]);
  const third = await bring(office, { format: "csv", mapping, from: csv(luz) });
  expect([third.report.entered, third.report.noLongerThere]).toEqual([{}, 4]);
  await expectClean(office);
});

test("an end before the day on which its source called it ongoing is a correction", async () => {
  office = await opening("blank");
  await bring(office, { format: "csv", mapping, from: csv(eva), on: "2021-06-01" });
  const ended = (day: string) => csv(["2", "Eva Díaz", "p2", "Ministra", "2020-07-28", day, ""]);
  const earlier = await bring(office, { format: "csv", mapping, from: ended("2021-01-05"), dryRun: true });
  expect(earlier.report.entered).toEqual({ tenure: { new: 0, correction: 1, change: 0 } });
  const later = await bring(office, { format: "csv", mapping, from: ended("2022-03-11"), dryRun: true });
  expect(later.report.entered).toEqual({ tenure: { new: 0, correction: 0, change: 1 } });
});

test("a dry run enters nothing and says what would be", async () => {
  office = await opening("blank");
  const { report } = await bring(office, { format: "csv", mapping, from: csv(ana, eva), dryRun: true });
  expect(report.entered).toMatchObject({ tenure: { new: 2 } });
  expect(await standing(office, "tenure")).toEqual([]);
  await expectClean(office);
});

test("bad rows are named with line and value, and stop no good one", async () => {
  office = await opening("blank");
  const { report, rows } = await bring(office, {
    format: "csv",
    mapping,
    from: csv(
      ana,
      ["3", "", "p3", "Ministra", "2001", "2002", ""],
      ["4", "Iris Paz", "p4", "Ministra", "1900-02-29", "1901", ""],
      ["5", "Inés Mar", "p5", "Ministra", "2005-05-05", "2004-04-04", ""],
      ["6", "x".repeat(1_000_000), "p6", "Ministra", "2005", "2006", ""],
      ["7", "Vacante", "", "Ministra", "2006-01-01", "2006-02-01", ""],
      ["8", "Noa Sur", "p8", "Ministra", "after the war", "", ""],
      ["1", "Otra Más", "p9", "Ministra", "1999-01-01", "2000-01-01", ""],
      eva,
    ),
  });
  expect(report.rows).toEqual({ read: 9, taken: 2, takenWithFinding: 4, unchanged: 0, notTaken: 3 });
  const said = rows.map(({ line, outcome, findings }) => [line, outcome, findings[0]?.what]);
  expect(said).toEqual([
    [2, "taken-with-finding", "duplicate-id"],
    [3, "not-taken", "invalid"],
    [4, "not-taken", "invalid"],
    [5, "taken-with-finding", "inverted-interval"],
    [6, "not-taken", "too-large"],
    [8, "taken-with-finding", "date-not-understood"],
    [9, "taken-with-finding", "duplicate-id"],
  ]);
  expect(rows.find(({ line }) => line === 4)?.findings[0]?.sentence).toContain("1900-02-29");
  expect((await standing(office, "gap")).map(({ data }) => [data.state, data.start.edtf])).toEqual([
    ["vacant", "2006-01-01"],
  ]);
  expect((await standing(office, "tenure")).find(({ slug }) => slug.startsWith("noa"))?.data.start).toEqual({
    raw: "after the war",
    edtf: "",
  });
  await expectClean(office);
});

test("two people of one name stay two, whether their source tells them apart or another source knows the name", async () => {
  office = await opening("segegob");
  const { report } = await bring(office, {
    format: "csv",
    mapping,
    from: csv(
      ["1", "Camila Vallejo", "a", "Jefa", "2001", "2002", ""],
      ["2", "Camila Vallejo", "b", "Jefa", "2002", "2003", ""],
    ),
  });
  expect(report.entered).toMatchObject({ person: { new: 2 } });
  expect(report.findings).toMatchObject({ namesake: 2 });
  await expectClean(office);
});

test("whatever the order of rows, the register is the same, and a second import changes nothing", async () => {
  const row = fc.tuple(
    fc.integer({ min: 1, max: 6 }).map(String),
    fc.constantFrom("Ana Soto", "Eva Díaz", "José de la Cruz", "Vacante", ""),
    fc.constantFrom("", "p1", "p2"),
    fc.constantFrom("Ministra", "Subsecretaria"),
    fc.constantFrom("1990", "1991-05", "1992-05-06", "c. 1993", "31 April 1990", "?"),
    fc.constantFrom("1991", "1994-02-01", "", "Incumbent", "1980"),
    fc.constantFrom("", "x"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      async (rows, random) => {
        const shuffled = rows.map((one) => ({ one, key: random.next().value })).toSorted((a, b) => a.key - b.key);
        const registers: unknown[] = [];
        for (const order of [rows, shuffled.map(({ one }) => one)]) {
          const one = await opening("blank");
          {
            await bring(one, { format: "csv", mapping, from: csv(...order) });
            expect((await bring(one, { format: "csv", mapping, from: csv(...order) })).report.entered).toEqual({});
            registers.push(
              await Promise.all(
                (["institution", "post", "person", "tenure", "gap"] as const).map((kind) => standing(one, kind)),
              ),
            );
            await expectClean(one);
          }
        }
        expect(registers[0]).toEqual(registers[1]);
      },
    ),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);

const vicePresidents = `
= Vice presidents =
{| class="wikitable sortable"
! rowspan=2 | No. !! rowspan=2 | Portrait !! rowspan=2 | Name<br>(lifespan) !! colspan=2 | Term !! rowspan=2 | Election
|-
! Took office !! Left office
|-
| 4 || [[File:Clinton.jpg|80px]] || '''[[George Clinton (vice president)|George Clinton]]'''<br>(1739–1812)<ref>Died in office.</ref> || {{dts|1805|3|4}} || {{dts|1812|4|20}} || 1804
|-
| colspan=3 | ''Office vacant'' || April 20, 1812 || March 4, 1813 || –
|-
| rowspan=2 | 5 || rowspan=2 | || rowspan=2 | [[Elbridge Gerry]] {{small|(acting)}} || rowspan=2 | {{start date|1813|3|4}} || rowspan=2 | November 23, 1814 || 1812
|-
| 1813
|-
| 6 || || [[George Clinton (soldier)|George Clinton]] || 31 April 1815 || 1816 ||
|-
| 7 || || [[Daniel D. Tompkins]] || March 4, 1817 || Incumbent ||
|}
{| class="infobox"
| a || b
|}
{| unclosed
! Name !! From !! To
|-
| ${"y".repeat(1_000_000)} || 1900 || 1901
|-
| Ana Soto || 1901 || 1902
`;

test("a wiki page's lists are read with spans, templates and vacancies, and its broken parts are named", async () => {
  office = await opening("blank");
  const { report, rows } = await bring(office, { format: "wikitext", from: vicePresidents });
  const tenures = await standing(office, "tenure");
  expect(tenures.map(({ slug, data }) => [slug, data.start.edtf, data.end.edtf, data.capacities[0]?.capacity])).toEqual(
    [
      ["ana-soto-1901", "1901", "1902", "titular"],
      ["daniel-d-tompkins-1817", "1817-03-04", "..", "titular"],
      ["elbridge-gerry-1813", "1813-03-04", "1814-11-23", "subrogante"],
      ["george-clinton-1805", "1805-03-04", "1812-04-20", "titular"],
    ],
  );
  expect(tenures.find(({ slug }) => slug.startsWith("george"))?.data.raw?.["Name (lifespan)"]).toContain(
    "<ref>Died in office.</ref>",
  );
  expect((await standing(office, "gap")).map(({ data }) => [data.start.edtf, data.end.edtf])).toEqual([
    ["1812-04-20", "1813-03-04"],
  ]);
  expect(rows.filter(({ outcome }) => outcome === "not-taken").map(({ findings }) => findings[0]?.what)).toEqual([
    "invalid",
    "not-a-list-of-holders",
    "malformed",
  ]);
  expect(report.rows.notTaken).toBe(3);
  expect((await bring(office, { format: "wikitext", from: vicePresidents })).report.entered).toEqual({});
  const revised = vicePresidents
    .replace("{{start date|1813|3|4}}", "March 5, 1813")
    .replace("Incumbent", "March 4, 1825");
  expect((await bring(office, { format: "wikitext", from: revised })).report.entered).toEqual({
    tenure: { new: 0, correction: 1, change: 1 },
  });
  await expectClean(office);
});

test("Popolo: two times in one post are two, by their first day or, where that is blank, by their last", async () => {
  office = await opening("blank");
  const held = { person_id: "p", organization_id: "a" };
  const from = JSON.stringify({
    organizations: [{ id: "a", name: "A" }],
    persons: [{ id: "p", name: "Ana Soto" }],
    memberships: [
      { ...held, role: "Ministra", start_date: "1990-01-01", end_date: "1992-01-01" },
      { ...held, role: "Ministra", start_date: "1996-01-01", end_date: "1998-01-01" },
      { ...held, role: "Asesora", end_date: "1992-01-01" },
      { ...held, role: "Asesora", end_date: "1998-01-01" },
    ],
  });
  const { report } = await bring(office, { format: "popolo", from });
  expect(report.entered).toMatchObject({ tenure: { new: 4 } });
  expect((await bring(office, { format: "popolo", from })).report.entered).toEqual({});
  await expectClean(office);
});

test("Popolo: terms bound and date nothing, cycles of parents are cut, an unnamed person stands under the id", async () => {
  office = await opening("blank");
  const from = JSON.stringify({
    organizations: [
      { id: "a", name: "A", parent_id: "b" },
      { id: "b", name: "B", parent_id: "a" },
      { id: "c", name: "C", parent_id: "a" },
    ],
    persons: [
      { id: "p", name: "Ana Soto", birth_date: "1960-02-30" },
      { id: "q", name: "Eva Díaz", gender: "female" },
      { id: "r" },
    ],
    events: [{ id: "t", name: "1990–1994", start_date: "1990-03-11", end_date: "1994-03-10" }],
    memberships: [
      { person_id: "q", organization_id: "a", role: "member", legislative_period_id: "t" },
      { person_id: "q", organization_id: "a", role: "member", legislative_period_id: "t", start_date: "1991-01-01" },
      { person_id: "p", organization_id: "a", role: "member" },
      { person_id: "r", organization_id: "nowhere", role: "member" },
      { person_id: "r", organization_id: "c", role: "Acting head", start_date: "2001" },
      7,
    ],
  });
  const { report, rows } = await bring(office, { format: "popolo", from });
  expect(report.findings).toMatchObject({ cycle: 2, "bounded-by-term": 2, "no-name": 1 });
  const institutions = await standing(office, "institution");
  expect(institutions.map(({ slug, data }) => [slug, data.parent])).toEqual([
    ["a", undefined],
    ["b", undefined],
    ["c", "a"],
  ]);
  const tenures = await standing(office, "tenure");
  expect(
    tenures
      .map(({ data }) => [data.start.edtf, data.start.min, data.start.max, data.end.max, data.capacities[0]?.capacity])
      .toSorted(byText),
  ).toEqual(
    [
      ["", "1990-03-11", "1994-03-10", "1994-03-10", "titular"],
      ["1991-01-01", "1991-01-01", "1991-01-01", "1994-03-10", "titular"],
      ["2001", "2001-01-01", "2001-12-31", undefined, "subrogante"],
    ].toSorted(byText),
  );
  expect(
    rows
      .filter(({ outcome }) => outcome === "not-taken")
      .map(({ findings }) => findings[0]?.what)
      .toSorted(byText),
  ).toEqual(
    ["invalid", "malformed", "missing-reference", "missing-reference", "outside-the-register"].toSorted(byText),
  );
  await expectClean(office);
});

test("Wikidata: precision, calendar, bounds, circa and acting are kept; deprecated statements are not taken", async () => {
  office = await opening("blank");
  const time = (text: string, precision: number, julian = false) => ({
    snaktype: "value",
    datavalue: {
      value: {
        time: text,
        precision,
        calendarmodel: `http://www.wikidata.org/entity/${julian ? "Q1985786" : "Q1985727"}`,
      },
      type: "time",
    },
  });
  const item = (id: string) => ({ snaktype: "value", datavalue: { value: { id }, type: "wikibase-entityid" } });
  const held = (id: string, qualifiers: object, rank = "normal") => ({
    id: `Q1$${id}`,
    rank,
    mainsnak: item("Q9"),
    qualifiers,
  });
  const person = {
    id: "Q1",
    labels: { en: { value: "Ana Soto" } },
    claims: {
      P21: [{ mainsnak: item("Q6581072") }],
      P39: [
        held("1", {
          P580: [time("+1974-00-00T00:00:00Z", 9)],
          P582: [time("+1976-03-22T00:00:00Z", 11)],
          P1480: [item("Q5727902")],
        }),
        held("2", {
          P580: [time("+1732-02-11T00:00:00Z", 11, true)],
          P582: [{ snaktype: "somevalue" }],
          P5102: [item("Q4676846")],
        }),
        held("3", {
          P1319: [time("+1980-01-01T00:00:00Z", 11)],
          P1326: [time("+1981-12-31T00:00:00Z", 11)],
          P582: [time("+1990-05-00T00:00:00Z", 10)],
        }),
        held("4", {}, "deprecated"),
        held("5", { P580: [time("+1990-02-30T00:00:00Z", 11)] }),
        held("6", { P580: [time("+2000-01-02T00:00:00Z", 11)] }),
      ],
    },
  };
  const post = {
    id: "Q9",
    labels: { es: { value: "Ministra de Prueba" } },
    claims: { P2389: [{ mainsnak: item("Q8") }] },
  };
  const lines = `[\n${JSON.stringify(person)},\n${JSON.stringify(post)}\n]\n`;
  const { report } = await bring(office, { format: "wikidata", from: lines });
  expect(report.rows).toMatchObject({ read: 6, notTaken: 2 });
  const tenures = await standing(office, "tenure");
  expect(
    Object.fromEntries(
      tenures.map(({ locator, data }) => [
        locator.slice(-1),
        [data.start.edtf, data.start.min, data.start.max, data.end.edtf, data.end.max, data.capacities[0]?.capacity],
      ]),
    ),
  ).toEqual({
    1: ["1974~", "1973-01-01", "1975-12-31", "1976-03-22~", "1976-03-23", "titular"],
    2: ["1732-02-22", "1732-02-22", "1732-02-22", "", undefined, "subrogante"],
    3: ["", "1980-01-01", "1981-12-31", "1990-05", "1990-05-31", "titular"],
    6: ["2000-01-02", "2000-01-02", "2000-01-02", "..", undefined, "titular"],
  });
  expect((await standing(office, "person"))[0]?.data).toMatchObject({
    gender: "feminine",
    identifiers: [{ scheme: "wikidata", id: "Q1" }],
  });
  const map = JSON.stringify({ entities: { Q1: person, Q9: post } });
  expect((await bring(office, { format: "wikidata", from: map })).report.entered).toEqual({});
  await expectClean(office);
});

test("another end convention for the same source is refused", async () => {
  office = await opening("blank");
  await bring(office, { format: "csv", mapping, from: csv(ana) });
  await expect(bring(office, { format: "csv", mapping, from: csv(ana), exclusive: true })).rejects.toThrow(
    /--end-convention inclusive/,
  );
});

test("whatever a file holds, each reader answers with rows or a refusal", async () => {
  const pieces = fc.constantFrom(
    ...'{| |} |- | || ! !! rowspan=3 colspan=9 rowspan=999999 {{dts|1974 }} [[ ]] <ref </ref> <!-- --> = == Name From To Nombre Desde Hasta \n \n\n | Vacant 1974 , ; " "" \t id name'.split(
      " ",
    ),
    '{"persons":[{"id":1}]}',
    '{"memberships":[{"person_id":{}}],"persons":[null]}',
    '{"id":"Q1","claims":{"P39":[{"mainsnak":5},{}]}}',
    "\u0000",
    "\ud800",
    "\u202e",
  );
  const mappings = { columns: { person: "name", start: "id" }, post: { title: "x" }, institution: { name: "y" } };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("pipe-table", "wikitext", "csv", "popolo", "wikidata", "ifg"),
      fc.array(pieces, { maxLength: 60 }),
      async (name, parts) => {
        const format = await formatNamed(name);
        try {
          for await (const row of format.read([textFile("f", parts.join(name === "csv" ? "" : " "))], {
            endConvention: "exclusive",
            mapping: mappings,
          }))
            expect(row.refused !== undefined || row.about.length > 0).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      },
    ),
    { numRuns: 3000 },
  );
}, 120_000);

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { registerAsOf } from "../src/register/as-of.ts";
import { assertItems } from "../src/register/assert-items.ts";
import type { RegisterItem } from "../src/register/item.ts";
import { enterExport } from "../src/register/export/enter-export.ts";
import { exportKindOf } from "../src/register/export/read-export.ts";
import { formatNamed } from "../src/register/import/formats.ts";
import { textFile } from "../src/register/import/source-files.ts";
import { writeCsvRecord } from "../src/register/import/csv-rows.ts";
import { servedOffice } from "./site-office.ts";
import { temporaryFolder } from "./processes.ts";
import type { Founded } from "./recorder-office.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const opened: Founded[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.drop();
});
async function opening(): Promise<Founded> {
  const one = await officeOf("blank");
  opened.push(one);
  return one;
}

const mapping = {
  columns: { id: "id", person: "name", start: "from", end: "to" },
  post: { title: "Ministro" },
  institution: { name: "Ministerio" },
};
const csv = (rows: string[][]) => [["id", "name", "from", "to"], ...rows].map((row) => writeCsvRecord(row)).join("");
const dayAfter = (number: number) => new Date(Date.UTC(1000, 0, 1 + number)).toISOString().slice(0, 10);

test("words that name what every object has are values like others", async () => {
  const office = await opening();
  const words = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];
  const persons = words.map((word) => ({ id: word, name: word, gender: word }));
  const { report } = await bring(office, {
    format: "popolo",
    from: JSON.stringify({
      organizations: [{ id: "constructor", name: "__proto__" }],
      persons,
      memberships: words.map((word) => ({
        person_id: word,
        organization_id: "constructor",
        role: word,
        start_date: "1990",
      })),
    }),
  });
  expect(report.rows).toMatchObject({ read: 11, notTaken: 0 });
  expect((await standing(office, "person")).every(({ data }) => data.gender === undefined)).toBe(true);
  const header = ["__proto__", "constructor", "toString", "to"];
  const table = [header, ["1", "Ana Soto", "1990", "1991"]].map((row) => writeCsvRecord(row)).join("");
  const columns = { id: "__proto__", person: "constructor", start: "toString", end: "to" };
  const read = await bring(office, { format: "csv", source: "b", from: table, mapping: { ...mapping, columns } });
  expect(read.report.rows).toMatchObject({ read: 1, notTaken: 0 });
  await expectClean(office);
}, 60_000);

test("somebody whose name is made like another's id stops nobody from being entered", async () => {
  const office = await opening();
  const mark = (id: string) => createHash("sha256").update(`source\nperson\nperson ${id}`).digest("hex").slice(0, 10);
  const { report } = await bring(office, {
    format: "popolo",
    from: JSON.stringify({
      persons: [
        { id: "1", name: "Ana Soto" },
        { id: "2", name: "Ana Soto" },
        { id: "3", name: `Ana Soto ${mark("1")}` },
      ],
    }),
  });
  expect(report.rows).toMatchObject({ read: 3, notTaken: 0 });
  expect(new Set((await standing(office, "person")).map(({ slug }) => slug)).size).toBe(3);
  await expectClean(office);
}, 60_000);

/** Each took the square of its length, or its cube, in some reader: hours for a megabyte. */
const megabyte = 1 << 20;
const blanks = " ".repeat(megabyte);
const people = (person: object) => JSON.stringify({ persons: [{ id: "1", name: "Ana Soto", ...person }] });
const wikiRow = (cells: string) => `{|\n! Name !! From !! To\n|-\n| ${cells}\n|}`;
const long: [string, string, string][] = [
  ["a heading of blanks", "wikitext", `= ${blanks}x\n${wikiRow("Ana Soto || 1990 || 1991")}`],
  [
    "a caption of templates",
    "wikitext",
    wikiRow("Ana || 1990 || 1991").replace("\n", `\n|+ ${"{{a}}".repeat(megabyte / 5)}\n`),
  ],
  [
    "a template's parameter with the number of billions",
    "wikitext",
    wikiRow("Ana Soto || {{dts|4000000000=1}} || 1991"),
  ],
  [
    "a heading of blanks in a list",
    "pipe-table",
    `${`=${" ".repeat(400)}x\n`.repeat(5000)}| Name | From | To |\n| Ana | 1990 | 1991 |`,
  ],
  ["a name with a bracket and blanks", "pipe-table", `| Name | From | To |\n| Ana (${blanks}x | 1990 | 1991 |`],
  ["a term with blanks", "pipe-table", `| Name | Term |\n| Ana | 1990 ${blanks}x |`],
  [
    "a name to file under as long as a book",
    "popolo",
    people({ name: "b a ".repeat(megabyte / 4), sort_name: "a b ".repeat(megabyte / 4) }),
  ],
  [
    "values nested a hundred thousand deep",
    "popolo",
    `{"persons": [{"id": "1", "name": ${"[".repeat(1e5)}${"]".repeat(1e5)}}]}`,
  ],
  ["an id that is no text and can be made none", "popolo", people({ id: { toString: 1, valueOf: 1 } })],
];

test.each(long)(
  "%s is read in the time that its length takes",
  async (_, format, text) => {
    const rows = [];
    const reader = await formatNamed(format);
    for await (const row of reader.read([textFile("file", text)], { endConvention: "inclusive" })) rows.push(row);
    expect(rows.length).toBe(1);
  },
  20_000,
);

test("a file of blanks is no export of ours, and that is known in the time that its length takes", async () => {
  expect(await exportKindOf(textFile("file", `${" ".repeat(99)}\n`.repeat(30_000)))).toBeUndefined();
}, 20_000);

test("an id that three thousand rows share names three thousand tenures; all their days may move in the next revision", async () => {
  const office = await opening();
  const many = 3000;
  const rows = (shift: number) =>
    csv(Array.from({ length: many }, (_, at) => ["0", "Ana Soto", dayAfter(2 * at + shift), dayAfter(2 * at + 1)]));
  const shared = await bring(office, { format: "csv", mapping, from: rows(0) });
  expect(shared.report.rows).toMatchObject({ takenWithFinding: many, notTaken: 0 });
  expect(shared.report.findings["duplicate-id"]).toBe(many);
  const columns = { person: "name", start: "from", end: "to" };
  const unnamed = { ...mapping, columns };
  await bring(office, { format: "csv", source: "list", mapping: unnamed, from: rows(0) });
  const moved = await bring(office, { format: "csv", source: "list", mapping: unnamed, from: rows(1) });
  expect(moved.report.entered).toEqual({ tenure: { new: 0, correction: many, change: 0 } });
  expect(moved.report.noLongerThere).toBe(0);
  await expectClean(office);
}, 120_000);

test("of a long line of parents that ends in a cycle, the cycle alone is cut", async () => {
  const office = await opening();
  const many = 3000;
  const organizations = Array.from({ length: many }, (_, at) => ({
    id: `o${at}`,
    name: `Servicio ${at}`,
    parent_id: `o${at + 1 < many ? at + 1 : many - 3}`,
  }));
  const { report } = await bring(office, { format: "popolo", from: JSON.stringify({ organizations }) });
  expect(report.rows).toMatchObject({ read: many, notTaken: 0 });
  expect(report.findings).toEqual({ cycle: 3 });
  const free = (await standing(office, "institution")).filter(({ data }) => data.parent === undefined);
  expect(free.map(({ slug }) => slug)).toEqual([many - 3, many - 2, many - 1].map((at) => `servicio-${at}`));
  await expectClean(office);
}, 60_000);

test("two imports of one source at once enter it once, and neither gets in the other's way", async () => {
  const office = await opening();
  const from = csv(Array.from({ length: 500 }, (_, at) => [`${at}`, `Ana Soto${at}`, dayAfter(at), dayAfter(at + 1)]));
  const both = await Promise.all([1, 2].map(() => bring(office, { format: "csv", mapping, from })));
  const entered = both.map(({ report }) => report.rows.taken).toSorted((a, b) => a - b);
  expect(entered).toEqual([0, 500]);
  expect(both.map(({ report }) => report.rows.unchanged).toSorted((a, b) => a - b)).toEqual([0, 500]);
  expect((await standing(office, "tenure")).length).toBe(500);
  await expectClean(office);
}, 60_000);

test("an import killed wherever it was leaves nothing, and the next one enters and finds the same as in an office left in peace", async () => {
  const [killed, whole] = [await opening(), await opening()];
  const many = 3000;
  const from = JSON.stringify({
    organizations: [{ id: "o", name: "Servicio" }],
    persons: Array.from({ length: many }, (_, at) => ({ id: `p${at}`, name: `Ana Soto ${at % 700}` })),
    memberships: Array.from({ length: many }, (_, at) => ({
      person_id: `p${at}`,
      organization_id: "o",
      role: `r${at % 50}`,
      start_date: dayAfter(at),
      end_date: dayAfter(at % 7 === 0 ? at - 1 : at + 9),
    })),
  });
  const path = join(await temporaryFolder(), "file.json");
  await writeFile(path, from);
  const before = await countsOf(killed);
  for (const step of [2, 5, 8, 9, 11, 12]) {
    expect(await killedAt(killed, path, step)).toBe(true);
    expect(await countsOf(killed)).toEqual(before);
  }
  expect(await killedAt(killed, path, Number.POSITIVE_INFINITY)).toBe(false);
  await bring(whole, { format: "popolo", from });
  for (const kind of ["institution", "post", "person", "tenure"] as const)
    expect(await standing(killed, kind)).toEqual(await standing(whole, kind));
  const found = async ({ db }: Founded) => {
    const { counts, successions, tenures } = await auditFindings(db, { today: "2026-11-23" });
    return { counts, successions, tenures };
  };
  expect(await found(killed)).toEqual(await found(whole));
  const again = await bring(killed, { format: "popolo", from });
  expect(again.report.rows).toMatchObject({ unchanged: 2 * many + 1, taken: 0, notTaken: 0 });
  await expectClean(killed);
}, 120_000);

/** Whether it was killed, when it had said so many lines, before it was done. */
async function killedAt({ address }: Founded, path: string, step: number): Promise<boolean> {
  const program = fileURLToPath(new URL("register-import-until-killed.ts", import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(address), path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = 0;
  let done = false;
  for await (const line of createInterface({ input: child.stdout })) {
    done ||= line.startsWith("done");
    if (++said === step) child.kill("SIGKILL");
  }
  return !done;
}

/** How much stands; whoever was killed has been given up by the database by then. */
function countsOf({ db }: Founded): Promise<number[]> {
  const tables = ["register_batch", "register_assertion", "tenure", "person", "record_entry", "record_content"];
  return db.transaction().execute(async (tx) => {
    await sql`lock table register_batch in access exclusive mode`.execute(tx);
    const counts: number[] = [];
    for (const table of tables) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx);
      counts.push(rows[0]?.n ?? -1);
    }
    return counts;
  });
}

test("what rests on something that is not there is named, however long the line of parents", async () => {
  const office = await opening();
  const many = 3000;
  const lines = Array.from({ length: many }, (_, at) =>
    JSON.stringify({
      id: `s-${at}`,
      voceria: {
        kind: "institution",
        data: { kind: "servicio", names: [{ name: { es: `S ${at}` } }], parent: `s-${at + 1}` },
        source: { id: "pack", locator: "x" },
      },
    }),
  );
  const text = `{"voceria_format":"voceria/popolo/v1","organizations":[\n${lines.join(",\n")}\n]}`;
  const { rows, refused } = await enterExport(office.db, textFile("file", text), {}, office.means);
  expect(rows).toEqual({ new: 0, corrected: 0, unchanged: 0, notTaken: many });
  expect(new Set(refused).size).toBe(many);
}, 60_000);

test("a chain of supersession that was tampered with is named by the audit, wherever it was cut", async () => {
  const office = await opening();
  for (const end of ["1991-03-11", "1992-03-11", "1993-03-11", "1994-03-11"])
    await bring(office, { format: "csv", mapping, from: csv([["1", "Ana Soto", "1990-03-11", end]]) });
  const { db } = office;
  expect(await registerDifferences(db)).toEqual([]);
  const { rows: chain } = await sql<{ batch: number; item: number; superseded: number | null }>`
    select batch, item, superseded from register_assertion where kind = 'tenure' order by batch`.execute(db);
  expect(chain.length).toBeGreaterThan(2);
  const last = chain.at(-1)?.batch ?? 0;
  for (const table of ["register_assertion", "tenure"])
    for (const [index, { batch, item, superseded }] of chain.entries()) {
      const others = [superseded === null ? chain[0]?.batch : null, index === 0 ? last : undefined];
      for (const forged of others.filter((one) => one !== undefined && one !== superseded)) {
        const put = (value: number | null | undefined) =>
          sql`update ${sql.table(table)} set superseded = ${value ?? null} where batch = ${batch} and item = ${item}`.execute(
            db,
          );
        try {
          await put(forged);
        } catch (error) {
          // Two that stand at once are refused by the database itself.
          expect(String(error)).toMatch(/unique|constraint/);
          continue;
        }
        expect((await registerDifferences(db)).filter(({ what }) => what === "succession")).not.toEqual([]);
        await put(superseded);
      }
    }
  await expectClean(office);
}, 60_000);

test("what the register said on a past day knows nothing of what was entered since", async () => {
  const means = settableMeans("2020-01-01T12:00:00Z");
  const office = await officeOf("blank", means);
  opened.push(office);
  const spoken = { ...mapping, post: { title: "Vocero", functions: ["spokesperson"] } };
  const bringing = (row: string[], on: string) =>
    bring(office, { format: "csv", mapping: spoken, on, from: csv([row]) });
  await bringing(["1", "Ana Soto", "1990", "1994"], "2020-01-01");
  const asked = { day: "1992-01-01", recorded: new Date("2020-06-01T00:00:00Z") };
  const then = await registerAsOf(office.db, asked);
  expect(then.holdings.map(({ person }) => person.name)).toEqual(["Ana Soto"]);
  means.set("2021-01-01T12:00:00Z");
  await bringing(["1", "Eva Díaz", "1991-03", "1993-02"], "2021-01-01");
  const now = await registerAsOf(office.db, { day: asked.day });
  expect(now.holdings.map(({ person }) => person.name)).toContain("Eva Díaz");
  expect(await registerAsOf(office.db, asked)).toEqual(then);
  expect(await registerAsOf(office.db, { ...asked, recorded: new Date("2019-01-01T00:00:00Z") })).toMatchObject({
    holdings: [],
    gaps: [],
    verdict: "unknown",
  });
}, 60_000);

test("what is entered and not yet in a signed checkpoint is shown nowhere", async () => {
  const office = await servedOffice();
  const { db, means } = office.installation;
  await office.sequencer.flush();
  await office.until("/register", "Mladinic");
  await office.sequencer.close();
  const day = (edtf: string) => ({ raw: edtf, edtf, min: edtf, max: edtf });
  const post = "ministro-secretario-general-de-gobierno";
  const names = [{ full: "Ana Oculta", given: "Ana", surnames: ["Oculta"] }];
  const item = (kind: string, id: string, data: object) =>
    ({
      format: "voceria/register/v1",
      kind,
      id,
      change: "new",
      data,
      source: { id: "founding-document", locator: "oculta" },
    }) as RegisterItem;
  const capacities = [{ capacity: "titular" }];
  const held = { person: "ana-oculta", post, capacities };
  const items = [
    item("person", "ana-oculta", { names }),
    item("institution", "oculta", { kind: "servicio", names: [{ name: { es: "Oculta" } }], parent: "segegob" }),
    item("tenure", "ana-oculta-2000", { ...held, start: day("2000-01-01"), end: day("2000-12-31") }),
    item("tenure", "ana-oculta-2001", { ...held, start: day("2001-01-01"), end: day("2000-01-01") }),
  ];
  await db.transaction().execute((tx) => assertItems(tx, items, "asserted", means));
  const paths = ["institutions/segegob", `posts/${post}`, "as-of/2000-06-01"].flatMap((path) =>
    ["", ".json", ".jsonld"].map((ending) => `/register/${path}${ending}`),
  );
  const others = ["audit", "audit?kind=interpretation", "people", "institutions", "as-of/2000", "?date=2000-06-01"];
  const more = others.map((path) => `/register/${path}`.replace("/?", "?"));
  for (const path of ["/", "/register", "/en/register/audit", "/sitemap.xml", ...paths, ...more]) {
    const answer = await office.get(path);
    expect([path, answer.status, (await answer.text()).toLowerCase().includes("oculta")]).toEqual([path, 200, false]);
  }
  const hidden = ["people/ana-oculta", "people/ana-oculta.json", "people/ana-oculta.jsonld", "institutions/oculta"];
  for (const path of [...hidden.map((one) => `/register/${one}`), "/register/audit?kind=inverted-interval"])
    expect([path, (await (await office.get(path)).text()).includes("Ana Oculta")]).toEqual([path, false]);
  await office.close();
}, 60_000);

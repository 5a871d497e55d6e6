import fc from "fast-check";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importRegister } from "../src/cli/import-register.ts";
import { registerExportCommand } from "../src/cli/register-export.ts";
import { confirmIncumbent } from "../src/register/confirm.ts";
import { enterExport } from "../src/register/export/enter-export.ts";
import { exportedText, exportFormats } from "../src/register/export/export-register.ts";
import { foundPack } from "../src/register/found-pack.ts";
import { writeCsv } from "../src/register/export/csv.ts";
import { kindsInOrder } from "../src/register/export/fields.ts";
import { writeJsonLd } from "../src/register/export/json-ld.ts";
import { writePopolo } from "../src/register/export/popolo.ts";
import { exportKindOf, readExport } from "../src/register/export/read-export.ts";
import type { Labels, Page } from "../src/register/export/read-register.ts";
import type { SourceFile } from "../src/register/import/candidate.ts";
import type { DataOf, ItemKind, RegisterItem } from "../src/register/item.ts";
import { generatedRegister } from "./generated-register.ts";
import { faultsOfJsonLd } from "./json-ld-terms.ts";
import { type Founded, foundedInstallation } from "./recorder-office.ts";
import { officeOf, packFolder, registerDifferences, settableMeans } from "./register-office.ts";
import { say } from "./say.ts";

const formats = {
  jsonld: (pages: AsyncIterable<Page>) => writeJsonLd(pages, "https://oficina.example/"),
  popolo: writePopolo,
  csv: writeCsv,
};

test("no cell runs in a spreadsheet, also where a semicolon parts cells, and each is read again as it was", async () => {
  const hostile = ["=1+1", "x;=1+1", "x;\t@SUM(1)", "a\n-2", "'quoted'", ";'=1", "\t\t+1"];
  const [sample = []] = fc.sample(generatedRegister(), { numRuns: 1, seed: 11 });
  const items = sample.map((item, at) => ({
    ...item,
    source: { ...item.source, locator: hostile[at % hostile.length]! },
  }));
  const text = await textOf(writeCsv(pagesOf(items)));
  for (const cell of text.split(/[;,\t\n]/)) expect(cell.replace(/^"/, "")).not.toMatch(/^[=+@-]/);
  const back = await Array.fromAsync(readExport(fileOf(text)));
  expect(back.map((row) => ("item" in row ? row.item.source.locator : row.refused))).toEqual(
    inOrder(items).map(({ source }) => source.locator),
  );
});

describe.each(Object.entries(formats))("an export as %s", (kind, write) => {
  test("read again gives the same register, whatever is in it", async () => {
    await fc.assert(
      fc.asyncProperty(generatedRegister(), async (items) => {
        const text = await textOf(write(pagesOf(items)));
        expect(await exportKindOf(fileOf(text))).toBe(kind);
        const back = await Array.fromAsync(readExport(fileOf(text)));
        expect(back.map((row) => ("item" in row ? row.item : row.refused))).toEqual(inOrder(items));
        if (kind !== "csv") JSON.parse(text);
      }),
      { numRuns: 150 },
    );
  });

  test("tells of each thing that cannot be read where it stands and why, and the rest is read", async () => {
    const [items = []] = fc.sample(generatedRegister(), { numRuns: 1, seed: 7 });
    const text = await textOf(write(pagesOf(items)));
    const lines = text.split("\n");
    const index = lines.findIndex(
      (line) =>
        line.includes("persona-1") &&
        (kind === "csv" ? line.startsWith("person,") : /^\{"(@)?id":"(register\/people\/)?persona-1"/.test(line)),
    );
    const line = lines[index] ?? "";
    lines[index] = line.replace(
      kind === "csv" ? "person,persona-1" : /persona-1"/,
      kind === "csv" ? "person,Persona 1" : 'Persona 1"',
    );
    const back = await Array.fromAsync(readExport(fileOf(lines.join("\n"))));
    expect(back.filter((row) => "item" in row)).toHaveLength(items.length - 1);
    expect(back.find((row) => "refused" in row)).toMatchObject({
      refused: expect.stringMatching(new RegExp(`line ${index + 1}: .*Persona 1`)),
    });
  });
});

test("laid out otherwise by another program, JSON of ours is still read", async () => {
  const [items = []] = fc.sample(generatedRegister(), { numRuns: 1, seed: 3 });
  for (const write of [formats.jsonld, formats.popolo]) {
    const pretty = JSON.stringify(JSON.parse(await textOf(write(pagesOf(items)))), null, 2);
    const back = await Array.fromAsync(readExport(fileOf(pretty)));
    expect(back.map((row) => ("item" in row ? row.item : row.refused))).toEqual(inOrder(items));
  }
});

test("a table saved with semicolons by a spreadsheet is still read", async () => {
  const text =
    'thing;id;source;source_locator;empty;name;kind;endConvention\nsource;uno;uno;"p. 1; p. 2";;"El ""Diario""";libro;inclusive\n';
  expect(await Array.fromAsync(readExport(fileOf(`\uFEFF${text}`)))).toMatchObject([
    { line: 2, item: { kind: "source", id: "uno", data: { name: 'El "Diario"' }, source: { locator: "p. 1; p. 2" } } },
  ]);
});

test("what is no export of ours is not taken for one", async () => {
  for (const text of ["", "{}", '{"persons":[]}', "id,name\n1,x\n", '{"@context":"https://schema.org"}', "<html>"])
    expect(await exportKindOf(fileOf(text))).toBeUndefined();
});

test("every term of the JSON-LD has a meaning by its own context, and every value the declared type", async () => {
  await fc.assert(
    fc.asyncProperty(generatedRegister(), async (items) => {
      expect(faultsOfJsonLd(JSON.parse(await textOf(formats.jsonld(pagesOf(items)))))).toEqual([]);
    }),
    { numRuns: 50 },
  );
  const wrong = {
    "@context": { "@base": "https://a.b/", known: "https://a.b/known" },
    "@graph": [{ "@id": "x", unknown: 1 }],
  };
  expect(faultsOfJsonLd(wrong)).toEqual(["@graph.unknown means nothing"]);
});

describe("the office's own register", () => {
  const means = settableMeans("2026-11-23T15:00:00Z");
  let office: Founded;
  let other: Founded;
  beforeAll(async () => {
    office = await officeOf("segegob", means);
    means.set("2026-11-24T15:00:00Z");
    const source = { name: "Diario Oficial", locator: "p. 1", date: "2026-11-23" };
    await confirmIncumbent(
      office.db,
      { on: "2026-11-23", person: "Soto Díaz, Ana", since: "2026-03-11", source },
      means,
    );
  });
  afterAll(async () => {
    expect(await registerDifferences(office.db)).toEqual([]);
    await office.drop();
  });
  beforeEach(async () => {
    other = await foundedInstallation(means);
  });
  afterEach(async () => {
    expect(await registerDifferences(other.db)).toEqual([]);
    await other.drop();
  });
  const base = "https://oficina.example";
  const enter = async (text: string) => enterExport(other.db, fileOf(text), {}, means);

  test.each(exportFormats)(
    "as %s, entered in an empty installation, is the same register, by one entry",
    async (format) => {
      const text = await exportedText(office.db, format, { base });
      const entered = await enter(text);
      const items = await said(office);
      expect(entered).toMatchObject({
        rows: { new: items.length, corrected: 0, unchanged: 0, notTaken: 0 },
        refused: [],
        entry: 0,
      });
      expect(await said(other)).toEqual(items);
      expect(await enter(text)).toEqual({
        rows: { new: 0, corrected: 0, unchanged: items.length, notTaken: 0 },
        refused: [],
      });
      const again = await exportedText(other.db, format, { base });
      const [first = [], second = []] = await Promise.all(
        [text, again].map((one) => Array.fromAsync(readExport(fileOf(one)))),
      );
      expect(second).toEqual(first);
    },
  );

  test("as it was recorded on an earlier day, says what it said then", async () => {
    const before = await exportedText(office.db, "csv", { base, recorded: new Date("2026-11-23T23:00:00Z") });
    expect(before).toContain("camila-vallejo-2022");
    expect(before).not.toContain("ana-soto-diaz");
    await enter(before);
    expect(await enter(await exportedText(office.db, "csv", { base }))).toMatchObject({
      rows: { new: 4, corrected: 1, notTaken: 0 },
      refused: [],
    });
    expect(await said(other)).toEqual(await said(office));
  });

  test("of the entries that may be shown alone, shows no other", async () => {
    expect(await exportedText(office.db, "popolo", { base, upTo: 1 })).not.toContain("ana-soto-diaz");
    expect(await exportedText(office.db, "popolo", { base, upTo: 2 })).toContain("ana-soto-diaz");
    expect(await exportedText(office.db, "popolo", { base, upTo: 0 })).toBe('{"voceria_format":"voceria/popolo/v1"}\n');
  });

  test.each([
    [
      "post",
      "secretario-general-de-gobierno",
      ["jaime-suarez-bastidas-1970", "secretario-general-de-gobierno-1932"],
      ["carlos-mladinic-1999"],
    ],
    ["person", "carlos-mladinic", ["carlos-mladinic-1999", "segegob"], ["jaime-suarez-bastidas-1970"]],
    [
      "institution",
      "segegob",
      ["carlos-mladinic-1999", "reorganizacion-1991", "secretario-general-de-gobierno-1932"],
      [],
    ],
  ] as const)(
    "of one %s alone, has all that tells of it, and can be entered by itself",
    async (kind, id, has, lacks) => {
      const text = await exportedText(office.db, "jsonld", { base, part: { kind, id } });
      expect(faultsOfJsonLd(JSON.parse(text))).toEqual([]);
      for (const one of has) expect(text).toContain(`/${one}"`);
      for (const one of lacks) expect(text).not.toContain(`/${one}"`);
      expect(await enter(text)).toMatchObject({ rows: { notTaken: 0 }, refused: [] });
      await expect(exportedText(office.db, "jsonld", { base, part: { kind, id: "nadie" } })).rejects.toMatchObject({
        code: "not-found",
      });
    },
  );

  test("in JSON-LD has the terms of ORG, OWL-Time, PROV and schema.org", async () => {
    const { "@graph": graph } = JSON.parse(await exportedText(office.db, "jsonld", { base })) as {
      "@graph": { "@id": string }[];
    };
    const node = (id: string) => graph.find((one) => one["@id"] === id);
    expect(node("register/tenures/hernan-bejares-gonzalez-1974")).toMatchObject({
      "@type": ["Tenure", "Membership", "OrganizationRole"],
      member: "register/people/hernan-bejares-gonzalez",
      organization: "register/institutions/segegob",
      roleName: { es: "secretario general de Gobierno" },
      memberDuring: {
        edtf: "1974/1976-03-22",
        hasBeginning: { raw: "1974 22 March 1976", earliest: "1974-01-01", latest: "1974-12-31" },
      },
      assertion: {
        entry: 0,
        generatedAtTime: "2026-11-23T15:00:00.000Z",
        qualifiedPrimarySource: { entity: "register/sources/founding-document" },
      },
    });
    expect(node("register/instruments/dl-1385")).toMatchObject({
      effects: expect.arrayContaining([
        expect.objectContaining({
          "@type": "ChangeEvent",
          act: "creates",
          resultingOrganization: "register/institutions/segegob",
        }),
      ]),
    });
    expect(node("register/tenures/ana-soto-diaz-2026")).toMatchObject({
      memberDuring: { edtf: "2026-03-11/..", hasEnd: { ongoing: true } },
    });
  });

  test("in Popolo leaves out a date that Popolo cannot write, and keeps it in the extension", async () => {
    const { memberships } = JSON.parse(await exportedText(office.db, "popolo", { base })) as {
      memberships: { id: string }[];
    };
    const found = memberships.find(({ id }) => id === "ana-soto-diaz-2026");
    expect(found).toMatchObject({
      start_date: "2026-03-11",
      role: "titular del Ministerio Secretaría General de Gobierno",
      voceria: { data: { end: { edtf: ".." } } },
    });
    expect(found).not.toHaveProperty("end_date");
  });

  test("what cannot be read, or rests on what cannot, is named and the rest goes in; the office stays its own", async () => {
    await foundPack(other, packFolder("blank"));
    const text = (await exportedText(office.db, "csv", { base }))
      .replace("\r\nperson,ana-soto-diaz,", "\r\nperson,Ana Soto,")
      .replace("1999-06-22", "1999-06-31");
    const { rows, refused } = await enter(text);
    const broken = refused.join("\n");
    expect(broken).toMatch(/line \d+: field "id" holds "Ana Soto"/);
    expect(broken).toMatch(/line \d+: field "data.person" names the person "ana-soto-diaz"/);
    expect(broken).toMatch(/line \d+: field "data.tenure" names the tenure "ana-soto-diaz-2026"/);
    expect(broken).toMatch(/line \d+: .*1999-06-31/);
    expect(broken).toMatch(/speaks for its own office/);
    expect(rows.new).toBeGreaterThan(80);
    expect(rows.notTaken).toBe(refused.length);
  });

  test.each(exportFormats)(
    "as %s is known by the import command for what it is, and needs no further flag",
    async (format) => {
      await foundPack(other, packFolder("segegob"));
      const file = join(other.data, `register.${format === "popolo" ? "json" : format}`);
      await writeFile(file, await exportedText(office.db, format, { base }));
      const dry = await say(importRegister, other, means, file, "--format", format, "--dry-run");
      expect(dry).toMatch(/^4 new, 1 corrected, \d+ unchanged, 0 not taken; nothing entered\.$/m);
      expect(await say(importRegister, other, means, file, "--format", format)).toContain("; entry 1.");
      expect(await said(other)).toEqual(await said(office));
    },
  );

  test("is written whole to a file by the command, or not at all", async () => {
    const file = join(other.data, "register.jsonld");
    const answer = await say(registerExportCommand, office, means, "--format", "jsonld", "--out", file, "--json");
    const text = await readFile(file, "utf8");
    expect(JSON.parse(answer)).toEqual({ file, format: "jsonld", bytes: Buffer.byteLength(text) });
    expect(text).toContain("https://gobierno.example/");
    await expect(say(registerExportCommand, office, means, "--format", "xml")).rejects.toMatchObject({ code: "usage" });
    await expect(
      say(registerExportCommand, office, means, "--format", "csv", "--out", join(other.data, "no", "x.csv")),
    ).rejects.toMatchObject({ code: "invalid" });
  });
});

/** What stands in the register, without where the record has it. */
async function said({ db }: Founded): Promise<unknown[]> {
  return db
    .selectFrom("register_assertion")
    .select(["kind", "slug", "data", "source", "locator"])
    .where("superseded", "is", null)
    .orderBy("kind")
    .orderBy("slug")
    .execute();
}

async function* pagesOf(items: readonly RegisterItem[]): AsyncGenerator<Page> {
  const of = <K extends ItemKind>(kind: K) =>
    new Map(items.filter((item) => item.kind === kind).map((item) => [item.id, item.data as DataOf[K]]));
  const labels: Labels = {
    people: of("person"),
    posts: of("post"),
    institutions: of("institution"),
    sources: of("source"),
  };
  for (const [index, kind] of kindsInOrder.entries()) {
    const things = items
      .filter((item) => item.kind === kind)
      .map((item, place) => ({ item, recorded: { entry: index, item: place, at: new Date("2026-11-23T15:00:00Z") } }));
    // Two pages where there are two things: no page knows where a list begins or ends.
    for (const part of [things.slice(0, 1), things.slice(1)]) if (part.length > 0) yield { kind, things: part, labels };
  }
}

function inOrder(items: readonly RegisterItem[]): RegisterItem[] {
  return items.toSorted((a, b) => kindsInOrder.indexOf(a.kind) - kindsInOrder.indexOf(b.kind));
}

async function textOf(parts: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(parts)).join("");
}

function fileOf(text: string): SourceFile {
  return {
    name: "export",
    bytes: text.length,
    text: async () => text,
    async *lines() {
      yield* text.split(/\r?\n/);
    },
  };
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "../src/fault.ts";
import { openOutput } from "../src/cli/output.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf } from "./register-office.ts";

let office: Founded;
let folder: string;
beforeEach(async () => {
  office = await officeOf("blank");
  folder = await mkdtemp(join(tmpdir(), "voceria-bad-files-"));
});
afterEach(async () => {
  await office.drop();
  await rm(folder, { recursive: true });
});

const mapping = {
  columns: { id: "id", person: "name", post: "post", start: "from", end: "to", notes: "note" },
  institution: { name: "Ministerio" },
};
const header = "id,name,post,from,to,note\n";
const ana = "1,Ana Soto,Ministra,2018-03-11,2020-07-28,\n";
const eva = "2,Eva Díaz,Ministra,2020-07-28,2022-01-01,\n";
const names = async () => (await standing(office, "person")).map(({ data }) => data.names[0]?.full);

test("a file that is no text in UTF-8 is refused for what it is; of several, the others go in", async () => {
  const utf16 = Buffer.from(`\ufeff${header}${ana}`, "utf16le");
  const bad: [string, Buffer, string][] = [
    ["utf16.csv", utf16, "is UTF-16"],
    ["utf16be.csv", Buffer.from(utf16.subarray(2)).swap16(), "is no text in UTF-8"],
    ["packed.csv", Buffer.from("PK\u0003\u0004 and more"), "is a zip archive or a spreadsheet"],
    ["report.csv", Buffer.from("%PDF-1.7"), "is a PDF"],
    ["small.csv", Buffer.from([0x1f, 0x8b, 8, 0]), "is compressed"],
  ];
  for (const [name, bytes, said] of bad) {
    await writeFile(join(folder, name), bytes);
    const brought = bring(office, { format: "csv", mapping, from: join(folder, name) });
    await expect(brought).rejects.toThrow(Fault);
    await expect(brought).rejects.toThrow(`${name} ${said}`);
  }
  await writeFile(join(folder, "a-good-one.csv"), header + ana);
  const { report, rows } = await bring(office, { format: "csv", mapping, from: folder });
  expect(report.reasons).toEqual({ malformed: bad.length });
  expect(rows.map(({ file }) => file).toSorted()).toEqual(bad.map(([name]) => name).toSorted());
  expect(await names()).toEqual(["Ana Soto"]);
  await expectClean(office);
});

test("a row whose characters are lost is not taken, and the rest of its file is", async () => {
  await writeFile(join(folder, "latin.csv"), Buffer.from(header + ana + eva, "latin1"));
  const { rows } = await bring(office, { format: "csv", mapping, from: join(folder, "latin.csv") });
  expect(rows).toMatchObject([{ outcome: "not-taken", line: 3, findings: [{ what: "malformed" }] }]);
  expect(rows[0]?.findings[0]?.sentence).toContain("Eva D\ufffdaz");
  expect(await names()).toEqual(["Ana Soto"]);
});

test("nobody is in the register because of a row that was not taken", async () => {
  const from = `${header}${ana}2,Big Note,Asesora,2001,2002,${"x".repeat(600_000)}\n`;
  const { report } = await bring(office, { format: "csv", mapping, from });
  expect(report.reasons).toEqual({ "too-large": 1 });
  expect(await names()).toEqual(["Ana Soto"]);
  expect((await standing(office, "post")).map(({ data }) => data.title.en.neutral)).toEqual(["Ministra"]);
});

test("characters that the record does not take are left out, and their row says so", async () => {
  const from = `${header}1,\u202eAna\u202c So\u0000to,Ministra,2001,2002,\n`;
  const { rows } = await bring(office, { format: "csv", mapping, from });
  expect(rows.map(({ findings }) => findings.map(({ what }) => what))).toEqual([["characters-left-out"]]);
  const popolo = { persons: [{ id: "p", name: "Eva\u0007" }] };
  const again = await bring(office, { format: "popolo", from: JSON.stringify(popolo), source: "other" });
  expect(again.rows.map(({ findings }) => findings.map(({ what }) => what))).toEqual([["characters-left-out"]]);
  expect(new Set(await names())).toEqual(new Set(["Ana Soto", "Eva"]));
});

test("so do the rows of lists, however many lines they stand on; the others say nothing", async () => {
  const wiki =
    "== Ministry ==\n{|\n! Name !! From !! To\n|-\n| Eva Sol || 2001 || 2002\n|-\n| Luz\n| 2003\r\n| 20\u000704\n|}\n";
  const lists = {
    wikitext: wiki,
    "pipe-table": "## Ministry\n| Name | From | To |\n| Rut Paz | 2001 | 2002 |\n| \u202eIvo | 2003 | 2004 |\n",
  };
  for (const [format, text] of Object.entries(lists)) {
    const list = await bring(office, { format, from: text, source: format });
    expect(list.rows.map(({ findings }) => findings.map(({ what }) => what))).toEqual([["characters-left-out"]]);
  }
  expect(new Set(await names())).toEqual(new Set(["Eva Sol", "Luz", "Rut Paz", "Ivo"]));
});

test("statements of Wikidata that are none are named", async () => {
  const claims = [{ P39: [null, 7, { mainsnak: { snaktype: "novalue" } }] }, { P39: "x" }, {}];
  const from = claims.map((one, index) => JSON.stringify({ id: `Q${index + 1}`, claims: one })).join("\n");
  const { report } = await bring(office, { format: "wikidata", from });
  expect(report.reasons).toEqual({ malformed: 2, invalid: 1 });
});

test("a terminal shows the words of a file and does not do what they say", () => {
  const said: string[] = [];
  const sink = { write: (text: string) => said.push(text) };
  const out = openOutput(false, sink, sink);
  out.print("a\u001b[2J\u009b2Jb");
  out.note("\u202ec\u0000");
  expect(said.join("")).toBe("a\ufffd[2J\ufffd2Jb\n\ufffdc\ufffd\n");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { bring, expectClean } from "./register-import-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

const list = `= Ministry of Tests =
== Secretary / Minister ==
| Name | Entered | Exited |
| Ana Rojas Díaz | 1974 22 March 1976 | early 1980 |
| Luis Soto Vera | before 1985 | 1 March 1986 (resigned) |`;

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice("blank");
  await bring(office.installation, { format: "pipe-table", from: list });
  await office.sequencer.flush();
  await office.until("/register/people", "Rojas");
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await expectClean(office.installation);
  await office.close();
});

const readings = async (path: string) => {
  const text = await (await office.get(path)).text();
  return [...text.matchAll(/(?:Lectura nuestra|Our reading): <span>([^<]*)<\/span>/g)].map(([, words = ""]) =>
    words.replaceAll("&quot;", '"'),
  );
};

test("what an import reads in a source is told on each page in its language, of the tenure and of its dates", async () => {
  expect(new Set(await readings("/register/people/ana-rojas-diaz"))).toEqual(
    new Set([
      "La celda dice «1974 22 March 1976», dos fechas en una: se lee como Secretary desde «1974», y Minister desde «22 March 1976».",
      "La fuente dice «early 1980», que no tiene límites propios.",
    ]),
  );
  expect(await readings("/en/register/people/ana-rojas-diaz")).toContain(
    'The cell is "1974 22 March 1976", two dates in one: read as Secretary from 1974, and Minister from 22 March 1976.',
  );
  expect(await readings("/register/people/luis-soto-vera")).toEqual([
    "La fuente no dice más que «before 1985».",
    "La fecha se lee sin «(resigned)», que está a su lado.",
  ]);
  expect(await readings("/en/register/as-of/1985-06-01")).toEqual([
    'The source says no more than "before 1985".',
    'The date is read without "(resigned)", which stands beside it.',
  ]);
});

test("and in the audit, whose sentences stand in both", async () => {
  const { findings } = await auditFindings(office.installation.db, { today: "2026-11-25", kinds: ["interpretation"] });
  expect(findings[0]?.sentence.es).toContain("dos fechas en una: se lee como");
  expect(findings[0]?.sentence.en).toContain("two dates in one: read as");
  expect(findings[0]?.sentence.es).not.toContain("[en]");
});

test("the report of an import is in English alone, and the same list again is the same", async () => {
  const { report, rows } = await bring(office.installation, { format: "pipe-table", from: list });
  expect(report.entered).toEqual({});
  const sentences = rows.flatMap(({ findings }) => findings.map(({ sentence }) => sentence));
  expect(sentences.join("\n")).toContain("two dates in one: read as");
  expect(sentences.join("\n")).not.toContain("[en]");
});

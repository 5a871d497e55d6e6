import { afterEach, expect, test } from "vitest";
import { Fault } from "../src/fault.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import { type Founded } from "./recorder-office.ts";
import { officeOf } from "./register-office.ts";

let office: Founded;
const opened: Founded[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.drop();
});
async function opening(pack: string): Promise<Founded> {
  const one = await officeOf(pack);
  opened.push(one);
  return one;
}

const spans = async (of: Founded) =>
  [
    ...(await standing(of, "tenure")).map(({ slug, data }) => [slug, data.start.edtf, data.end.edtf]),
    ...(await standing(of, "gap")).map(({ data }) => ["vacant", data.start.edtf, data.end.edtf]),
  ].toSorted((a, b) => (`${a[1]} ${a[0]}` < `${b[1]} ${b[0]}` ? -1 : 1));

const page = `
== Vice presidents ==
{| class="wikitable sortable"
|+ class="nowrap" | Vice presidents{{efn|A {{nowrap|nested}} note | with a bar.}}
|-
! scope="col" | {{abbr|No.|Number}}
! scope="col" | President
! scope="col" | Vice president
! scope="col" | Term{{efn|name=term|Terms & <br> vacancies}}
! scope="col" colspan="2" | Party
! scope="col" | Election
|-
! scope="row" rowspan="2" | 4
| rowspan="2" | [[James Madison]]
| rowspan="2" data-sort-value="Clinton, George" | '''[[George Clinton]]'''<br />{{small|(1739–1812)}}<br />''Died in office''<ref>{{cite web
| title = Clinton
| date = March 4, 1805
}}</ref>
| rowspan="2" | {{nowrap|{{dts|March 4, 1805|format=mdy}}}}<br />–<br />{{nowrap|April 20, 1812}}<br />{{small|(Died in office)}}
| rowspan="2" style="background:{{party color|X}}" |
| rowspan="2" | [[Party]]
| 1804
|-
| 1808
|-
| colspan="7" | ''Office vacant''<br />{{small|April 20, 1812 – March 4, 1813}}{{efn|No means to fill it.}}
|-
! 5
| [[James Madison]]
| [[Elbridge Gerry]]
| March 4, 1813 – November 23, 1814†
| || [[Party]] || 1812
|-
| colspan="7" | '''After the war'''
|-
! scope="row" | 6 || [[Jaes Monroe]] || [[Ann]] and [[Bob]] || 1817–25 || || || 1816
|-
! No. !! President !! Vice president !! Term !! colspan=2 | Party !! Election
|-
| 7 || P || <nowiki>[[Not a link]]</nowiki> || {{UNREAD|1825}} || || || 1824 || more
{{officeholder table
| officeholder = [[Daniel D. Tompkins]]
| term_start = March 4, 1817
}}
|-
| 8 || P || [[JD Vance]] || January 20, 2025 – {{CURRENT}} || || || 2024
|}
== Living former vice presidents ==
{|
! Name !! Term
|-
| [[George Clinton]] || 1805–1812
|}
`;

test("a page's list of holders is read through its templates, spans and banners, and what is not read of it is named", async () => {
  office = await opening("blank");
  const mapping = {
    tables: ["Vice presidents"],
    post: { title: "Vice President", seats: 1 },
    institution: { name: "Executive", kind: "government" },
    ignore: ["Party", "Election"],
  };
  const { report, rows } = await bring(office, { format: "wikitext", mapping, from: page });
  expect(await spans(office)).toEqual([
    ["not-a-link", "", ""],
    ["george-clinton-1805", "1805-03-04", "1812-04-20"],
    ["vacant", "1812-04-20", "1813-03-04"],
    ["elbridge-gerry-1813", "1813-03-04", "1814-11-23"],
    ["ann-and-bob-1817", "1817", "1825"],
    ["jd-vance-2025", "2025-01-20", ".."],
  ]);
  expect((await standing(office, "post")).map(({ data }) => [data.title.en.neutral, data.seats])).toEqual([
    ["Vice President", 1],
  ]);
  expect((await standing(office, "institution")).map(({ data }) => data.names[0]?.name.en)).toEqual(["Executive"]);
  expect(
    rows.map(({ outcome, line, findings }) => [
      outcome,
      (page.split("\n")[(line ?? 0) - 1] ?? "").slice(0, 25),
      findings.map(({ what }) => what).join(" "),
    ]),
  ).toEqual([
    ["taken-with-finding", '! scope="row" rowspan="2"', "unknown-column beside-the-name"],
    ["not-taken", "| colspan=\"7\" | '''After ", "heading"],
    ["taken-with-finding", '! scope="row" | 6 || [[Ja', "several-links"],
    ["not-taken", "! No. !! President !! Vic", "heading"],
    ["taken-with-finding", "| 7 || P || <nowiki>[[Not", "unknown-column date-not-understood"],
    ["not-taken", "{{officeholder table", "malformed"],
    ["not-taken", "| [[George Clinton]] || 1", "not-chosen"],
  ]);
  expect(report.rows.read).toBe(11);
  expect((await standing(office, "tenure")).find(({ slug }) => slug === "not-a-link")?.data.raw?.["column 8"]).toBe(
    "more",
  );
  expect((await bring(office, { format: "wikitext", mapping, from: page })).report.entered).toEqual({});
  await expectClean(office);
});

test("a list in Spanish is read with its own words for holders, vacancies and dates", async () => {
  office = await opening("blank");
  const from = `
=== Patria Vieja ===
{|
! rowspan="2" | Retrato !! rowspan="2" | Nombre<br /><small>(Vida)</small> !! colspan="2" | Mandato !! rowspan="2" | Calidad
|-
! Inicio !! Término
|-
| || [[Mateo de Toro y Zambrano|Mateo de Toro-Zambrano]] <small>(1727-1811)</small> || {{fecha|18|9|1810}} || {{fecha|26|2|1811}} (fallecido) ||
|-
| || [[Juan Martínez de Rozas]] || 26 de febrero de 1811 || 1.º de abril de 1811 || interino
|-
| colspan="5" | '''Vacante''' (del 2 de abril de 1811 al 4 de julio de 1811)
|-
| || ''Sin titular'' || 4 de julio de 1811 || entre mayo y junio de 1813 ||
|-
| || [[Gabriel Boric]] || 11/03/2022 || en el cargo ||
|}
=== Repúblicas ===
{|
! Presidente !! Período
|-
| [[Augusto Pinochet]] || 17 de diciembre de 1974 <br/> 11 de marzo de 1990
|-
| [[Eduardo Frei]] || Del 11 de marzo de 1994 al 11 de marzo de 2000
|-
| [[José Antonio Kast]] || 11 de marzo de 2026 – presente
|}
`;
  const { report } = await bring(office, { format: "wikitext", mapping: { dates: "dmy" }, from });
  expect(report.rows.notTaken).toBe(0);
  expect(await spans(office)).toEqual([
    ["mateo-de-toro-zambrano-1810", "1810-09-18", "1811-02-26"],
    ["juan-martinez-de-rozas-1811", "1811-02-26", "1811-04-01"],
    ["vacant", "1811-04-02", "1811-07-04"],
    ["vacant", "1811-07-04", ""],
    ["augusto-pinochet-1974", "1974-12-17", "1990-03-11"],
    ["eduardo-frei-1994", "1994-03-11", "2000-03-11"],
    ["gabriel-boric-2022", "2022-03-11", ".."],
    ["jose-antonio-kast-2026", "2026-03-11", ".."],
  ]);
  expect((await standing(office, "gap")).find(({ data }) => data.start.edtf === "1811-07-04")?.data.end).toMatchObject({
    min: "1813-05-01",
    max: "1813-06-30",
  });
  await expectClean(office);
});

test("a mapping of a list that names what is not there is refused by name", async () => {
  office = await opening("blank");
  for (const [mapping, said] of [
    [{ tables: ["Kings"] }, 'table "Kings" is not there; there are "Vice presidents", "Living former vice presidents"'],
    [{ columns: { person: "Rey" } }, 'column "Rey" is not there'],
    [{ columns: { king: "Rey" } }, 'there is no field "columns.king"'],
  ] as const) {
    const brought = bring(office, { format: "wikitext", mapping, from: page });
    await expect(brought).rejects.toThrow(Fault);
    await expect(brought).rejects.toThrow(said);
  }
  expect(await standing(office, "tenure")).toEqual([]);
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { auditFindings } from "../src/register/findings/audit-findings.ts";
import { bring, expectClean, standing } from "./register-import-office.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf } from "./register-office.ts";

/** A provincial government as Wikidata has it: people of several posts, with all that its qualifiers say of a date. */
type Snak = object;
const time = (text: string, precision = 11, calendar = "Q1985727"): Snak => ({
  snaktype: "value",
  datavalue: { value: { time: `+${text}T00:00:00Z`, precision, calendarmodel: `http://x/entity/${calendar}` } },
});
const item = (id: string): Snak => ({ snaktype: "value", datavalue: { value: { "entity-type": "item", id } } });
const somevalue = { snaktype: "somevalue" };
const novalue = { snaktype: "novalue" };
const held = (position: string, qualifiers: Record<string, Snak | Snak[]>, rank = "normal") => ({
  position,
  qualifiers,
  rank,
});
const person = (id: string, name: string, statements: ReturnType<typeof held>[], death?: Snak) => ({
  id,
  labels: { es: { language: "es", value: name } },
  claims: {
    P39: statements.map(({ position, qualifiers, rank }, index) => ({
      id: `${id}$${index}`,
      rank,
      mainsnak: item(position),
      qualifiers: Object.fromEntries(Object.entries(qualifiers).map(([property, found]) => [property, [found].flat()])),
    })),
    ...(death === undefined ? {} : { P570: [{ rank: "normal", mainsnak: death }] }),
  },
});
const post = (id: string, label: string) => ({ id, labels: { es: { value: label } }, claims: {} });
const province = [
  post("Q1", "ministra o ministro de Hacienda"),
  post("Q2", "intendenta o intendente"),
  post("Q3", "vicepresidenta o vicepresidente"),
  person("Q11", "Rosa del Valle Ñuñoa", [
    held("Q2", { P580: time("1990-03-00", 10), P582: time("1992-00-00", 9) }),
    held("Q1", { P580: time("1992-05-03"), P582: time("1994-03-11") }),
    held("Q3", { P580: time("1889-05-03") }, "deprecated"),
  ]),
  person("Q12", "Ernst von Löwen Pérez", [
    held("Q2", { P580: somevalue, P582: time("1995-07-01"), P1319: time("1992-01-01"), P1326: time("1993-12-31") }),
    held("Q1", { P580: time("1994-03-11"), P582: time("1994-06-30"), P5102: item("Q4676846") }),
    held("Q3", { P580: time("1998-01-20"), P582: novalue }, "preferred"),
  ]),
  person(
    "Q13",
    "Lucía Soto",
    [
      held("Q1", { P580: time("1994-06-30"), P582: somevalue }),
      held("Q2", { P580: time("1995-07-01") }),
      held("Q3", { P580: time("1996-11-22"), P582: [time("1997-05-01"), time("1997-06-01")] }),
    ],
    time("2001-02-03"),
  ),
  person("Q14", "Iván", [
    held("Q1", { P580: time("1700-02-29", 11, "Q1985786"), P582: time("1710-00-00", 8), P1480: item("Q5727902") }),
    held("Q3", { P580: time("1890-02-30") }),
    held("Q2", { P580: time("1896-00-00", 9), P582: time("1895-00-00", 9) }),
  ]),
];
const text = JSON.stringify({ entities: Object.fromEntries(province.map((entity) => [entity.id, entity])) });

let office: Founded;
beforeAll(async () => {
  office = await officeOf("blank");
});
afterAll(async () => {
  await expectClean(office);
  await office.drop();
});

test("each statement says what its qualifiers say and no more; what is deprecated or cannot be is reported; again, nothing is new", async () => {
  const { report } = await bring(office, { format: "wikidata", from: text });
  expect(report.rows).toMatchObject({ read: 12, taken: 8, takenWithFinding: 2, notTaken: 2 });
  expect(report.reasons).toEqual({ invalid: 2 });
  const said = (await standing(office, "tenure")).map(
    ({ data: { person: who, post: where, start, end, capacities } }) =>
      [
        who,
        where.split("-")[0],
        `${start.edtf} ${start.min}/${start.max}`,
        `${end.edtf} ${end.min}/${end.max}`,
        capacities[0]?.capacity,
      ].join(" | "),
  );
  expect(said.toSorted()).toEqual([
    "ernst-von-lowen-perez | intendenta |  1992-01-01/1993-12-31 | 1995-07-01 1995-07-01/1995-07-01 | titular",
    "ernst-von-lowen-perez | ministra | 1994-03-11 1994-03-11/1994-03-11 | 1994-06-30 1994-06-30/1994-06-30 | subrogante",
    "ernst-von-lowen-perez | vicepresidenta | 1998-01-20 1998-01-20/1998-01-20 | .. 1998-01-20/undefined | titular",
    "ivan | intendenta | 1896 1896-01-01/1896-12-31 | 1895 1895-01-01/1895-12-31 | titular",
    "ivan | ministra | 1700-03-11~ 1700-03-10/1700-03-12 | 171X 1710-01-01/1719-12-31 | titular",
    "lucia-soto | intendenta | 1995-07-01 1995-07-01/1995-07-01 |  1995-07-01/2001-02-03 | titular",
    "lucia-soto | ministra | 1994-06-30 1994-06-30/1994-06-30 |  1994-06-30/undefined | titular",
    "lucia-soto | vicepresidenta | 1996-11-22 1996-11-22/1996-11-22 |  1997-05-01/1997-06-01 | titular",
    "rosa-del-valle-nunoa | intendenta | 1990-03 1990-03-01/1990-03-31 | 1992 1992-01-01/1992-12-31 | titular",
    "rosa-del-valle-nunoa | ministra | 1992-05-03 1992-05-03/1992-05-03 | 1994-03-11 1994-03-11/1994-03-11 | titular",
  ]);
  expect((await bring(office, { format: "wikidata", from: text })).report.entered).toEqual({});
});

test("a finding tells its dates as people write them, not as the file does for machines", async () => {
  const { findings } = await auditFindings(office.db, { today: "2026-11-25" });
  const inverted = findings.find(({ kind }) => kind === "inverted-interval");
  expect(inverted?.sentence.es).toContain("Iván (1896 – 1895) termina antes de comenzar.");
});

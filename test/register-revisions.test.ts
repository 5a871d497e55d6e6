import { afterEach, beforeEach, expect, test } from "vitest";
import { bring, expectClean, standing } from "./register-import-office.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf } from "./register-office.ts";

let office: Founded;
beforeEach(async () => {
  office = await officeOf("blank");
});
afterEach(() => office.drop());

const page = (...rows: string[]) =>
  ["{|", "! Spokesperson !! Took office !! Left office", ...rows.flatMap((row) => ["|-", `| ${row}`]), "|}"].join("\n");
const ana = "[[Ana Soto]] || 11 March 1990 || 3 May 1992";
const bruno = "[[Bruno Díaz|Bruno Díaz Pérez]] || 3 May 1992 || 2 July 1994";
const revisions = [
  page("[[Ana Soto]] || 1990 || 1992", "[[Bruno Díaz]] || 1992 || 1994", "Carla Ruiz || 1994 || Incumbent"),
  // Days for years; the incumbent went and another came.
  page(
    ana,
    "[[Bruno Díaz]] || 3 May 1992 || 1994",
    "Carla Ruiz || 1994 || 11 March 2000",
    "Eva || 11 March 2000 || Incumbent",
  ),
  // Names spelt otherwise, a row put in before the others, in another order.
  page(
    "Eva || 11 March 2000 || Incumbent",
    "Carla Ruíz || 2 July 1994 || 11 March 2000",
    bruno,
    ana,
    "Zoe || 1985 || 1990",
  ),
  // A row is gone, a name has got a link, there is a vacancy.
  page(
    ana,
    bruno,
    "[[Carla Ruiz (politician)|Carla Ruíz]] || 2 July 1994 || 11 March 2000",
    "Eva || 11 March 2000 || 2004",
    "Vacant || 2004 || 2005",
  ),
  // A row had the wrong holder; the vacancy ended otherwise.
  page(
    ana,
    bruno.replace("Bruno Díaz|Bruno", "Benito Díaz|Benito"),
    "[[Carla Ruiz (politician)|Carla Ruíz]] || 2 July 1994 || 11 March 2000",
    "Eva || 11 March 2000 || 2004",
    "Vacant || 2004 || 3 March 2005",
  ),
];

test("a page's revisions over the years correct and change what it said, and say nothing twice, whatever the files are called", async () => {
  const entered: unknown[] = [];
  for (const [index, from] of revisions.entries()) {
    const name = `list of ${1995 + 5 * index}.wiki`;
    const on = `${1995 + 5 * index}-01-01`;
    const { report } = await bring(office, { format: "wikitext", from: { [name]: from }, on });
    const { source: _, ...kinds } = report.entered;
    entered.push(kinds);
    const again = await bring(office, { format: "wikitext", from: { [name]: from }, on });
    expect(again.report.entered).toEqual({});
  }
  const just = (fresh: number, correction: number, change: number) => ({ new: fresh, correction, change });
  expect(entered).toEqual([
    { institution: just(1, 0, 0), post: just(1, 0, 0), person: just(3, 0, 0), tenure: just(3, 0, 0) },
    { person: just(1, 0, 0), tenure: just(1, 2, 1) },
    { person: just(1, 2, 0), tenure: just(1, 2, 1) },
    { tenure: just(0, 0, 1), gap: just(1, 0, 0) },
    { person: just(1, 0, 0), tenure: just(0, 1, 0), gap: just(0, 1, 0) },
  ]);
  expect((await standing(office, "tenure")).map(({ data }) => [data.person, data.start.edtf, data.end.edtf])).toEqual([
    ["ana-soto", "1990-03-11", "1992-05-03"],
    ["benito-diaz-perez", "1992-05-03", "1994-07-02"],
    ["carla-ruiz", "1994-07-02", "2000-03-11"],
    ["eva", "2000-03-11", "2004"],
    ["zoe", "1985", "1990"],
  ]);
  await expectClean(office);
});

test("who has got another key is told; two whom a list tells apart are never joined", async () => {
  const first = page("Ana Soto || 1990 || 1992", "Eva Paz || 1992 || 1994");
  await bring(office, { format: "wikitext", from: first });
  // One Ana Soto is two now, and it is not said which of them the first was; Eva Paz held it at another time.
  const second = page(
    "[[Ana Soto (a)|Ana Soto]] || 1990 || 1992",
    "[[Ana Soto (b)|Ana Soto]] || 1990 || 1993",
    "[[Eva|Eva Paz]] || 2001 || 2002",
  );
  const { report, rows } = await bring(office, { format: "wikitext", from: second });
  expect(report.findings["another-key"]).toBeUndefined();
  expect(report.entered).toMatchObject({ person: { new: 3 } });
  const third = second.replace("[[Eva|Eva Paz]]", "[[Eva Paz (minister)|Eva Paz]]");
  const next = await bring(office, { format: "wikitext", from: third });
  expect(next.report.entered).toEqual({});
  expect(next.report.findings["another-key"]).toBe(1);
  expect(rows.length).toBeGreaterThan(0);
  await expectClean(office);
});

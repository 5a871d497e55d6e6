import { afterAll, beforeAll, expect, test } from "vitest";
import { registerAsOfCommand } from "../src/cli/register-as-of.ts";
import { changeDate } from "../src/register/change-date.ts";
import { enterExport } from "../src/register/export/enter-export.ts";
import { exportedText, exportFormats } from "../src/register/export/export-register.ts";
import { textFile } from "../src/register/import/source-files.ts";
import { callCommand } from "./call-command.ts";
import { bring, expectClean } from "./register-import-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

const table = [
  "id,name,post,body,from,to",
  "1,Ana Rojas Díaz,Dirección,Aguas,2011-01-01,5 de mayo de 2015",
  "2,Luis Soto Vera,Dirección,Aguas,5 de mayo de 2015,2016-01-01",
  "3,Vacante,Dirección,Aguas,2016-01-01,2016-02-01",
  "4,Eva Sol Ríos,Dirección,Aguas,2016-02-01,2016",
].join("\n");
const mapping = {
  columns: { id: "id", person: "name", post: "post", institution: "body", start: "from", end: "to" },
};

let office: ServedOffice;
beforeAll(async () => {
  office = await servedOffice("blank");
  await bring(office.installation, { format: "csv", from: table, mapping, exclusive: true, source: "Gaceta" });
  await office.sequencer.flush();
  await office.until("/register/institutions", "Aguas");
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await expectClean(office.installation);
  await office.close();
});

const plain = async (path: string) =>
  (await (await office.get(path)).text()).replace(/<[^>]*>/g, "").replace(/\s+/g, " ");

test.each([
  "/register/posts/direccion",
  "/register/people/ana-rojas-diaz",
  "/register/institutions/aguas",
  "/register/institutions/aguas/as-of/2012-01-01",
])("%s says that the source's day was the first out, in its own words, and ours the last in", async (path) => {
  expect(await plain(path)).toContain(
    "4 de mayo de 2015último día en el cargo; según la fuente, 5 de mayo de 2015, lo dejó el 5 de mayo de 2015",
  );
  expect(await plain(`/en${path}`)).toContain(
    "4 May 2015last day in office; according to the source, 5 de mayo de 2015, out of it on 5 May 2015",
  );
});

test("a vacancy's own end is told the same way, and an imprecise end is only said to be one", async () => {
  const page = await plain("/register/posts/direccion");
  expect(page).toContain("último día así; según la fuente, 2016-02-01, el primero después fue el 1 de febrero de 2016");
  expect(await plain("/register/people/eva-sol-rios")).not.toContain("lo dejó el");
});

test("data, exports and the command line say it too, and an export read again is the same", async () => {
  const { installation } = office;
  const data = JSON.parse(await (await office.get("/register/people/ana-rojas-diaz.json")).text()) as {
    tenures: { firstDayOut?: string; end: { raw: string; edtf: string } }[];
  };
  expect(data.tenures).toMatchObject([
    { firstDayOut: "2015-05-05", end: { raw: "5 de mayo de 2015", edtf: "2015-05-04" } },
  ]);
  const said = await callCommand(registerAsOfCommand, ["2012-01-01"], { installation });
  expect(said.lines.join("\n")).toContain(
    'to "5 de mayo de 2015" (2015-05-04), the last day in office: the source gives the first day out of it.',
  );
  for (const format of exportFormats) {
    const text = await exportedText(installation.db, format, { base: "https://oficina.example" });
    const days = {
      csv: /,2015-05-05,.*,2015-05-04,/,
      jsonld: /"firstDayOut":"2015-05-05"/,
      popolo: /"firstDayOut":"2015-05-05"/,
    };
    expect(text).toMatch(days[format]);
    const { rows } = await enterExport(installation.db, textFile("export", text), {}, installation.means);
    expect(rows).toMatchObject({ new: 0, corrected: 0, notTaken: 0 });
  }
});

test("it still says so once another source has corrected the start, and no longer once it has corrected the end", async () => {
  const { installation, sequencer } = office;
  const change = (dates: { start?: string; end?: string }) =>
    changeDate(
      installation.db,
      {
        person: "Luis Soto Vera",
        post: "direccion",
        ...dates,
        change: "correction",
        reason: "Consta en el decreto.",
        source: { name: "Decreto 7", locator: "art. 1" },
      },
      installation.means,
    );
  await change({ start: "2015-05-06" });
  await sequencer.flush();
  expect(await office.until("/register/people/luis-soto-vera", "6 de mayo de 2015")).toContain(
    "lo dejó el 1 de enero de 2016",
  );
  await change({ end: "2015-12-30" });
  await sequencer.flush();
  expect(await office.until("/register/people/luis-soto-vera", "30 de diciembre de 2015")).not.toContain("lo dejó el");
});

import { afterAll, beforeAll, expect, test } from "vitest";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import { earlierStatements, saidBeforeTaskOf } from "../src/newsroom/earlier-statements.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { foundedOffice } from "./founded-office.ts";

type Office = Awaited<ReturnType<typeof foundedOffice>>;
let office: Office;
const hand = { by: "Ana Soto" };

beforeAll(async () => {
  office = await foundedOffice("blank");
});
afterAll(() => office.drop());

test("what was said before is found by words as they are typed, in both languages, newest editions alone", async () => {
  const water = await publish(
    "Aviso",
    "La **educación** pública y el agua de Petorca.\n\n| Lugar | Agua |\n| --- | --- |\n| Petorca | 12 |\n",
  );
  await publish("Notice", "Schools will be closed in Petorca.\n", "en");
  await publish("Otra cosa", "El cometa pasa en marzo.\n");
  expect(await found("EDUCACION publica")).toEqual([water]);
  expect(await found("escuelas cerradas school closing")).toEqual(["2026-0002"]);
  expect((await found("agua petorca")).slice(0, 2)).toEqual([water, "2026-0002"]);
  expect(await found("nada de esto")).toEqual([]);
  expect(await found("  ")).toEqual([]);
  const [first] = await earlierStatements(office.db, "agua de Petorca");
  expect(first).toMatchObject({ excerpt: expect.stringContaining("«agua»"), status: "current", edition: 1 });
  expect(first?.excerpt, "words, and nothing of how they are marked").not.toMatch(/[*|]|---/);

  await correctStatement(
    office.db,
    water,
    { body: "La educación pública y el riego de Petorca.\n", note: "Era el riego.", severity: "major" },
    hand,
    office.means,
  );
  expect(await found("agua")).toEqual([]);
  expect(await found("riego")).toEqual([water]);
  await withdrawStatement(office.db, water, { reason: "Por error." }, hand, office.means);
  expect(await earlierStatements(office.db, "riego")).toMatchObject([
    { number: water, status: "withdrawn", edition: 2 },
  ]);
  expect(await earlierStatements(office.db, "riego", { except: water })).toEqual([]);
});

test("signs that a query language would read are words like any other, or nothing", async () => {
  for (const words of ["'", "a & | ! <-> :*", "\\", "';drop table statement;--", "riego' | 'cometa"])
    await expect(earlierStatements(office.db, words)).resolves.toBeInstanceOf(Array);
  expect(await found("'cometa' & ((")).toEqual(["2026-0003"]);
});

test("what no question has taken in yet is taken in by the job", async () => {
  await publish("Más", "El volcán Villarrica.\n");
  await saidBeforeTaskOf(office.db)({}, 1);
  expect(await office.db.selectFrom("said_before").select("statement_id").execute()).toHaveLength(4);
});

async function publish(title: string, body: string, language = "es-CL"): Promise<string> {
  const draft = { title, kind: "comunicado", language, topics: [], body };
  return (await publishStatement(office.db, draft, hand, office.means)).number;
}

async function found(words: string): Promise<string[]> {
  return (await earlierStatements(office.db, words)).map(({ number }) => number);
}

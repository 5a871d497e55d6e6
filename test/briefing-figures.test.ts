import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CountedTurn, wordsOfTurns } from "../src/briefings/count-words.ts";
import { countTranscripts } from "../src/briefings/transcript-words.ts";
import { transact } from "../src/store/database.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
let browser: Browser;

const turn = (turn: number, kind: CountedTurn["kind"], speaker: CountedTurn["speaker"], text: string): CountedTurn => ({
  turn,
  kind,
  speaker,
  text,
});
const minister = { name: "Camila Vallejo", person: "camila-vallejo", post: "minister" };
const guest = { name: "=Ana Díaz, de fuera" };

beforeAll(async () => {
  office = await servedOffice();
  browser = await launchBrowser();
  const posts = await sql<{ slug: string; person: string }>`select post as slug, person from tenure limit 1`.execute(
    office.installation.db,
  );
  Object.assign(minister, { person: posts.rows[0]?.person, post: posts.rows[0]?.slug });
  await transact(office.installation.db, async (tx) => {
    await countTranscripts(tx, [
      {
        entry: 0,
        briefing: "H-000001",
        day: "2020-03-01",
        turns: [
          turn(1, "speech", minister, "Son cuatro palabras aquí.\n\n(INICIA VIDEO)"),
          turn(2, "question", { name: "Bianca Aguirre", outlet: "Notimex" }, "¿Cuándo será?"),
          turn(3, "answer", minister, "Mañana."),
          turn(4, "answer", guest, "Sí, mañana."),
        ],
      },
      { entry: 1, briefing: "H-000002", day: "2021-04-02", turns: [turn(1, "speech", minister, "Una más.")] },
    ]);
  });
  await office.publish({ title: "Para que el horizonte pase" });
  await office.until("/briefings/figures", "Notimex");
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await browser.close();
  await office.close();
});

test("words are counted by speaker, post, month and outlet, and stage directions are nobody's", async () => {
  const { total, speakers, posts, months, outlets } = (await (
    await office.get("/briefings/figures.json")
  ).json()) as Record<string, unknown>;
  expect(total).toEqual({ briefings: 2, speakers: 2, outlets: 1, turns: 5, words: 11, questions: 1, answers: 2 });
  expect(speakers).toMatchObject([
    { person: minister.person, posts: [minister.post], briefings: 2, turns: 3, words: 7 },
    { name: guest.name, person: null, posts: [], briefings: 1, turns: 1, words: 2 },
  ]);
  expect(posts).toMatchObject([{ post: minister.post, people: 1, words: 7 }]);
  expect(months).toMatchObject([
    { month: "2020-03", questions: 1, answers: 2, speech: 1, question_words: 2, answer_words: 3, speech_words: 4 },
    { month: "2021-04", speech_words: 2 },
  ]);
  expect(outlets).toEqual([{ outlet: "Notimex", askers: 1, briefings: 1, turns: 1, words: 2 }]);
  const year = (await (await office.get("/briefings/figures.json?year=2021")).json()) as { total: { words: number } };
  expect(year.total.words).toBe(2);
  const one = (await (await office.get("/briefings/H-000001/figures.json")).json()) as { total: { words: number } };
  expect(one.total.words).toBe(9);
});

test("the tables are files too, and no cell of them is a formula", async () => {
  const text = await (await office.get("/briefings/figures/speakers.csv")).text();
  expect(text.split("\r\n")[0]).toBe("name,person,posts,briefings,turns,words");
  expect(text).toContain(`"'=Ana Díaz, de fuera",,,1,1,2`);
  expect((await office.get("/briefings/H-000009/figures.json")).status).toBe(404);
  expect((await office.get("/briefings/figures?year=MMXX")).status).toBe(400);
});

test("until a correction may be shown the words that it corrects count, and from then on its own", async () => {
  const { db } = office.installation;
  const newest = await sql<{ index: number }>`select max(index) as index from record_entry`.execute(db);
  const entry = newest.rows[0]?.index ?? 0;
  const corrected = {
    entry,
    prev: 1,
    briefing: "H-000002",
    day: "2021-04-02",
    turns: [turn(1, "speech", guest, "Era otra voz.")],
  };
  await transact(db, (tx) => countTranscripts(tx, [corrected]));
  await office.publish({ title: "Otro" });
  await office.until("/briefings/figures.json?year=2021", `"words":3`);
  const { rows } = await sql<{ shown: number }>`
    select sum(words)::int as shown from transcript_words
    where briefing = 'H-000002' and entry < ${entry} and (superseded is null or superseded >= ${entry})`.execute(db);
  expect(rows[0]?.shown).toBe(2);
});

test("a person's page and a post's lead to what they said at each briefing", async () => {
  const person = await (await office.get(`/register/people/${minister.person}`)).text();
  expect(person).toContain(`href="/briefings/H-000001"`.slice(0, -1));
  expect(person).toContain("#t1");
  expect(await (await office.get(`/en/register/posts/${minister.post}`)).text()).toContain("At briefings");
});

test.each([
  [360, "dark"],
  [1280, "light"],
] as const)("axe finds nothing at %i, %s, and nothing is wider than the window", async (width, colorScheme) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const failures = faultsOf(page);
  for (const path of ["/briefings/figures", "/en/briefings/H-000001/figures"]) {
    await page.goto(office.url + path);
    expect(await axeFaults(page), path).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
  }
  expect(failures).toEqual([]);
  await context.close();
});

test("lines of one speaker in one post and kind are one, whatever the turns", () => {
  const lines = wordsOfTurns([
    turn(1, "speech", guest, "uno dos"),
    turn(2, "answer", guest, "tres"),
    turn(3, "speech", guest, "1.5 co-operar d'Alò, y"),
  ]);
  expect(lines).toMatchObject([
    { kind: "speech", first_turn: 1, turns: 2, words: 6 },
    { kind: "answer", first_turn: 2, turns: 1, words: 1 },
  ]);
});

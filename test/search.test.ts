import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scheduleStatement } from "../src/newsroom/schedule-statement.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { takeInDocuments } from "../src/search/documents.ts";
import { search, type SearchQuery } from "../src/search/query.ts";
import { suggest } from "../src/search/suggest.ts";
import { officer } from "./newsroom-office.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
const published: Record<string, string> = {};

beforeAll(async () => {
  office = await servedOffice();
  const texts = {
    water: {
      title: "Plan de agua potable",
      topics: ["educacion"],
      body: "Primera cosa.\n\nHabrá **agua potable** rural en Petorca. Las escuelas no se tocan.\n\n| Lugar | Año |\n| --- | --- |\n| Petorca | 2026 |\n",
    },
    drought: { title: "Sequía", body: "La sequía deja sin agua a Petorca; el agua no es potable.\n", kind: "discurso" },
    schools: {
      title: "Schools of Petorca",
      language: "en",
      body: "Schools will be closed. The happiest <b>children</b> & others.\n",
    },
    voice: { title: "Palabras de la ministra", body: "Los ministros decidieron el presupuesto.\n" },
  };
  for (const [name, draft] of Object.entries(texts)) {
    published[name] = (await office.publish(draft)).number;
  }
  await found("");
});
afterAll(() => office?.close());

async function ask(words: string, more: Partial<SearchQuery> = {}) {
  const { db, means } = office.installation;
  await office.sequencer.flush();
  const { size } = await readHorizon(db);
  // The office's own follower may be at it.
  for (;;) {
    await takeInDocuments(db);
    const { rows } = await sql<{ next: number }>`select next_entry as next from search_place`.execute(db);
    if ((rows[0]?.next ?? 0) >= size) break;
  }
  return search(db, { words, upTo: size, now: means.clock.now(), ...more });
}

async function found(words: string, more: Partial<SearchQuery> = {}): Promise<string[]> {
  return (await ask(words, more)).hits.map(({ line }) => line.number);
}

const text = (pieces: { text: string; marked: boolean }[]) =>
  pieces.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join("");

test("words are found in each text's language, with or without accents, in whatever form", async () => {
  const { water, drought, schools, voice } = published;
  expect(await found("AGUAS petorcá")).toEqual(expect.arrayContaining([water, drought]));
  expect((await found("agua potable"))[0], "the title counts most").toBe(water);
  expect(await found("sequias")).toEqual([drought]);
  expect(await found("school closing")).toEqual([schools]);
  expect(await found("happy child")).toEqual([]);
  expect(await found("ministro decidieron presupuestos")).toEqual([voice]);
  expect(await found("de la agua"), "what says nothing is not looked for").toHaveLength(2);
  expect(await found("")).toHaveLength(4);
});

test("phrases stand together, exclusions are not there, filters and days narrow", async () => {
  const { water, drought, schools } = published;
  expect(await found('"agua potable"')).toEqual([water]);
  expect(await found("petorca -sequía -schools")).toEqual([water]);
  expect(await found("-agua", {})).not.toContain(water);
  expect(await found("petorca", { filters: { kind: "discurso" } })).toEqual([drought]);
  expect(await found("petorca", { filters: { topic: "educacion" } })).toEqual([water]);
  expect(await found("petorca", { filters: { language: "en" } })).toEqual([schools]);
  expect(await found("petorca", { filters: { person: "nadie" } })).toEqual([]);
  expect(await found("petorca", { until: "2020-01-01" })).toEqual([]);
  const { facets, total } = await ask("petorca");
  expect(total).toBe(3);
  expect(facets.kind).toEqual([
    { value: "comunicado", count: 2 },
    { value: "discurso", count: 1 },
  ]);
});

test("the sentence with the words is shown as it reads, the words marked and nothing else", async () => {
  const { hits } = await ask("AGUA petorca", { filters: { topic: "educacion" } });
  expect(text(hits[0]?.excerpt ?? [])).toBe("Habrá [agua] potable rural en [Petorca].");
  expect(text(hits[0]?.title ?? [])).toBe("Plan de [agua] potable");
  const page = await (await office.get("/search?q=happiest+children")).text();
  expect(page).toContain("<mark>happiest</mark>");
  expect(page).not.toContain("<b>children");
});

test("by date every one is reached, page after page, each once", async () => {
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const { hits, next } = await ask("petorca", {
      order: "date",
      limit: 1,
      ...(before === undefined ? {} : { before }),
    });
    seen.push(...hits.map(({ line }) => line.number));
    before = next;
  } while (before !== undefined);
  expect(seen).toEqual([published["schools"], published["drought"], published["water"]]);
  expect((await ask("petorca", { order: "date", before: "zzz" })).hits).toHaveLength(3);
});

test("a mistyped word is answered with one that finds something, spelled as it was", async () => {
  expect((await ask("zzyzzyx")).meant).toBeUndefined();
  expect((await ask("secquia petorca")).meant).toBe("sequía petorca");
  expect((await ask("happiesstt")).meant).toBe("happiest");
  expect((await ask("presupuetso")).meant).toBe("presupuesto");
  expect(await (await office.get("/search?q=presupuetso")).text()).toContain('href="/search?q=presupuesto"');
});

test("what is typed begins titles, people and topics", async () => {
  const { db } = office.installation;
  const { size } = await readHorizon(db);
  expect((await suggest(db, "pla agu", size)).titles).toMatchObject([{ number: published["water"] }]);
  expect((await suggest(db, "suar", size)).people.length).toBeGreaterThan(0);
  expect((await suggest(db, "educ", size)).topics).toMatchObject([{ slug: "educacion" }]);
  expect(await suggest(db, "':* | a", size)).toMatchObject({ titles: [] });
  const answered = await (await office.get("/en/search/suggest?q=school")).json();
  expect(answered).toMatchObject({
    groups: [{ name: "Texts", choices: [{ href: `/en/statements/${published["schools"]}` }] }],
  });
});

test("a correction takes the place of what it corrects, a withdrawal is marked and stays", async () => {
  const { number } = await office.publish({ title: "Cometa", body: "El cometa pasa en marzo.\n" });
  expect(await found("marzo")).toEqual([number]);
  await office.correct(number, { body: "El cometa pasa en abril.\n" });
  expect(await found("marzo")).toEqual([]);
  expect(await found("abril")).toEqual([number]);
  await office.withdraw(number, "No pasa.");
  await office.sequencer.flush();
  expect((await ask("cometa")).hits).toMatchObject([{ line: { number, status: "withdrawn", edition: 2 } }]);
  expect(await office.until("/search?q=cometa", "Dejado sin efecto")).toContain(number);
});

test("no draft, no text that waits for its hour and no act beyond what may be shown is ever found", async () => {
  const { db } = office.installation;
  const { means } = office.installation;
  const secret = { title: "Secretísimo", body: "El ornitorrinco llega mañana.\n" };
  await startDraft(db, secret, await officer(office.installation, "Ana Soto", "writer"), means);
  await scheduleStatement(
    db,
    { ...secret, kind: "comunicado", language: "es-CL", topics: [] },
    new Date(means.clock.now().getTime() + 86_400_000),
    { by: "Ana Soto", urgent: { reason: "Ahora." } },
    means,
  );
  expect(await found("ornitorrinco")).toEqual([]);
  expect((await ask("ornitorinco")).meant).toBeUndefined();
  expect((await suggest(db, "secret", 1_000_000)).titles).toEqual([]);
  const before = (await readHorizon(db)).size;
  const { number } = await office.publish({ title: "Quetzal", body: "El quetzal.\n" });
  expect(await found("quetzal")).toEqual([number]);
  expect(await found("quetzal", { upTo: before }), "an older horizon does not know it").toEqual([]);
  const { rows } = await sql<{ of: string }>`select of from search_document
    where not exists (select from record_entry e where e.index = search_document.entry)`.execute(db);
  expect(rows).toEqual([]);
});

test("whatever is typed is answered", async () => {
  const { db, means } = office.installation;
  const signs = fc.constantFrom(
    '"',
    "'",
    "-",
    "&",
    "|",
    "!",
    "(",
    ")",
    ":*",
    "<->",
    "\\",
    "\0",
    "agua",
    " ",
    "»",
    "ﬃ",
    "İ",
    "👩‍🚒",
  );
  const typed = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(signs, { maxLength: 20 }).map((all) => all.join("")),
  );
  await fc.assert(
    fc.asyncProperty(typed, typed, async (words, value) => {
      const upTo = (await readHorizon(db)).size;
      await search(db, { words, upTo, now: means.clock.now() });
      await suggest(db, words, upTo);
      const parameters = new URLSearchParams({
        q: words,
        topic: value,
        from: value,
        page: value,
        before: value,
        language: value,
      });
      expect((await office.get(`/search?${parameters.toString()}`)).status).toBe(200);
    }),
    { numRuns: 40 },
  );
  expect(office.failures).toEqual([]);
}, 60_000);

test("what followers take in twice is there once, and a restart goes on from its place", async () => {
  const { db } = office.installation;
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from search_document`.execute(db)).rows[0]?.n;
  const before = await count();
  await sql`update search_place set next_entry = 0`.execute(db);
  await Promise.all([takeInDocuments(db), takeInDocuments(db)]);
  await takeInDocuments(db);
  expect(await count()).toBe(before);
  expect(await found("quetzal")).toHaveLength(1);
});

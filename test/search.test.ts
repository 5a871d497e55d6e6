import type { TranscriptContent } from "@voceria/record";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certifyTranscript } from "../src/briefings/certify-transcript.ts";
import { stepBriefing } from "../src/briefings/plan-briefing.ts";
import { appendTranscripts, findTranscript, type StandingTranscript } from "../src/briefings/transcripts.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { scheduleStatement } from "../src/newsroom/schedule-statement.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { logQuestion } from "../src/press/ask-question.ts";
import { correctAnswer } from "../src/press/correct-answer.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { withdrawAnswer } from "../src/press/withdraw-answer.ts";
import { answerOnBackground, saveAnswer } from "../src/press/work-question.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { auditDocuments } from "../src/search/audit-documents.ts";
import { rebuildDocuments } from "../src/search/rebuild-documents.ts";
import { documentSources, takeIn, takeInDocuments } from "../src/search/documents.ts";
import type { FoundText } from "../src/search/found-texts.ts";
import { plainWords } from "../src/search/asked.ts";
import { type Conditions, findCandidates, type Progress } from "../src/search/candidates.ts";
import { endBy, timeIsOver } from "../src/search/end-by.ts";
import { search, type SearchQuery } from "../src/search/query.ts";
import { suggest } from "../src/search/suggest.ts";
import { assertItems } from "../src/register/assert-items.ts";
import { openConnection, transact } from "../src/store/database.ts";
import { pathOf } from "../src/page/found-path.ts";
import { certifiedTranscript, openedBriefing, publicWords, type } from "./briefing-office.ts";
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
    const { rows } = await sql<{
      next: number;
    }>`select min(next_entry) as next from search_place where source not like 'quote-%'`.execute(db);
    if ((rows[0]?.next ?? 0) >= size) break;
  }
  return search(db, { words, upTo: size, now: means.clock.now(), ...more });
}

async function found(words: string, more: Partial<SearchQuery> = {}): Promise<string[]> {
  return (await ask(words, more)).hits.map(addressOf);
}

/** The number of what was found, or of the briefing with the turn's. */
function addressOf(text: FoundText): string {
  return pathOf(text)
    .replace(/^\/[a-z]+\//, "")
    .replace("/turns/", "/");
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
  expect(text(hits[0]?.titled ?? [])).toBe("Plan de [agua] potable");
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
    seen.push(...hits.map(addressOf));
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
  expect((await suggest(db, "pla agu", size)).titles).toMatchObject([{ line: { number: published["water"] } }]);
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

const person = { person: "camila-vallejo", post: "ministro-secretario-general-de-gobierno" } as const;
const spoken = { name: "Vocera Camila Vallejo", ...person, institution: "segegob", capacity: "titular" };

/** As it would be certified after a briefing, or imported from an archive. */
async function enterTranscript(content: Partial<TranscriptContent>, corrects?: StandingTranscript) {
  const { db, means } = office.installation;
  const whole = { ...certifiedTranscript("2026-0700"), ...content };
  return transact(db, async (tx) => {
    const [entered] = await appendTranscripts(
      tx,
      [{ content: whole, ...(corrects && { corrects }) }],
      "R. Soto",
      means,
    );
    return entered!;
  });
}

test("what was said at a briefing is found turn by turn, and what the press asked is told apart from the office's word", async () => {
  await enterTranscript({
    day: "2026-11-20",
    title: "Punto de prensa sobre el yacimiento",
    turns: [
      {
        turn: 1,
        kind: "speech",
        at: 0,
        speaker: spoken,
        text: "Buenos días.\n\nEl yacimiento de Cochamó se protege. 2. Así será.",
      },
      {
        turn: 2,
        kind: "question",
        at: 64,
        speaker: { name: "Dolores", outlet: "Radio Austral" },
        text: "¿Yacimiento en «venta»?",
      },
      { turn: 3, kind: "answer", at: 70, speaker: spoken, text: "No se vende." },
    ],
  });
  expect((await found("yacimientos")).toSorted()).toEqual(["2026-0700/1", "2026-0700/2"]);
  expect(await found("yacimiento", { filters: { kind: "pregunta" } })).toEqual(["2026-0700/2"]);
  expect(await found("yacimiento", { filters: { kind: "intervencion", ...person } })).toEqual(["2026-0700/1"]);
  expect(await found("yacimiento", { filters: { kind: "intervencion", language: "en" } })).toEqual([]);
  expect(await found("yacimiento", { from: "2026-11-21" })).toEqual([]);
  expect(await found("vallejo vende"), "by who speaks and what").toEqual(["2026-0700/3"]);
  expect(await found('"radio austral"')).toEqual(["2026-0700/2"]);
  expect(await found("venta"), "whatever signs stand beside a word").toEqual(["2026-0700/2"]);
  expect((await ask("yacimiento")).facets.kind).toEqual([
    { value: "intervencion", count: 1 },
    { value: "pregunta", count: 1 },
  ]);
  const page = await office.until("/search?q=yacimiento&order=date", "2026-0700");
  const [asked = "", said = ""] = page.split(/<li class="item"/).slice(1);
  expect(asked).toContain('data-said="question"');
  expect(asked).toContain("Lo dijo quien preguntaba, no la oficina.");
  const sentence = 'href="/briefings/2026-0700/turns/2#:~:text=%C2%BFYacimiento%20en%20%C2%ABventa%C2%BB%3F"';
  for (const shown of ["Dolores", ", Radio Austral", "minuto 1:04", sentence]) expect(asked).toContain(shown);
  const [, answered = ""] = (await (await office.get("/briefings/2026-0700/turns/2")).text()).split('class="reply"');
  expect(answered, "a question stands with what was said to it").toMatch(/turns\/3"[\s\S]*No se vende\./);
  for (const shown of [
    "Camila Vallejo",
    ", ministra secretaria general de Gobierno, titular",
    "Punto de prensa sobre el <",
    "2026-0700/turns/1",
  ])
    expect(said.replaceAll("yacimiento", "<")).toContain(shown);
  expect(said).toContain("El <mark>yacimiento</mark> de Cochamó se protege.");
  expect((await suggest(office.installation.db, "vocera", 1_000_000)).titles, "who speaks is no title").toEqual([]);
});

test("a corrected transcript is found by its newest words, an edited version is led to and not found twice", async () => {
  const { db } = office.installation;
  const first = (await findTranscript(db, "2026-0700", "said", 1_000_000))!;
  const { certifier: _, recording: __, ...words } = first.content!;
  await enterTranscript(
    { ...first.content, turns: first.content!.turns.slice(0, 2), note: "Sobraba.", severity: "minor" },
    first,
  );
  const edited = { ...words, version: "edited" as const, of: { entry: first.entry }, turns: words.turns.slice(0, 1) };
  await transact(db, (tx) => appendTranscripts(tx, [{ content: edited }], "P. Neira", office.installation.means));
  expect(await found("vallejo vende")).toEqual([]);
  const { hits } = await ask("yacimiento", { order: "date" });
  expect(hits.map((hit) => [addressOf(hit), hit.source === "turn" && [hit.turn.edition, hit.turn.edited]])).toEqual([
    ["2026-0700/2", [2, false]],
    ["2026-0700/1", [2, true]],
  ]);
  expect(await office.until("/search?q=cochamo", "/briefings/2026-0700/edited#t1")).toContain("Corregido");
});

test("what was said under a government is found by it, from its first day to its last", async () => {
  const { db, means } = office.installation;
  const day = (edtf: string) => ({ raw: edtf, edtf, min: edtf, max: edtf });
  const government = (id: string, start: string, end: string) => ({
    format: "voceria/register/v1" as const,
    kind: "institution" as const,
    id,
    change: "new" as const,
    data: { kind: "government", names: [{ name: { es: `Gobierno ${id}` } }], start: day(start), end: day(end) },
    source: { id: "founding-document", locator: "prueba" },
  });
  const both = [government("de-antes", "2022-03-11", "2026-11-19"), government("de-ahora", "2026-11-20", "2030-03-10")];
  await transact(db, (tx) => assertItems(tx, both, "asserted", means));
  await office.until("/search", "Gobierno de-ahora");
  const under = async (query: string) => (await office.get(`/search?q=cochamo&${query}`)).text();
  expect(await under("government=de-ahora")).toContain("/briefings/2026-0700/turns/1");
  expect(await under("government=de-antes")).toContain("No hay nada publicado con estas palabras.");
  expect(await under("government=de-ahora&from=2026-11-21")).not.toContain("/turns/");
  expect(await under("government=de-nadie"), "one that the register does not have narrows nothing").toContain(
    "/turns/1",
  );
  const turn = { turn: 1, kind: "speech", at: 0, speaker: spoken, text: "Zarpa la barcaza." } as const;
  const { briefing } = await enterTranscript({
    briefing: "2026-0702",
    day: "2025-05-01",
    title: "De entonces",
    turns: [turn],
  });
  for (const path of [`/briefings/${briefing}`, `/briefings/${briefing}/turns/1`])
    expect(await office.until(path, "Zarpa la barcaza.")).toMatch(
      /De un gobierno anterior al actual:\s*<a href="\/register\/institutions\/de-antes">Gobierno de-antes</,
    );
  for (const path of ["/briefings/2026-0700", "/briefings/2026-0700/turns/1"])
    expect(await (await office.get(path)).text()).not.toContain("De un gobierno anterior");
});

test("nothing of a briefing is found before it is certified, and then nothing that was held, on background or off the record", async () => {
  const { db, means } = office.installation;
  const [editor, writer, stenographer] = [
    await officer(office.installation, "Eva Lagos", "editor"),
    await officer(office.installation, "Blas Rojas", "writer"),
    await officer(office.installation, "Rita Soto", "stenographer"),
  ];
  const { id, number } = await openedBriefing(office.installation, editor, { holdSeconds: "0" });
  const say = (text: string, more = {}) => type(office.installation, id, writer, text, more);
  await say("Esto es público: zurbamandra.");
  await say("Esto es reservado: zurbamandra.", { attribution: "background" });
  await say("Esto no se publica: zurbamandra.", { attribution: "off-record" });
  const gone = await say("Esto se quita: zurbamandra.");
  while ((await publicWords(office.installation, id)).length < 2) await new Promise((resolve) => setImmediate(resolve));
  await changeTurn(db, id, gone.id, { base: 1, removed: true, clientKey: "quitar-0001" }, writer, means);
  expect(await found("zurbamandra")).toEqual([]);
  await stepBriefing(db, id, "close", editor, means);
  expect(await found("zurbamandra")).toEqual([]);
  const { revision } = await db
    .selectFrom("briefing")
    .select("revision")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const typed = { name: "R. Soto", body: "", sha256: "", bytes: "", media: "", address: "", read: revision };
  await certifyTranscript(db, id, typed, stenographer, means);
  const { hits, total } = await ask("zurbamandra");
  expect([total, hits.map(addressOf)]).toEqual([1, [`${number}/1`]]);
  expect(await found("reservado")).toEqual([]);
  expect((await ask("zurbamandr")).hits.length + Number((await ask("reservads")).meant !== undefined)).toBeLessThan(2);
});

test("an answer is found by what was asked and what was said, corrected and withdrawn in the open; background and drafts are not", async () => {
  const { db, means } = office.installation;
  const [ana, paz] = [
    await officer(office.installation, "Ana Riffo", "publisher"),
    await officer(office.installation, "Paz Neira", "publisher"),
  ];
  const asked = {
    queue: "press" as const,
    text: "¿Cuándo abre el museo de Quillagua?",
    name: "Rosa",
    outlet: "",
    mail: "",
    shownAs: "neither",
  };
  const log = async (more = {}) =>
    (
      await logQuestion(
        db,
        {
          ...asked,
          language: "es",
          exclusiveUntil: "",
          phone: "",
          channel: "phone",
          askedOn: "",
          askedAt: "",
          ...more,
        },
        ana,
        means,
      )
    ).id;
  const id = await log();
  await saveAnswer(db, id, { kind: "answer", body: "Abre el **jueves**.", version: 0 }, ana, means);
  const hidden = await log({ text: "¿Y lo de Quillagua, en reserva?" });
  await saveAnswer(db, hidden, { kind: "answer", body: "Quillagua, en trasfondo.", version: 0 }, ana, means);
  await answerOnBackground(db, hidden, { text: "Quillagua, en trasfondo." }, paz, means);
  expect(await found("quillagua")).toEqual([]);
  const { number } = await publishAnswer(db, id, { version: 1, speaker: "", topics: [], reason: "" }, paz, means);
  expect(await found("museo jueves")).toEqual([number]);
  expect(await found("quillagua", { filters: { kind: "respuesta" } })).toEqual([number]);
  await office.until("/search/suggest?q=cuando+abre+mus", `/questions/${number}`);
  await correctAnswer(
    db,
    number,
    { edition: 1, text: "Abre el viernes.", note: "Cambia.", severity: "major" },
    paz,
    means,
  );
  expect(await found("museo jueves")).toEqual([]);
  expect(await found("museo viernes")).toEqual([number]);
  await withdrawAnswer(db, number, { reason: "Se posterga." }, paz, means);
  await office.sequencer.flush();
  const page = await office.until("/search?q=museo+viernes", "Dejado sin efecto");
  expect(page).toContain(`href="/questions/${number}#:~:text=Abre%20el%20viernes.`);
  expect(page).toContain("Abre el <mark>viernes</mark>.");
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

test("the database makes words plain as we do, so that what is found in one stands there in the other", async () => {
  const { db } = office.installation;
  const { rows } = await sql<{ code: number; plain: string }>`
    select code, plain_words('A' || chr(code) || 'Z') as plain from generate_series(32, 12288) code
    where code < 592 or code between 8192 and 8960 or code = 12288`.execute(db);
  const ours = rows.map(({ code }) => ({ code, plain: plainWords(`A${String.fromCodePoint(code)}Z`) }));
  // What this letter is in small, the database says without its dot.
  expect(rows.filter(({ code }) => code !== 0x130)).toEqual(ours.filter(({ code }) => code !== 0x130));
});

test("of words that thousands have, the newest hundred are compared, wherever in time they lie; what a title says comes first", async () => {
  const { db } = office.installation;
  const rolledBack = new Error("nothing of it stays");
  const inLong = transact(db, async (tx) => {
    // Five thousand texts: one word in all, one in the oldest three thousand, one in the newest hundred and fifty, one with the title of an old one.
    await sql`insert into search_document (source, of, entry, edition, spoken_at, spoken_day, facets, title_words, words)
      select 'statement', 'X-' || n, 0, 1, timestamptz '1990-01-01' + n * interval '1 day', date '1990-01-01' + n, array['kind:x'],
        to_tsvector('simple', case when n = 7 then 'comunal' else '' end),
        to_tsvector('simple', 'comunal' || case when n < 3000 then ' antigua' else '' end || case when n >= 4850 then ' reciente' else '' end)
      from generate_series(0, 4999) n`.execute(tx);
    const within = endBy(performance.now() + 60_000, { byIndex: true });
    await within(tx);
    const candidates = async (word: string, more: Partial<Conditions> = {}, byDate = false) => {
      const query = `'${word}'`;
      const sought = { sought: { query, title: query }, before: undefined, upTo: 1, ...more };
      const { best, ...rest } = await findCandidates(tx, sought, { size: 100, byDate }, {}, within);
      const { rows } = await sql<{ of: string }>`
        select d.of from unnest(${best.map(({ id }) => id)}::bigint[]) with ordinality as b (id, at)
        join search_document d using (id) order by at`.execute(tx);
      return { ...rest, found: rows.map(({ of }) => Number(of.slice(2))) };
    };
    const down = (from: number, count: number) => Array.from({ length: count }, (_, at) => from - at);
    expect(await candidates("comunal"), "of the newest").toMatchObject({
      count: 1_000,
      more: true,
      found: down(4999, 100),
    });
    expect(await candidates("antigua"), "beyond the first stretch").toMatchObject({
      more: true,
      found: down(2999, 100),
    });
    expect(await candidates("reciente")).toMatchObject({ count: 150, more: false, found: down(4999, 100) });
    expect((await candidates("comunal", { until: "1990-02-01" })).found, "the titled first").toEqual([
      7,
      ...down(31, 24),
      ...down(6, 7),
    ]);
    const before = { at: new Date(Date.UTC(1990, 0, 1) + 2_000 * 86_400_000), id: 0 };
    expect(await candidates("comunal", { before }, true)).toMatchObject({ more: true, found: down(1999, 100) });
    const progress: Progress = {};
    const dear = { sought: { query: "'comunal'", title: "'comunal'" }, before: undefined, upTo: 1, dear: true };
    const over = () => Promise.reject(new Error("the time is over"));
    await expect(findCandidates(tx, dear, { size: 100, byDate: false }, progress, over)).rejects.toThrow("over");
    expect(progress.candidates?.best, "the newest are in hand before all are counted").toHaveLength(100);
    throw rolledBack;
  });
  await expect(inLong).rejects.toBe(rolledBack);
});

test("what the database is asked ends with the time for the whole search", async () => {
  const slow = office.installation.db.transaction().execute(async (tx) => {
    await endBy(performance.now() + 20)(tx);
    await sql`select pg_sleep(60)`.execute(tx);
  });
  await expect(slow).rejects.toSatisfy(timeIsOver);
});

test("what followers take in twice is there once, and a restart goes on from its place", async () => {
  const { db } = office.installation;
  const count = async () =>
    (await sql<{ n: number }>`select count(*) as n from search_document`.execute(db)).rows[0]?.n;
  const before = await count();
  await sql`update search_place set next_entry = 0 where source = 'statement'`.execute(db);
  await Promise.all([takeInDocuments(db), takeInDocuments(db)]);
  await takeInDocuments(db);
  expect(await count()).toBe(before);
  expect(await found("quetzal")).toHaveLength(1);
});

test("a search that the database keeps waiting ends in time with a page that says so, and other pages are answered meanwhile", async () => {
  const { address } = office.installation;
  const connection = openConnection(address);
  await connection.connect();
  await connection.query("begin; lock table search_document in access exclusive mode");
  try {
    const searches = Array.from({ length: 12 }, (_, at) => office.get(`/search?q=petorca&before=${at}`));
    expect((await office.get("/statements?year=2026")).status).toBe(200);
    for (const answer of await Promise.all(searches)) {
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("La búsqueda tardaba demasiado y se detuvo");
    }
    expect((await office.get("/search/suggest?q=petorca")).status).toBe(200);
  } finally {
    await connection.end();
  }
  expect(await found("petorca", { order: "date" })).toHaveLength(3);
  expect(office.failures).toEqual([]);
});

test("what is searched follows from the record: each difference is named, and made anew it is as it was", async () => {
  const { db } = office.installation;
  await found("");
  const differences = async () => {
    const named: string[] = [];
    for await (const { what, where } of auditDocuments(db)) named.push(`${where}: ${what}`);
    return named.toSorted();
  };
  const all = async () =>
    (
      await sql`select source, of, entry, edition, facets, spoken_at, words::text from search_document order by 1, 2`.execute(
        db,
      )
    ).rows;
  expect(await differences()).toEqual([]);
  const before = await all();
  const of = published["drought"] ?? "";
  await sql`update search_document set facets = '{kind:otro}', spoken_day = '2020-01-01' where of = ${of}`.execute(db);
  await sql`delete from search_document where of = '2026-0700/1'`.execute(db);
  await sql`insert into search_document (source, of, entry, edition, spoken_at, spoken_day, facets, title_words, words)
    select source, '2026-0700/9', entry, edition, spoken_at, spoken_day, facets, title_words, words from search_document where of = '2026-0700/2'`.execute(
    db,
  );
  expect(await differences()).toEqual([
    `statement ${of}: what is searched: spoken_day, facets`,
    "turn 2026-0700/1: what is searched",
    "turn 2026-0700/9: what is searched",
  ]);
  expect(await rebuildDocuments(db, undefined, () => true), "stopped, it changes nothing").toBeUndefined();
  expect(await differences()).toHaveLength(3);
  expect(await rebuildDocuments(db)).toBe(before.length);
  expect(await all()).toEqual(before);
  expect(await differences()).toEqual([]);
});

test("what was erased is not shown from its instant on, and is out of what is searched once the erasure is taken in", async () => {
  const { db } = office.installation;
  const { rows } = await sql<{ index: number; subject: number }>`
    select index, subject from record_entry where act = 'transcript.certified' order by index desc limit 1`.execute(db);
  const { index, subject } = rows[0]!;
  expect(await found("zurbamandra")).toHaveLength(1);
  await sql`update record_content set bytes = null, salt = null, erased_at = now()
    where commitment = (select commitment from record_entry where index = ${index})`.execute(db);
  expect(await found("zurbamandra")).toEqual([]);
  const erasure = 1_000_000;
  await sql`insert into record_entry (index, bytes, leaf_hash, act, at, subject)
    values (${erasure}, '\\x00', decode(repeat('00', 32), 'hex'), 'content.erased', now(), ${subject})`.execute(db);
  for (const source of documentSources) await transact(db, (tx) => takeIn(tx, source, erasure, erasure + 1));
  expect((await sql`select from search_document where entry = ${index}`.execute(db)).rows).toEqual([]);
});

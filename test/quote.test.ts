import type { TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quote } from "../src/cli/quote.ts";
import { appendTranscripts } from "../src/briefings/transcripts.ts";
import { scheduleStatement } from "../src/newsroom/schedule-statement.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { auditQuotes } from "../src/search/audit-quotes.ts";
import { checkQuote } from "../src/search/check-quote.ts";
import { takeInQuotes } from "../src/search/quote-documents.ts";
import { transact } from "../src/store/database.ts";
import { aBriefing } from "./briefing-office.ts";
import { callCommand } from "./call-command.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
let plan = "";
let denial = "";

const budget = "El presupuesto de vivienda crecerá 12 % durante 2027, sin tocar los fondos de salud rural.";

beforeAll(async () => {
  office = await servedOffice();
  plan = (
    await office.publish({
      title: "Plan de vivienda",
      body: `${budget}\n\n> El plan llega demasiado tarde para las familias de Ñuble.\n>\n> — Ana Soto, alcaldesa\n`,
    })
  ).number;
  denial = (
    await office.publish({
      kind: "desmentido",
      title: "Sobre un mensaje que circula",
      body: "La pensión garantizada no se elimina ni se reduce en ninguna comuna.\n",
      details: { claim: { text: "El Gobierno eliminará la pensión garantizada a partir de marzo", where: "WhatsApp" } },
    })
  ).number;
  const { db, means } = office.installation;
  const content: TranscriptContent = {
    format: "voceria/transcript/v1",
    version: "certified",
    briefing: "2026-0001",
    title: "Punto de prensa",
    kind: "punto-de-prensa",
    day: "2026-11-20",
    language: "es-CL",
    certifier: { name: "R. Díaz" },
    turns: [
      {
        turn: 1,
        kind: "speech",
        speaker: { name: "Camila Vallejo" },
        text: "Buenos días. El puente de Chacao se entregará en agosto, aunque llueva.",
      },
      {
        turn: 2,
        kind: "question",
        speaker: { name: "Rosa Paredes", outlet: "Radio Norte" },
        text: "¿Por qué el Gobierno abandonó a los pescadores de Chiloé?",
      },
    ],
  };
  await transact(db, async (tx) => {
    await aBriefing(tx, "2026-0001", "");
    await appendTranscripts(tx, [{ content }], "R. Díaz", means);
  });
});
afterAll(() => office?.close());

async function horizon(): Promise<number> {
  const { db } = office.installation;
  await office.sequencer.flush();
  const { size } = await readHorizon(db);
  // The office's own follower may be at it.
  for (;;) {
    await takeInQuotes(db);
    const { rows } = await sql<{
      next: number;
    }>`select min(next_entry) as next from search_place where source like 'quote-%'`.execute(db);
    if ((rows[0]?.next ?? 0) >= size) return size;
  }
}

async function ask(text: string) {
  return checkQuote(office.installation.db, text, { upTo: await horizon() });
}

test("a sentence of a statement is said, with its place; changed, it differs, and how", async () => {
  const said = await ask(`«${budget.toUpperCase()}»`);
  expect(said).toMatchObject({ verdict: "said", more: false });
  expect(said.places).toHaveLength(1);
  expect(said.places[0]).toMatchObject({
    text: { kind: "statement", number: plan, edition: 1, newest: 1 },
    role: "office",
    cited: false,
    editions: [1],
  });
  const differs = await ask(budget.replace("12 %", "21 %").replace("vivienda", "viviendas"));
  expect(differs.verdict).toBe("differs");
  expect(differs.places[0]?.kinds).toEqual(["number", "word"]);
  expect(differs.coverage).toMatchObject({ statements: 2, turns: 2, from: "2026-11-20" });
});

test("whose words they are is told: a claim denied, a journalist, a text cited, a turn", async () => {
  const denied = await ask("el Gobierno eliminará la pensión garantizada");
  expect([denied.verdict, denied.places[0]?.text.number]).toEqual(["denied", denial]);
  const asked = await ask("el Gobierno abandonó a los pescadores de Chiloé");
  expect(asked.verdict).toBe("said-by-other");
  expect(asked.places[0]).toMatchObject({ speaker: "Rosa Paredes, Radio Norte", text: { kind: "turn", turn: 2 } });
  expect((await ask("llega demasiado tarde para las familias de Ñuble")).places[0]?.speaker).toBe(
    "Ana Soto, alcaldesa",
  );
  const turn = await ask("El puente de Chacao se entregará en agosto");
  expect(turn.verdict).toBe("said");
  expect(turn.places[0]).toMatchObject({
    text: { kind: "turn", number: "2026-0001", turn: 1 },
    cut: { after: ["aunque"] },
  });
  expect((await ask("Los glaciares de la Patagonia tienen nieve azul")).verdict).toBe("none");
});

test("what was corrected or withdrawn since was said all the same, and that is told", async () => {
  const { number } = await office.publish({
    title: "Aviso de corte",
    body: "El corte de agua durará cuatro horas en Petorca.\n",
  });
  await office.correct(number, { body: "El corte de agua durará seis horas en Petorca.\n", note: "Eran seis horas." });
  const quote = "El corte de agua durará cuatro horas en Petorca";
  const said = await ask(quote);
  expect(said.verdict).toBe("said");
  expect(said.places).toHaveLength(1);
  expect(said.places[0]).toMatchObject({
    text: { number, edition: 1, newest: 2 },
    corrected: { edition: 2, note: "Eran seis horas." },
  });
  expect(said.places[0]?.corrected?.changes.filter(({ kind }) => kind !== undefined)).toEqual([
    { said: "seis", quoted: "cuatro", kind: "number" },
  ]);
  expect((await ask("El corte de agua durará seis horas en Petorca")).places[0]?.corrected).toBeUndefined();
  await office.withdraw(number, "El corte no se hizo.");
  expect((await ask(quote)).places[0]?.text.withdrawn).toMatchObject({ reason: "El corte no se hizo." });
});

test("what is not out is in no answer, however it is asked for", async () => {
  const { db, means } = office.installation;
  const secret = "El nuevo impuesto al litio entra en vigor en septiembre.";
  await scheduleStatement(
    db,
    { title: "Litio", body: `${secret}\n`, kind: "comunicado", language: "es-CL", topics: [] },
    new Date(means.clock.now().getTime() + 86_400_000),
    { by: "Ana Soto", urgent: { reason: "Ahora." } },
    means,
  );
  expect((await ask(secret)).verdict).toBe("none");
  const before = await horizon();
  await office.publish({ title: "Litio", body: `${secret}\n` });
  expect((await ask(secret)).verdict).toBe("said");
  expect((await checkQuote(db, secret, { upTo: before })).verdict, "an older horizon does not know it").toBe("none");
});

test("a reader asks by a form without a script, a program by its own address; neither is kept", async () => {
  const form = (text: string, path = "/verify") =>
    office.get(path, { method: "POST", body: new URLSearchParams({ text }), redirect: "manual" });
  await horizon();
  const page = await form(budget.replace("12 %", "21 %"));
  expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
  const words = await page.text();
  expect(words).toContain("Difiere de lo que consta");
  expect(words).toMatch(/<del>12<\/del>\s*<ins>21<\/ins>/u);
  expect(words).toContain(`/statements/${plan}/editions/1.bundle.json`);
  expect(await (await form("<b>nada</b> de esto se dijo nunca aquí", "/en/verify")).text()).toContain("&lt;b&gt;nada");
  expect((await form("palabra ".repeat(2_000))).status).toBe(413);
  expect(await (await office.get(`/verify?text=${encodeURIComponent(budget)}`)).text()).toContain("Dicho así");
  expect(await (await form("El puente de Chacao se entregará en agosto")).text()).toContain(
    "Dicho así, pero la cita está cortada",
  );
  expect(await (await form("El Gobierno eliminará la pensión garantizada a partir de abril")).text()).toContain(
    "La oficina desmintió algo parecido, pero no esto.",
  );
  const verify = await (await office.get("/verify")).text();
  const example = /statements\/([\dH-]+)\.bundle\.json/.exec(verify)?.[1] ?? "";
  expect((await office.get(`/statements/${example}.bundle.json`)).status, "the example that is shown exists").toBe(200);
  expect(await (await office.get("/verify")).text(), "a shared link is not the page for everybody").not.toContain(
    "Dicho así",
  );
  const api = await office.get("/api/v1/quote", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: budget }),
  });
  expect([api.status, api.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  expect(await api.json()).toMatchObject({ verdict: "said", places: [{ number: plan, whose: "office" }] });
  const refused = await office.get("/api/v1/quote", { method: "POST", body: "{" });
  expect([refused.status, refused.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
  expect(office.failures).toEqual([]);
});

test("the command line tells it in plain words, what changes the sense first", async () => {
  const { installation } = office;
  await horizon();
  const told = async (text: string) => (await callCommand(quote, [text], { installation })).lines.join("\n");
  const differs = await told("El presupuesto de casas crecerá 21 % durante 2027, sin tocar los fondos de salud rural");
  expect(differs).toMatch(/^differs\n[^]*number: record "12", quote "21"\n {2}word: record "vivienda", quote "casas"/u);
  expect(differs).toMatch(/\nRecord: 2026-11-20 to \d{4}-\d\d-\d\d; statements: \d+, turns: 2, answers: 0\.$/u);
  expect(await told("El puente de Chacao se entregará en agosto")).toContain("may change its sense: aunque");
  expect(await told("el Gobierno abandonó a los pescadores de Chiloé")).toMatch(
    /^said-by-other\n[^]*It is a question there\./u,
  );
});

test("the audit makes what quotes are looked for in anew, and names what is otherwise", async () => {
  const { db } = office.installation;
  await horizon();
  const differences = async () => (await Array.fromAsync(auditQuotes(db))).map(({ where }) => where);
  expect(await differences()).toEqual([]);
  await sql`update quote_text set shingles = shingles[2:] where source = 'statement' and of = ${plan}`.execute(db);
  await sql`delete from quote_text where source = 'turn' and part = 2`.execute(db);
  await sql`insert into quote_text (source, of, edition, entry, shingles) values ('answer', '2020-0001', 1, 1, '{1}')`.execute(
    db,
  );
  expect(await differences()).toEqual([
    `statement ${plan}, edition 1`,
    "turn 2026-0001, turn 2, edition 1",
    "answer 2020-0001, edition 1",
  ]);
});

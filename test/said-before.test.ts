import { afterAll, beforeAll, expect, test } from "vitest";
import { appendTranscripts } from "../src/briefings/transcripts.ts";
import { correctStatement } from "../src/newsroom/correct-statement.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { isWithdrawn, pathOf } from "../src/page/found-path.ts";
import { readHorizon } from "../src/recorder/horizon.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { takeInDocuments } from "../src/search/documents.ts";
import { saidBefore } from "../src/search/said-before.ts";
import { transact } from "../src/store/database.ts";
import { certifiedTranscript } from "./briefing-office.ts";
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
    "La **educación** pública y el agua de Petorca.\n\n| Agua | 12 |\n| --- | --- |\n| b | c |\n",
  );
  const notice = await publish("Notice", "Schools will be closed in Petorca.\n", "en");
  await publish("Otra cosa", "El cometa pasa en marzo.\n");
  expect(await found("EDUCACION publica")).toEqual([water]);
  expect(await found("escuelas cerradas school closing")).toEqual([notice]);
  expect(await found("agua petorca"), "the most of the words first").toEqual([water, notice]);
  expect(await found("nada de esto")).toEqual([]);
  expect(await found("  ")).toEqual([]);
  const [first] = (await ask("agua de Petorca")).hits;
  const excerpt = first?.excerpt.map(({ text, marked }) => (marked ? `«${text}»` : text)).join("");
  expect(excerpt, "words, and nothing of how they are marked").toBe("La educación pública y el «agua» de «Petorca».");

  const corrected = { body: "La educación pública y el riego de Petorca.\n", note: "Era el riego.", severity: "major" };
  await correctStatement(office.db, water.slice(12), corrected, hand, office.means);
  expect(await found("agua")).toEqual([]);
  expect(await found("riego")).toEqual([water]);
  await withdrawStatement(office.db, water.slice(12), { reason: "Por error." }, hand, office.means);
  expect((await ask("riego")).hits.map(isWithdrawn)).toEqual([true]);
  expect((await ask("riego", water.slice(12))).hits).toEqual([]);
});

test("what was said before the press is found beside texts, and what the press asked is not the office's word", async () => {
  const turns = [
    { turn: 1, kind: "question" as const, speaker: { name: "Dolores" }, text: "¿Es verdad lo del riego por goteo?" },
    { turn: 2, kind: "answer" as const, speaker: { name: "Vocera" }, text: "El goteo llega en julio." },
  ];
  const content = { ...certifiedTranscript("2026-0101"), turns };
  await transact(office.db, (tx) => appendTranscripts(tx, [{ content }], "R. Soto", office.means));
  expect(await found("goteo")).toEqual(["/briefings/2026-0101/turns/2"]);
  expect(await found("dolores")).toEqual([]);
});

test("signs that a query language would read are words like any other, or nothing", async () => {
  for (const words of ["'", "a & | ! <-> :*", "\\", "';drop table statement;--", "riego' | 'cometa"])
    await expect(ask(words)).resolves.toMatchObject({ cut: false });
  expect(await found("'cometa' & ((")).toEqual(["/statements/2026-0003"]);
});

async function publish(title: string, body: string, language = "es-CL"): Promise<string> {
  const draft = { title, kind: "comunicado", language, topics: [], body };
  return `/statements/${(await publishStatement(office.db, draft, hand, office.means)).number}`;
}

async function ask(words: string, except?: string) {
  await signNow(office);
  await takeInDocuments(office.db);
  const { size } = await readHorizon(office.db);
  const asked = { upTo: size, now: office.means.clock.now(), limit: 10, ...(except !== undefined && { except }) };
  return saidBefore(office.db, words, asked);
}

async function found(words: string): Promise<string[]> {
  return (await ask(words)).hits.map(pathOf);
}

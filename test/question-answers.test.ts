import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { questionTasks } from "../src/press/question-tasks.ts";
import { plainCalendar } from "../src/register/calendar.ts";
import { renewCalendar } from "../src/register/found-pack.ts";
import { auditAnswers } from "../src/press/audit-answers.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { askQuestion, logQuestion, type LoggedTyped, type QuestionTyped } from "../src/press/ask-question.ts";
import { findAnswers, similarAnswers } from "../src/press/find-answer.ts";
import { countPublicQuestions, findPublicQuestion, listPublicQuestions } from "../src/press/find-question.ts";
import { questionFigures } from "../src/press/question-figures.ts";
import { correctAnswer } from "../src/press/correct-answer.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { withdrawAnswer } from "../src/press/withdraw-answer.ts";
import {
  answerOnBackground,
  assignQuestion,
  closeQuestion,
  declineQuestion,
  saveAnswer,
  showQuestion,
  takeQuestion,
} from "../src/press/work-question.ts";
import { startLine } from "../src/newsroom/write-line.ts";
import type { Actor } from "../src/access/rights.ts";
import { readTexts } from "../src/search/quote-texts.ts";
import { SetClock } from "./founded-office.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

let office: StaffedOffice;
const clock = new SetClock("2026-11-23T15:00:00Z");
beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(() => office.drop());

const moment = (upTo = Number.MAX_SAFE_INTEGER, now = clock.now()) => ({ upTo, now, timeZone: "America/Santiago" });
const typed = (change: Partial<QuestionTyped> = {}): QuestionTyped => ({
  queue: "press",
  text: "¿Cuándo se repara el puente de Chacao?",
  name: "Rosa Paredes",
  outlet: "Radio Norte",
  mail: "rosa@radio.example",
  shownAs: "outlet",
  language: "es",
  exclusiveUntil: "",
  ...change,
});
const log = async (change: Partial<LoggedTyped> = {}) => {
  const logged = { ...typed(), phone: "", channel: "whatsapp", askedOn: "", askedAt: "", ...change };
  return (await logQuestion(office.db, logged, office.ana, office.means)).id;
};
const write = (id: number, body: string, kind: "answer" | "declined" = "answer", version = 0, by: Actor = office.ana) =>
  saveAnswer(office.db, id, { kind, body, version }, by, office.means);
const publish = (id: number, version = 1, reason = "", by: Actor = office.paz) =>
  publishAnswer(office.db, id, { version, speaker: "", topics: [], reason }, by, office.means);
const numberOf = async (id: number) =>
  (await office.db.selectFrom("question").select("number").where("id", "=", id).executeTakeFirstOrThrow()).number ?? "";

describe("an answer", () => {
  test("is published by another than its author as an entry under the question's number, and corrected in the open", async () => {
    const id = await log();
    await takeQuestion(office.db, id, office.ana, office.means);
    await write(id, "El **jueves**.");
    const done = await publish(id);
    const shown = await findPublicQuestion(office.db, done.number, moment());
    expect(shown).toMatchObject({
      state: "answered",
      basis: "on-record",
      asker: { outlet: "Radio Norte" },
      published: true,
    });
    expect(JSON.stringify(shown)).not.toContain("Rosa");
    await correctAnswer(
      office.db,
      done.number,
      { edition: 1, text: "El **viernes**.", note: "Cambia el día.", severity: "major" },
      office.paz,
      office.means,
    );
    const answers = await findAnswers(office.db, done.number, Number.MAX_SAFE_INTEGER);
    expect(answers?.editions.map(({ content }) => [content.html, content.note])).toEqual([
      ["<p>El <strong>jueves</strong>.</p>\n", undefined],
      ["<p>El <strong>viernes</strong>.</p>\n", "Cambia el día."],
    ]);
    expect(JSON.stringify(answers)).not.toContain("Rosa");
    await withdrawAnswer(office.db, done.number, { reason: "Se decidirá de nuevo." }, office.paz, office.means);
    expect((await findAnswers(office.db, done.number, Number.MAX_SAFE_INTEGER))?.withdrawal?.reason).toBe(
      "Se decidirá de nuevo.",
    );
    const again = { edition: 2, text: "Hoy.", note: "Otra vez.", severity: "minor" };
    await expect(correctAnswer(office.db, done.number, again, office.paz, office.means)).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("is not published alone by its author without a reason, which is kept", async () => {
    const id = await log();
    await write(id, "Mañana.", "answer", 0, office.paz);
    await expect(publish(id)).rejects.toMatchObject({ code: "forbidden" });
    await publish(id, 1, "Corre un rumor.");
    const row = await office.db
      .selectFrom("question_answer")
      .select("alone_reason")
      .where("question_id", "=", id)
      .executeTakeFirst();
    expect(row?.alone_reason).toBe("Corre un rumor.");
  });

  test("that changed since it was read is not published, and a version written on an older one is refused", async () => {
    const id = await log();
    await write(id, "Uno.");
    await write(id, "Dos.", "answer", 1, office.blas);
    await expect(write(id, "Tres.", "answer", 1)).rejects.toMatchObject({ code: "conflict" });
    await expect(publish(id, 1)).rejects.toMatchObject({ code: "conflict" });
    await publish(id, 2);
  });

  test("whose entry is not below the horizon is nowhere: neither the answer nor a question that it shows", async () => {
    const id = await log({ text: "¿Qué pasa con el aeropuerto de Quintero?" });
    await write(id, "Se amplía.");
    const { number, entry } = await publish(id);
    expect(await findPublicQuestion(office.db, number, moment(entry))).toBeUndefined();
    expect(await similarAnswers(office.db, "aeropuerto quintero", moment(entry))).toEqual([]);
    expect(await listPublicQuestions(office.db, { words: "quintero", limit: 9 }, moment(entry))).toEqual([]);
    expect((await findPublicQuestion(office.db, number, moment(entry + 1)))?.state).toBe("answered");
    const [similar] = await similarAnswers(office.db, "AEROPUÉRTO", moment(entry + 1));
    expect(similar).toMatchObject({ number, answer: "Se amplía.\n" });
  });

  test("of a promise that waits for its entry goes on being owed outside", async () => {
    const id = await log({ text: "¿Habrá tren a Zapallar?" });
    await takeQuestion(office.db, id, office.ana, office.means);
    clock.set("2026-11-23T15:00:01Z");
    await write(id, "No.");
    const { number, entry } = await publish(id);
    expect((await findPublicQuestion(office.db, number, moment(entry)))?.state).toBe("taken");
  });

  test("on background or declined without publishing says outside that it was, and nothing of what was said", async () => {
    const background = await log({ text: "¿Quién filtró el oficio?" });
    await takeQuestion(office.db, background, office.ana, office.means);
    await answerOnBackground(office.db, background, { text: "SECRETOUNO." }, office.paz, office.means);
    const declined = await log({ text: "¿Quién más?" });
    await takeQuestion(office.db, declined, office.ana, office.means);
    await declineQuestion(office.db, declined, { reason: "SECRETODOS." }, office.paz, office.means);
    const all = await listPublicQuestions(office.db, { limit: 100 }, moment());
    expect(all.map(({ text, state, basis }) => [text, state, basis])).toEqual(
      expect.arrayContaining([
        ["¿Quién filtró el oficio?", "answered", "background"],
        ["¿Quién más?", "declined", undefined],
      ]),
    );
    expect(JSON.stringify(all)).not.toContain("SECRETO");
    const contents = await office.db.selectFrom("record_content").select("bytes").execute();
    expect(contents.some(({ bytes }) => bytes?.includes("SECRETO"))).toBe(false);
  });

  test("declined in public is an entry with its reason", async () => {
    const id = await log({ text: "¿Quién denunció?" });
    await write(id, "Hay una investigación reservada.", "declined");
    const { number } = await publish(id);
    const answers = await findAnswers(office.db, number, Number.MAX_SAFE_INTEGER);
    expect(answers?.editions[0]?.content).toMatchObject({
      basis: "declined",
      reason: "Hay una investigación reservada.",
    });
    expect((await findPublicQuestion(office.db, number, moment()))?.state).toBe("declined");
  });
});

describe("an exclusive", () => {
  test("is nowhere outside, figures and numbers included, until it lapses; then what was promised is due in the open", async () => {
    const before = [await countPublicQuestions(office.db, moment()), await questionFigures(office.db, moment())];
    const id = await log({ text: "¿Se compra el satélite?", exclusiveUntil: "2026-11-25" });
    await takeQuestion(office.db, id, office.ana, office.means);
    await expect(showQuestion(office.db, id, { text: "" }, office.ana, office.means)).rejects.toMatchObject({
      code: "conflict",
    });
    expect([await countPublicQuestions(office.db, moment()), await questionFigures(office.db, moment())]).toEqual(
      before,
    );
    expect(await numberOf(id)).toBe("");
    const other = await log({ text: "Otra cosa" });
    await takeQuestion(office.db, other, office.ana, office.means);
    const later = moment(Number.MAX_SAFE_INTEGER, new Date("2026-11-26T03:00:01Z"));
    const figures = await questionFigures(office.db, later);
    expect(figures.total.asked).toBe((before[1] as typeof figures).total.asked + 2);
  });

  test("answered on background stays protected until its time has passed", async () => {
    const id = await log({ text: "¿Se vende el edificio?", exclusiveUntil: "2026-11-30" });
    await takeQuestion(office.db, id, office.ana, office.means);
    await answerOnBackground(office.db, id, { text: "Sí." }, office.paz, office.means);
    const texts = (await listPublicQuestions(office.db, { limit: 100 }, moment())).map(({ text }) => text);
    expect(texts).not.toContain("¿Se vende el edificio?");
  });

  test("answered on the record is public at once", async () => {
    const id = await log({ text: "¿Se arrienda el galpón?", exclusiveUntil: "2026-11-30" });
    await write(id, "No.");
    const { number } = await publish(id);
    expect((await findPublicQuestion(office.db, number, moment()))?.state).toBe("answered");
  });
});

describe("a question", () => {
  test("sent again by a form is asked once, and six an hour come from one network", async () => {
    const ask = (text: string) =>
      askQuestion(office.db, typed({ queue: "citizen", text }), "203.0.113.7", office.means);
    await ask("¿Una?");
    await ask("¿Una?");
    const asked = await office.db.selectFrom("question").select("id").where("text", "=", "¿Una?").execute();
    expect(asked).toHaveLength(1);
    for (const text of ["2", "3", "4", "5"]) await ask(text);
    await expect(ask("7")).rejects.toMatchObject({ code: "too-many" });
    await askQuestion(office.db, typed({ queue: "citizen", text: "8" }), "203.0.113.8", office.means);
  });

  test("of a citizen is never an exclusive, and shows neither name nor mail where they chose neither", async () => {
    const id = await log({
      queue: "citizen",
      shownAs: "neither",
      exclusiveUntil: "2026-11-30",
      text: "¿Y la plaza de mi RUT 1-9?",
    });
    await showQuestion(office.db, id, { text: "¿Y la plaza?" }, office.ana, office.means);
    const shown = await findPublicQuestion(office.db, await numberOf(id), moment());
    expect(shown).toMatchObject({ text: "¿Y la plaza?", shortened: true, asker: {}, state: "open" });
    expect(JSON.stringify(shown)).not.toMatch(/Rosa|radio|RUT/i);
  });

  test("is assigned to whoever works on questions, with lines of its own institution, and to nobody else", async () => {
    const id = await log();
    const line = {
      subject: "Puentes",
      body: "Se reparan.",
      evidence: "",
      validFrom: "2026-11-01",
      validUntil: "",
      owner: office.ana.officer,
    };
    const { id: own } = await startLine(office.db, line, office.ana, office.means);
    await assignQuestion(office.db, id, { to: office.blas.officer, lines: [own, 999_999] }, office.ana, office.means);
    expect(
      await office.db.selectFrom("question_line").select("line_id").where("question_id", "=", id).execute(),
    ).toEqual([{ line_id: own }]);
    const wrong = { to: office.otra.officer, lines: [] };
    await expect(assignQuestion(office.db, id, wrong, office.ana, office.means)).rejects.toMatchObject({
      code: "invalid",
    });
  });

  test("closed as asked twice is gone from outside and from the figures", async () => {
    const id = await log({ text: "¿Repetida?" });
    await takeQuestion(office.db, id, office.ana, office.means);
    const { asked } = (await questionFigures(office.db, moment())).total;
    await closeQuestion(office.db, id, { reason: "Ya se preguntó." }, office.ana, office.means);
    expect(await findPublicQuestion(office.db, await numberOf(id), moment())).toBeUndefined();
    expect((await questionFigures(office.db, moment())).total.asked).toBe(asked - 1);
  });

  test("takes a writer to work on and a publisher to answer", async () => {
    const id = await log();
    await write(id, "Sí.");
    await expect(publish(id, 1, "", office.eva)).rejects.toMatchObject({ code: "forbidden" });
    await expect(takeQuestion(office.db, id, office.otra, office.means)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("what is left to its hour", () => {
  const sent: string[] = [];
  const tasks = () =>
    questionTasks(
      { db: office.db, means: office.means },
      { mailer: { send: async ({ text }) => void sent.push(text) }, url: "https://x.example" },
    );
  const run = (name: string, question: number) => tasks()[name]!({ question }, 1);

  test("an exclusive that lapses unanswered shows its promise from then on, with a number of its own", async () => {
    const id = await log({ text: "¿Se cierra el paso?", exclusiveUntil: "2026-11-24" });
    await takeQuestion(office.db, id, office.ana, office.means);
    const asked = clock.now().toISOString();
    clock.set("2026-11-25T03:00:01Z");
    await run("question-lapse", id);
    await run("question-lapse", id);
    expect(await findPublicQuestion(office.db, await numberOf(id), moment())).toMatchObject({ state: "taken" });
    clock.set(asked);
  });

  test("what is kept of whoever asked is forgotten once it has ended, but for what they chose to have shown", async () => {
    const id = await log({ text: "¿Me olvidan?", phone: "+56 9 1" });
    await run("question-forget", id);
    const asker = async () =>
      (await office.db.selectFrom("question").select("asker").where("id", "=", id).executeTakeFirstOrThrow()).asker;
    expect(await asker()).toMatchObject({ mail: "rosa@radio.example" });
    await declineQuestion(office.db, id, { reason: "No se sabe." }, office.paz, office.means);
    await run("question-told", id);
    expect(sent.join()).toContain("No se sabe.");
    await run("question-forget", id);
    expect(await asker()).toEqual({ outlet: "Radio Norte" });
  });
});

test("a pack whose calendar changed is taken at the next start, and another office's is not", async () => {
  const pack = (name: string) => fileURLToPath(new URL(`../packs/${name}`, import.meta.url));
  const own = { db: office.db, means: office.means };
  expect(await renewCalendar(own, pack("segegob"))).toBe(false);
  await office.db
    .updateTable("office_calendar")
    .set({ data: JSON.stringify(plainCalendar) })
    .execute();
  expect(await renewCalendar(own, pack("blank"))).toBe(false);
  expect(await renewCalendar(own, pack("segegob"))).toBe(true);
});

test("figures by month and by institution add up to all that was asked", async () => {
  const { total, months, institutions, rows } = await questionFigures(office.db, moment());
  for (const part of [months, institutions, rows])
    for (const count of ["asked", "taken", "answered", "declined", "overdue"] as const)
      expect(part.reduce((sum, row) => sum + row[count], 0)).toBe(total[count]);
  expect(total.asked).toBeGreaterThan(10);
});

test("an answer of the evening is quoted under the office's own day", async () => {
  const before = clock.now();
  const id = await log({ text: "¿Qué día abre Pucón?" });
  await write(id, "Abre el jueves.");
  clock.set("2026-11-24T02:30:00Z");
  const { number } = await publish(id);
  clock.set(before.toISOString());
  const [found] = await readTexts(office.db, [{ source: "answer", of: number, part: 0, edition: 0 }], moment().upTo);
  expect(found?.text).toMatchObject({ kind: "answer", number, day: "2026-11-23", edition: 1, newest: 1 });
});

test("the record that holds the answers is whole", async () => {
  expect(await Array.fromAsync(auditRecord(office))).toEqual([]);
  expect(await Array.fromAsync(auditAnswers(office.db))).toEqual([]);
});

test("the audit names an answer that was changed behind the record's back, and a number that was skipped", async () => {
  await sql`update question_answer set content = jsonb_set(content, '{html}', '"<p>Otra cosa.</p>"')
    where entry = (select min(entry) from question_answer)`.execute(office.db);
  await sql`update question_series set next = next + 1`.execute(office.db);
  const found = await Array.fromAsync(auditAnswers(office.db));
  expect(found.map(({ what }) => what)).toEqual(["answer: content", "numbers of questions"]);
});

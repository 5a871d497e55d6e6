import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldEvents, type LiveEvent } from "../src/briefings/live-event.ts";
import { readAllEvents, readEvents } from "../src/briefings/live-events.ts";
import { markVoice } from "../src/briefings/mark-voice.ts";
import { listDeskBriefings } from "../src/briefings/find-briefing.ts";
import { forgetHandsTaskOf } from "../src/briefings/forget-hands.ts";
import { pasteTurns } from "../src/briefings/paste-turns.ts";
import { changeBriefing, planBriefing, setMedia, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { countLeft, findHand, handsOfJournalist, readHands, readQueue } from "../src/briefings/hands.ts";
import { type QueueStep, stepHand } from "../src/briefings/move-hand.ts";
import { addHand, sendHand, withdrawOwnHand } from "../src/briefings/raise-hand.ts";
import { releaseTurns } from "../src/briefings/release-turns.ts";
import { takeTurnQuestion, untakeTurnQuestion } from "../src/briefings/take-question.ts";
import { readTurns } from "../src/briefings/turns.ts";
import { changeTurn, typeTurn } from "../src/briefings/type-turn.ts";
import { accredit, decideAccreditation } from "../src/press/decide-accreditation.ts";
import { findPublicQuestion, listPublicQuestions, questionsOfBriefing } from "../src/press/find-question.ts";
import { addJournalist } from "../src/press/keep-journalist.ts";
import { eraseOwnData, makeJournalistLink } from "../src/press/own-data.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { questionFigures } from "../src/press/question-figures.ts";
import { saveAnswer } from "../src/press/work-question.ts";
import { transact } from "../src/store/database.ts";
import {
  aBriefing,
  captioner,
  heard,
  openedBriefing,
  plannedBriefing,
  publicWords,
  type,
  typed,
} from "./briefing-office.ts";
import { SetClock } from "./founded-office.ts";
import { officer, staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const clock = new SetClock("2026-11-25T12:00:00Z");
let office: StaffedOffice;
beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(() => office.drop());

/** So many seconds later, with everything released that is due by then. */
async function later(id: number, seconds: number): Promise<void> {
  clock.set(new Date(clock.now().getTime() + seconds * 1000).toISOString());
  await releaseTurns(office.db, id, office.means);
}
const change = (id: number, turn: { id: number; revision: number }, what: object) =>
  changeTurn(
    office.db,
    id,
    turn.id,
    { base: turn.revision, clientKey: randomUUID(), ...what },
    office.ana,
    office.means,
  );

test("a briefing has no number while it is internal, takes the next one when announced, and only whoever runs it may", async () => {
  const { db, ana, eva, otra, means } = office;
  await expect(planBriefing(db, plannedBriefing, ana, means)).rejects.toMatchObject({ code: "forbidden" });
  const { id } = await planBriefing(db, plannedBriefing, eva, means);
  expect(await readAllEvents(db, id)).toEqual([]);
  const dropped = await planBriefing(db, plannedBriefing, eva, means);
  expect(await stepBriefing(db, dropped.id, "cancel", eva, means)).toEqual({ number: undefined });
  expect(await readAllEvents(db, dropped.id)).toEqual([]);
  await expect(stepBriefing(db, id, "announce", otra, means)).rejects.toMatchObject({ code: "not-found" });
  const [first, second] = [await stepBriefing(db, id, "announce", eva, means), await openedBriefing(office, eva)];
  const ordinal = Number(first.number?.slice(5));
  expect([first.number, second.number]).toEqual([
    `2026-${String(ordinal).padStart(4, "0")}`,
    `2026-${String(ordinal + 1).padStart(4, "0")}`,
  ]);
  await expect(type(office, id, ana, "Antes de tiempo")).rejects.toMatchObject({ code: "conflict" });
  await changeBriefing(db, id, { ...plannedBriefing, title: "Otro título" }, eva, means);
  await stepBriefing(db, id, "open", eva, means);
  await setMedia(db, id, { url: "https://media.example/a.mp3", startedAt: clock.now() }, eva, means);
  await expect(setMedia(db, id, { url: "http://media.example/a.mp3" }, eva, means)).rejects.toMatchObject({
    code: "invalid",
  });
  await stepBriefing(db, id, "close", eva, means);
  const states = (await readAllEvents(db, id)).map(({ kind, payload }) => [kind, "state" in payload && payload.state]);
  expect(states).toEqual(["announced", "live", "live", "closed"].map((state) => ["state", state]));
  await expect(stepBriefing(db, id, "open", eva, means)).rejects.toMatchObject({ code: "conflict" });

  // The desk lists its own, what is on first; what came with an archive, however much that is, hides none of them.
  await transact(db, (tx) => aBriefing(tx, "H-000001", "segegob"));
  expect((await listDeskBriefings(db, eva)).map(({ state }) => state)).toEqual(["live", "closed", "cancelled"]);
  expect(await listDeskBriefings(db, otra)).toEqual([]);
});

test("a turn waits for its hold; one on background, or put there within the hold, leaves no trace in public, not even a gap", async () => {
  const { ana, eva } = office;
  const { id } = await openedBriefing(office, eva);
  await type(office, id, ana, "Buenos días.");
  const slip = await type(office, id, ana, "Esto es solo para su contexto.");
  await type(office, id, ana, "Reservado.", { attribution: "off-record" });
  await later(id, 14);
  expect(await publicWords(office, id)).toEqual([]);
  await change(id, slip, { attribution: "background" });
  await type(office, id, ana, "Gracias a todos.");
  await later(id, 1);
  expect(await publicWords(office, id)).toEqual(["Buenos días."]);
  await later(id, 15);
  const { turns } = foldEvents(await readAllEvents(office.db, id));
  expect(turns.map(({ turn, after, text }) => [turn, after, text])).toEqual([
    [1, 0, "Buenos días."],
    [2, 1, "Gracias a todos."],
  ]);
  const everything = JSON.stringify(await office.db.selectFrom("briefing_event").selectAll().execute());
  expect(everything).not.toContain("contexto");
  expect(everything).not.toContain("Reservado");
});

test("an embargoed turn comes at its instant and in its place; what follows it does not wait", async () => {
  const { ana, eva } = office;
  const { id } = await openedBriefing(office, eva);
  await type(office, id, ana, "Uno.");
  const embargoUntil = new Date(clock.now().getTime() + 3_600_000);
  await type(office, id, ana, "La cifra es 4.", { attribution: "embargoed", embargoUntil });
  await type(office, id, ana, "Tres.");
  await later(id, 3_599);
  expect(await publicWords(office, id)).toEqual(["Uno.", "Tres."]);
  await later(id, 1);
  expect(await publicWords(office, id)).toEqual(["Uno.", "La cifra es 4.", "Tres."]);
});

test("what is put right after it was shown is shown as corrected; what must not stay is gone at once, from the past too", async () => {
  const { ana, eva, db } = office;
  const { id } = await openedBriefing(office, eva);
  const one = await type(office, id, ana, "Son 12 millones.");
  const two = await type(office, id, ana, "El nombre del testigo es N. N.");
  await later(id, 15);
  const put = await change(id, one, { text: "Son 13 millones." });
  await expect(change(id, one, { text: "Son 14 millones." })).rejects.toMatchObject({ code: "conflict" });
  for (const base of [Number.NaN, 1e30, -1])
    await expect(change(id, one, { base, text: "Son 15 millones." })).rejects.toMatchObject({ code: "conflict" });
  await change(id, two, { attribution: "background" });
  expect(await publicWords(office, id)).toEqual(["Son 12 millones.", "—"]);
  await later(id, 15);
  const [first] = foldEvents(await readAllEvents(db, id)).turns;
  expect([first?.text, first?.was]).toEqual(["Son 13 millones.", ["Son 12 millones."]]);
  expect(JSON.stringify(await readAllEvents(db, id))).not.toContain("testigo");
  await change(id, put, { removed: true });
  expect(await publicWords(office, id)).toEqual(["—", "—"]);
  expect(JSON.stringify(await readAllEvents(db, id))).not.toContain("millones");
});

test("what is sent twice after a broken connection is one turn, at its own minute; two who type at once lose nothing", async () => {
  const { ana, blas, eva, db, means } = office;
  const { id } = await openedBriefing(office, eva);
  clock.set(new Date(clock.now().getTime() + 120_000).toISOString());
  const sent = typed("Escrito sin conexión.", { atMs: 65_000 });
  const twice = await Promise.all([1, 2].map(() => typeTurn(db, id, sent, ana, means)));
  expect(twice[0]?.id).toBe(twice[1]?.id);
  await Promise.all(
    Array.from({ length: 10 }, (_, index) => type(office, id, index % 2 === 0 ? ana : blas, `Frase ${index}.`)),
  );
  await later(id, 15);
  const { turns } = foldEvents(await readAllEvents(db, id));
  expect(turns[0]).toMatchObject({ text: "Escrito sin conexión.", at: 65 });
  expect(
    turns
      .slice(1)
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(Array.from({ length: 10 }, (_, index) => `Frase ${index}.`));
  expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, index) => index + 1));
});

test("a text that is pasted whole and sent twice stands once", async () => {
  const { db, ana, eva, means } = office;
  const { id } = await openedBriefing(office, eva);
  const text = "VOCERA DE PRUEBA: Son trescientas.\n\nPREGUNTA: ¿Cuándo?\n\nVOCERA DE PRUEBA: Mañana.\n";
  const pasted = { text, clientKey: randomUUID() };
  expect(await pasteTurns(db, id, pasted, ana, means)).toEqual({ turns: 3 });
  await Promise.all([1, 2].map(() => pasteTurns(db, id, pasted, ana, means)));
  expect((await readTurns(db, id)).map((turn) => turn.text)).toEqual(["Son trescientas.", "¿Cuándo?", "Mañana."]);
  await pasteTurns(db, id, { text, clientKey: randomUUID() }, ana, means);
  expect(await readTurns(db, id), "whoever pastes it anew means it").toHaveLength(6);
});

test("whatever is typed, changed and taken back, from any process: events are gapless, and in the end the public has what may be quoted", async () => {
  const { ana, eva, db } = office;
  const step = fc.record({
    act: fc.constantFrom("type", "type", "change", "background", "remove", "restore", "wait", "release"),
    at: fc.nat({ max: 9 }),
    attribution: fc.constantFrom("on-record", "on-record", "background", "off-record"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const { id } = await openedBriefing(office, eva);
      let words = 0;
      const followed: LiveEvent[] = [];
      for (const { act, at, attribution } of steps) {
        const all = await readTurns(db, id);
        const turn = all[at % Math.max(all.length, 1)];
        if (act === "type")
          await type(office, id, ana, `${attribution} ${++words}`, {
            attribution,
            ...(turn && at > 5 ? { behind: turn.id } : {}),
          });
        else if (act === "wait") await later(id, 9);
        else if (act === "release") await Promise.all([1, 2, 3].map(() => releaseTurns(db, id, office.means)));
        else if (turn !== undefined)
          await change(
            id,
            turn,
            {
              change: { text: `${turn.attribution} ${++words}` },
              background: { attribution: "background", text: `background ${++words}` },
              remove: { removed: true },
              restore: { removed: false },
            }[act],
          );
        followed.push(...(await readEvents(db, id, followed.length)));
        const so = foldEvents(followed).turns.map(({ text }) => text);
        expect(so.filter((text) => /^(?:background|off-record)/.test(text))).toEqual([]);
      }
      await later(id, 15);
      const events = await readAllEvents(db, id);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const quotable = (await readTurns(db, id)).filter((one) => !one.removed && one.attribution === "on-record");
      expect((await publicWords(office, id)).filter((text) => text !== "—")).toEqual(quotable.map(({ text }) => text));
      followed.push(...(await readEvents(db, id, followed.length)));
      expect(outline(followed)).toEqual(outline(events));
    }),
    { numRuns: 25 },
  );
});

/** Whoever followed along and whoever comes now see the same turns in the same order. */
function outline(events: readonly LiveEvent[]) {
  return foldEvents(events).turns.map(({ turn, text, removed }) => [turn, text, removed]);
}

/** Says at the desk who speaks from now on; captions that wait are theirs too where `label` is empty. */
const mark = (id: number, more: object = {}) =>
  markVoice(
    office.db,
    id,
    { speaker: { name: "Vocera" }, kind: "speech", attribution: "on-record", ...more },
    office.ana,
    office.means,
  );
const words = async (id: number) =>
  (await readTurns(office.db, id)).filter(({ removed }) => !removed).map(({ text }) => text);

test("captions wait until somebody says who speaks, then are turns behind the hold; a partial is nowhere; what was said to be background is nowhere in public", async () => {
  const { eva, ana, db } = office;
  const { id } = await openedBriefing(office, eva);
  const { send } = await captioner(office, id, eva);
  clock.set(new Date(clock.now().getTime() + 10_000).toISOString());
  expect(await send(heard(1, 0, "Buenos días."), heard(2, 3, "Empezamos con", { final: false }))).toMatchObject({
    taken: 2,
    waiting: 1,
  });
  expect(await words(id)).toEqual([]);
  await mark(id, { label: "" });
  expect(
    await send(heard(2, 3, "Empezamos con las cifras."), heard(2, 3, "Empezamos", { final: false })),
  ).toMatchObject({
    taken: 1,
    ignored: 1,
    waiting: 0,
  });
  expect(await words(id)).toEqual(["Buenos días. Empezamos con las cifras."]);
  await later(id, 14);
  expect(await publicWords(office, id)).toEqual([]);
  await later(id, 1);
  expect(await publicWords(office, id)).toEqual(["Buenos días. Empezamos con las cifras."]);
  // A typist puts one on background: what goes on in the same voice stays there until somebody marks anew.
  await send(heard(3, 22, "Esto es para su contexto,"));
  const [, slip] = await readTurns(db, id);
  await change(id, slip!, { attribution: "background" });
  await send(heard(4, 24.5, "y esto también."));
  await later(id, 30);
  expect(await publicWords(office, id)).toEqual(["Buenos días. Empezamos con las cifras."]);
  await mark(id, { speaker: { name: "Vocera" } });
  await later(id, 10);
  await send(heard(5, 66, "Volvamos."), heard(6, 14, "Llegó tarde."));
  await later(id, 15);
  expect(await publicWords(office, id)).toEqual([
    "Buenos días. Empezamos con las cifras.",
    "Llegó tarde.",
    "Volvamos.",
  ]);
  const { rows } = await sql<{ all: string }>`select string_agg(payload::text, ' ') as all from briefing_event`.execute(
    db,
  );
  expect(rows[0]?.all).not.toMatch(/contexto|también/);
  expect((await readTurns(db, id)).map(({ typedBy }) => typedBy)).not.toContain(ana.officer);
});

test("a label is the person whose exact name it is, or whom a typist says; words that a person put right are not overwritten, and what comes later stands beside them", async () => {
  const { eva, ana, db } = office;
  const { id } = await openedBriefing(office, eva);
  const { send } = await captioner(office, id, eva);
  await type(office, id, ana, "¿Cuánto costó?", { kind: "question" });
  clock.set(new Date(clock.now().getTime() + 60_000).toISOString());
  const said = [
    heard("a", 5, "Ciento veinte millones.", { speaker: "Ana Rojas" }),
    heard("b", 9, "No.", { speaker: "ana rojas" }),
  ];
  expect(await send(...said)).toMatchObject({ taken: 2, waiting: 1 });
  const [, own] = await readTurns(db, id);
  expect(own).toMatchObject({ speaker: { name: "Ana Rojas", outlet: "Radio Sur" }, atMs: 5_000 });
  await mark(id, { label: "ana rojas", speaker: { name: "Otra Ana" } });
  await change(id, own!, { text: "Ciento veinte mil millones." });
  expect(await send(heard("a", 5, "Ciento treinta millones.", { speaker: "Ana Rojas" }))).toMatchObject({ taken: 1 });
  await send(heard("c", 7.5, "Eso.", { speaker: "Ana Rojas" }));
  expect(await words(id)).toEqual(["¿Cuánto costó?", "Ciento veinte mil millones.", "Eso.", "No."]);
  expect(await send(heard("d", 200, "Todavía no."))).toMatchObject({ refused: [{ fault: { code: "invalid" } }] });
  expect(await send(heard("a", 90, "Otro día.", { speaker: "Ana Rojas" }))).toMatchObject({
    refused: [{ id: "a", fault: { code: "conflict" } }],
  });
});

test("however a program's segments are delivered, among what is typed, the turns say the same; what was shown is put right in the open", async () => {
  const { eva, ana, db } = office;
  const segments = Array.from({ length: 9 }, (_, index) =>
    heard(index, index * 4, `Frase ${index}.`, index % 5 === 3 ? { speaker: "B" } : {}),
  );
  const delivery = fc.shuffledSubarray(
    [...segments, ...segments, ...segments.map((one) => ({ ...one, final: false }))],
    {
      minLength: segments.length * 3,
      maxLength: segments.length * 3,
    },
  );
  const delivered = async (sent: readonly object[], size: number) => {
    const { id } = await openedBriefing(office, eva);
    const { send } = await captioner(office, id, eva);
    await mark(id);
    await mark(id, { label: "B", speaker: { name: "Otra" } });
    clock.set(new Date(clock.now().getTime() + 60_000).toISOString());
    await type(office, id, ana, "Escrito.", { atMs: 18_000 });
    for (let from = 0; from < sent.length; from += size) {
      await send(...sent.slice(from, from + size));
      await later(id, 5);
    }
    await later(id, 15);
    const shown = (await publicWords(office, id)).filter((text) => text !== "—");
    const turns = (await readTurns(db, id)).filter(({ removed }) => !removed);
    expect(shown.toSorted()).toEqual(turns.map(({ text }) => text).toSorted());
    return turns.map(({ text, speaker, atMs }) => [text, speaker.name, atMs]);
  };
  const expected = await delivered(segments, segments.length);
  await fc.assert(
    fc.asyncProperty(delivery, fc.integer({ min: 3, max: 9 }), async (sent, size) => {
      expect(await delivered(sent, size)).toEqual(expected);
    }),
    { numRuns: 8 },
  );
}, 60_000);

test("each act stands on the trail of whoever did it", async () => {
  const { ana, eva, db } = office;
  const { id, number } = await openedBriefing(office, eva);
  await type(office, id, ana, "Al fin.");
  const { rows } = await sql<{ officer: number; did: string }>`
    select officer, details ->> 'did' as did from trail where about = ${number} order by id`.execute(db);
  expect(rows).toEqual([
    { officer: eva.officer, did: "open" },
    { officer: ana.officer, did: "type" },
  ]);
});

test("a taken question goes where its turn goes: nowhere while it is held, out with it, and nowhere again once it is on background, put right or removed", async () => {
  const { ana, eva, paz, db, means } = office;
  const { id } = await openedBriefing(office, eva);
  const ask = async (text: string, more: object = {}) => {
    const turn = await type(office, id, ana, text, { kind: "question", ...more });
    const { question } = await takeTurnQuestion(db, id, turn.id, ana, means);
    return { turn, question };
  };
  /** All that anybody outside could read of questions, by any way. */
  const outside = async () => {
    const moment = { upTo: 1_000_000, now: clock.now(), timeZone: "America/Santiago" };
    return JSON.stringify([
      await listPublicQuestions(db, { limit: 100 }, moment),
      await questionsOfBriefing(db, id, moment),
      await readAllEvents(db, id),
    ]);
  };
  const slip = await ask("¿Es cierto lo de Zurbano?");
  await later(id, 14);
  await change(id, slip.turn, { attribution: "background" });
  const put = await ask("¿Quién es Melgarejo?");
  await change(id, put.turn, { text: "¿Quién es el testigo?" });
  await later(id, 15);
  expect(await outside()).not.toMatch(/Zurbano|Melgarejo/);
  expect(await outside()).toContain("¿Quién es el testigo?");

  // Shown with its number, then taken back: by its number, in lists, in figures and in what was told before it is gone.
  const shown = await ask("¿Cuánto costó Quilapán?");
  await later(id, 15);
  const standing = await readTurns(db, id);
  const now = standing.find((one) => one.id === shown.turn.id)!;
  expect(await outside()).toContain("Quilapán");
  const figures = async () =>
    (await questionFigures(db, { upTo: 1_000_000, now: clock.now(), timeZone: "America/Santiago" })).total.asked;
  const before = await figures();
  await change(id, now, { attribution: "background" });
  expect(await outside()).not.toContain("Quilapán");
  expect(await figures()).toBe(before - 1);
  const { number } = await db
    .selectFrom("question")
    .select("number")
    .where("id", "=", shown.question)
    .executeTakeFirstOrThrow();
  const byNumber = { upTo: 1_000_000, now: clock.now(), timeZone: "America/Santiago" };
  expect(await findPublicQuestion(db, number ?? "", byNumber)).toBeUndefined();

  // Removed, it is no promise either; restored and marked again, it is the same question.
  const removed = await ask("¿Y Tolten?");
  await later(id, 15);
  const last = (await readTurns(db, id)).at(-1)!;
  const gone = await change(id, last, { removed: true });
  expect(gone.question).toBeDefined();
  await expect(takeTurnQuestion(db, id, last.id, ana, means)).rejects.toMatchObject({ code: "conflict" });
  expect(await outside()).not.toContain("Tolten");
  expect(await stateOf(removed.question)).toBe("closed");
  await change(id, gone, { removed: false });
  await later(id, 15);
  expect((await takeTurnQuestion(db, id, last.id, ana, means)).question).toBe(removed.question);
  expect(await outside()).toContain("Tolten");
  await untakeTurnQuestion(db, id, last.id, ana, means);
  expect(await stateOf(removed.question)).toBe("closed");
  expect(foldEvents(await readAllEvents(db, id)).turns.at(-1)?.question).toBeUndefined();

  // Answered on the record, its words are in an entry: the turn goes, what the record has said stays, and leads to no turn.
  const answered = await ask("¿Cuándo abre Puyehue?");
  await later(id, 15);
  await saveAnswer(db, answered.question, { kind: "answer", body: "En marzo.", version: 0 }, ana, means);
  const entered = await publishAnswer(
    db,
    answered.question,
    { version: 1, speaker: "", topics: [], reason: "" },
    paz,
    means,
  );
  for (const what of [{ attribution: "background" }, { attribution: "on-record" }, { removed: true }]) {
    await change(id, (await readTurns(db, id)).at(-1)!, what);
    await later(id, 15);
    const question = await findPublicQuestion(db, entered.number, { ...byNumber, now: clock.now() });
    expect(question).toMatchObject({ text: "¿Cuándo abre Puyehue?", state: "answered" });
    expect(question?.turn === undefined).toBe(what.attribution !== "on-record");
  }
  expect((await publicWords(office, id)).at(-1)).toBe("—");
});

async function stateOf(question: number): Promise<string> {
  const row = await office.db.selectFrom("question").select("state").where("id", "=", question).executeTakeFirst();
  return row?.state ?? "none";
}

test("a queue is ordered, called once whoever calls, told by its facts; what was sent in becomes an open question or is told apart, and nothing of it is public", async () => {
  const { ana, blas, eva, otra, db, means } = office;
  const lector = await officer(office, "Leo Vera", "reader");
  const { id } = await planBriefing(db, plannedBriefing, eva, means);
  const hand = (name: string, outlet: string, text = "") => ({
    name,
    outlet,
    text,
    shownAs: "outlet",
    clientKey: randomUUID(),
  });
  await expect(addHand(db, id, hand("Ana Rojas", "Radio Sur"), ana, means)).rejects.toMatchObject({ code: "conflict" });
  await stepBriefing(db, id, "announce", eva, means);
  const first = hand("Ana Rojas", "Radio Sur");
  const [one, again] = [await addHand(db, id, first, ana, means), await addHand(db, id, first, ana, means)];
  expect(again.id).toBe(one.id);
  const two = await addHand(
    db,
    id,
    hand("Luis Paz", "El Faro", "¿Cuánto cuesta <script>alert(1)</script>?"),
    ana,
    means,
  );
  const three = await addHand(db, id, hand("", "RADIO SÚR"), ana, means);
  for (const stranger of [lector, otra]) {
    const code = stranger === otra ? "not-found" : "forbidden";
    await expect(addHand(db, id, hand("X", "Y"), stranger, means)).rejects.toMatchObject({ code });
    await expect(stepHand(db, id, one.id, "pass", stranger, means)).rejects.toMatchObject({ code });
    await expect(readQueue(db, { id, institution: "segegob" }, stranger)).rejects.toMatchObject({ code: "forbidden" });
  }
  const step = (which: { id: number }, move: QueueStep, who = ana) => stepHand(db, id, which.id, move, who, means);
  const order = async () => (await readHands(db, id)).filter(({ state }) => state === "waiting").map((each) => each.id);
  await step(three, "up");
  expect(await order()).toEqual([one.id, three.id, two.id]);
  await step(one, "up");
  await step(one, "down");
  expect(await order()).toEqual([three.id, one.id, two.id]);
  await expect(step(one, "call")).rejects.toMatchObject({ code: "conflict" });

  await stepBriefing(db, id, "open", eva, means);
  const calls = await Promise.allSettled([step(one, "call", ana), step(one, "call", blas)]);
  expect(calls.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const asking = { kind: "question", speaker: { name: "Ana Rojas", outlet: "Radio Sur" }, hand: one.id };
  const asked = await type(office, id, ana, "¿Cuándo?", asking);
  // Whoever answers next is not taken for her, whatever the form still carries.
  await type(office, id, ana, "Mañana.", { ...asking, kind: "answer" });
  await type(office, id, ana, "¿Y dónde?", { kind: "question", speaker: { name: "Ana Rojas", outlet: "Radio Sur" } });
  expect((await findHand(db, id, one.id)).turn).toBe(asked.id);
  const { heard } = await readQueue(db, { id, institution: "segegob" }, ana);
  expect([...heard]).toEqual([["radio sur", 2]]);
  await step(three, "pass");
  await step(three, "return");
  await step(three, "withdraw");
  const late = await addHand(db, id, hand("Eva Paz", "El Faro", "¿Por qué?"), ana, means);
  await later(id, 15);
  await stepBriefing(db, id, "close", eva, means);
  await expect(addHand(db, id, hand("X", "Y"), ana, means)).rejects.toMatchObject({ code: "conflict" });
  expect((await countLeft(db)).get(id)).toBe(2);

  const { question } = await step(two, "ask");
  await expect(step(two, "ask")).rejects.toMatchObject({ code: "conflict" });
  await step(late, "leave");
  expect((await countLeft(db)).get(id)).toBeUndefined();
  const row = await db.selectFrom("question").selectAll().where("id", "=", question!).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ state: "open", briefing_id: id, queue: "press", shown_as: "outlet", shown_at: null });
  expect(row.text).toBe("¿Cuánto cuesta <script>alert(1)</script>?");
  const everything = JSON.stringify(await db.selectFrom("briefing_event").selectAll().execute());
  expect(everything).not.toMatch(/Luis Paz|El Faro|Por qué/);
  const { rows } = await sql<{ did: string }>`
    select details ->> 'did' as did from trail where details ->> 'hand' = ${String(two.id)} order by id`.execute(db);
  expect(rows.map(({ did }) => did)).toEqual(["hand", "ask"]);

  // Who stood in it is forgotten; what still waits for a word is not.
  await step(late, "return");
  const { rows: due } = await sql<{ kept: number }>`
    select round(extract(epoch from run_at - ${clock.now()}::timestamptz) / 86400)::int as kept
    from voceria_jobs.jobs where key = ${`forget-hands:${id}`}`.execute(db);
  expect(due).toEqual([{ kept: 90 }]);
  await forgetHandsTaskOf({ db, means })({ briefing: id }, 1);
  expect((await readHands(db, id)).map((each) => each.id)).toEqual([late.id]);
});

test("an accredited journalist comes forward by their own link, as often as one may; nobody else by it, nor for another, nor once the accreditation is revoked", async () => {
  const { ana, eva, db, means } = office;
  const known = async (name: string, outlet: string) => {
    const mail = `${name.replaceAll(" ", ".").toLowerCase()}@prensa.example`;
    const typed = { name, mail, phone: "", outlet, language: "es" };
    const { journalist: id } = await addJournalist(db, typed, eva, means);
    return { id, token: await transact(db, (tx) => makeJournalistLink(tx, id, means)) };
  };
  const [dora, hugo] = [await known("Dora Lira", "Radio Sur"), await known("Hugo Mena", "El Faro")];
  const granted = { occasion: "", grounds: "Credencial", until: "2027-06-30" };
  const { accreditation } = await accredit(db, dora.id, granted, eva, means);
  const { id } = await openedBriefing(office, eva);
  const send = (token: string, text: string, briefing = id) =>
    sendHand(db, token, { briefing, text, shownAs: "neither" }, means);
  await expect(send(hugo.token, "¿Puedo?")).rejects.toMatchObject({ code: "forbidden" });
  await expect(send("A".repeat(43), "¿Puedo?")).rejects.toMatchObject({ code: "not-found" });
  const planned = await planBriefing(db, plannedBriefing, eva, means);
  await expect(send(dora.token, "¿Hay algo?", planned.id)).rejects.toMatchObject({ code: "not-found" });

  const hand = await send(dora.token, "");
  expect((await send(dora.token, " ")).id).toBe(hand.id);
  const flood = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => send(dora.token, `¿Pregunta ${at}?`)));
  const refused = flood.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
  expect(refused).toEqual(Array(17).fill("too-many"));
  await expect(withdrawOwnHand(db, hugo.token, { briefing: id, hand: hand.id }, means)).rejects.toMatchObject({
    code: "not-found",
  });
  await withdrawOwnHand(db, dora.token, { briefing: id, hand: hand.id }, means);
  const [sent] = (await handsOfJournalist(db, dora.id)).filter(({ state }) => state === "waiting");

  await stepHand(db, id, sent!.id, "call", ana, means);
  const asking = { kind: "question", speaker: { name: "Dora Lira", outlet: "Radio Sur" }, hand: sent!.id };
  const turn = await type(office, id, ana, sent!.text!, asking);
  expect(turn.speaker.journalist).toBe(dora.id);
  const { question } = await takeTurnQuestion(db, id, turn.id, ana, means);
  // What she chose to have shown is kept, and the desk's own number of her is in no event.
  const row = await db.selectFrom("question").selectAll().where("id", "=", question).executeTakeFirstOrThrow();
  expect(row).toMatchObject({ shown_as: "neither", journalist_id: dora.id });

  await decideAccreditation(db, accreditation, { move: "revoke", reason: "Dejó el medio" }, eva, means);
  await expect(send(dora.token, "¿Otra?")).rejects.toMatchObject({ code: "forbidden" });
  await eraseOwnData(db, dora.token, means);
  expect((await readHands(db, id)).filter(({ name }) => name === "Dora Lira")).toEqual([]);
});

test("words of a taken question that are put right after they were shown wait for their hold with the turn, whoever asks where", async () => {
  const { ana, eva, db, means } = office;
  const { id } = await openedBriefing(office, eva);
  const asked = await type(office, id, ana, "¿Cuántas casas son?", { kind: "question" });
  await takeTurnQuestion(db, id, asked.id, ana, means);
  await later(id, 15);
  const shown = async () =>
    (await questionsOfBriefing(db, id, { upTo: 1_000, now: clock.now(), timeZone: "America/Santiago" })).map(
      ({ text, asker }) => [text, asker.name],
    );
  expect(await shown()).toEqual([["¿Cuántas casas son?", "Ana Rojas"]]);
  const put = await change(id, asked, { text: "¿Cuántas casas, según la fuente reservada?" });
  expect(await shown()).toEqual([["¿Cuántas casas son?", "Ana Rojas"]]);
  await change(id, put, { text: "¿Cuántas viviendas son?", speaker: { name: "Ana Roa", outlet: "Radio Sur" } });
  await untakeTurnQuestion(db, id, asked.id, ana, means);
  await takeTurnQuestion(db, id, asked.id, ana, means);
  expect(await shown()).toEqual([["¿Cuántas casas son?", "Ana Rojas"]]);
  await later(id, 15);
  expect(await shown()).toEqual([["¿Cuántas viviendas son?", "Ana Roa"]]);
  expect(await publicWords(office, id)).toEqual(["¿Cuántas viviendas son?"]);
  const standing = (await readTurns(db, id))[0]!;
  const embargoUntil = new Date(clock.now().getTime() + 60_000);
  await change(id, standing, { attribution: "embargoed", embargoUntil, text: "¿Cuántas son?" });
  expect(await shown()).toEqual([]);
  await later(id, 60);
  expect(await shown()).toEqual([["¿Cuántas son?", "Ana Roa"]]);
});

test("however many turns are put in between two, each has its place", async () => {
  const { ana, eva, db } = office;
  const { id } = await openedBriefing(office, eva, { holdSeconds: "0" });
  const first = await type(office, id, ana, "Primera.");
  await type(office, id, ana, "Última.");
  const between = Array.from({ length: 60 }, (_, at) => `Entre ${at}.`);
  for (const words of between) await type(office, id, ana, words, { behind: first.id });
  const words = (await readTurns(db, id)).map(({ text }) => text);
  expect(words).toEqual(["Primera.", ...between.toReversed(), "Última."]);
  await later(id, 1);
  expect(await publicWords(office, id)).toEqual(words);
});

test("what is typed weeks after the closing is at no minute of the briefing, and at the one it is given none after its end", async () => {
  const { ana, eva, db, means } = office;
  const { id } = await openedBriefing(office, eva, { holdSeconds: "0" });
  clock.set(new Date(clock.now().getTime() + 600_000).toISOString());
  await stepBriefing(db, id, "close", eva, means);
  clock.set(new Date(clock.now().getTime() + 40 * 86_400_000).toISOString());
  await type(office, id, ana, "Desde la grabación.");
  await type(office, id, ana, "Sin conexión.", { atMs: 40 * 86_400_000 });
  await later(id, 1);
  expect(foldEvents(await readAllEvents(db, id)).turns.map(({ at }) => at)).toEqual([undefined, 600]);
});

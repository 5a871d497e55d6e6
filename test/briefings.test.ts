import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foldEvents, type LiveEvent } from "../src/briefings/live-event.ts";
import { readAllEvents, readEvents } from "../src/briefings/live-events.ts";
import { changeBriefing, planBriefing, startMedia, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { releaseTurns } from "../src/briefings/release-turns.ts";
import { readTurns } from "../src/briefings/turns.ts";
import { changeTurn, typeTurn } from "../src/briefings/type-turn.ts";
import { openedBriefing, plannedBriefing, publicWords, type, typed } from "./briefing-office.ts";
import { SetClock } from "./founded-office.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

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
  await startMedia(db, id, clock.now(), eva, means);
  await stepBriefing(db, id, "close", eva, means);
  const states = (await readAllEvents(db, id)).map(({ kind, payload }) => [kind, "state" in payload && payload.state]);
  expect(states).toEqual(["announced", "live", "live", "closed"].map((state) => ["state", state]));
  await expect(stepBriefing(db, id, "open", eva, means)).rejects.toMatchObject({ code: "conflict" });
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

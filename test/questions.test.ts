import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askQuestion } from "../src/press/ask-question.ts";
import {
  countPublicQuestions,
  findPublicQuestion,
  listPublicQuestions,
  type Moment,
  questionsOfBriefing,
} from "../src/press/find-question.ts";
import { lockQuestion } from "../src/press/questions.ts";
import {
  dropQuestionOfTurn,
  recordTakenQuestion,
  releaseQuestionOfTurn,
  withholdQuestionOfTurn,
} from "../src/press/record-taken-question.ts";
import { transact } from "../src/store/database.ts";
import { SetClock } from "./founded-office.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

let office: StaffedOffice;
/** Wednesday, the week of the national holidays of 2026: 18 is a Friday. */
const clock = new SetClock("2026-09-16T15:00:00Z");
beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(() => office.drop());

const now = (): Moment => ({ upTo: Number.MAX_SAFE_INTEGER, now: clock.now(), timeZone: "America/Santiago" });
const inRoom = (briefing: number, turn: number, text = "¿Cuándo llega el agua?") =>
  transact(office.db, (tx) =>
    recordTakenQuestion(
      tx,
      {
        institution: "segegob",
        briefing,
        turn,
        text,
        language: "es-CL",
        askedAt: clock.now(),
        asker: { name: "Rosa Paredes", outlet: "Radio Norte" },
      },
      { officer: office.ana.officer, name: office.ana.name },
      clock.now(),
    ),
  );
const release = (turn: number) => transact(office.db, (tx) => releaseQuestionOfTurn(tx, turn, clock.now()));

describe("a question taken in the room", () => {
  test("is shown with its turn and not before, and due by working days that the holidays lengthen", async () => {
    await inRoom(1, 101);
    expect(await questionsOfBriefing(office.db, 1, now())).toEqual([]);
    await release(101);
    const [shown] = await questionsOfBriefing(office.db, 1, now());
    expect(shown).toMatchObject({
      number: "2026-0001",
      state: "taken",
      dueOn: "2026-09-21",
      overdue: false,
      asker: { name: "Rosa Paredes", outlet: "Radio Norte" },
    });
  });

  test("typed twice is one question, with the words put right", async () => {
    const first = await inRoom(2, 201);
    const again = await inRoom(2, 201, "¿Cuándo llega el agua a Petorca?");
    expect(again).toEqual(first);
    await release(201);
    await release(201);
    const shown = await questionsOfBriefing(office.db, 2, now());
    expect(shown.map(({ text }) => text)).toEqual(["¿Cuándo llega el agua a Petorca?"]);
  });

  test("whose turn goes on background is gone from the page, and its number stays its own when it comes back", async () => {
    await inRoom(3, 301);
    await release(301);
    const [before] = await questionsOfBriefing(office.db, 3, now());
    await transact(office.db, (tx) => withholdQuestionOfTurn(tx, 301, undefined, clock.now()));
    expect(await questionsOfBriefing(office.db, 3, now())).toEqual([]);
    await release(301);
    expect((await questionsOfBriefing(office.db, 3, now()))[0]?.number).toBe(before?.number);
  });

  test("that never was public leaves no gap in the numbers", async () => {
    await inRoom(4, 401);
    await transact(office.db, (tx) => dropQuestionOfTurn(tx, 401, "Se respondió en la sala.", undefined, clock.now()));
    await inRoom(4, 402);
    await release(402);
    const numbers = (await office.db.selectFrom("question").select("number").orderBy("number").execute()).flatMap(
      ({ number }) => number ?? [],
    );
    expect(numbers).toEqual(numbers.map((_, index) => `2026-${String(index + 1).padStart(4, "0")}`));
  });
});

describe("a promise", () => {
  test("is overdue from the day after the last one, in the list as by itself", async () => {
    await inRoom(5, 501, "¿Cuánto cuesta el embalse?");
    await release(501);
    const [shown] = await questionsOfBriefing(office.db, 5, now());
    const late = { ...now(), now: new Date("2026-09-22T04:00:00Z") };
    const last = { ...now(), now: new Date("2026-09-22T02:59:00Z") };
    const limit = 50;
    const overdue = async (moment: Moment) =>
      (await listPublicQuestions(office.db, { filter: "overdue", words: "embálse", limit }, moment)).map(
        ({ number }) => number,
      );
    expect(await overdue(last)).toEqual([]);
    expect(await overdue(late)).toEqual([shown?.number]);
    expect((await findPublicQuestion(office.db, shown?.number ?? "", late))?.overdue).toBe(true);
    const counts = await countPublicQuestions(office.db, late);
    expect(counts).toMatchObject({ open: 0, answered: 0 });
    expect(counts.taken).toBe(counts.all);
  });
});

test("whoever may not read an institution's questions learns the same as where there is none", async () => {
  const { id } = await inRoom(6, 601);
  const asked = (question: number) =>
    transact(office.db, (tx) => lockQuestion(tx, question, office.otra, "question.write"));
  await expect(asked(id)).rejects.toMatchObject({ code: "not-found" });
  await expect(asked(999_999)).rejects.toMatchObject({ code: "not-found" });
  await expect(transact(office.db, (tx) => lockQuestion(tx, id, office.ana, "question.answer"))).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("a question that is sent twice in one moment is asked once, and whoever sends it hears of no failure", async () => {
  const asked = {
    queue: "citizen",
    name: "",
    outlet: "",
    mail: "luz@correo.example",
    shownAs: "neither",
    language: "es",
  };
  const typed = { ...asked, text: "¿Cuándo se abre el paso Los Libertadores?", exclusiveUntil: "" };
  await Promise.all([1, 2, 3].map(() => askQuestion(office.db, typed, "10.9.8.7", office.means)));
  const { count } = await office.db
    .selectFrom("question")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("text", "=", typed.text)
    .executeTakeFirstOrThrow();
  expect(count).toBe(1);
});

test("words and places that no list has are looked for without a failure", async () => {
  for (const typed of [{ words: "agua\0Petorca" }, { before: "2026-0001\0" }, { before: "nada" }])
    expect(await listPublicQuestions(office.db, { ...typed, limit: 5 }, now())).toEqual(expect.any(Array));
});

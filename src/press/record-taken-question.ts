import { sql } from "kysely";
import { dueDay } from "../register/calendars.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import type { Transaction } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { type Asker, isQuestionMoveOpen, moveQuestion, type ShownAs } from "./question.ts";
import {
  type Doer,
  insertQuestion,
  type LockedQuestion,
  lockQuestionRow,
  questionTags,
  saveQuestion,
  writeQuestionEvent,
} from "./questions.ts";
import { questionText } from "./question-words.ts";

export type TakenQuestion = {
  institution: string;
  briefing: number;
  /** The turn where it was asked; of one turn there is one question, whatever is sent twice. */
  turn: number;
  text: string;
  language: string;
  askedAt: Date;
  asker: Asker;
  journalist?: number;
  shownAs?: ShownAs;
};

/**
 * When this returns, the question is promised an answer by the day that the office's working days give. Nobody outside learns
 * of it before its turn is public: whoever makes it so calls releaseQuestionOfTurn in the same transaction. Called again for
 * that turn, it puts right what was typed. It checks no rights and writes no trail: the use case it is part of does.
 */
export async function recordTakenQuestion(
  tx: Transaction,
  { turn, ...asked }: TakenQuestion,
  by: Doer,
  at: Date,
): Promise<{ id: number }> {
  const text = questionText(asked.text);
  const known = await lockQuestionOfTurn(tx, turn);
  if (known !== undefined) {
    await tx
      .updateTable("question")
      .set({ text, asker: JSON.stringify(asked.asker), journalist_id: asked.journalist ?? null, changed_at: at })
      .where("id", "=", known.id)
      .execute();
    await promise(tx, { ...known, text, asker: asked.asker }, by, at);
    return { id: known.id };
  }
  const { briefing, journalist, askedAt, asker, language, institution } = asked;
  const question = { queue: "press", channel: "room", withheld: true, shownAs: asked.shownAs ?? "name" } as const;
  const id = await insertQuestion(
    tx,
    { ...question, text, institution, language, askedAt, asker, briefing, turn, journalist },
    by,
    at,
  );
  const locked = await lockQuestionRow(tx, id);
  if (locked !== undefined) await promise(tx, locked, by, at);
  return { id };
}

/**
 * When this returns, the question of that turn says what the turn says now: what was put right before anybody saw it is seen by nobody.
 * One that has ended stays as it was.
 */
export async function amendQuestionOfTurn(
  tx: Transaction,
  turn: number,
  asked: { text: string; asker: Asker; journalist?: number },
  by: Doer,
  at: Date,
): Promise<void> {
  const question = await lockQuestionOfTurn(tx, turn);
  if (question === undefined || !isQuestionMoveOpen(question.state, "assign")) return;
  const said = sql`(${questionText(asked.text)}, ${JSON.stringify(asked.asker)}::jsonb, ${asked.journalist ?? null}::bigint)`;
  const { numAffectedRows = 0n } = await sql`
    update question set (text, asker, journalist_id) = ${said}, changed_at = ${at}
    where id = ${question.id} and (text, asker, journalist_id) is distinct from ${said}`.execute(tx);
  if (numAffectedRows === 0n) return;
  await writeQuestionEvent(tx, question.id, { move: "amend", by, at });
  await tellPages(tx, questionTags(question.number, question.briefing));
}

/** When this returns, the question of that turn, if it has one, is shown: the turn is public by the end of this transaction. */
export async function releaseQuestionOfTurn(tx: Transaction, turn: number, at: Date): Promise<void> {
  const question = await lockQuestionOfTurn(tx, turn);
  if (question === undefined || (!question.withheld && question.shownAt !== undefined)) return;
  await saveQuestion(tx, question, moveQuestion(question, { move: "release", at }), {
    move: "release",
    by: undefined,
    at,
  });
}

/**
 * When this returns, nothing of the question of that turn is shown: the turn was taken back, or is not on the record. One whose answer is
 * an entry of the record stays: the entry has the question's words, and a page that hid them would take nothing back.
 */
export async function withholdQuestionOfTurn(tx: Transaction, turn: number, by: Doer, at: Date): Promise<void> {
  const question = await lockQuestionOfTurn(tx, turn);
  if (question === undefined || question.withheld || question.subject !== undefined) return;
  await saveQuestion(tx, question, moveQuestion(question, { move: "withhold" }), { move: "withhold", by, at });
}

/** Whether an answer to what was asked in that turn is still owed. */
export async function isOwed(tx: Transaction, turn: number): Promise<boolean> {
  const question = await lockQuestionOfTurn(tx, turn);
  return question !== undefined && isQuestionMoveOpen(question.state, "close");
}

/** When this returns, the question of that turn is no promise any more: it was marked by mistake, or answered in the room. */
export async function dropQuestionOfTurn(
  tx: Transaction,
  turn: number,
  reason: string,
  by: Doer,
  at: Date,
): Promise<void> {
  const question = await lockQuestionOfTurn(tx, turn);
  if (question === undefined || question.state === "closed") return;
  const after = moveQuestion(question, { move: "close", reason });
  await saveQuestion(tx, question, after, { move: "close", note: reason, by, at });
  await tx.updateTable("question").set({ end_reason: reason }).where("id", "=", question.id).execute();
}

async function promise(tx: Transaction, question: LockedQuestion, by: Doer, at: Date): Promise<void> {
  if (question.takenAt !== undefined && question.state !== "closed") return;
  const { timeZone } = await readOffice(tx);
  const due = await dueDay(tx, question.queue, dayIn(timeZone, at));
  const open = question.state === "closed" ? moveQuestion(question, { move: "reopen" }) : question;
  if (open.state === "taken") return void (await saveQuestion(tx, question, open, { move: "reopen", by, at }));
  const taken = moveQuestion(open, { move: "take", at, due });
  await saveQuestion(tx, question, taken, { move: "take", note: due, by, at });
}

async function lockQuestionOfTurn(tx: Transaction, turn: number): Promise<LockedQuestion | undefined> {
  const { rows } = await sql<{ id: number }>`select id from question where turn_id = ${turn}`.execute(tx);
  return rows[0] === undefined ? undefined : lockQuestionRow(tx, rows[0].id);
}

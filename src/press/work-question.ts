import { listAble } from "../access/officers.ts";
import type { Action, Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { dueDay } from "../register/calendars.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob } from "../store/jobs.ts";
import { moveQuestion, type Question } from "./question.ts";
import { answerText, questionText, reasonOf } from "./question-words.ts";
import { type LockedQuestion, lockQuestion, saveQuestion } from "./questions.ts";

export const toldTask = "question-told";
export const forgetTask = "question-forget";
/** So long after a question has ended its asker's address is kept, for what they may ask back. */
const keptAfterwards = 90 * 86_400_000;

type Step = { question: LockedQuestion; tx: Transaction; at: Date };

/** When this returns, an answer is promised by the day that the office's working days give; the promise is public unless protected. */
export function takeQuestion(db: Database, id: number, actor: Actor, means: Means): Promise<{ due: string }> {
  return step(db, id, "take", "question.write", actor, means, async ({ question, tx, at }) => {
    const { timeZone } = await readOffice(tx);
    const due = await dueDay(tx, question.queue, dayIn(timeZone, at));
    return { after: moveQuestion(question, { move: "take", at, due }), note: due, gives: { due } };
  });
}

/** When this returns, that officer answers it, with these lines to take at hand. */
export function assignQuestion(
  db: Database,
  id: number,
  { to, lines }: { to: number; lines: readonly number[] },
  actor: Actor,
  means: Means,
): Promise<void> {
  return step(db, id, "assign", "question.write", actor, means, async ({ question, tx }) => {
    const officer = (await listAble(tx, "question.write", question.institution)).find((one) => one.id === to);
    if (officer === undefined)
      throw new Fault(
        "invalid",
        "assigned to: choose somebody who works on questions for this institution.",
        [],
        "a cargo de: elija a alguien que trabaje en las preguntas de esta institución.",
      );
    const after = moveQuestion(question, { move: "assign" });
    const known = await linesOf(tx, lines, question.institution);
    await tx.deleteFrom("question_line").where("question_id", "=", id).execute();
    if (known.length > 0)
      await tx
        .insertInto("question_line")
        .values(known.map((line_id) => ({ question_id: id, line_id })))
        .execute();
    await tx.updateTable("question").set({ assigned_to: to }).where("id", "=", id).execute();
    return { after, note: officer.name, gives: undefined };
  });
}

/** When this returns, anybody can read the question, in fewer words where the office gives them, which it says. */
export function showQuestion(
  db: Database,
  id: number,
  { text }: { text: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return step(db, id, "show", "question.write", actor, means, async ({ question, tx, at }) => {
    const after = moveQuestion(question, { move: "show", at });
    const shown = text.trim() === "" ? question.text : questionText(text);
    await tx
      .updateTable("question")
      .set({ shown_text: shown === question.text ? null : shown })
      .where("id", "=", id)
      .execute();
    return { after, gives: undefined };
  });
}

/** When this returns, nobody outside can read the question any more. */
export function hideQuestion(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  return step(db, id, "hide", "question.write", actor, means, async ({ question }) => ({
    after: moveQuestion(question, { move: "hide" }),
    gives: undefined,
  }));
}

/** When this returns, the text stands as the newest version of what is going to be answered; `version` is the one it was written on. */
export function saveAnswer(
  db: Database,
  id: number,
  { kind, body, version }: { kind: "answer" | "declined"; body: string; version: number },
  actor: Actor,
  means: Means,
): Promise<{ version: number }> {
  return step(db, id, "draft", "question.write", actor, means, async ({ question, tx, at }) => {
    if (version !== question.draftVersion)
      throw new Fault(
        "conflict",
        `Somebody else wrote meanwhile (version ${question.draftVersion}). Read it first; what you typed is still here.`,
        [],
        `Otra persona escribió entretanto (versión ${question.draftVersion}). Léala primero; lo que usted escribió sigue aquí.`,
      );
    const after = moveQuestion(question, { move: "draft", by: actor.officer, kind });
    const text = kind === "declined" ? reasonOf("reason", "motivo", body) : answerText(body);
    const next = question.draftVersion + 1;
    const saved = { question_id: id, version: next, kind, body: text, officer: actor.officer, name: actor.name };
    await tx
      .insertInto("question_draft")
      .values({ ...saved, saved_at: at })
      .execute();
    await tx.updateTable("question").set({ draft_version: next }).where("id", "=", id).execute();
    return { after, gives: { version: next } };
  });
}

/** When this returns, whoever asked will have the answer by mail, if they gave an address; nobody else learns what it says. */
export function answerOnBackground(
  db: Database,
  id: number,
  { text }: { text: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return step(db, id, "background", "question.answer", actor, means, async ({ question, tx, at }) => {
    const told = answerText(text);
    await tx.updateTable("question").set({ told }).where("id", "=", id).execute();
    await tellAsker(tx, id, at);
    return { after: moveQuestion(question, { move: "background" }), gives: undefined };
  });
}

/** When this returns, whoever asked will have the reason by mail, if they gave an address; nothing enters the record. */
export function declineQuestion(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return step(db, id, "decline", "question.answer", actor, means, async ({ question, tx, at }) => {
    const after = moveQuestion(question, { move: "decline", reason });
    const kept = reasonOf("reason", "motivo", reason);
    await tx.updateTable("question").set({ end_reason: kept }).where("id", "=", id).execute();
    await tellAsker(tx, id, at);
    return { after, note: kept, gives: undefined };
  });
}

/** When this returns, nothing is owed any more: it was asked twice, by mistake, or taken back. Nobody outside can read it. */
export function closeQuestion(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return step(db, id, "close", "question.write", actor, means, async ({ question, tx, at }) => {
    const after = moveQuestion(question, { move: "close", reason });
    const kept = reasonOf("reason", "motivo", reason);
    await tx.updateTable("question").set({ end_reason: kept }).where("id", "=", id).execute();
    await forgetLater(tx, id, at);
    return { after, note: kept, gives: undefined };
  });
}

/** When this returns, the question is owed again as it was before it was closed. */
export function reopenQuestion(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  return step(db, id, "reopen", "question.write", actor, means, async ({ question }) => ({
    after: moveQuestion(question, { move: "reopen" }),
    gives: undefined,
  }));
}

/** When the transaction commits, whoever asked is told what came of it, and their address is forgotten in time. */
export async function tellAsker(tx: Transaction, question: number, at: Date): Promise<void> {
  await addJob(tx, toldTask, { question }, { tries: 8 });
  await forgetLater(tx, question, at);
}

async function forgetLater(tx: Transaction, question: number, at: Date): Promise<void> {
  const runAt = new Date(at.getTime() + keptAfterwards);
  await addJob(tx, forgetTask, { question }, { runAt, key: `${forgetTask} ${question}`, tries: 20 });
}

async function linesOf(tx: Transaction, lines: readonly number[], institution: string): Promise<number[]> {
  const asked = lines.filter((line) => Number.isSafeInteger(line) && line > 0);
  if (asked.length === 0) return [];
  const rows = await tx
    .selectFrom("line")
    .select("id")
    .where("id", "in", asked)
    .where("institution", "=", institution)
    .execute();
  return rows.map(({ id }) => id);
}

type Done<T> = { after: Question; note?: string; gives: T };

function step<T>(
  db: Database,
  id: number,
  move: string,
  action: Action,
  actor: Actor,
  means: Means,
  make: (step: Step) => Promise<Done<T>>,
): Promise<T> {
  return transact(db, async (tx) => {
    const at = means.clock.now();
    const question = await lockQuestion(tx, id, actor, action);
    const { after, note, gives } = await make({ question, tx, at });
    await saveQuestion(tx, question, after, { move, note, by: actor, at });
    const { institution } = question;
    await writeTrail(tx, { at, actor, action, institution, about: `question ${id}`, details: { what: move } });
    return gives;
  });
}

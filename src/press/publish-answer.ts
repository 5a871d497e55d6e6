import { type AnswerContent, checkContent, checkContentFits, type Json } from "@voceria/record";
import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Appended, appendToRecord } from "../recorder/append.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { checkTopics } from "../register/topics.ts";
import { voiceFor } from "../register/voice.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { normalizeAndRender } from "../text/markdown.ts";
import { moveQuestion, publishesAlone, shownAsker } from "./question.ts";
import { answerText, reasonOf } from "./question-words.ts";
import {
  type LockedQuestion,
  lockQuestion,
  noQuestion,
  questionTags,
  saveQuestion,
  takeQuestionNumber,
  writeQuestionEvent,
} from "./questions.ts";
import { tellAsker } from "./work-question.ts";

export type Answered = { number: string; edition: number; entry: number };

/**
 * When this returns, the answer that stands as the newest version, or why there is none, is an entry of the record with the
 * question's number, and whoever asked will be told. `version` is the one that was read: Fault("conflict") where another stands.
 * Its author publishes it with a reason alone, which is kept.
 */
export function publishAnswer(
  db: Database,
  id: number,
  given: { version: number; speaker: string; topics: readonly string[]; reason: string },
  actor: Actor,
  means: Means,
): Promise<Answered> {
  return transact(db, async (tx) => {
    const question = await lockQuestion(tx, id, actor, "question.answer");
    permit(actor, "question.answer", question.institution);
    const now = means.clock.now();
    const alone = publishesAlone(question, actor.officer);
    const after = moveQuestion(question, { move: "publish", by: actor.officer, at: now, reason: given.reason });
    if (given.version !== question.draftVersion)
      throw new Fault(
        "conflict",
        `The answer has changed since you read it (version ${question.draftVersion}). Read it again, then publish it.`,
        [],
        `La respuesta cambió desde que la leyó (versión ${question.draftVersion}). Léala de nuevo y publíquela después.`,
      );
    await checkTopics(tx, given.topics);
    const number = question.number ?? (await takeQuestionNumber(tx, now));
    const content = await contentOf(tx, question, given, now);
    const act = { act: "question.answered", question: number, edition: 1, content } as const;
    const appended = await enter(tx, act, means);
    await checkDay(tx, appended.at, now);
    await tx
      .updateTable("question")
      .set({ subject: appended.subject ?? null, number })
      .where("id", "=", id)
      .execute();
    await keepEdition(tx, id, 1, content, appended, actor, alone ? given.reason.trim() : null);
    // What its publication shows for the first time is shown from the entry's own instant.
    const shownAt = question.shownAt ?? appended.at;
    await saveQuestion(
      tx,
      { ...question, number },
      { ...after, shownAt },
      { move: "publish", by: actor, at: appended.at },
    );
    await tellAsker(tx, id, appended.at);
    const details = { what: content.basis, ...(alone ? { reason: given.reason.trim() } : {}) };
    await trail(tx, question, actor, appended.at, number, details);
    return { number, edition: 1, entry: appended.index };
  });
}

export type AnswerCorrection = { edition: number; text: string; note: string; severity: string };

/** When this returns, the corrected answer with its public note is an entry of the record; every edition before it stays. */
export function correctAnswer(
  db: Database,
  number: string,
  { edition, text, note, severity }: AnswerCorrection,
  actor: Actor,
  means: Means,
): Promise<Answered> {
  return transact(db, async (tx) => {
    const question = await lockAnswered(tx, number, actor);
    const before = await newestEdition(tx, question.id);
    if (before.edition !== edition)
      throw new Fault(
        "conflict",
        `${number} stands at edition ${before.edition}. Read that one and correct it.`,
        [],
        `${number} ya va en la edición ${before.edition}. Léala y corrija esa.`,
      );
    if (severity !== "minor" && severity !== "major")
      throw invalid("severity: choose correction or erratum.", "clase: elija corrección o fe de erratas.");
    const { note: _, severity: __, ...kept } = before.content;
    const changed: { body?: string; html?: string; reason?: string } =
      kept.basis === "declined" ? { reason: reasonOf("reason", "motivo", text) } : rendered(answerText(text));
    if (kept.reason === changed.reason && kept.body === changed.body)
      throw invalid("answer: the correction changes nothing.", "respuesta: la corrección no cambia nada.");
    const content = fit("question.corrected", {
      ...kept,
      ...changed,
      note: reasonOf("note", "nota", note),
      severity,
    });
    const { subject } = question;
    if (subject === undefined) throw new Error(`question ${number} is answered without a subject in the record`);
    const act = {
      act: "question.corrected",
      subject,
      question: number,
      edition: edition + 1,
      content: content as Json,
    } as const;
    const appended = await enter(tx, act, means);
    await keepEdition(tx, question.id, edition + 1, content, appended, actor, null);
    await tell(tx, question, number, { move: "correct", note: content.note, actor, at: appended.at });
    return { number, edition: edition + 1, entry: appended.index };
  });
}

/** When this returns, the office no longer stands by the answer: an entry of the record says why, and it stays readable. */
export function withdrawAnswer(
  db: Database,
  number: string,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const question = await lockAnswered(tx, number, actor);
    const { subject } = question;
    if (subject === undefined) throw new Error(`question ${number} is answered without a subject in the record`);
    const why = reasonOf("reason", "motivo", reason);
    const content = { format: "voceria/withdrawal/v1", reason: why };
    const appended = await enter(tx, { act: "question.withdrawn", subject, question: number, content }, means);
    await tx
      .insertInto("question_withdrawal")
      .values({
        question_id: question.id,
        reason: why,
        entry: appended.index,
        withdrawn_at: appended.at,
        entered_by: actor.name,
      })
      .execute();
    await tell(tx, question, number, { move: "withdraw", note: why, actor, at: appended.at });
  });
}

async function contentOf(
  tx: Transaction,
  question: LockedQuestion,
  { speaker, topics }: { speaker: string; topics: readonly string[] },
  now: Date,
): Promise<AnswerContent> {
  const { timeZone } = await readOffice(tx);
  const draft = await tx
    .selectFrom("question_draft")
    .select(["kind", "body"])
    .where("question_id", "=", question.id)
    .where("version", "=", question.draftVersion)
    .executeTakeFirstOrThrow();
  const voice = speaker === "" ? [] : [await voiceFor(tx, { speaker, day: dayIn(timeZone, now), at: now })];
  const asker = shownAsker(question.asker, question.shownAs);
  const said =
    draft.kind === "declined"
      ? ({ basis: "declined", reason: draft.body } as const)
      : ({ basis: "on-record", ...rendered(draft.body) } as const);
  return fit("question.answered", {
    format: "voceria/answer/v1",
    asked: { day: dayIn(timeZone, question.askedAt), ...(await placeOf(tx, question)) },
    ...(Object.keys(asker).length === 0 ? {} : { asker }),
    language: question.language,
    question: question.shownText ?? question.text,
    topics: [...topics],
    voice,
    ...said,
  });
}

/** The public numbers of the briefing and of the turn where it was asked. */
async function placeOf(tx: Transaction, { briefing, turn }: LockedQuestion) {
  if (briefing === undefined) return {};
  const held = await tx.selectFrom("briefing").select("number").where("id", "=", briefing).executeTakeFirst();
  if (held?.number === null || held === undefined) return {};
  const said =
    turn === undefined
      ? undefined
      : await tx.selectFrom("briefing_turn").select("ordinal").where("id", "=", turn).executeTakeFirst();
  return {
    briefing: held.number,
    ...(said?.ordinal === undefined || said.ordinal === null ? {} : { turn: said.ordinal }),
  };
}

function rendered(text: string): { body: string; html: string } {
  const { markdown, html } = normalizeAndRender(text);
  return { body: markdown, html };
}

/** The content itself, once the record's own reader takes it for that act. */
function fit(act: "question.answered" | "question.corrected", content: AnswerContent): AnswerContent {
  checkContentFits(act, checkContent(content, "answer"), "answer");
  return content;
}

async function enter(
  tx: Transaction,
  act: Parameters<typeof appendToRecord>[1][number],
  means: Means,
): Promise<Appended> {
  const [appended] = await appendToRecord(tx, [act], means);
  if (appended === undefined) throw new Error(`the record took ${act.act} without an entry`);
  return appended;
}

/** Number and voice are those of the day on which it was asked for. */
async function checkDay(tx: Transaction, at: Date, now: Date): Promise<void> {
  const { timeZone } = await readOffice(tx);
  if (dayIn(timeZone, at) !== dayIn(timeZone, now))
    throw new Fault(
      "conflict",
      "The day has turned meanwhile: publish it once more.",
      [],
      "Entretanto cambió el día: publíquela una vez más.",
    );
}

async function keepEdition(
  tx: Transaction,
  id: number,
  edition: number,
  content: AnswerContent,
  { index, at, commitment }: Appended,
  actor: Actor,
  alone: string | null,
): Promise<void> {
  await tx
    .insertInto("question_answer")
    .values({
      question_id: id,
      edition,
      content: JSON.stringify(content),
      note: content.note ?? null,
      severity: content.severity ?? null,
      entry: index,
      commitment: commitment === undefined ? null : Buffer.from(commitment),
      published_at: at,
      entered_by: actor.name,
      alone_reason: alone,
    })
    .execute();
}

async function newestEdition(tx: Transaction, id: number): Promise<{ edition: number; content: AnswerContent }> {
  const row = await tx
    .selectFrom("question_answer")
    .select(["edition", "content"])
    .where("question_id", "=", id)
    .orderBy("edition", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return { edition: row.edition, content: row.content as AnswerContent };
}

async function lockAnswered(tx: Transaction, number: string, actor: Actor): Promise<LockedQuestion> {
  const row = await tx.selectFrom("question").select("id").where("number", "=", number).executeTakeFirst();
  if (row === undefined) throw noQuestion(number);
  const question = await lockQuestion(tx, row.id, actor, "question.answer");
  permit(actor, "question.answer", question.institution);
  if (question.subject === undefined)
    throw new Fault("conflict", `${number} has no published answer.`, [], `${number} no tiene respuesta publicada.`);
  const withdrawn = await tx
    .selectFrom("question_withdrawal")
    .select("reason")
    .where("question_id", "=", row.id)
    .executeTakeFirst();
  if (withdrawn !== undefined)
    throw new Fault(
      "conflict",
      `The answer to ${number} was withdrawn, and stays so.`,
      [],
      `La respuesta a ${number} quedó sin efecto, y así queda.`,
    );
  return question;
}

async function tell(
  tx: Transaction,
  question: LockedQuestion,
  number: string,
  { move, note, actor, at }: { move: string; note: string | undefined; actor: Actor; at: Date },
): Promise<void> {
  await writeQuestionEvent(tx, question.id, { move, note, by: actor, at });
  await tellPages(tx, questionTags(number, question.briefing));
  await trail(tx, question, actor, at, number, { what: move });
}

async function trail(
  tx: Transaction,
  { institution }: LockedQuestion,
  actor: Actor,
  at: Date,
  about: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeTrail(tx, { at, actor, action: "question.answer", institution, about: `question ${about}`, details });
}

function invalid(en: string, es: string): Fault {
  return new Fault("invalid", en, [], es);
}

import type { AnswerContent } from "@voceria/record";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { checkTopics } from "../register/topics.ts";
import { voiceFor } from "../register/voice.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type Answered, enter, fit, keepEdition, rendered, trail } from "./answers.ts";
import { moveQuestion, publishesAlone, shownAsker } from "./question.ts";
import { type LockedQuestion, lockQuestion, saveQuestion, takeQuestionNumber } from "./questions.ts";
import { tellAsker } from "./work-question.ts";

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

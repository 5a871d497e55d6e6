import { type AnswerContent, checkContent, checkContentFits } from "@voceria/record";
import type { Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Appended, appendToRecord } from "../recorder/append.ts";
import type { Transaction } from "../store/database.ts";
import { tellPages } from "../store/tell-pages.ts";
import { normalizeAndRender } from "../text/markdown.ts";
import { type LockedQuestion, lockQuestion, noQuestion, questionTags, writeQuestionEvent } from "./questions.ts";

export type Answered = { number: string; edition: number; entry: number };

/** A question with an answer that stands in the record, held until the transaction ends. Fault("conflict") for one that was withdrawn. */
export async function lockAnswered(tx: Transaction, number: string, actor: Actor): Promise<LockedQuestion> {
  const row = await tx.selectFrom("question").select("id").where("number", "=", number).executeTakeFirst();
  if (row === undefined) throw noQuestion(number);
  const question = await lockQuestion(tx, row.id, actor, "question.answer");
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

export async function newestEdition(tx: Transaction, id: number): Promise<{ edition: number; content: AnswerContent }> {
  const row = await tx
    .selectFrom("question_answer")
    .select(["edition", "content"])
    .where("question_id", "=", id)
    .orderBy("edition", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return { edition: row.edition, content: row.content as AnswerContent };
}

/** As an answer is kept: its canonical Markdown, and what that says as HTML. */
export function rendered(text: string): { body: string; html: string } {
  const { markdown, html } = normalizeAndRender(text);
  return { body: markdown, html };
}

/** The content itself, once the record's own reader takes it for that act. */
export function fit(act: "question.answered" | "question.corrected", content: AnswerContent): AnswerContent {
  checkContentFits(act, checkContent(content, "answer"), "answer");
  return content;
}

/** When this returns, that act is an entry of the record in `tx`; its counter is locked from here on. */
export async function enter(
  tx: Transaction,
  act: Parameters<typeof appendToRecord>[1][number],
  means: Means,
): Promise<Appended> {
  const [appended] = await appendToRecord(tx, [act], means);
  if (appended === undefined) throw new Error(`the record took ${act.act} without an entry`);
  return appended;
}

/** When the transaction commits, pages have that edition. */
export async function keepEdition(
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

/** When the transaction commits, what became of an answer stands on its course and on the trail, and pages that show it are made anew. */
export async function tell(
  tx: Transaction,
  question: LockedQuestion,
  number: string,
  { move, note, actor, at }: { move: string; note: string | undefined; actor: Actor; at: Date },
): Promise<void> {
  await writeQuestionEvent(tx, question.id, { move, note, by: actor, at });
  await tellPages(tx, questionTags(number, question.briefing));
  await trail(tx, question, actor, at, number, { what: move });
}

export async function trail(
  tx: Transaction,
  { institution }: LockedQuestion,
  actor: Actor,
  at: Date,
  about: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeTrail(tx, { at, actor, action: "question.answer", institution, about: `question ${about}`, details });
}

import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { enter, lockAnswered, tell } from "./answers.ts";
import { reasonOf } from "./question-words.ts";

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

import type { Json } from "@voceria/record";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { invalid } from "../text/field.ts";
import { type Answered, enter, fit, keepEdition, lockAnswered, newestEdition, rendered, tell } from "./answers.ts";
import { answerText, reasonOf } from "./question-words.ts";

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

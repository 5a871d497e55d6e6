import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { dropQuestionOfTurn, recordTakenQuestion } from "../press/record-taken-question.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";
import { handOfTurn } from "./hands.ts";
import { tellQuestion } from "./release-turns.ts";
import { askerOf } from "./turn.ts";
import { findTurn, shownContent, type Turn } from "./turns.ts";

/** When this returns, what was asked in that turn is promised an answer; the public learns of it with the turn, not before. */
export function takeTurnQuestion(
  db: Database,
  id: number,
  turnId: number,
  actor: Actor,
  means: Means,
): Promise<{ question: number }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const turn = await findTurn(tx, id, turnId);
    if (turn.removed) throw notSaid();
    const at = means.clock.now();
    const hand = await handOfTurn(tx, turnId);
    // What is put right of it and still held goes out when the turn does.
    const { text, speaker } = await shownContent(tx, turn);
    const { id: question } = await recordTakenQuestion(
      tx,
      {
        institution: briefing.institution,
        briefing: id,
        turn: turnId,
        text,
        language: briefing.language,
        askedAt: turn.typedAt,
        ...askerOf(speaker),
        ...(hand === undefined ? {} : { shownAs: hand.shownAs }),
      },
      actor,
      at,
    );
    await tx.updateTable("briefing_turn").set({ question_id: question }).where("id", "=", turnId).execute();
    if (turn.shownRevision !== undefined && turn.ordinal !== undefined)
      await tellQuestion(tx, briefing, turnId, turn.ordinal, at);
    await tellBriefing(tx, briefing, {
      at,
      actor,
      action: "briefing.type",
      details: { did: "take", turn: turnId },
      shown: true,
    });
    return { question };
  });
}

/** When this returns, what was asked in that turn is no promise any more: it was answered in the room, or marked by mistake. */
export function untakeTurnQuestion(
  db: Database,
  id: number,
  turnId: number,
  actor: Actor,
  means: Means,
): Promise<void> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const turn = await findTurn(tx, id, turnId);
    if (turn.question === undefined) return;
    const at = means.clock.now();
    await dropTurnQuestion(tx, turn, actor, at);
    if (turn.shownRevision !== undefined && turn.ordinal !== undefined)
      await tellQuestion(tx, briefing, turnId, turn.ordinal, at);
    const details = { did: "untake", turn: turnId };
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.type", details, shown: true });
  });
}

/** When the transaction commits, the turn has no question; the promise is closed, and marking the turn again opens it. */
export async function dropTurnQuestion(tx: Transaction, turn: Turn, actor: Actor, at: Date): Promise<void> {
  const reason = turn.removed
    ? "La intervención en que se preguntó se retiró."
    : "Ya no está pendiente: se respondió en la sala o se marcó por error.";
  await dropQuestionOfTurn(tx, turn.id, reason, actor, at);
  await tx.updateTable("briefing_turn").set({ question_id: null }).where("id", "=", turn.id).execute();
}

function notSaid(): Fault {
  return new Fault(
    "conflict",
    "The turn was removed: restore it first, or log the question by itself.",
    [],
    "La intervención está retirada: repóngala antes, o anote la pregunta aparte.",
  );
}

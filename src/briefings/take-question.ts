import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { recordTakenQuestion } from "../press/record-taken-question.ts";
import { type Database, transact } from "../store/database.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";
import { tellQuestion } from "./release-turns.ts";
import { findTurn } from "./turns.ts";

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
    const at = means.clock.now();
    const { name, outlet, journalist } = turn.speaker;
    const { id: question } = await recordTakenQuestion(
      tx,
      {
        institution: briefing.institution,
        briefing: id,
        turn: turnId,
        text: turn.text,
        language: briefing.language,
        askedAt: turn.typedAt,
        asker: { ...(name === "" ? {} : { name }), ...(outlet === undefined ? {} : { outlet }) },
        ...(journalist === undefined ? {} : { journalist }),
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

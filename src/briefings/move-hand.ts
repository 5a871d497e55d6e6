import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { openSentQuestion } from "../press/ask-question.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type LockedBriefing, lockBriefing, tellBriefing } from "./briefings.ts";
import { type HandMove, moveHand } from "./hand.ts";
import { findHand, type Hand, readHands, saveHand } from "./hands.ts";

export type QueueStep = HandMove | "up" | "down";

/**
 * When this returns, they stand there, for every moderator alike; of two who call the same one, the second gets Fault("conflict").
 * `ask`: what was sent in is an open question, linked to the briefing, and none of its words is lost.
 */
export function stepHand(
  db: Database,
  id: number,
  handId: number,
  step: QueueStep,
  actor: Actor,
  means: Means,
): Promise<Hand> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const hand = await findHand(tx, id, handId);
    const at = means.clock.now();
    if (step === "up" || step === "down") await exchange(tx, id, hand, step, at);
    else {
      const state = moveHand(hand, step, briefing.state);
      const question = step === "ask" ? await openQuestion(tx, briefing, hand, actor, at) : undefined;
      await saveHand(tx, handId, { state, ...(question === undefined ? {} : { question }) }, at);
    }
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.type", details: { did: step, hand: handId } });
    return findHand(tx, id, handId);
  });
}

/** Before or behind whoever waits next to them; at an end of the queue they stay where they are. */
async function exchange(tx: Transaction, id: number, hand: Hand, step: "up" | "down", at: Date): Promise<void> {
  const waiting = (await readHands(tx, id)).filter(({ state }) => state === "waiting");
  const index = waiting.findIndex((one) => one.id === hand.id);
  const beside = index === -1 ? undefined : waiting[index + (step === "up" ? -1 : 1)];
  if (beside === undefined) return;
  await saveHand(tx, hand.id, { place: beside.place }, at);
  await saveHand(tx, beside.id, { place: hand.place }, at);
}

async function openQuestion(
  tx: Transaction,
  briefing: LockedBriefing,
  { name, outlet, journalist, text = "", shownAs, addedAt }: Hand,
  actor: Actor,
  at: Date,
): Promise<number> {
  const { id } = await openSentQuestion(
    tx,
    {
      institution: briefing.institution,
      language: briefing.language,
      briefing: briefing.id,
      text,
      shownAs,
      askedAt: addedAt,
      asker: { ...(name === "" ? {} : { name }), ...(outlet === undefined ? {} : { outlet }) },
      journalist,
    },
    actor,
    at,
  );
  return id;
}

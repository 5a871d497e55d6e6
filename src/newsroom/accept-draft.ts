import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { takeMove } from "./take-move.ts";

/**
 * When this returns, this officer stands by the text as it is now. Fault("forbidden") for whoever alone wrote it. A text
 * that changes afterwards is no longer accepted, until it is put back or accepted anew.
 */
export async function acceptDraft(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await transact(db, (tx) => takeMove(tx, id, { move: "accept", by: actor.officer }, actor, means));
}

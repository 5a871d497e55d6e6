import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { takeMove } from "./take-move.ts";

/** When this returns, the draft waits for another officer to accept it. It may still be written on. */
export async function submitDraft(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await transact(db, (tx) => takeMove(tx, id, { move: "submit", by: actor.officer }, actor, means));
}

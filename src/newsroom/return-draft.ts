import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { takeMove } from "./take-move.ts";

/**
 * When this returns, the draft is its authors' again, with the reason; what was accepted of it is accepted no more, and
 * if it was scheduled it is not published. Officials who were asked can still answer.
 */
export async function returnDraft(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, (tx) => takeMove(tx, id, { move: "return", by: actor.officer, reason }, actor, means));
}

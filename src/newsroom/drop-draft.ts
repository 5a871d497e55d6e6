import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { takeMove } from "./take-move.ts";

/** When this returns, the draft is off the board with the reason, and kept with all its versions. */
export async function dropDraft(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, (tx) => takeMove(tx, id, { move: "drop", by: actor.officer, reason }, actor, means));
}

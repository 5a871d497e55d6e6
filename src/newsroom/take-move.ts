import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import type { Transaction } from "../store/database.ts";
import { keepCourse, type LockedDraft, lockDraft, tell, type Urgency } from "./drafts.ts";
import { moveAction, type OfficersMove } from "./move-rights.ts";
import { takeReason } from "./text.ts";
import { closeVersion } from "./versions.ts";
import { type Course, follow, type Move } from "./workflow.ts";

type SimpleMove = Exclude<OfficersMove, "write" | "review-afterwards">;
/** `version`: the row of the version that the move was made on. */
export type Taken = { draft: LockedDraft; course: Course; version: number; at: Date };

/**
 * The one way in which an officer moves a draft on: locked, permitted, by the rules of the workflow. When this returns,
 * in `tx` the draft stands where the move leads, the version it was made on is kept by itself, and the move is told.
 */
export async function takeMove(
  tx: Transaction,
  id: number,
  move: Extract<Move, { move: SimpleMove }>,
  actor: Actor,
  means: Means,
  { hour, details }: { hour?: { publishAt: Date; urgent?: Urgency }; details?: Record<string, unknown> } = {},
): Promise<Taken> {
  const draft = await lockDraft(tx, id, actor, (purpose) => moveAction(move.move, purpose));
  const course = follow(draft.course, move);
  const reason = "reason" in move ? takeReason("reason", move.reason) : undefined;
  const at = means.clock.now();
  const version = await closeVersion(tx, draft);
  await keepCourse(tx, id, course, at, hour);
  const event = {
    what: move.move,
    by: actor,
    at,
    version: draft.version,
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
  };
  await tell(tx, draft, event, moveAction(move.move, draft.purpose), actor.address);
  return { draft, course, version, at };
}

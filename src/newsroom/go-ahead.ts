import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { takeMove } from "./take-move.ts";
import { isStale } from "./workflow.ts";

/**
 * When this returns, the publisher has decided, for that reason and on the record, to go ahead with this very text without
 * the clearances that are missing or touched; any change of the text ends the decision. It publishes nothing by itself.
 */
export async function goAhead(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    const asked = await tx
      .selectFrom("clearance")
      .innerJoin("draft", "draft.id", "clearance.draft_id")
      .select(["clearance.institution", "standing", "clearance.fingerprint", "draft.fingerprint as text"])
      .where("draft_id", "=", id)
      .where("ended_at", "is", null)
      .orderBy("clearance.id")
      .execute();
    const without = asked.flatMap(({ institution, standing, fingerprint, text }) => {
      const stale = isStale({ text }, { standing, text: fingerprint });
      return standing === "given" && !stale ? [] : [{ institution, standing: stale ? "stale" : standing }];
    });
    const move = { move: "go-ahead", by: actor.officer, reason } as const;
    await takeMove(tx, id, move, actor, means, { details: { without } });
  });
}

import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, transact } from "../store/database.ts";
import { enterReady, readReady } from "./draft-publication.ts";
import { lockDraft } from "./drafts.ts";
import { onItsDay } from "./enter-publication.ts";
import type { Published } from "./idempotency.ts";
import { moveAction } from "./move-rights.ts";
import { keepPublished } from "./release-draft.ts";
import { takeReason } from "./text.ts";
import { closeVersion } from "./versions.ts";
import { follow } from "./workflow.ts";

/**
 * When this returns, the draft is published, without whatever was missing, for that reason; it waits on the board until
 * another officer has looked at it, and is overdue after a day. Publication and everything told of it are one transaction.
 */
export function publishUrgently(
  db: Database,
  id: number,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<Published> {
  return onItsDay(means, (now) =>
    transact(db, async (tx) => {
      const draft = await lockDraft(tx, id, actor, (purpose) => moveAction("publish-urgently", purpose));
      const course = follow(draft.course, { move: "publish-urgently", by: actor.officer, reason });
      const urgent = { reason: takeReason("reason", reason) };
      const ready = await readReady(tx, draft);
      await closeVersion(tx, draft);
      const done = await enterReady(tx, ready, { name: actor.name, officer: actor.officer, urgent }, now, means);
      const told = { what: "publish-urgently", by: actor, reason: urgent.reason };
      return keepPublished(tx, draft, course, done, told, actor.address);
    }),
  );
}

import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import { lockAnyBriefing } from "./briefings.ts";
import { takesHands } from "./hand.ts";

export const forgetHandsTask = "forget-hands";

/** As long as whoever asks a question is kept after its end. */
const keptAfterwards = 90 * 86_400_000;

/** When the transaction commits, who stood in the queue of a briefing that is over has a last day. */
export async function forgetHandsLater(tx: Transaction, briefing: number, over: Date): Promise<void> {
  const runAt = new Date(over.getTime() + keptAfterwards);
  await addJob(tx, forgetHandsTask, { briefing }, { runAt, key: `${forgetHandsTask}:${briefing}` });
}

/**
 * The job that erases the queue of a briefing that is over, whoever stood in it; what was sent in and waits for somebody's word is left,
 * and looked at again as long afterwards.
 */
export function forgetHandsTaskOf({ db, means }: { db: Database; means: Means }): Task {
  return async (payload) => {
    const { briefing: id } = payload as { briefing: number };
    await transact(db, async (tx) => {
      const briefing = await lockAnyBriefing(tx, id);
      if (briefing === undefined || takesHands(briefing.state)) return;
      const at = means.clock.now();
      const gone = await tx
        .deleteFrom("briefing_hand")
        .where("briefing_id", "=", id)
        .where((eb) => eb.or([eb("text", "is", null), eb("state", "not in", ["waiting", "passed"])]))
        .returning("id")
        .execute();
      const left = await tx.selectFrom("briefing_hand").select("id").where("briefing_id", "=", id).executeTakeFirst();
      if (left !== undefined) await forgetHandsLater(tx, id, at);
      if (gone.length === 0) return;
      const about = briefing.number ?? `briefing ${id}`;
      const { institution } = briefing;
      await writeTrail(tx, { at, action: "briefing.retention", institution, about, details: { hands: gone.length } });
    });
  };
}

import { permit, type Actor } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { saveTopic, type Topic } from "../register/topics.ts";

/** When this returns, the topic exists under those names; an administrator did it. */
export async function manageTopic(db: Database, topic: Topic, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const { institution } = await readOffice(tx);
    permit(actor, "office.manage", institution);
    await saveTopic(tx, topic);
    await writeTrail(tx, {
      at: means.clock.now(),
      actor,
      action: "office.manage",
      institution,
      about: `topic ${topic.slug}`,
      details: topic.name,
    });
  });
}

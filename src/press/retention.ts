import { sql } from "kysely";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { addDays, dayIn } from "../register/day.ts";
import { startOfDay } from "../register/start-of-day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";

export const retentionTask = "press-retention";

/** When the transaction commits, what has passed its last day is looked for once the office's day has turned. */
export async function retainUntilTomorrow(tx: Transaction, now: Date, timeZone: string): Promise<void> {
  const runAt = startOfDay(addDays(dayIn(timeZone, now), 1), timeZone);
  await addJob(tx, retentionTask, {}, { runAt, key: retentionTask });
}

/**
 * The job that erases: notes after their last day; journalists after theirs, unless they are accredited; requests that nobody confirmed and links
 * that lead nowhere any more. While anything is kept it comes back each day.
 */
export function retentionTaskOf({ db, means }: { db: Database; means: Means }): Task {
  return async () => {
    await transact(db, async (tx) => {
      const { timeZone } = await readOffice(tx);
      const now = means.clock.now();
      const today = dayIn(timeZone, now);
      const notes = await tx.deleteFrom("contact_log").where("kept_until", "<", today).returning("id").execute();
      const people = await tx
        .deleteFrom("journalist")
        .where("kept_until", "<", today)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom("accreditation")
                .select("accreditation.id")
                .whereRef("accreditation.journalist_id", "=", "journalist.id")
                .where("state", "=", "granted")
                .where("valid_until", ">=", today),
            ),
          ),
        )
        .returning("id")
        .execute();
      await tx.deleteFrom("accreditation_request").where("expires_at", "<", now).execute();
      await tx.deleteFrom("journalist_link").where("expires_at", "<", now).execute();
      if (notes.length + people.length > 0)
        await writeTrail(tx, {
          at: now,
          action: "journalist.retention",
          details: { notes: notes.length, journalists: people.map(({ id }) => id) },
        });
      const { rows } = await sql<{ kept: boolean }>`
        select exists (select from journalist) or exists (select from accreditation_request) as kept`.execute(tx);
      if (rows[0]?.kept) await retainUntilTomorrow(tx, now, timeZone);
    });
  };
}

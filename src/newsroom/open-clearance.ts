import type { Means } from "../clock.ts";
import type { Database } from "../store/database.ts";
import { findClearance } from "./answer-clearance.ts";

/**
 * When this returns, the question that the link leads to is known to have been opened by a person. Never called for a page
 * that was merely fetched: scanners of mail do that.
 */
export async function openClearance(db: Database, token: string, { clock }: Means): Promise<void> {
  const found = await findClearance(db, token);
  if (found === undefined) return;
  await db
    .updateTable("clearance")
    .set({ opened_at: clock.now() })
    .where("id", "=", found.id)
    .where("opened_at", "is", null)
    .execute();
}

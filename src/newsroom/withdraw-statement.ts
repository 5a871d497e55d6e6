import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord } from "../recorder/append.ts";
import { type Database, transact } from "../store/database.ts";
import { lockStatement } from "./editions.ts";
import { actOnce, type Published } from "./idempotency.ts";
import { type Hand, readOfficer } from "./publish-statement.ts";
import { takeReason } from "./text.ts";

/**
 * When this returns, the withdrawal with its public reason and its record entry are committed together. Every edition
 * stays readable. A statement that is withdrawn already, or erased, is refused.
 */
export async function withdrawStatement(
  db: Database,
  number: string,
  draft: { reason: string },
  { by, key }: Hand,
  means: Means,
): Promise<Published> {
  const officer = readOfficer(by);
  const reason = takeReason("reason", draft.reason);
  const request = {
    ...(key === undefined ? {} : { key }),
    act: "withdraw" as const,
    body: { number, reason: draft.reason },
  };
  return transact(db, (tx) =>
    actOnce(tx, request, means, async () => {
      const { id, status, subject, editions: edition } = await lockStatement(tx, number);
      if (status !== "current")
        throw new Fault("conflict", `${number} is ${status} already, and stays so. There is nothing more to withdraw.`);
      const content = { format: "voceria/withdrawal/v1", reason };
      const [appended] = await appendToRecord(tx, [{ act: "statement.withdrawn", subject, number, content }], means);
      if (appended === undefined) throw new Error("the record took a withdrawal without an entry");
      const { index: entry, at } = appended;
      await tx
        .insertInto("withdrawal")
        .values({ statement_id: id, reason, entry, withdrawn_at: at, entered_by: officer })
        .execute();
      await tx.updateTable("statement").set({ status: "withdrawn" }).where("id", "=", id).execute();
      return { statement: id, number, edition, entry, subject, at };
    }),
  );
}

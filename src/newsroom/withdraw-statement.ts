import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { appendToRecord } from "../recorder/append.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { lockStatement } from "./editions.ts";
import type { Signed } from "./publication-reviews.ts";
import { actOnce, type Done, type Published } from "./idempotency.ts";
import { type Hand, signedBy } from "./publish-statement.ts";
import { takeReason } from "./text.ts";

/**
 * When this returns, the withdrawal with its public reason and its record entry are committed together. Every edition
 * stays readable. A statement that is withdrawn already, or erased, is refused.
 */
export async function withdrawStatement(
  db: Database,
  number: string,
  { reason }: { reason: string },
  { by, key }: Hand,
  means: Means,
): Promise<Published> {
  const signed = signedBy({ by });
  const taken = takeReason("reason", reason);
  const request = { ...(key === undefined ? {} : { key }), act: "withdraw" as const, body: { number, reason } };
  return transact(db, (tx) => actOnce(tx, request, means, () => enterWithdrawal(tx, number, taken, signed, means)));
}

/** The same for an officer at the desk, by their right to withdraw. */
export function withdrawFromDesk(
  db: Database,
  number: string,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<Published> {
  return transact(db, (tx) => withdrawAs(tx, number, { reason }, actor, means));
}

/** The same within a transaction of the caller's. */
export async function withdrawAs(
  tx: Transaction,
  number: string,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<Published> {
  const taken = takeReason("reason", reason);
  const { institution } = await readOffice(tx);
  permit(actor, "statement.withdraw", institution);
  const done = await enterWithdrawal(tx, number, taken, { name: actor.name, officer: actor.officer }, means);
  const details = { reason: taken };
  await writeTrail(tx, { at: done.at, actor, action: "statement.withdraw", institution, about: number, details });
  const { statement: _, ...published } = done;
  return { ...published, repeated: false };
}

async function enterWithdrawal(
  tx: Transaction,
  number: string,
  reason: string,
  { name }: Signed,
  means: Means,
): Promise<Done> {
  const { id, status, subject, editions: edition } = await lockStatement(tx, number);
  if (status !== "current")
    throw new Fault(
      "conflict",
      `${number} is ${status} already, and stays so. There is nothing more to withdraw.`,
      [],
      `${number} ya está ${status === "withdrawn" ? "sin efecto" : "borrado"}, y así queda. No hay nada más que dejar sin efecto.`,
    );
  const content = { format: "voceria/withdrawal/v1", reason };
  const [appended] = await appendToRecord(tx, [{ act: "statement.withdrawn", subject, number, content }], means);
  if (appended === undefined) throw new Error("the record took a withdrawal without an entry");
  const { index: entry, at } = appended;
  await tx
    .insertInto("withdrawal")
    .values({ statement_id: id, reason, entry, withdrawn_at: at, entered_by: name })
    .execute();
  await tx.updateTable("statement").set({ status: "withdrawn" }).where("id", "=", id).execute();
  return { statement: id, number, edition, entry, subject, at };
}

import { actorOf, findOfficer } from "../access/officers.ts";
import { type Actor, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { addJob, dropJob, type Task } from "../store/jobs.ts";
import { lockStatement } from "./editions.ts";
import { takeReason } from "./text.ts";
import { withdrawAs } from "./withdraw-statement.ts";

export const withdrawTask = "withdraw-statement";
/** A withdrawal cannot be undone once it is in the record: before that there is a moment to call it back. */
const toCallBack = 10_000;

/**
 * When this returns, the statement is withdrawn in ten seconds, whatever happens to any process; until then it can be called
 * back, and nothing of it is public. Refused like a withdrawal would be.
 */
export async function withdrawSoon(
  db: Database,
  number: string,
  { reason }: { reason: string },
  actor: Actor,
  means: Means,
): Promise<{ withdrawAt: Date }> {
  const taken = takeReason("reason", reason);
  return transact(db, async (tx) => {
    const institution = await permitted(tx, actor);
    const { id, status } = await lockStatement(tx, number);
    if (status !== "current") throw over(number);
    const withdrawAt = new Date(means.clock.now().getTime() + toCallBack);
    const row = { reason: taken, officer: actor.officer, withdraw_at: withdrawAt };
    const added = await tx
      .insertInto("withdrawal_ahead")
      .values({ statement_id: id, ...row })
      .onConflict((conflict) => conflict.column("statement_id").doNothing())
      .returning("statement_id")
      .executeTakeFirst();
    if (added === undefined) throw over(number);
    await addJob(tx, withdrawTask, { statement: id }, { runAt: withdrawAt, key: jobKey(id) });
    await tell(tx, actor, { institution, number, what: "asked", at: means.clock.now() });
    return { withdrawAt };
  });
}

/** When this returns, the statement is not withdrawn, and stays as it was. Refused once it is. */
export async function callBackWithdrawal(db: Database, number: string, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    const institution = await permitted(tx, actor);
    const { id } = await lockStatement(tx, number);
    const { numDeletedRows } = await tx
      .deleteFrom("withdrawal_ahead")
      .where("statement_id", "=", id)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw over(number);
    await dropJob(tx, jobKey(id));
    await tell(tx, actor, { institution, number, what: "called-back", at: means.clock.now() });
  });
}

/** When a statement will be withdrawn, as long as that can be called back. */
export async function withdrawalAhead(db: Reader, number: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom("withdrawal_ahead")
    .innerJoin("statement", "statement.id", "withdrawal_ahead.statement_id")
    .select("withdraw_at")
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.withdraw_at;
}

/** The job of such a withdrawal. What can no longer be done (its officer has left, say) is not done, and told. */
export function withdrawTaskOf(
  { db, means }: { db: Database; means: Means },
  note: (line: string, number: string) => void,
): Task {
  return async (payload) => {
    const { statement } = payload as { statement: number };
    const found = await db.selectFrom("statement").select("number").where("id", "=", statement).executeTakeFirst();
    if (found === undefined) return;
    try {
      await transact(db, (tx) => withdrawNow(tx, statement, found.number, means));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      await db.deleteFrom("withdrawal_ahead").where("statement_id", "=", statement).execute();
      note(`not withdrawn: ${error.message}`, found.number);
    }
  };
}

async function withdrawNow(tx: Transaction, statement: number, number: string, means: Means): Promise<void> {
  const asked = await tx
    .deleteFrom("withdrawal_ahead")
    .where("statement_id", "=", statement)
    .returning(["reason", "officer"])
    .executeTakeFirst();
  if (asked === undefined) return;
  const officer = await findOfficer(tx, asked.officer);
  if (officer === undefined || officer.suspendedAt !== undefined)
    throw new Fault(
      "forbidden",
      "Whoever asked for the withdrawal has left; ask for it anew.",
      [],
      "Quien pidió dejarlo sin efecto ya no está; pídalo de nuevo.",
    );
  await withdrawAs(tx, number, { reason: asked.reason }, actorOf(officer), means);
}

async function permitted(tx: Transaction, actor: Actor): Promise<string> {
  const { institution } = await readOffice(tx);
  permit(actor, "statement.withdraw", institution);
  return institution;
}

async function tell(
  tx: Transaction,
  actor: Actor,
  { institution, number, what, at }: { institution: string; number: string; what: string; at: Date },
): Promise<void> {
  await writeTrail(tx, { at, actor, action: "statement.withdraw", institution, about: number, details: { what } });
}

function over(number: string): Fault {
  return new Fault(
    "conflict",
    `${number} is being withdrawn, or was already: there is nothing to do here.`,
    [],
    `${number} se está dejando sin efecto, o ya lo está: aquí no hay nada que hacer.`,
  );
}

function jobKey(statement: number): string {
  return `${withdrawTask}:${statement}`;
}

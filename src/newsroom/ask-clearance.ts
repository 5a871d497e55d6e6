import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob, dropJob } from "../store/jobs.ts";
import { type ClearanceAsked, type ReadClearance, readClearanceAsked, readDue } from "./clearance.ts";
import { checkAsking } from "./clearance-pace.ts";
import { takeMove, type Taken } from "./take-move.ts";
import { isStale } from "./workflow.ts";

/** What a mail to an official is about. */
export type ClearanceMail = "asked" | "again" | "reminder" | "due";
export const clearanceMailTask = "clearance-mail";

/** Where half of the time is less than this, nobody is reminded before it is up. */
const shortestReminder = 10 * 60_000;

/**
 * When this returns, the draft waits for that official, who is sent a personal link to the text as it is now, and to
 * nothing else. They are reminded at half time and when it is due; whoever asked is told then too.
 */
export function askClearance(
  db: Database,
  id: number,
  asked: ClearanceAsked,
  actor: Actor,
  means: Means,
): Promise<{ clearance: number }> {
  const read = readClearanceAsked(asked, means.clock.now());
  const { institution, official, mail } = read;
  return transact(db, async (tx) => {
    const taken = await takeMove(tx, id, { move: "ask-clearance", by: actor.officer, id: 0 }, actor, means, {
      details: { institution, official, dueAt: read.dueAt.toISOString() },
    });
    const same = await tx
      .selectFrom("clearance")
      .select("id")
      .where("draft_id", "=", id)
      .where("ended_at", "is", null)
      .where("mail", "=", mail)
      .where("institution", "=", institution)
      .executeTakeFirst();
    if (same !== undefined)
      throw new Fault(
        "conflict",
        `${official} of ${institution} has been asked already. Ask again, or take the question back first.`,
        [],
        `Ya se consultó a ${official}, de ${institution}. Consulte de nuevo, o retire antes la consulta.`,
      );
    return { clearance: await enterClearance(tx, taken, read, actor, "asked") };
  });
}

/**
 * When this returns, the text as it is now is put anew to those officials, by a new deadline, and their earlier links lead
 * nowhere. Without `clearances`: to all who cleared another text or objected.
 */
export function askAgain(
  db: Database,
  id: number,
  { clearances, dueAt, message }: { clearances?: readonly number[]; dueAt: Date; message?: string },
  actor: Actor,
  means: Means,
): Promise<{ clearances: number[] }> {
  readDue(dueAt, means.clock.now());
  return transact(db, async (tx) => {
    const asked = await tx
      .selectFrom("clearance")
      .selectAll()
      .where("draft_id", "=", id)
      .where("ended_at", "is", null)
      .orderBy("id")
      .execute();
    const anew: number[] = [];
    for (const before of asked) {
      if (clearances !== undefined && !clearances.includes(before.id)) continue;
      if (clearances === undefined && !(await isTouched(tx, id, before))) continue;
      const { institution, official } = before;
      const move = { move: "ask-again", by: actor.officer, id: before.id, anew: 0 } as const;
      const taken = await takeMove(tx, id, move, actor, means, {
        details: { institution, official, dueAt: dueAt.toISOString() },
      });
      await endClearance(tx, before.id, taken.at);
      const { mail, language } = before;
      const read = readClearanceAsked(
        { institution, official, mail, language, dueAt, ...(message === undefined ? {} : { message }) },
        taken.at,
      );
      anew.push(await enterClearance(tx, taken, read, actor, "again", before.id));
    }
    if (anew.length === 0)
      throw new Fault(
        "conflict",
        "Nobody has to be asked again: no clearance is touched by a change, and nobody objects.",
        [],
        "No hay a quién consultar de nuevo: ningún visto bueno se ve afectado y nadie objeta.",
      );
    return { clearances: anew };
  });
}

/** When this returns, that official is no longer asked, whether or not they answered, and their links lead nowhere. */
export async function withdrawClearance(
  db: Database,
  id: number,
  clearance: number,
  actor: Actor,
  means: Means,
): Promise<void> {
  await transact(db, async (tx) => {
    const asked = await tx
      .selectFrom("clearance")
      .select(["institution", "official"])
      .where("id", "=", clearance)
      .where("draft_id", "=", id)
      .executeTakeFirst();
    const move = { move: "withdraw-clearance", by: actor.officer, id: clearance } as const;
    const { at } = await takeMove(tx, id, move, actor, means, { details: { ...asked } });
    await endClearance(tx, clearance, at);
  });
}

async function isTouched(
  tx: Transaction,
  draft: number,
  { standing, fingerprint }: { standing: "waiting" | "given" | "objected"; fingerprint: string },
): Promise<boolean> {
  const row = await tx.selectFrom("draft").select("fingerprint").where("id", "=", draft).executeTakeFirst();
  return standing === "objected" || isStale({ text: row?.fingerprint ?? "" }, { standing, text: fingerprint });
}

async function enterClearance(
  tx: Transaction,
  { draft, version, at }: Taken,
  { message, dueAt, ...asked }: ReadClearance,
  actor: Actor,
  mail: ClearanceMail,
  againOf?: number,
): Promise<number> {
  if (draft.content.title === "" || draft.content.body === "")
    throw new Fault(
      "invalid",
      "There is no title or no text yet to be cleared. Write it first.",
      [],
      "Aún no hay título o texto que visar. Escríbalo primero.",
    );
  await checkAsking(tx, draft.id, { message, dueAt, ...asked }, actor.officer, at);
  const { id } = await tx
    .insertInto("clearance")
    .values({
      draft_id: draft.id,
      again_of: againOf ?? null,
      ...asked,
      message: message ?? null,
      version_id: version,
      fingerprint: draft.course.text,
      asked_by: actor.officer,
      asked_by_name: actor.name,
      asked_at: at,
      due_at: dueAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await addJob(tx, clearanceMailTask, { clearance: id, mail });
  const half = (dueAt.getTime() - at.getTime()) / 2;
  if (half >= shortestReminder)
    await addJob(
      tx,
      clearanceMailTask,
      { clearance: id, mail: "reminder" },
      { runAt: new Date(at.getTime() + half), key: jobKey(id, "reminder") },
    );
  await addJob(tx, clearanceMailTask, { clearance: id, mail: "due" }, { runAt: dueAt, key: jobKey(id, "due") });
  return id;
}

async function endClearance(tx: Transaction, id: number, at: Date): Promise<void> {
  await tx.updateTable("clearance").set({ ended_at: at }).where("id", "=", id).execute();
  await dropClearanceJobs(tx, id);
}

/** Nobody who has answered, or is no longer asked, is reminded. */
export async function dropClearanceJobs(tx: Transaction, id: number): Promise<void> {
  for (const mail of ["reminder", "due"] as const) await dropJob(tx, jobKey(id, mail));
}

function jobKey(id: number, mail: ClearanceMail): string {
  return `${clearanceMailTask}:${id}:${mail}`;
}

import { sql } from "kysely";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { addJob, dropJob } from "../store/jobs.ts";
import { checkReady, readReady } from "./draft-publication.ts";
import { takeMove } from "./take-move.ts";

/** So long before its second a text is made ready. */
export const readyBefore = 5_000;
/** How long the clock is not asked while its second is waited for. */
export const longestPause = 1_000;
const furthest = 366 * 24 * 3_600_000;
/** A publication that is asked for now is one of the next seconds: it can be called back meanwhile. */
const toCallBack = 10_000;

/**
 * When this returns, the draft will be published at that second, once, whatever happens to any process; if all are down
 * then, as soon as one is up again, and the draft's events say how late. Its text is settled until it is called back.
 * Refused like a publication would be: for what is missing, for want of a second person, for a speaker who will hold no
 * post that day. Fault("unavailable") where this machine's clock cannot be right.
 */
export function scheduleDraft(
  db: Database,
  id: number,
  { at: publishAt }: { at: Date },
  actor: Actor,
  means: Means,
): Promise<{ publishAt: Date }> {
  return transact(db, async (tx) => {
    await checkHour(tx, publishAt, means);
    return schedule(tx, id, publishAt, actor, means);
  });
}

/** When this returns, the draft goes out in ten seconds; until then it can be called back. The rules are scheduleDraft's. */
export function publishDraft(db: Database, id: number, actor: Actor, means: Means): Promise<{ publishAt: Date }> {
  return transact(db, async (tx) => {
    await checkClock(tx, means);
    return schedule(tx, id, new Date(means.clock.now().getTime() + toCallBack), actor, means);
  });
}

async function schedule(tx: Transaction, id: number, publishAt: Date, actor: Actor, means: Means) {
  const move = { move: "schedule", by: actor.officer } as const;
  const { draft } = await takeMove(tx, id, move, actor, means, {
    hour: { publishAt },
    details: { at: publishAt.toISOString() },
  });
  await checkReady(tx, await readReady(tx, draft), publishAt);
  await addRelease(tx, id, publishAt, means);
  return { publishAt };
}

/** When this returns, the draft is not published; it is as it was before it was scheduled. Refused once it is out. */
export async function callBack(db: Database, id: number, actor: Actor, means: Means): Promise<void> {
  await transact(db, async (tx) => {
    await takeMove(tx, id, { move: "call-back", by: actor.officer }, actor, means);
    await dropJob(tx, releaseKey(id));
  });
}

export const releaseTask = "release-draft";

/**
 * When the transaction commits, somebody will be there at that hour of this machine's clock. Jobs go by the database's, which
 * may be ahead or behind: whoever is there too early comes again, too late would be too late.
 */
export async function addRelease(tx: Transaction, id: number, publishAt: Date, { clock }: Means): Promise<void> {
  const ahead = (await databaseClock(tx)) - clock.now().getTime();
  await addReleaseAt(tx, id, publishAt.getTime() + Math.min(0, ahead));
}

/** When the transaction commits, somebody who was too early will be there again, whatever the two clocks say. */
export async function addReleaseAgain(tx: Transaction, id: number, publishAt: Date, { clock }: Means): Promise<void> {
  const wait = Math.max(publishAt.getTime() - clock.now().getTime(), readyBefore + longestPause);
  await addReleaseAt(tx, id, (await databaseClock(tx)) + wait);
}

async function addReleaseAt(tx: Transaction, id: number, at: number): Promise<void> {
  await addJob(tx, releaseTask, { draft: id }, { runAt: new Date(at - readyBefore), key: releaseKey(id) });
}

async function databaseClock(tx: Transaction): Promise<number> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(tx);
  return rows[0]?.at.getTime() ?? 0;
}

export async function checkHour(db: Reader, publishAt: Date, means: Means): Promise<void> {
  await checkClock(db, means);
  const wait = publishAt.getTime() - means.clock.now().getTime();
  if (Number.isNaN(wait) || wait < 0)
    throw new Fault(
      "invalid",
      `A text is published now or later, and ${instantInWords(publishAt)} has passed. An earlier time would claim what was not so.`,
      [],
      "Un texto se publica ahora o más tarde, y esa hora ya pasó. Una hora anterior afirmaría lo que no fue.",
    );
  if (wait > furthest)
    throw new Fault(
      "invalid",
      `${instantInWords(publishAt)} is more than a year ahead. Check the date.`,
      [],
      "Falta más de un año para esa hora. Revise la fecha.",
    );
}

/** The record's time never runs back: a clock behind its newest entry is wrong, and so would the hour of publication be. */
async function checkClock(db: Reader, means: Means): Promise<void> {
  const counter = await db.selectFrom("record_counter").select("last_at").executeTakeFirst();
  const now = means.clock.now();
  if (counter === undefined || counter.last_at.getTime() - now.getTime() <= tolerated) return;
  throw new Fault(
    "unavailable",
    `This machine's clock says ${now.toISOString()}, and the record already has an entry of ${counter.last_at.toISOString()}. Set the clock, then schedule.`,
    [],
    `El reloj de esta máquina dice ${now.toISOString()}, y el libro público ya tiene un asiento de ${counter.last_at.toISOString()}. Ponga el reloj en hora y programe después.`,
  );
}

const tolerated = 60_000;

export function releaseKey(id: number): string {
  return `${releaseTask}:${id}`;
}

function instantInWords(instant: Date): string {
  return Number.isNaN(instant.getTime()) ? "that time" : instant.toISOString();
}

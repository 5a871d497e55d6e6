import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { amendQuestionOfTurn, releaseQuestionOfTurn, withholdQuestionOfTurn } from "../press/record-taken-question.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import { tellNotice } from "../store/notices.ts";
import { type LockedBriefing, lockAnyBriefing } from "./briefings.ts";
import type { ShownTurn } from "./live-event.ts";
import { enterEvents, redactTurn } from "./live-events.ts";
import { briefingChannel } from "./live-notices.ts";
import { askerOf, dueSteps, publicSpeaker } from "./turn.ts";
import { readTurns, releaseTurnsTask, type Turn } from "./turns.ts";

/**
 * When this returns, the public has been told every turn that is due, once, however many processes ask at the same time and
 * whichever of them dies; `next` is when more will be due. A turn that may not be quoted is never among them.
 */
export function releaseTurns(db: Database, id: number, { clock }: Pick<Means, "clock">): Promise<Date | undefined> {
  return transact(db, async (tx) => {
    const briefing = await lockAnyBriefing(tx, id);
    // Read once it is locked: a clock read before could be behind a change that was made while this waited.
    return briefing && releaseIn(tx, briefing, clock.now());
  });
}

/** The same in a transaction that holds the briefing already. */
export async function releaseIn(tx: Transaction, briefing: LockedBriefing, now: Date): Promise<Date | undefined> {
  // Before it opens, nothing was said.
  if (briefing.number === undefined) return undefined;
  const { due, next } = dueSteps(await readTurns(tx, briefing.id, "unsettled"), now);
  const told = [];
  const taken: { turn: number; ordinal: number }[] = [];
  for (const { turn, step } of due) {
    if (step === "remove") {
      if (turn.ordinal === undefined) continue;
      await redactTurn(tx, briefing.id, turn.ordinal);
      await keepShown(tx, turn, { revision: null, at: null });
      told.push({ kind: "removal", payload: { turn: turn.ordinal } } as const);
      if (turn.question !== undefined) await withholdQuestionOfTurn(tx, turn.id, undefined, now);
    } else {
      const ordinal = turn.ordinal ?? (await takeOrdinal(tx, briefing.id));
      await keepShown(tx, turn, { revision: turn.revision, at: now, ordinal });
      const kind = step === "show" ? "turn" : "correction";
      told.push({ kind, payload: await shownTurn(tx, briefing.id, turn, ordinal) } as const);
      if (turn.question !== undefined) {
        taken.push({ turn: turn.id, ordinal });
        await amendQuestionOfTurn(tx, turn.id, { text: turn.text, ...askerOf(turn.speaker) }, undefined, now);
      }
    }
  }
  await enterEvents(tx, briefing, told, now);
  for (const { turn, ordinal } of taken) await tellQuestion(tx, briefing, turn, ordinal, now);
  // Colleagues see what has gone out, too.
  if (told.length > 0) await tellNotice(tx, briefingChannel, briefing.id, "desk");
  return next;
}

/**
 * When the transaction commits, the question that was taken in a shown turn is public under its number, and stands beside the turn; one
 * that was dropped stands there no more.
 */
export async function tellQuestion(
  tx: Transaction,
  briefing: LockedBriefing,
  turn: number,
  ordinal: number,
  at: Date,
): Promise<void> {
  const asked = tx.selectFrom("question").select(["number", "state"]).where("turn_id", "=", turn);
  if ((await asked.executeTakeFirst())?.state !== "closed") await releaseQuestionOfTurn(tx, turn, at);
  const row = await asked.executeTakeFirst();
  if (row === undefined || row.number === null) return;
  // Who works on it is the office's own.
  const state = row.state === "assigned" ? "taken" : row.state;
  await enterEvents(tx, briefing, [{ kind: "question", payload: { turn: ordinal, question: row.number, state } }], at);
}

/** The job behind the servers' own timers: whatever is due and still held is released, and what is not yet due has its hour. */
export function releaseTurnsTaskOf({ db, means }: { db: Database; means: Means }): Task {
  return async (payload) => {
    const { briefing } = payload as { briefing: number };
    const next = await releaseTurns(db, briefing, means);
    if (next !== undefined)
      await transact(db, (tx) =>
        addJob(tx, releaseTurnsTask, { briefing }, { runAt: next, key: `release-briefing:${briefing}` }),
      );
  };
}

/** Those of which something is still to be released, for a server that begins. */
export async function listHeld(db: Database): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct briefing_id as id from briefing_turn t join briefing b on b.id = t.briefing_id
    where b.state in ('live', 'closed') and case when t.removed_at is null
      then t.attribution in ('on-record', 'embargoed') and t.shown_revision is distinct from t.revision
      else t.shown_revision is not null end`.execute(db);
  return rows.map(({ id }) => id);
}

async function shownTurn(tx: Transaction, briefing: number, turn: Turn, ordinal: number): Promise<ShownTurn> {
  const before = await tx
    .selectFrom("briefing_turn")
    .select("ordinal")
    .where("briefing_id", "=", briefing)
    .where("place", "<", turn.place)
    .where("ordinal", "is not", null)
    .orderBy("place", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    turn: ordinal,
    after: before?.ordinal ?? 0,
    kind: turn.kind,
    speaker: publicSpeaker(turn.speaker),
    text: turn.text,
    ...(turn.atMs === undefined ? {} : { at: Math.floor(turn.atMs / 1000) }),
  };
}

async function takeOrdinal(tx: Transaction, briefing: number): Promise<number> {
  const row = await tx
    .updateTable("briefing")
    .set({ next_ordinal: sql`next_ordinal + 1` })
    .where("id", "=", briefing)
    .returning("next_ordinal")
    .executeTakeFirstOrThrow();
  return row.next_ordinal - 1;
}

async function keepShown(
  tx: Transaction,
  turn: Turn,
  shown: { revision: number | null; at: Date | null; ordinal?: number },
): Promise<void> {
  await tx
    .updateTable("briefing_turn")
    .set({
      shown_revision: shown.revision,
      shown_at: shown.at,
      ...(shown.ordinal === undefined ? {} : { ordinal: shown.ordinal }),
    })
    .where("id", "=", turn.id)
    .execute();
}

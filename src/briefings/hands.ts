import { sql } from "kysely";
import { type Actor, permit } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import type { ShownAs } from "../press/question.ts";
import type { Reader, Transaction } from "../store/database.ts";
import type { BriefingState } from "./briefing.ts";
import { type HandState, heardAs } from "./hand.ts";

/** Somebody in the queue of a briefing. Nothing of it is public. */
export type Hand = {
  id: number;
  name: string;
  outlet?: string;
  /** The desk's own number of them, where they are known to it. */
  journalist?: number;
  /** The question, where it was sent in. */
  text?: string;
  shownAs: ShownAs;
  state: HandState;
  /** The order of the queue. */
  place: number;
  addedAt: Date;
  /** The turn in which they asked, and the open question that was made of what they sent. */
  turn?: number;
  question?: number;
};

/** The queue as the desk has it. Fault("forbidden") without the right to type this briefing. */
export async function readQueue(
  db: Reader,
  briefing: { id: number; institution: string },
  actor: Actor,
): Promise<{ hands: Hand[]; heard: ReadonlyMap<string, number> }> {
  permit(actor, "briefing.type", briefing.institution);
  return { hands: await readHands(db, briefing.id), heard: await countHeard(db, briefing.id) };
}

/** In the order of the queue. */
export async function readHands(db: Reader, briefing: number): Promise<Hand[]> {
  const rows = await db
    .selectFrom("briefing_hand")
    .selectAll()
    .where("briefing_id", "=", briefing)
    .orderBy("place")
    .orderBy("id")
    .execute();
  return rows.map(handOf);
}

/** Fault("not-found") where that briefing has no such. */
export async function findHand(db: Reader, briefing: number, id: number): Promise<Hand> {
  const row = await db
    .selectFrom("briefing_hand")
    .selectAll()
    .where("briefing_id", "=", briefing)
    .where("id", "=", Number.isSafeInteger(id) ? id : 0)
    .executeTakeFirst();
  if (row !== undefined) return handOf(row);
  throw new Fault(
    "not-found",
    "They are not in the queue of this briefing.",
    [],
    "No está en la fila de esta vocería.",
  );
}

export type HandEntered = {
  name: string;
  outlet?: string | undefined;
  journalist?: number | undefined;
  text?: string | undefined;
  shownAs: ShownAs;
  clientKey?: string | undefined;
  addedBy?: number | undefined;
};

/** When the transaction commits, they wait at the end of the queue. The briefing's row is locked by the caller. */
export async function insertHand(tx: Transaction, briefing: number, hand: HandEntered, at: Date): Promise<Hand> {
  const row = await tx
    .insertInto("briefing_hand")
    .values({
      briefing_id: briefing,
      journalist: hand.journalist ?? null,
      name: hand.name,
      outlet: hand.outlet ?? null,
      text: hand.text ?? null,
      shown_as: hand.shownAs,
      place: sql`(select coalesce(max(place), 0) + 1 from briefing_hand where briefing_id = ${briefing})`,
      client_key: hand.clientKey ?? null,
      added_by: hand.addedBy ?? null,
      added_at: at,
      changed_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return handOf(row);
}

export async function saveHand(
  tx: Transaction,
  id: number,
  saved: { state?: HandState; place?: number; turn?: number; question?: number },
  at: Date,
): Promise<void> {
  await tx
    .updateTable("briefing_hand")
    .set({
      ...(saved.state === undefined ? {} : { state: saved.state }),
      ...(saved.place === undefined ? {} : { place: saved.place }),
      ...(saved.turn === undefined ? {} : { turn_id: saved.turn }),
      ...(saved.question === undefined ? {} : { question_id: saved.question }),
      changed_at: at,
    })
    .where("id", "=", id)
    .execute();
}

export async function handOfTurn(db: Reader, turn: number): Promise<Hand | undefined> {
  const row = await db.selectFrom("briefing_hand").selectAll().where("turn_id", "=", turn).executeTakeFirst();
  return row && handOf(row);
}

export type OwnHand = Hand & { briefing: number; title: string; briefingState: BriefingState };

/** What one journalist raised and sent, the newest first. */
export async function handsOfJournalist(db: Reader, journalist: number): Promise<OwnHand[]> {
  const rows = await db
    .selectFrom("briefing_hand")
    .innerJoin("briefing", "briefing.id", "briefing_hand.briefing_id")
    .selectAll("briefing_hand")
    .select(["briefing.title", "briefing.state as briefing_state"])
    .where("journalist", "=", journalist)
    .orderBy("briefing_hand.id", "desc")
    .execute();
  return rows.map((row) => ({
    ...handOf(row),
    briefing: row.briefing_id,
    title: row.title,
    briefingState: row.briefing_state,
  }));
}

/** How many things that were sent in wait for somebody's word, of each briefing that is over. */
export async function countLeft(db: Reader): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ briefing: number; left: number }>`
    select h.briefing_id as briefing, count(*)::int as left
    from briefing_hand h join briefing b on b.id = h.briefing_id
    where h.text is not null and h.state in ('waiting', 'passed') and b.state in ('closed', 'certified', 'cancelled')
    group by h.briefing_id`.execute(db);
  return new Map(rows.map(({ briefing, left }) => [briefing, left]));
}

/** How often each outlet had the floor at this briefing: the times it was called, and the questions that were typed without. */
async function countHeard(db: Reader, briefing: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ name: string; outlet: string | null }>`
    select name, outlet from briefing_hand where briefing_id = ${briefing} and state = 'called'
    union all
    select speaker ->> 'name', speaker ->> 'outlet' from briefing_turn t
    where briefing_id = ${briefing} and kind = 'question' and removed_at is null
      and not exists (select from briefing_hand h where h.turn_id = t.id and h.state = 'called')`.execute(db);
  const heard = new Map<string, number>();
  for (const { name, outlet } of rows) {
    const as = heardAs({ name, ...(outlet === null ? {} : { outlet }) });
    if (as !== "") heard.set(as, (heard.get(as) ?? 0) + 1);
  }
  return heard;
}

type Row = Awaited<ReturnType<typeof rowOf>>;
const rowOf = (db: Reader) => db.selectFrom("briefing_hand").selectAll().executeTakeFirstOrThrow();

function handOf(row: Row): Hand {
  return {
    id: row.id,
    name: row.name,
    ...(row.outlet === null ? {} : { outlet: row.outlet }),
    ...(row.journalist === null ? {} : { journalist: row.journalist }),
    ...(row.text === null ? {} : { text: row.text }),
    shownAs: row.shown_as,
    state: row.state,
    place: row.place,
    addedAt: row.added_at,
    ...(row.turn_id === null ? {} : { turn: row.turn_id }),
    ...(row.question_id === null ? {} : { question: row.question_id }),
  };
}

import { sql } from "kysely";
import { prepared, type Reader, type Transaction } from "../store/database.ts";
import { tellNotice } from "../store/notices.ts";
import { tellPages } from "../store/tell-pages.ts";
import type { LockedBriefing } from "./briefings.ts";
import type { LiveEvent } from "./live-event.ts";
import { briefingChannel } from "./live-notices.ts";

type Told = LiveEvent extends infer One ? (One extends LiveEvent ? Omit<One, "seq" | "at"> : never) : never;

/**
 * When the transaction commits, the public is told these, in this order, once, whoever asks and wherever; when it is rolled back,
 * nothing was. The briefing's row is locked by the caller: numbers are gapless, and whoever has read one has all before it.
 */
export async function enterEvents(
  tx: Transaction,
  briefing: Pick<LockedBriefing, "id" | "number">,
  told: readonly Told[],
  at: Date,
): Promise<void> {
  if (told.length === 0) return;
  const { rows } = await sql<{ next: number }>`
    update briefing set next_event = next_event + ${told.length} where id = ${briefing.id}
    returning next_event as next`.execute(tx);
  const first = (rows[0]?.next ?? 0) - told.length;
  await tx
    .insertInto("briefing_event")
    .values(
      told.map(({ kind, payload }, index) => ({
        briefing_id: briefing.id,
        seq: first + index,
        kind,
        turn: "turn" in payload ? payload.turn : null,
        payload: JSON.stringify(payload),
        at,
      })),
    )
    .execute();
  await tellNotice(tx, briefingChannel, briefing.id, "event");
  if (briefing.number !== undefined) await tellPages(tx, ["briefings", `briefing:${briefing.number}`]);
}

/** When the transaction commits, no event says any more what that turn said: whoever reads from the beginning learns nothing of it. */
export async function redactTurn(tx: Transaction, briefing: number, turn: number): Promise<void> {
  await sql`
    update briefing_event set payload = jsonb_strip_nulls(jsonb_build_object(
      'turn', turn, 'after', payload -> 'after', 'removed', true))
    where briefing_id = ${briefing} and turn = ${turn} and kind <> 'removal'`.execute(tx);
}

/** What came after `after`, in order, at most so many. */
export async function readEvents(db: Reader, briefing: number, after: number, most = 1_000): Promise<LiveEvent[]> {
  const { rows } = await sql<{ seq: number; kind: string; payload: unknown; at: Date }>`${sql.raw(prepared)}
    select seq, kind, payload, at from briefing_event
    where briefing_id = ${briefing} and seq > ${after} order by seq limit ${most}`.execute(db);
  return rows.map(({ seq, kind, payload, at }) => ({ seq, kind, payload, at: at.toISOString() }) as LiveEvent);
}

export async function readAllEvents(db: Reader, briefing: number): Promise<LiveEvent[]> {
  return readEvents(db, briefing, 0, 100_000);
}

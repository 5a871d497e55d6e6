import { type Selectable, sql } from "kysely";
import { type Actor, institutionsFor, may } from "../access/rights.ts";
import { archiveSeries } from "../register/number.ts";
import type { Reader } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import type { BriefingFormat, BriefingState } from "./briefing.ts";
import { noBriefing } from "./briefings.ts";

/** A briefing as the desk has it. */
export type DeskBriefing = {
  id: number;
  number?: string;
  institution: string;
  format: BriefingFormat;
  title: string;
  language: string;
  place: string;
  note: string;
  startsAt?: Date;
  timeText: string;
  state: BriefingState;
  holdMs: number;
  mediaUrl: string;
  mediaStartedAt?: Date;
  openedAt?: Date;
};

/** Fault("not-found") where there is none for this officer. */
export async function findBriefing(db: Reader, id: number, actor: Actor): Promise<DeskBriefing> {
  const row = await db
    .selectFrom("briefing")
    .selectAll()
    .where("id", "=", Number.isSafeInteger(id) ? id : 0)
    .executeTakeFirst();
  if (row === undefined || !may(actor, "briefing.read", row.institution)) throw noBriefing();
  return deskOf(row);
}

/** Those that this officer may read: what is on, what comes, what was; the newest first in each. What came with an archive was never at this desk. */
export async function listDeskBriefings(db: Reader, actor: Actor): Promise<DeskBriefing[]> {
  const order: readonly BriefingState[] = ["live", "announced", "planned", "closed", "certified", "cancelled"];
  const rows = await db
    .selectFrom("briefing")
    .selectAll()
    .where("institution", "in", ["", ...institutionsFor(actor, "briefing.read")])
    .where((eb) => eb.or([eb("number", "is", null), eb("number", "not like", `${archiveSeries}-%`)]))
    .orderBy(sql`array_position(${order}::text[], state)`)
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map(deskOf);
}

type Row = Selectable<Schema["briefing"]>;

function deskOf(row: Row): DeskBriefing {
  return {
    id: row.id,
    ...(row.number === null ? {} : { number: row.number }),
    institution: row.institution,
    format: row.format,
    title: row.title,
    language: row.language,
    place: row.place ?? "",
    note: row.note ?? "",
    ...(row.starts_at === null ? {} : { startsAt: row.starts_at }),
    timeText: row.time_text ?? "",
    state: row.state,
    holdMs: row.hold_ms,
    mediaUrl: row.media_url ?? "",
    ...(row.media_started_at === null ? {} : { mediaStartedAt: row.media_started_at }),
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at }),
  };
}

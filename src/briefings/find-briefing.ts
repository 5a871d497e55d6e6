import { type Actor, institutionsFor, may } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
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
  const [found] = Number.isSafeInteger(id) && id > 0 ? await rows(db, id) : [];
  if (found === undefined || !may(actor, "briefing.read", found.institution)) throw noBriefing();
  return found;
}

/** Those that this officer may read: what is on, what comes, what was; the newest first in each. */
export async function listBriefings(db: Reader, actor: Actor): Promise<DeskBriefing[]> {
  const institutions = new Set(institutionsFor(actor, "briefing.read"));
  const order: readonly BriefingState[] = ["live", "announced", "planned", "closed", "certified", "cancelled"];
  return (await rows(db))
    .filter(({ institution }) => institutions.has(institution))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

async function rows(db: Reader, id?: number): Promise<DeskBriefing[]> {
  let query = db.selectFrom("briefing").selectAll().orderBy("id", "desc").limit(200);
  if (id !== undefined) query = query.where("id", "=", id);
  return (await query.execute()).map((row) => ({
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
  }));
}

import { sql } from "kysely";
import { archiveSeries, readNumber } from "../register/number.ts";
import type { Reader } from "../store/database.ts";
import type { BriefingFormat, BriefingState } from "./briefing.ts";

/** Where it stands. What came with an archive was certified by nobody here. */
export type PublicState = BriefingState | "imported";

/** What anybody may know of a briefing that was announced, beside its events. */
export type PublicBriefing = {
  id: number;
  number: string;
  institution: string;
  format: BriefingFormat;
  title: string;
  language: string;
  place?: string;
  note?: string;
  startsAt?: Date;
  timeText?: string;
  state: PublicState;
  mediaUrl?: string;
  mediaStartedAt?: Date;
  openedAt?: Date;
  closedAt?: Date;
};

const columns = [
  "id",
  "number",
  "institution",
  "format",
  "title",
  "language",
  "place",
  "note",
  "starts_at",
  "time_text",
  "state",
  "media_url",
  "media_started_at",
  "opened_at",
  "closed_at",
] as const;

/** Undefined where there is none, or none that was announced: nobody outside can tell the two apart. */
export async function publicBriefing(db: Reader, number: string): Promise<PublicBriefing | undefined> {
  const row = await db
    .selectFrom("briefing")
    .select(columns)
    .where("number", "=", number)
    .where("state", "<>", "planned")
    .executeTakeFirst();
  return row === undefined ? undefined : publicOf(row);
}

/** Those that are on, then those that are announced, the next one first. */
export async function listAhead(db: Reader): Promise<PublicBriefing[]> {
  const rows = await db
    .selectFrom("briefing")
    .select(columns)
    .where("number", "is not", null)
    .where("state", "in", ["live", "announced"])
    .orderBy((eb) => eb("state", "<>", "live"))
    .orderBy((eb) => eb.fn.coalesce("opened_at", "starts_at"))
    .orderBy("id")
    .limit(100)
    .execute();
  return rows.map(publicOf);
}

/** Those that are on, and those announced to begin within that time; what is on first, then in their order. */
export async function listNow(db: Reader, { from, to }: { from: Date; to: Date }): Promise<PublicBriefing[]> {
  const rows = await db
    .selectFrom("briefing")
    .select(columns)
    .where("number", "is not", null)
    .where((eb) =>
      eb.or([
        eb("state", "=", "live"),
        eb.and([eb("state", "=", "announced"), eb("starts_at", ">=", from), eb("starts_at", "<", to)]),
      ]),
    )
    .orderBy((eb) => eb("state", "<>", "live"))
    .orderBy((eb) => eb.fn.coalesce("opened_at", "starts_at"))
    .limit(6)
    .execute();
  return rows.map(publicOf);
}

/** As PostgreSQL writes it. */
const noDay = "infinity";

export type BriefingsPlace = { day: string; id: number };

/**
 * Everything that was announced and every imported transcript below `upTo`, the newest day first: of a transcript its day, before
 * that the day on which it was opened or is to begin; those of which no day is known come before all others.
 */
export async function listBriefings(
  db: Reader,
  asked: {
    upTo: number;
    timeZone: string;
    limit: number;
    after?: BriefingsPlace | undefined;
    state?: PublicState | undefined;
    /** Only those that are neither on nor to come. */
    over?: boolean;
    /** Only those whose transcript is below `upTo`, under the title that it has there. */
    transcribed?: boolean;
    institution?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
  },
): Promise<{ briefings: (PublicBriefing & { day?: string })[]; next?: BriefingsPlace }> {
  const { upTo, timeZone, limit, after, state, over = false, transcribed = false, institution, from, to } = asked;
  const { rows } = await sql<Row & { day: string; titled: string | null }>`
    select * from (
      select b.*, t.title as titled, coalesce(t.day, (coalesce(b.opened_at, b.starts_at) at time zone ${timeZone})::date, 'infinity') as day
      from briefing b
      left join lateral (
        select e.day, e.title from transcript t join transcript_edition e on e.transcript_id = t.id
        where t.briefing = b.number and t.version <> 'edited' and e.entry < ${upTo} order by e.edition desc limit 1
      ) t on true
      where b.number is not null and b.state <> 'planned' and (b.number not like 'H-%' or t.day is not null)
    ) b
    where ${after === undefined ? sql`true` : sql`(b.day, b.id) < (${after.day}::date, ${after.id})`}
      ${state === undefined ? sql`` : sql`and case when b.number like 'H-%' then 'imported' else b.state end = ${state}`}
      ${transcribed ? sql`and b.titled is not null` : sql``}
      ${over ? sql`and b.state not in ('live', 'announced')` : sql``}
      ${institution === undefined ? sql`` : sql`and b.institution = ${institution}`}
      ${from === undefined ? sql`` : sql`and b.day >= ${from}`}
      ${to === undefined ? sql`` : sql`and b.day <= ${to}`}
    order by b.day desc, b.id desc limit ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    briefings: shown.map((row) => ({
      ...publicOf(transcribed ? { ...row, title: row.titled ?? row.title } : row),
      ...(row.day === noDay ? {} : { day: row.day }),
    })),
    ...(rows.length > limit && last !== undefined ? { next: { day: last.day, id: last.id } } : {}),
  };
}

type Row = {
  id: number;
  number: string | null;
  institution: string;
  format: BriefingFormat;
  title: string;
  language: string;
  place: string | null;
  note: string | null;
  starts_at: Date | null;
  time_text: string | null;
  state: BriefingState;
  media_url: string | null;
  media_started_at: Date | null;
  opened_at: Date | null;
  closed_at: Date | null;
};

function publicOf(row: Row): PublicBriefing {
  return {
    id: row.id,
    number: row.number ?? "",
    institution: row.institution,
    format: row.format,
    title: row.title,
    language: row.language,
    ...(row.place === null ? {} : { place: row.place }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.starts_at === null ? {} : { startsAt: row.starts_at }),
    ...(row.time_text === null ? {} : { timeText: row.time_text }),
    state: row.number !== null && readNumber(row.number)?.series === archiveSeries ? "imported" : row.state,
    ...(row.media_url === null ? {} : { mediaUrl: row.media_url }),
    ...(row.media_started_at === null ? {} : { mediaStartedAt: row.media_started_at }),
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
  };
}

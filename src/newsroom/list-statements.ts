import type { VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Kind } from "./statement.ts";
import type { ClaimedSource } from "./statement-content.ts";

export type StatementLine = {
  number: string;
  kind: Kind;
  language: string;
  status: "current" | "withdrawn" | "erased";
  title: string;
  summary?: string;
  voice: VoiceItem[];
  /** The name that an imported text's source gives, where the register attributes it to nobody. */
  sourceSpeaker?: string;
  spokenAt: Date;
  spokenDay: string;
  publishedAt: Date;
  edition: number;
  editions: number;
  imported: boolean;
};

export type StatementQuery = {
  /** Nothing of entries with this index or a later one is shown (Horizon.size). */
  upTo: number;
  /** A cursor that an earlier page gave as `next`. One that we did not make is as none. */
  before?: string;
  kind?: Kind;
  topic?: string;
  /** A person of the register: texts in whose voice they stand. */
  speaker?: string;
  /** The year it was spoken in, as the office's time zone counts. */
  year?: number;
  limit: number;
  /** The first page takes what fills no page, so that all after it begin at the same texts whatever is published meanwhile. */
  steady?: boolean;
};

/** Newest first. `total` counts all that the filters let through, on whatever page. */
export async function listStatements(
  db: Reader,
  query: StatementQuery,
): Promise<{ lines: StatementLine[]; next?: string; total: number }> {
  const most = Math.max(1, Math.min(query.limit, 500));
  const after = query.before === undefined ? undefined : readCursor(query.before);
  const filters = sql`
    s.first_entry < ${query.upTo}
    ${query.kind === undefined ? sql`` : sql`and s.kind = ${query.kind}`}
    ${
      query.year === undefined
        ? sql``
        : sql`and s.spoken_day >= make_date(${query.year}, 1, 1) and s.spoken_day < make_date(${query.year + 1}, 1, 1)`
    }
    ${
      query.topic === undefined
        ? sql``
        : sql`and exists (
            select from edition t where t.statement_id = s.id and t.topics @> array[${query.topic}]
            and t.edition = (select max(u.edition) from edition u where u.statement_id = s.id and u.entry < ${query.upTo}))`
    }
    ${
      query.speaker === undefined
        ? sql``
        : sql`and s.id in (
            select t.statement_id from edition t where t.voice @> ${JSON.stringify([{ person: query.speaker }])}::jsonb
            and t.edition = (select max(u.edition) from edition u where u.statement_id = t.statement_id and u.entry < ${query.upTo}))`
    }`;
  const counted = await sql<{ count: number }>`select count(*) as count from statement s where ${filters}`.execute(db);
  const total = counted.rows[0]?.count ?? 0;
  const limit = query.steady === true && after === undefined && total > most ? most + (total % most) : most;
  const rows = await sql<LineRow>`
    select s.id, s.number, s.kind, s.language, s.spoken_at, s.spoken_day, s.source_name, s.first_at,
      e.title, e.summary, e.voice, e.source, e.edition, e.published_at,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status
    from (
      select s.*, s.published_at as first_at from statement s
      where ${filters}
      ${after === undefined ? sql`` : sql`and (s.spoken_at, s.id) < (${after.at}, ${after.id})`}
      order by s.spoken_at desc, s.id desc
      limit ${limit + 1}
    ) s
    join lateral (
      select * from edition e where e.statement_id = s.id and e.entry < ${query.upTo}
      order by e.edition desc limit 1
    ) e on true
    left join withdrawal w on w.statement_id = s.id and w.entry < ${query.upTo}
    order by s.spoken_at desc, s.id desc`.execute(db);
  const shown = rows.rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(lineOf),
    ...(rows.rows.length > limit && last ? { next: writeCursor(last.spoken_at, last.id) } : {}),
    total,
  };
}

/** The years in which something that may be shown was spoken, newest first, with how much. */
export async function listYears(db: Reader, upTo: number): Promise<{ year: number; count: number }[]> {
  const found = await sql<{ year: number; count: number }>`
    select extract(year from spoken_day)::int as year, count(*) as count from statement
    where first_entry < ${upTo} group by 1 order by 1 desc`.execute(db);
  return found.rows;
}

/** What a line of a list is made of; `first_at`: when its first edition was published. */
export type LineRow = {
  id: number;
  number: string;
  kind: Kind;
  language: string;
  status: StatementLine["status"];
  spoken_at: Date;
  spoken_day: string;
  source_name: string | null;
  first_at: Date;
  title: string;
  summary: string | null;
  voice: VoiceItem[];
  source: ClaimedSource | null;
  edition: number;
};

export function lineOf(row: LineRow): StatementLine {
  return {
    number: row.number,
    kind: row.kind,
    language: row.language,
    status: row.status,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    voice: row.voice,
    ...(row.voice.length === 0 && row.source?.speaker !== undefined ? { sourceSpeaker: row.source.speaker } : {}),
    spokenAt: row.spoken_at,
    spokenDay: row.spoken_day,
    publishedAt: row.first_at,
    edition: row.edition,
    editions: row.edition,
    imported: row.source_name !== null,
  };
}

function writeCursor(at: Date, id: number): string {
  return `${at.getTime().toString(36)}.${id.toString(36)}`;
}

const earliest = Date.parse("0000-01-01T00:00:00Z");

function readCursor(text: string): { at: Date; id: number } | undefined {
  const match = /^(-?[0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(text);
  if (match === null) return undefined;
  const at = new Date(Number.parseInt(match[1] ?? "", 36));
  const id = Number.parseInt(match[2] ?? "", 36);
  // No text is older than its year 0; PostgreSQL would refuse times from before 4713 BC.
  return !(at.getTime() >= earliest) || !Number.isSafeInteger(id) ? undefined : { at, id };
}

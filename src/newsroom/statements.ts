import type { Attachment, VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Kind, Severity } from "./statement.ts";
import type { ClaimedSource } from "./statement-content.ts";

/** One edition of a statement as readers may see it. Instants are to the millisecond. */
export type StatementView = {
  number: string;
  kind: Kind;
  language: string;
  status: "current" | "withdrawn" | "erased";
  edition: number;
  /** How many editions may be shown; `edition` is the newest when the two are equal. */
  editions: number;
  title: string;
  summary?: string;
  body: string;
  html: string;
  topics: string[];
  voice: VoiceItem[];
  attachments: Attachment[];
  source?: ClaimedSource;
  /** The name that an imported text's source gives, where the register attributes it to nobody. */
  sourceSpeaker?: string;
  note?: string;
  severity?: Severity;
  /** The index of this edition's entry, and the commitment to its content in hexadecimal. */
  entry: number;
  commitment: string;
  subject: number;
  /** What it sorts under: first publication; for an imported text the start of the day its source claims. */
  spokenAt: Date;
  spokenDay: string;
  publishedAt: Date;
  firstPublishedAt: Date;
  firstEntry: number;
  /** 'YYYY-MM-DD', of imported texts alone. */
  claimedDate?: string;
  withdrawal?: { reason: string; entry: number; at: Date };
  corrections: { edition: number; note: string; severity: Severity; at: Date; entry: number }[];
};

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
};

/** The newest edition of a statement that may be shown. */
export function findStatement(db: Reader, number: string, upTo: number): Promise<StatementView | undefined> {
  return find(db, number, undefined, upTo);
}

/** One edition of a statement, the newest or an earlier one. */
export function findEdition(
  db: Reader,
  number: string,
  edition: number,
  upTo: number,
): Promise<StatementView | undefined> {
  return find(db, number, edition, upTo);
}

/** Newest first. `total` counts all that the filters let through, on whatever page. */
export async function listStatements(
  db: Reader,
  query: StatementQuery,
): Promise<{ lines: StatementLine[]; next?: string; total: number }> {
  const limit = Math.max(1, Math.min(query.limit, 500));
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
  const total = await sql<{ count: number }>`select count(*) as count from statement s where ${filters}`.execute(db);
  const shown = rows.rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    lines: shown.map(lineOf),
    ...(rows.rows.length > limit && last ? { next: writeCursor(last.spoken_at, last.id) } : {}),
    total: total.rows[0]?.count ?? 0,
  };
}

/** The years in which something that may be shown was spoken, newest first, with how much. */
export async function listYears(db: Reader, upTo: number): Promise<{ year: number; count: number }[]> {
  const found = await sql<{ year: number; count: number }>`
    select extract(year from spoken_day)::int as year, count(*) as count from statement
    where first_entry < ${upTo} group by 1 order by 1 desc`.execute(db);
  return found.rows;
}

type ViewRow = {
  number: string;
  kind: Kind;
  language: string;
  status: StatementView["status"];
  subject: number;
  spoken_at: Date;
  spoken_day: string;
  first_at: Date;
  first_entry: number;
  source_name: string | null;
  edition: number;
  title: string;
  summary: string | null;
  body: string;
  html: string;
  topics: string[];
  voice: VoiceItem[];
  attachments: Attachment[];
  source: ClaimedSource | null;
  note: string | null;
  severity: Severity | null;
  entry: number;
  commitment: Buffer;
  published_at: Date;
  reason: string | null;
  withdrawn_entry: number | null;
  withdrawn_at: Date | null;
  statement_id: number;
};

async function find(db: Reader, number: string, edition: number | undefined, upTo: number) {
  const found = await sql<ViewRow>`
    select s.number, s.kind, s.language, s.subject, s.spoken_at, s.spoken_day, s.published_at as first_at,
      s.first_entry, s.source_name, e.*, w.reason, w.entry as withdrawn_entry, w.withdrawn_at,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status
    from statement s
    join edition e on e.statement_id = s.id and e.entry < ${upTo}
      ${edition === undefined ? sql`` : sql`and e.edition = ${edition}`}
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    where s.number = ${number} and s.first_entry < ${upTo}
    order by e.edition desc
    limit 1`.execute(db);
  const row = found.rows[0];
  if (row === undefined) return undefined;
  const later = await db
    .selectFrom("edition")
    .select(["edition", "note", "severity", "published_at", "entry"])
    .where("statement_id", "=", row.statement_id)
    .where("entry", "<", upTo)
    .orderBy("edition")
    .execute();
  return viewOf(row, later);
}

function viewOf(
  row: ViewRow,
  editions: {
    edition: number;
    note: string | null;
    severity: Severity | null;
    published_at: Date | null;
    entry: number | null;
  }[],
): StatementView {
  return {
    number: row.number,
    kind: row.kind,
    language: row.language,
    status: row.status,
    edition: row.edition,
    editions: editions.length,
    title: row.title,
    ...(row.summary === null ? {} : { summary: row.summary }),
    body: row.body,
    html: row.html,
    topics: row.topics,
    voice: row.voice,
    attachments: row.attachments,
    ...(row.source === null ? {} : { source: row.source }),
    ...(row.voice.length === 0 && row.source?.speaker !== undefined ? { sourceSpeaker: row.source.speaker } : {}),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.severity === null ? {} : { severity: row.severity }),
    entry: row.entry,
    commitment: row.commitment.toString("hex"),
    subject: row.subject,
    spokenAt: row.spoken_at,
    spokenDay: row.spoken_day,
    publishedAt: row.published_at,
    firstPublishedAt: row.first_at,
    firstEntry: row.first_entry,
    ...(row.source_name === null ? {} : { claimedDate: row.spoken_day }),
    ...(row.reason === null || row.withdrawn_entry === null || row.withdrawn_at === null
      ? {}
      : { withdrawal: { reason: row.reason, entry: row.withdrawn_entry, at: row.withdrawn_at } }),
    corrections: editions.flatMap(({ edition, note, severity, published_at: at, entry }) =>
      note === null || severity === null || at === null || entry === null
        ? []
        : [{ edition, note, severity, at, entry }],
    ),
  };
}

type LineRow = {
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

function lineOf(row: LineRow): StatementLine {
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

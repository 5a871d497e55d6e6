import type { Attachment, VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { EditionDetails } from "./details.ts";
import type { Kind, Severity } from "./statement.ts";
import type { ClaimedSource } from "./statement-content.ts";

/** One edition of a statement as readers may see it. Instants are to the millisecond. */
export type StatementView = EditionDetails & {
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

/** The newest edition that may be shown of each of these, by the ids of their rows, in two queries. */
export async function findStatements(
  db: Reader,
  ids: readonly number[],
  upTo: number,
): Promise<Map<number, StatementView>> {
  if (ids.length === 0) return new Map();
  const wanted = sql`any(${[...ids]}::bigint[])`;
  const { rows } = await sql<ViewRow>`
    select distinct on (s.id) s.number, s.kind, s.language, s.subject, s.spoken_at, s.spoken_day, s.published_at as first_at,
      s.first_entry, s.source_name, e.*, w.reason, w.entry as withdrawn_entry, w.withdrawn_at,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status
    from statement s
    join edition e on e.statement_id = s.id and e.entry < ${upTo}
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    where s.id = ${wanted} and s.first_entry < ${upTo}
    order by s.id, e.edition desc`.execute(db);
  const editions = await sql<EditionRow & { statement_id: number }>`
    select statement_id, edition, note, severity, published_at, entry from edition
    where statement_id = ${wanted} and entry < ${upTo} order by edition`.execute(db);
  const of = Map.groupBy(editions.rows, ({ statement_id }) => statement_id);
  return new Map(rows.map((row) => [row.statement_id, viewOf(row, of.get(row.statement_id) ?? [])]));
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
  details: EditionDetails;
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

type EditionRow = {
  edition: number;
  note: string | null;
  severity: Severity | null;
  published_at: Date | null;
  entry: number | null;
};

function viewOf(row: ViewRow, editions: readonly EditionRow[]): StatementView {
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
    ...row.details,
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

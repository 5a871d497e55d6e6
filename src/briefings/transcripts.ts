import { hex, readContent, type TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { type Appended, appendToRecord, type Draft } from "../recorder/append.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { countTranscripts } from "./transcript-words.ts";

export type TranscriptVersion = TranscriptContent["version"];

/** A transcript to be entered: the first edition of its version, or the correction of one that stands. */
export type TranscriptDraft = { content: TranscriptContent; corrects?: StandingTranscript };

/** A version of a transcript as it stands in the record, all of it. */
export type StandingTranscript = { id: number; subject: number; edition: number; entry: number };

export type EnteredTranscript = { briefing: string; edition: number; entry: number; at: Date };

/**
 * When this returns, these transcripts stand in `tx` as entries of the record, with the rows that pages find them by and the words that
 * are counted. Fault("invalid") for what the record does not take. The record's counter is locked last but for those rows: commit at once,
 * and bring imports in 200 at a time at most.
 */
export async function appendTranscripts(
  tx: Transaction,
  drafts: readonly TranscriptDraft[],
  by: string,
  means: Means,
): Promise<EnteredTranscript[]> {
  const appended = await appendToRecord(tx, drafts.map(draftOf), means);
  const entered = drafts.map(({ content, corrects }, place) => {
    const one = appended[place];
    if (one?.commitment === undefined || one.subject === undefined)
      throw new Error("the record took a transcript without an entry");
    return {
      row: editionRow(content, one, one.commitment, corrects, by),
      subject: one.subject,
      prev: corrects?.entry,
      content,
    };
  });
  await insertRows(tx, entered);
  await countTranscripts(
    tx,
    entered.flatMap(({ row, prev, content }) =>
      content.version === "edited"
        ? []
        : [
            {
              entry: row.entry,
              ...(prev === undefined ? {} : { prev }),
              briefing: content.briefing,
              day: content.day,
              turns: content.turns,
            },
          ],
    ),
  );
  return entered.map(({ row, content: { briefing } }) => ({
    briefing,
    edition: row.edition,
    entry: row.entry,
    at: row.entered_at,
  }));
}

function draftOf({ content, corrects }: TranscriptDraft): Draft {
  const { briefing, version } = content;
  return corrects === undefined
    ? { act: `transcript.${version}`, briefing, edition: 1, content }
    : { act: "transcript.corrected", subject: corrects.subject, briefing, edition: corrects.edition + 1, content };
}

function editionRow(
  content: TranscriptContent,
  { index, at }: Appended,
  commitment: Uint8Array,
  corrects: StandingTranscript | undefined,
  by: string,
) {
  return {
    briefing: content.briefing,
    version: content.version,
    edition: (corrects?.edition ?? 0) + 1,
    entry: index,
    commitment: `\\x${hex(commitment)}`,
    entered_at: at,
    ...columnsOf(content),
    entered_by: by,
  };
}

/** What the row of an edition repeats of its content, so that it is found and listed; the audit compares the same. */
export function columnsOf(content: TranscriptContent) {
  return {
    title: content.title,
    kind: content.kind,
    day: content.day,
    language: content.language,
    turns: content.turns.length,
    of_entry: content.of?.entry ?? null,
    note: content.note ?? null,
    severity: content.severity ?? null,
  };
}

type Entered = { row: ReturnType<typeof editionRow>; subject: number };

async function insertRows(tx: Transaction, entered: readonly Entered[]): Promise<void> {
  const first = entered
    .filter(({ row }) => row.edition === 1)
    .map(({ row: { briefing, version }, subject }) => ({ briefing, version, subject }));
  const later = entered
    .filter(({ row }) => row.edition > 1)
    .map(({ row: { edition }, subject }) => ({ edition, subject }));
  await sql`
    insert into transcript (briefing, version, subject)
    select briefing, version, subject from jsonb_to_recordset(${JSON.stringify(first)}::jsonb)
      as given (briefing text, version text, subject bigint)`.execute(tx);
  for (const { edition, subject } of later)
    await tx.updateTable("transcript").set({ editions: edition }).where("subject", "=", subject).execute();
  await sql`
    insert into transcript_edition (transcript_id, edition, entry, commitment, entered_at, title, kind, day, language, turns,
      of_entry, note, severity, entered_by)
    select t.id, given.edition, given.entry, given.commitment, given.entered_at, given.title, given.kind, given.day, given.language,
      given.turns, given.of_entry, given.note, given.severity, given.entered_by
    from jsonb_to_recordset(${JSON.stringify(entered.map(({ row, subject }) => ({ ...row, subject })))}::jsonb)
      as given (subject bigint, edition int, entry bigint, commitment bytea, entered_at timestamptz, title text, kind text, day date,
        language text, turns int, of_entry bigint, note text, severity text, entered_by text)
    join transcript t on t.subject = given.subject`.execute(tx);
}

/** One edition of one version, as readers may see it. Without `content` its words were erased. */
export type TranscriptView = StandingTranscript & {
  briefing: string;
  version: TranscriptVersion;
  /** How many editions of this version may be shown. */
  editions: number;
  commitment: string;
  at: Date;
  title: string;
  kind: string;
  day: string;
  language: string;
  content?: TranscriptContent;
  ofEntry?: number;
  note?: string;
  severity?: "minor" | "major";
  corrections: { edition: number; note: string; severity: "minor" | "major"; at: Date; entry: number }[];
};

/** The versions of a briefing's transcript that may be shown, the newest edition of each; what was said comes before what was edited. */
export async function findTranscripts(db: Reader, briefing: string, upTo: number): Promise<TranscriptView[]> {
  const { rows } = await sql<Row>`
    select distinct on (t.version) ${columns} from transcript t
    join transcript_edition e on e.transcript_id = t.id and e.entry < ${upTo}
    left join record_content c on c.commitment = e.commitment
    where t.briefing = ${briefing} order by t.version, e.edition desc`.execute(db);
  const views = await Promise.all(rows.map((row) => viewOf(db, row, upTo)));
  return views.toSorted((a, b) => Number(a.version === "edited") - Number(b.version === "edited"));
}

/** One edition of a version, the newest that may be shown where none is named. `said`: the certified one, or the imported one. */
export async function findTranscript(
  db: Reader,
  briefing: string,
  version: "said" | "edited",
  upTo: number,
  edition?: number,
): Promise<TranscriptView | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from transcript t
    join transcript_edition e on e.transcript_id = t.id and e.entry < ${upTo}
    left join record_content c on c.commitment = e.commitment
    where t.briefing = ${briefing} and (t.version = 'edited') = ${version === "edited"}
      ${edition === undefined ? sql`` : sql`and e.edition = ${edition}`}
    order by e.edition desc limit 1`.execute(db);
  return rows[0] && viewOf(db, rows[0], upTo);
}

/** What a list says of what was said at each of these briefings, in one question; without its words. */
export async function listSaid(
  db: Reader,
  briefings: readonly string[],
  upTo: number,
): Promise<Map<string, Pick<TranscriptView, "briefing" | "title" | "day">>> {
  if (briefings.length === 0) return new Map();
  const { rows } = await sql<Pick<TranscriptView, "briefing" | "title" | "day">>`
    select distinct on (t.briefing) t.briefing, e.title, e.day from transcript t
    join transcript_edition e on e.transcript_id = t.id and e.entry < ${upTo}
    where t.briefing = any(${briefings}::text[]) and t.version <> 'edited' order by t.briefing, e.edition desc`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.briefing, row]));
}

type Row = {
  id: number;
  briefing: string;
  version: TranscriptVersion;
  subject: number;
  edition: number;
  entry: number;
  commitment: Buffer;
  entered_at: Date;
  title: string;
  kind: string;
  day: string;
  language: string;
  of_entry: number | null;
  note: string | null;
  severity: "minor" | "major" | null;
  bytes: Buffer | null;
};

const columns = sql`t.id, t.briefing, t.version, t.subject, e.edition, e.entry, e.commitment, e.entered_at, e.title, e.kind,
  e.day, e.language, e.of_entry, e.note, e.severity, c.bytes`;

async function viewOf(db: Reader, row: Row, upTo: number): Promise<TranscriptView> {
  const editions = await db
    .selectFrom("transcript_edition")
    .select(["edition", "note", "severity", "entered_at", "entry"])
    .where("transcript_id", "=", row.id)
    .where("entry", "<", upTo)
    .orderBy("edition")
    .execute();
  const content = row.bytes === null ? undefined : readContent(row.bytes, `entry ${row.entry}`);
  if (content !== undefined && content.format !== "voceria/transcript/v1")
    throw new Error(`entry ${row.entry} is no transcript`);
  return {
    id: row.id,
    briefing: row.briefing,
    version: row.version,
    subject: row.subject,
    edition: row.edition,
    editions: editions.length,
    entry: row.entry,
    commitment: row.commitment.toString("hex"),
    at: row.entered_at,
    title: row.title,
    kind: row.kind,
    day: row.day,
    language: row.language,
    ...(content === undefined ? {} : { content }),
    ...(row.of_entry === null ? {} : { ofEntry: row.of_entry }),
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.severity === null ? {} : { severity: row.severity }),
    corrections: editions.flatMap(({ edition, note, severity, entered_at: at, entry }) =>
      note === null || severity === null ? [] : [{ edition, note, severity, at, entry }],
    ),
  };
}

/** The newest edition of a version, held against every other act on it until the transaction ends. */
export async function lockTranscript(
  tx: Transaction,
  briefing: string,
  version: "said" | "edited",
): Promise<TranscriptView | undefined> {
  await sql`select id from transcript where briefing = ${briefing} and (version = 'edited') = ${version === "edited"} for update`.execute(
    tx,
  );
  return findTranscript(tx, briefing, version, Number.MAX_SAFE_INTEGER);
}

import { type Content, type Entry, readContent, readEntry } from "@voceria/record";
import { sql } from "kysely";
import { type Difference, differing, readKept } from "../recorder/difference.ts";
import type { Reader } from "../store/database.ts";
import { columnsOf } from "./transcripts.ts";

const block = 200;

/**
 * Recomputes the rows that pages of transcripts are found by from entries and contents, and names each difference. Reads in blocks: memory does not grow with the record.
 */
export async function* auditTranscripts(
  db: Reader,
  onProgress?: (done: number, total: number) => void,
): AsyncGenerator<Difference> {
  const { rows } = await sql<{ index: number }>`
    select index from record_entry where act like 'transcript.%' order by index`.execute(db);
  const indexes = rows.map(({ index }) => index);
  for (let from = 0; from < indexes.length; from += block) {
    yield* auditBlock(db, indexes.slice(from, from + block));
    onProgress?.(Math.min(from + block, indexes.length), indexes.length);
  }
  yield* findStray(db);
}

type Row = {
  index: number;
  bytes: Buffer;
  content: Buffer | null;
  briefing: string | null;
  version: string | null;
  subject: number | null;
  editions: number | null;
  newest: number;
  edition: number | null;
  commitment: Buffer | null;
  entered_at: Date | null;
  title: string | null;
  kind: string | null;
  day: string | null;
  language: string | null;
  turns: number | null;
  of_entry: number | null;
  note: string | null;
  severity: string | null;
};

async function* auditBlock(db: Reader, indexes: readonly number[]): AsyncGenerator<Difference> {
  const found = await sql<Row>`
      select r.index, r.bytes, c.bytes as content, t.briefing, t.version, t.subject, t.editions,
        e.edition, e.commitment, e.entered_at, e.title, e.kind, e.day, e.language, e.turns, e.of_entry, e.note, e.severity,
        (select count(*) from record_entry o where o.subject = r.subject and o.act like 'transcript.%')::int as newest
      from record_entry r left join transcript_edition e on e.entry = r.index left join transcript t on t.id = e.transcript_id
      left join record_content c on c.commitment = r.commitment
      where r.index = any(${[...indexes]}::bigint[]) order by r.index`.execute(db);
  for (const row of found.rows) {
    const entry = readKept(() => readEntry(row.bytes));
    // What cannot be read is the record's own audit to name.
    if (entry === undefined || !("briefing" in entry)) continue;
    const content = readKept(() => (row.content === null ? undefined : readContent(row.content)));
    yield* auditRow(row, entry, content);
  }
}

function* auditRow(
  row: Row,
  entry: Extract<Entry, { briefing: string }>,
  content: Content | undefined,
): Generator<Difference> {
  const where = `transcript of ${entry.briefing}, entry ${row.index}`;
  if (row.edition === null) {
    yield { what: "an entry without its edition", where, found: "no row", expected: `edition ${entry.edition}` };
    return;
  }
  yield* differing(where, {
    briefing: [row.briefing, entry.briefing],
    subject: [row.subject, entry.subject],
    editions: [row.editions, row.newest],
    edition: [row.edition, entry.edition],
    commitment: [row.commitment?.toString("base64") ?? null, entry.commitment],
    entered_at: [row.entered_at?.toISOString() ?? null, new Date(entry.at).toISOString()],
  });
  if (content?.format !== "voceria/transcript/v1") return;
  const { title, kind, day, language, turns, of_entry, note, severity } = row;
  const expected = columnsOf(content);
  const kept = { title, kind, day, language, turns, of_entry, note, severity };
  yield* differing(where, {
    version: [row.version, content.version],
    ...Object.fromEntries(
      (Object.keys(expected) as (keyof typeof expected)[]).map((name) => [name, [kept[name], expected[name]] as const]),
    ),
  });
}

async function* findStray(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{ briefing: string; edition: number; entry: number }>`
    select t.briefing, e.edition, e.entry from transcript_edition e join transcript t on t.id = e.transcript_id
    left join record_entry r on r.index = e.entry and r.act like 'transcript.%' where r.index is null order by e.entry`.execute(
    db,
  );
  for (const { briefing, edition, entry } of rows)
    yield {
      what: "an edition without an entry",
      where: `transcript of ${briefing}`,
      found: `edition ${edition}`,
      expected: `a transcript at entry ${entry}`,
    };
}

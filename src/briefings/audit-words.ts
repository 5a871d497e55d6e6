import { type Content, readContent } from "@voceria/record";
import { sql } from "kysely";
import type { Difference } from "../recorder/difference.ts";
import type { Reader } from "../store/database.ts";
import { type WordsLine, wordsOfTurns } from "./count-words.ts";

/** Contents of transcripts are long: few are held at once. */
const block = 20;

/**
 * Recomputes the words that are counted of each transcript, and where an imported one came from, from the contents of the
 * record; names each difference. Of an edited version nothing is counted, of an erased content nothing can be compared.
 */
export async function* auditTranscriptWords(db: Reader): AsyncGenerator<Difference> {
  let after = -1;
  for (;;) {
    const rows = await readBlock(db, after);
    const counted = await countedUnder(
      db,
      rows.map(({ index }) => index),
    );
    for (const row of rows) yield* auditEntry(row, counted.get(row.index) ?? []);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.index;
  }
  yield* findStray(db);
}

type Row = {
  index: number;
  content: Buffer | null;
  /** The correction that took its place. */
  next: number | null;
  number: string | null;
  source_name: string | null;
  source_id: string | null;
  source_sha256: Buffer | null;
};

async function readBlock(db: Reader, after: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select e.index, c.bytes as content, b.number, i.source_name, i.source_id, i.source_sha256,
      (select min(n.index) from record_entry n where n.subject = e.subject and n.index > e.index and n.act = 'transcript.corrected') as next
    from record_entry e left join record_content c on c.commitment = e.commitment
    left join imported_transcript i on i.entry = e.index left join briefing b on b.id = i.briefing_id
    where e.act like 'transcript.%' and e.index > ${after} order by e.index limit ${block}`.execute(db);
  return rows;
}

type Counted = WordsLine & { entry: number; briefing: string; day: string; superseded: number | null };

async function countedUnder(db: Reader, entries: readonly number[]): Promise<Map<number, Counted[]>> {
  const { rows } = await sql<Counted>`
    select entry, briefing, day, superseded, kind, name, person, post, institution, outlet, first_turn, turns, words
    from transcript_words where entry = any(${[...entries]}::bigint[]) order by entry, line`.execute(db);
  return Map.groupBy(rows, ({ entry }) => entry);
}

function* auditEntry(row: Row, counted: readonly Counted[]): Generator<Difference> {
  const where = `transcript of entry ${row.index}`;
  const content = row.content === null ? undefined : read(row.content);
  if (content === undefined) return;
  const { briefing, day, version, turns, source } = content;
  const expected =
    version === "edited"
      ? []
      : wordsOfTurns(turns).map((line) => ({ entry: row.index, briefing, day, superseded: row.next, ...line }));
  const [found, wanted] = [JSON.stringify(counted), JSON.stringify(expected)];
  if (found !== wanted)
    yield { what: "counted words", where, found: briefly(found, wanted), expected: briefly(wanted, found) };
  if (version !== "imported" || source === undefined || row.next !== null) return;
  const kept = [row.number, row.source_name, row.source_id, row.source_sha256?.toString("base64")].join(", ");
  const said = [briefing, source.name, source.id, source.sha256].join(", ");
  if (kept !== said) yield { what: "source of an import", where, found: kept, expected: said };
}

/** From where the two differ. */
function briefly(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  return `…${text.slice(Math.max(0, at - 20), at + 100)}`;
}

function read(bytes: Buffer): Extract<Content, { format: "voceria/transcript/v1" }> | undefined {
  const content = readContent(bytes);
  return content.format === "voceria/transcript/v1" ? content : undefined;
}

/** Lines and sources under an entry that is of no transcript. */
async function* findStray(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{ entry: number; what: string }>`
    select distinct w.entry, 'counted words' as what from transcript_words w
      where not exists (select from record_entry e where e.index = w.entry and e.act like 'transcript.%')
    union all
    select i.entry, 'source of an import' from imported_transcript i
      where not exists (select from record_entry e where e.index = i.entry and e.act = 'transcript.imported')`.execute(
    db,
  );
  for (const { entry, what } of rows)
    yield {
      what,
      where: `transcript of entry ${entry}`,
      found: "a row",
      expected: "none: the entry is of no transcript",
    };
}

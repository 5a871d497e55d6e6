import type { StatementContent } from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { appendToRecord } from "../recorder/append.ts";
import type { Office } from "../register/office.ts";
import { voicesByNameAndDay } from "../register/voice.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { commitmentOf, editionRow, subjectOf, takeNumbers } from "./editions.ts";
import { archiveSeries } from "../register/number.ts";
import type { ClaimedSource } from "./statement-content.ts";
import { startOfDay } from "../register/start-of-day.ts";

/** A text of an archive, converted and found fit for the record; its voice is still to be asked of the register. */
export type ReadyStatement = { content: StatementContent & { source: ClaimedSource }; warnings: string[] };

export type Imported = { number: string; sha256: string };
/** What became of one of them: entered now, or there already because another import was at work. */
export type Entered = { number: string; entry: number; attributed: boolean } | { there: Imported };

/** Which of these rows of a source are in, by source_id. */
export async function findImported(db: Reader, source: string, ids: readonly string[]): Promise<Map<string, Imported>> {
  if (ids.length === 0) return new Map();
  const found = await sql<{ source_id: string; number: string; source_sha256: Buffer }>`
    select source_id, number, source_sha256 from statement
    where source_name = ${source} and source_id = any(${[...ids]}::text[])`.execute(db);
  return new Map(
    found.rows.map((row) => [row.source_id, { number: row.number, sha256: row.source_sha256.toString("base64") }]),
  );
}

/** Any number, the same in every version: the class of the locks on sources. */
const sourceLock = 0x737263;

/**
 * When this returns, each statement stands in `tx` with its edition and its entry, in the order given, and none of them
 * twice: of two imports of one source, the later transaction sees what the earlier entered.
 */
export async function enterArchive(
  tx: Transaction,
  statements: readonly ReadyStatement[],
  { source, by, office }: { source: string; by: string; office: Office },
  means: Means,
): Promise<Entered[]> {
  await sql`select pg_advisory_xact_lock(${sourceLock}::int, hashtext(${source}))`.execute(tx);
  const there = await findImported(tx, source, statements.map(idOf));
  const missing = statements.filter((one) => !there.has(idOf(one)));
  const entered = missing.length === 0 ? [] : await enter(tx, missing, { by, office }, means);
  const outcomes = new Map(missing.map((one, index) => [idOf(one), entered[index]]));
  return statements.map((one) => {
    const before = there.get(idOf(one));
    const outcome = before === undefined ? outcomes.get(idOf(one)) : { there: before };
    if (outcome === undefined) throw new Error(`row ${idOf(one)} was not entered`);
    return outcome;
  });
}

async function enter(
  tx: Transaction,
  statements: readonly ReadyStatement[],
  { by, office }: { by: string; office: Office },
  means: Means,
) {
  const voices = await voicesByNameAndDay(
    tx,
    statements.map(
      ({
        content: {
          source: { speaker, date },
        },
      }) => ({ name: speaker ?? "", day: date }),
    ),
  );
  const numbers = await takeNumbers(tx, archiveSeries, statements.length);
  const contents = statements.map(({ content }, index) => {
    const voice = voices[index];
    return voice === undefined ? content : { ...content, voice: [voice] };
  });
  const ids = await insertRows(tx, contents, numbers, { by, timeZone: office.timeZone });
  // From here to the commit the record's counter is held, and a live publication waits: two short statements, no more.
  const appended = await appendToRecord(
    tx,
    contents.map((content, index) => ({
      act: "statement.imported",
      number: numbers[index] ?? "",
      edition: 1,
      content,
    })),
    means,
  );
  const entries = appended.map((one) => one.index);
  const ats = appended.map((one) => one.at.toISOString());
  await sql`
    update statement s set subject = e.subject, first_entry = e.entry, published_at = e.at
    from unnest(${ids}::bigint[], ${appended.map(subjectOf)}::bigint[], ${entries}::bigint[], ${ats}::timestamptz[])
      as e (id, subject, entry, at)
    where s.id = e.id`.execute(tx);
  await sql`
    update edition d set entry = e.entry, commitment = e.commitment, published_at = e.at
    from unnest(${ids}::bigint[], ${entries}::bigint[], ${appended.map(commitmentOf)}::bytea[], ${ats}::timestamptz[])
      as e (id, entry, commitment, at)
    where d.statement_id = e.id and d.edition = 1`.execute(tx);
  return appended.map(({ index: entry }, index) => ({
    number: numbers[index] ?? "",
    entry,
    attributed: voices[index] !== undefined,
  }));
}

async function insertRows(
  tx: Transaction,
  contents: readonly ReadyStatement["content"][],
  numbers: readonly string[],
  { by, timeZone }: { by: string; timeZone: string },
): Promise<number[]> {
  const inserted = await tx
    .insertInto("statement")
    .values(
      contents.map(({ kind, language, source: { name, id, date, sha256 } }, index) => ({
        number: numbers[index] ?? "",
        kind,
        language,
        // The day its source claims, from its beginning: no hour is claimed.
        spoken_at: startOfDay(date, timeZone),
        spoken_day: date,
        source_name: name,
        source_id: id,
        source_sha256: Buffer.from(sha256, "base64"),
      })),
    )
    .returning(["id", "number"])
    .execute();
  const rowOf = new Map(inserted.map(({ id, number }) => [number, id]));
  const ids = numbers.map((number) => rowOf.get(number) ?? -1);
  await tx
    .insertInto("edition")
    .values(
      contents.map((content, index) => ({
        statement_id: ids[index] ?? -1,
        edition: 1,
        ...editionRow(content, by, false),
      })),
    )
    .execute();
  return ids;
}

function idOf({ content }: ReadyStatement): string {
  return content.source.id;
}

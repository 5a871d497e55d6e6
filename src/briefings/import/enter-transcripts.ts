import type { TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../../clock.ts";
import { archiveSeries, writeNumber } from "../../register/number.ts";
import type { Office } from "../../register/office.ts";
import { startOfDay } from "../../register/start-of-day.ts";
import type { Reader, Transaction } from "../../store/database.ts";
import type { BriefingFormat } from "../briefing.ts";
import { appendTranscripts } from "../transcripts.ts";

/** A transcript ready for the record, but for the number that it gets there. */
export type ReadyTranscript = Omit<TranscriptContent, "briefing"> & {
  kind: BriefingFormat;
  source: NonNullable<TranscriptContent["source"]>;
};

export type ImportedTranscript = { number: string; sha256: string };
/** What became of one of them: entered now, or there already because another import was at work. */
export type EnteredTranscript = { number: string; entry: number } | { there: ImportedTranscript };

/** Which of these texts of a source are in, by source_id. */
export async function findImportedTranscripts(
  db: Reader,
  source: string,
  ids: readonly string[],
): Promise<Map<string, ImportedTranscript>> {
  const { rows } = await sql<{ source_id: string; number: string; source_sha256: Buffer }>`
    select i.source_id, b.number, i.source_sha256 from imported_transcript i join briefing b on b.id = i.briefing_id
    where i.source_name = ${source} and i.source_id = any(${[...ids]}::text[])`.execute(db);
  return new Map(
    rows.map((row) => [row.source_id, { number: row.number, sha256: row.source_sha256.toString("base64") }]),
  );
}

/** Any number, the same in every version: the class of the locks on sources of transcripts. */
const sourceLock = 0x737274;

/**
 * When this returns, each transcript stands in `tx` as a briefing of the series of archives with its entry, in the order
 * given, and none of them twice: of two imports of one source, the later transaction sees what the earlier entered.
 */
export async function enterTranscripts(
  tx: Transaction,
  transcripts: readonly ReadyTranscript[],
  { by, office }: { by: string; office: Office },
  means: Means,
): Promise<EnteredTranscript[]> {
  const source = transcripts[0]?.source.name;
  if (source === undefined) return [];
  await sql`select pg_advisory_xact_lock(${sourceLock}::int, hashtext(${source}))`.execute(tx);
  const there = await findImportedTranscripts(tx, source, transcripts.map(idOf));
  const missing = transcripts.filter((one) => !there.has(idOf(one)));
  const entered = missing.length === 0 ? [] : await enter(tx, missing, { by, office }, means);
  const outcomes = new Map(missing.map((one, index) => [idOf(one), entered[index]]));
  return transcripts.map((one) => {
    const before = there.get(idOf(one));
    const outcome = before === undefined ? outcomes.get(idOf(one)) : { there: before };
    if (outcome === undefined) throw new Error(`text ${idOf(one)} was not entered`);
    return outcome;
  });
}

async function enter(
  tx: Transaction,
  transcripts: readonly ReadyTranscript[],
  { by, office }: { by: string; office: Office },
  means: Means,
): Promise<{ number: string; entry: number }[]> {
  const numbers = await takeNumbers(tx, transcripts.length);
  const contents = transcripts.map((transcript, index): TranscriptContent => ({
    briefing: numbers[index] ?? "",
    ...transcript,
  }));
  const now = means.clock.now();
  const inserted = await tx
    .insertInto("briefing")
    .values(
      contents.map(({ briefing, kind, title, language, day }) => ({
        number: briefing,
        institution: office.institution,
        format: kind as BriefingFormat,
        title,
        language,
        // The day that the source claims, from its beginning: no hour is claimed.
        starts_at: startOfDay(day, office.timeZone),
        state: "certified" as const,
        hold_ms: 0,
        created_at: now,
        changed_at: now,
      })),
    )
    .returning(["id", "number"])
    .execute();
  const idOfNumber = new Map(inserted.map(({ id, number }) => [number, id]));
  // From here to the commit the record's counter is held, and a live publication waits: a few short statements, no more.
  const appended = await appendTranscripts(
    tx,
    contents.map((content) => ({ content })),
    by,
    means,
  );
  await tx
    .insertInto("imported_transcript")
    .values(
      contents.map(({ briefing, source }, index) => ({
        briefing_id: idOfNumber.get(briefing) ?? -1,
        entry: appended[index]?.entry ?? -1,
        source_name: source?.name ?? "",
        source_id: source?.id ?? "",
        source_sha256: Buffer.from(source?.sha256 ?? "", "base64"),
        imported_by: by,
      })),
    )
    .execute();
  return appended.map(({ entry }, index) => ({ number: numbers[index] ?? "", entry }));
}

async function takeNumbers(tx: Transaction, count: number): Promise<string[]> {
  const { rows } = await sql<{ next: number }>`
    insert into briefing_series values (${archiveSeries}, ${1 + count})
    on conflict (series) do update set next = briefing_series.next + ${count} returning next`.execute(tx);
  const next = rows[0]?.next ?? 0;
  return Array.from({ length: count }, (_, index) => writeNumber(archiveSeries, next - count + index));
}

function idOf({ source }: ReadyTranscript): string {
  return source.id;
}

import { Malformed } from "@voceria/record";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { transact } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import type { Archive, ArchiveRow } from "./archive.ts";
import type { ConvertedText } from "./convert-text.ts";
import { type Converters, startConverters } from "./converters.ts";
import { enterArchive, findImported, type Imported, type ReadyStatement } from "./imported-statements.ts";
import { countArchived, increment } from "../text/archive-counts.ts";
import { countKind, emptyReport, type ImportReport, type Outcome } from "./import-report.ts";
import { readOfficer } from "./publish-statement.ts";
import { enterable } from "./statement-content.ts";
import { readSourceRow, type SourceRow } from "./source-row.ts";

export type ImportOptions = {
  /** The source's name, which with a row's source_id tells whether the row is there already. */
  source: string;
  /** By whose hand. */
  by: string;
  dryRun?: boolean;
  /** Aborting ends the import after the transaction at hand. */
  signal?: AbortSignal;
  onOutcome?: (outcome: Outcome) => void | Promise<void>;
  /** Bytes of the archive (files of a folder) read, of how many, and rows done with. */
  onProgress?: (progress: { done: number; total: number; rows: number }) => void;
  converters?: Converters;
  /** One transaction enters no more than this many statements. */
  atOnce?: number;
};

/** One transaction enters no more than this, so that a publication made meanwhile waits for a moment only. */
const chunk = { statements: 100, characters: 1_000_000 };
/** What is handed to a thread at once. */
const batch = { rows: 32, bytes: 512 * 1024 };

/**
 * When this returns, every row of the archive has been imported, was there already, or stands in the report as refused.
 * Each transaction enters a run of statements with their entries, in the archive's order; after a kill the same call
 * goes on from the last one that was committed and enters nothing twice. Memory does not grow with the archive, but for
 * the source_ids that are held to tell a repeated one.
 */
export async function importStatements(
  { db, means }: Pick<Installation, "db" | "means">,
  archive: Archive,
  options: ImportOptions,
): Promise<ImportReport> {
  const source = readSourceName(options.source);
  const by = readOfficer(options.by);
  const office = await readOffice(db);
  const report = emptyReport(source, options.dryRun ?? false);
  const converters = options.converters ?? startConverters();
  const settle = async (outcome: Outcome): Promise<void> => {
    countArchived(report, outcome);
    await options.onOutcome?.(outcome);
    options.onProgress?.({ ...archive.progress(), rows: report.read });
  };
  let ready: Candidate[] = [];
  let characters = 0;
  const enter = async (): Promise<void> => {
    const candidates = ready.splice(0);
    characters = 0;
    if (candidates.length === 0) return;
    const entered = report.dryRun
      ? []
      : await transact(db, (tx) =>
          enterArchive(
            tx,
            candidates.map((found) => found.statement),
            { source, by, office },
            means,
          ),
        );
    for (const [index, candidate] of candidates.entries()) {
      const done = entered[index];
      await settle(
        done !== undefined && "there" in done
          ? outcomeThere(candidate.row, candidate.source, done.there)
          : outcomeEntered(report, candidate, done),
      );
    }
  };

  try {
    const today = dayIn(office.timeZone, means.clock.now());
    const seen = new Map<string, string>();
    const examined = ahead(
      batches(archive.rows, options.signal),
      (rows) => examine(rows, { source, today, language: office.language, seen, converters, db }),
      converters.width,
    );
    for await (const results of examined) {
      for (const result of results) {
        for (const field of result.source?.ignored ?? []) increment(report.ignoredFields, field);
        if (!("statement" in result)) {
          await settle(result.outcome);
          continue;
        }
        ready.push(result);
        characters += result.statement.content.body.length;
        if (ready.length >= (options.atOnce ?? chunk.statements) || characters >= chunk.characters) await enter();
      }
      if (options.signal?.aborted) break;
    }
    await enter();
  } finally {
    if (options.converters === undefined) await converters.close();
  }
  const damage = archive.damage();
  return {
    ...report,
    kinds: report.kinds.toSorted((a, b) => b.count - a.count),
    otherFiles: [...archive.otherFiles()],
    interrupted: options.signal?.aborted ?? false,
    ...(damage === undefined ? {} : { damage }),
  };
}

type Candidate = { row: ArchiveRow; source: SourceRow; statement: ReadyStatement };
type Examined = Candidate | { source?: SourceRow; outcome: Outcome };
type Known = {
  source: string;
  today: string;
  language: string;
  /** The source_ids that this run has met, with where. */
  seen: Map<string, string>;
  converters: Converters;
  db: Installation["db"];
};

/** Reads a batch of rows, finds which are there already, and converts the texts of the others beside this thread. */
async function examine(rows: ArchiveRow[], known: Known): Promise<Examined[]> {
  const read = rows.map((row) => ({ row, ...readRow(row, known) }));
  const fresh = read.flatMap((result) => ("source" in result ? [result.source] : []));
  const there = await findImported(
    known.db,
    known.source,
    fresh.map((found) => found.id),
  );
  const missing = fresh.filter((found) => !there.has(found.id));
  const converted = await known.converters.convert(
    missing.map(({ title, summary, speaker, text }) => ({
      title,
      text,
      ...(summary === undefined ? {} : { summary }),
      ...(speaker === undefined ? {} : { speaker }),
    })),
  );
  const texts = new Map(missing.map((found, index) => [found.id, converted[index]]));
  return read.map((result): Examined => {
    if (!("source" in result))
      return {
        outcome: {
          ...placeOf(result.row),
          ...(result.id === undefined ? {} : { id: result.id }),
          warnings: [],
          outcome: "refused",
          reason: result.reason,
        },
      };
    const { row, source } = result;
    const before = there.get(source.id);
    if (before !== undefined) return { source, outcome: outcomeThere(row, source, before) };
    const text = texts.get(source.id);
    if (text === undefined) throw new Error(`row ${source.id} was not converted`);
    return concluded(row, source, text, known);
  });
}

function readRow(row: ArchiveRow, { today, seen }: Known): { source: SourceRow } | { reason: string; id?: string } {
  if (row.format === "unreadable") return { reason: row.reason };
  const source = readSourceRow(row, today);
  if ("refused" in source) return { reason: source.refused, ...(source.id === undefined ? {} : { id: source.id }) };
  const before = seen.get(source.id);
  if (before !== undefined) return { reason: `the same source_id stands at ${before}`, id: source.id };
  seen.set(source.id, row.line === undefined ? (row.file ?? "") : `line ${row.line}`);
  return { source };
}

function outcomeThere(row: ArchiveRow, source: SourceRow, before: Imported): Outcome {
  const place = { ...placeOf(row), id: source.id, warnings: [] };
  if (before.sha256 === source.sha256) return { ...place, outcome: "already-there", number: before.number };
  return {
    ...place,
    outcome: "refused",
    reason: `it has changed at the source since it was imported as ${before.number}: read both, and correct ${before.number} if the change is right`,
  };
}

function concluded(row: ArchiveRow, source: SourceRow, text: ConvertedText, known: Known): Examined {
  if ("refused" in text) return refusedRow(row, source, text.refused);
  const { title, summary, speaker, body, html } = text;
  const { kind, id, date, sha256 } = source;
  const content = {
    format: "voceria/statement/v1" as const,
    kind,
    language: source.language ?? known.language,
    title,
    ...(summary === undefined ? {} : { summary }),
    topics: [],
    body,
    html,
    voice: [],
    attachments: [],
    source: { name: known.source, id, date, sha256, ...(speaker === undefined ? {} : { speaker }) },
  };
  try {
    enterable("statement.imported", content);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return refusedRow(row, source, `the record cannot take it: ${error.where}: ${error.what}`);
  }
  return { row, source, statement: { content, warnings: [...source.warnings, ...text.warnings] } };
}

function refusedRow(row: ArchiveRow, source: SourceRow, reason: string): Examined {
  return { source, outcome: { ...placeOf(row), id: source.id, warnings: source.warnings, outcome: "refused", reason } };
}

/** `done` is undefined in a dry run. */
function outcomeEntered(
  report: ImportReport,
  candidate: Candidate,
  done: { number: string; entry: number; attributed: boolean } | undefined,
): Outcome {
  const { row, source, statement } = candidate;
  countKind(report, source.sourceKind, source.kind);
  const outcome = { ...placeOf(row), id: source.id, warnings: statement.warnings, outcome: "imported" as const };
  if (done === undefined) return outcome;
  if (done.attributed) report.attributed++;
  else if (statement.content.source.speaker !== undefined) report.namedBySourceAlone++;
  return { ...outcome, number: done.number, entry: done.entry };
}

async function* batches(
  rows: AsyncIterable<ArchiveRow>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ArchiveRow[]> {
  let held: ArchiveRow[] = [];
  let bytes = 0;
  for await (const row of rows) {
    held.push(row);
    bytes += "bytes" in row ? row.bytes.length : 0;
    if (held.length < batch.rows && bytes < batch.bytes) continue;
    yield held;
    if (signal?.aborted) return;
    held = [];
    bytes = 0;
  }
  if (held.length > 0) yield held;
}

/** `work` over each item, up to `width` at once, the results in order. No more is read than is under way. */
async function* ahead<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  width: number,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // Awaited below, in order; until then a failure is nobody's unhandled rejection.
      result.catch(() => undefined);
      underWay.push(result);
      const first = underWay.length >= width ? underWay.shift() : undefined;
      if (first !== undefined) yield await first;
    }
    for (const result of underWay) yield await result;
  } finally {
    await Promise.allSettled(underWay);
  }
}

function placeOf({ line, file }: ArchiveRow): { line?: number; file?: string } {
  return { ...(line === undefined ? {} : { line }), ...(file === undefined ? {} : { file }) };
}

function readSourceName(name: string): string {
  const trimmed = name.normalize("NFC").trim();
  if (trimmed === "" || trimmed.length > 200 || /[\p{Cc}\p{Cs}]/u.test(trimmed))
    throw new Fault(
      "usage",
      "--source must name the source with 1 to 200 characters on one line, the same at every import of it.",
    );
  return trimmed;
}

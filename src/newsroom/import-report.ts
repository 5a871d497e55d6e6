import { type ArchiveCounts, type ArchiveOutcome, emptyArchiveCounts, noCounts } from "../text/archive-counts.ts";
import type { Kind } from "./statement.ts";

/** What became of one row. */
export type Outcome = { line?: number; file?: string; id?: string } & ArchiveOutcome;

export type ImportReport = ArchiveCounts & {
  /** Imported texts that the register attributes to somebody, and those that carry the source's own name alone. */
  attributed: number;
  namedBySourceAlone: number;
  /** What the source calls the kinds of the imported texts, and what this office calls them. */
  kinds: { source: string; kind: Kind; count: number }[];
  /** Rows that hold a field which is not taken in. */
  ignoredFields: Record<string, number>;
  /** Why the archive could not be read to its end. */
  damage?: string;
};

export function emptyReport(source: string, dryRun: boolean): ImportReport {
  return {
    ...emptyArchiveCounts(source, dryRun),
    attributed: 0,
    namedBySourceAlone: 0,
    kinds: [],
    ignoredFields: noCounts(),
  };
}

export function countKind(report: ImportReport, source: string, kind: Kind): void {
  const line = report.kinds.find((known) => known.source === source);
  if (line === undefined) report.kinds.push({ source, kind, count: 1 });
  else line.count++;
}

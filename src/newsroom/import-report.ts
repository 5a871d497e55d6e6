import type { Kind } from "./statement.ts";

/** What became of one row: exactly one of the three. */
export type Outcome = {
  line?: number;
  file?: string;
  id?: string;
  warnings: string[];
} & (
  | { outcome: "imported"; number?: string; entry?: number }
  | { outcome: "already-there"; number: string }
  | { outcome: "refused"; reason: string }
);

/** `read` = `imported` + `alreadyThere` + `refused`. In a dry run, `imported` are those that would be. */
export type ImportReport = {
  source: string;
  dryRun: boolean;
  read: number;
  imported: number;
  alreadyThere: number;
  refused: number;
  numbers?: { first: string; last: string };
  entries?: { first: number; last: number };
  /** Imported texts that the register attributes to somebody, and those that carry the source's own name alone. */
  attributed: number;
  namedBySourceAlone: number;
  /** Rows by reason, and by warning: one row may have several warnings. */
  reasons: Record<string, number>;
  warnings: Record<string, number>;
  /** What the source calls the kinds of the imported texts, and what this office calls them. */
  kinds: { source: string; kind: Kind; count: number }[];
  /** Rows that hold a field which is not taken in. */
  ignoredFields: Record<string, number>;
  /** Files of the folder that are no Markdown. */
  otherFiles: string[];
  /** Stopped by the operator: the same command goes on from here. */
  interrupted: boolean;
  /** Why the archive could not be read to its end. */
  damage?: string;
};

export function emptyReport(source: string, dryRun: boolean): ImportReport {
  return {
    source,
    dryRun,
    read: 0,
    imported: 0,
    alreadyThere: 0,
    refused: 0,
    attributed: 0,
    namedBySourceAlone: 0,
    reasons: noCounts(),
    warnings: noCounts(),
    kinds: [],
    ignoredFields: noCounts(),
    otherFiles: [],
    interrupted: false,
  };
}

/** Without a prototype: a source may call a field "constructor", and it must be counted like any other. */
function noCounts(): Record<string, number> {
  return Object.create(null) as Record<string, number>;
}

export function countOutcome(report: ImportReport, outcome: Outcome): void {
  report.read++;
  if (outcome.outcome === "imported") report.imported++;
  else if (outcome.outcome === "already-there") report.alreadyThere++;
  else {
    report.refused++;
    increment(report.reasons, withoutFigures(outcome.reason));
  }
  for (const warning of new Set(outcome.warnings.map(withoutFigures))) increment(report.warnings, warning);
}

export function countKind(report: ImportReport, source: string, kind: Kind): void {
  const line = report.kinds.find((known) => known.source === source);
  if (line === undefined) report.kinds.push({ source, kind, count: 1 });
  else line.count++;
}

export function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** So that rows with the same fault count together, whatever their dates, sizes and places. */
function withoutFigures(sentence: string): string {
  return sentence
    .replace(/ × \d+$/, "")
    .replace(/ \([^()]*\d{4}-\d\d-\d\d[^()]*\)$/, "")
    .replace(/"[^"]*"/g, "“…”")
    .replace(/(?<![\w+-])\d[\d-]*(?!\w)/g, "N");
}

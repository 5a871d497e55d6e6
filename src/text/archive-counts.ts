/** What became of one part of an archive that is brought in: exactly one of the three. */
export type ArchiveOutcome = { warnings: string[] } & (
  | { outcome: "imported"; number?: string; entry?: number }
  | { outcome: "already-there"; number: string }
  | { outcome: "refused"; reason: string }
);

/** `read` = `imported` + `alreadyThere` + `refused`. In a dry run, `imported` are those that would be. */
export type ArchiveCounts = {
  source: string;
  dryRun: boolean;
  read: number;
  imported: number;
  alreadyThere: number;
  refused: number;
  numbers?: { first: string; last: string };
  entries?: { first: number; last: number };
  /** Parts by reason, and by warning: one may have several warnings. */
  reasons: Record<string, number>;
  warnings: Record<string, number>;
  /** Files of the folder that are of no such archive. */
  otherFiles: string[];
  /** Stopped by the operator: the same command goes on from here. */
  interrupted: boolean;
};

export function emptyArchiveCounts(source: string, dryRun: boolean): ArchiveCounts {
  return {
    source,
    dryRun,
    read: 0,
    imported: 0,
    alreadyThere: 0,
    refused: 0,
    reasons: noCounts(),
    warnings: noCounts(),
    otherFiles: [],
    interrupted: false,
  };
}

export function countArchived(counts: ArchiveCounts, outcome: ArchiveOutcome): void {
  counts.read++;
  for (const warning of new Set(outcome.warnings.map(withoutFigures))) increment(counts.warnings, warning);
  if (outcome.outcome === "already-there") counts.alreadyThere++;
  else if (outcome.outcome === "refused") {
    counts.refused++;
    increment(counts.reasons, withoutFigures(outcome.reason));
  } else {
    counts.imported++;
    const { number, entry } = outcome;
    if (number !== undefined) counts.numbers = { first: counts.numbers?.first ?? number, last: number };
    if (entry !== undefined) counts.entries = { first: counts.entries?.first ?? entry, last: entry };
  }
}

export function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Without a prototype: a source may call something "constructor", and it must be counted like anything else. */
export function noCounts(): Record<string, number> {
  return Object.create(null) as Record<string, number>;
}

/** So that parts with the same fault count together, whatever their dates, sizes and places. */
function withoutFigures(sentence: string): string {
  return sentence
    .replace(/ × \d+$/, "")
    .replace(/ \([^()]*\d{4}-\d\d-\d\d[^()]*\)$/, "")
    .replace(/"[^"]*"/g, "“…”")
    .replace(/(?<![\w+-])\d[\d-]*(?!\w)/g, "N");
}

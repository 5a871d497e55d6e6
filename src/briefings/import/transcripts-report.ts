import { emptyCounts, type Prepared, type TurnCounts } from "./prepare.ts";

/** What became of one text: exactly one of the three. */
export type TranscriptOutcome = { file: string; warnings: string[] } & (
  | { outcome: "imported"; number?: string; entry?: number; counts: TurnCounts }
  | { outcome: "already-there"; number: string }
  | { outcome: "refused"; reason: string }
);

/** `read` = `imported` + `alreadyThere` + `refused`. In a dry run, `imported` are those that would be. */
export type TranscriptsReport = {
  source: string;
  dryRun: boolean;
  read: number;
  imported: number;
  alreadyThere: number;
  refused: number;
  numbers?: { first: string; last: string };
  entries?: { first: number; last: number };
  /** Of the imported texts. */
  turns: TurnCounts;
  /** Different people whom the texts name, those in a post, and the outlets for which questions were asked. */
  people: number;
  peopleInPosts: number;
  outlets: number;
  /** What the register took in of them, where it was told to. */
  register?: { entry?: number; people: number; posts: number; tenures: number; notTaken: number };
  /** Turns by why their speaker is no person of the register or in no post, and the names most often so. */
  unresolved: Record<string, { turns: number; names: { name: string; turns: number }[] }>;
  reasons: Record<string, number>;
  warnings: Record<string, number>;
  otherFiles: string[];
  /** Stopped by the operator: the same command goes on from here. */
  interrupted: boolean;
};

/** Gathers the report; what it holds grows with the names, not with the texts. */
export function startReport(source: string, dryRun: boolean) {
  const unresolved = new Map<string, Map<string, number>>();
  const outlets = new Set<string>();
  const report: TranscriptsReport = {
    source,
    dryRun,
    read: 0,
    imported: 0,
    alreadyThere: 0,
    refused: 0,
    turns: emptyCounts(),
    people: 0,
    peopleInPosts: 0,
    outlets: 0,
    unresolved: {},
    reasons: noCounts(),
    warnings: noCounts(),
    otherFiles: [],
    interrupted: false,
  };
  return {
    report,
    count: (outcome: TranscriptOutcome, prepared?: Prepared): void => {
      report.read++;
      for (const warning of outcome.warnings) increment(report.warnings, warning.replace(/ × \d+$/u, ""));
      if (outcome.outcome === "refused") {
        report.refused++;
        return increment(report.reasons, outcome.reason.replace(/"[^"]*"/gu, "“…”").replace(/\d[\d-]*/gu, "N"));
      }
      if (outcome.outcome === "already-there") {
        report.alreadyThere++;
        return;
      }
      report.imported++;
      if (outcome.number !== undefined)
        report.numbers = { first: report.numbers?.first ?? outcome.number, last: outcome.number };
      if (outcome.entry !== undefined)
        report.entries = { first: report.entries?.first ?? outcome.entry, last: outcome.entry };
      for (const name of Object.keys(outcome.counts) as (keyof TurnCounts)[])
        report.turns[name] += outcome.counts[name];
      for (const outlet of prepared?.outlets ?? []) outlets.add(outlet);
      for (const { why, name } of prepared?.unresolved ?? []) {
        const names = unresolved.get(why) ?? new Map<string, number>();
        unresolved.set(why, names.set(name, (names.get(name) ?? 0) + 1));
      }
    },
    finish: (): TranscriptsReport => ({
      ...report,
      outlets: outlets.size,
      unresolved: Object.fromEntries(
        [...unresolved].map(([why, names]) => [
          why,
          {
            turns: [...names.values()].reduce((a, b) => a + b, 0),
            names: [...names]
              .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
              .slice(0, namesShown)
              .map(([name, turns]) => ({ name, turns })),
          },
        ]),
      ),
    }),
  };
}

const namesShown = 20;

function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Without a prototype: a reason may be any words. */
function noCounts(): Record<string, number> {
  return Object.create(null) as Record<string, number>;
}

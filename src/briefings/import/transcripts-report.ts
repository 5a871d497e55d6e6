import {
  type ArchiveCounts,
  type ArchiveOutcome,
  countArchived,
  emptyArchiveCounts,
} from "../../text/archive-counts.ts";
import { emptyCounts, type Prepared, type TurnCounts } from "./prepare.ts";

/** What became of one text. */
export type TranscriptOutcome = { file: string } & ArchiveOutcome & { counts?: TurnCounts };

export type TranscriptsReport = ArchiveCounts & {
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
};

/** Gathers the report; what it holds grows with the names, not with the texts. */
export function startReport(source: string, dryRun: boolean) {
  const unresolved = new Map<string, Map<string, number>>();
  const outlets = new Set<string>();
  const report: TranscriptsReport = {
    ...emptyArchiveCounts(source, dryRun),
    turns: emptyCounts(),
    people: 0,
    peopleInPosts: 0,
    outlets: 0,
    unresolved: {},
  };
  return {
    report,
    count: (outcome: TranscriptOutcome, prepared?: Prepared): void => {
      countArchived(report, outcome);
      const { counts } = outcome;
      if (counts === undefined) return;
      for (const name of Object.keys(counts) as (keyof TurnCounts)[]) report.turns[name] += counts[name];
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

import type { ItemKind } from "../item.ts";
import type { Finding } from "./candidate.ts";

export type Outcome = "taken" | "taken-with-finding" | "unchanged" | "not-taken";

/** What became of one row that was not plainly taken or unchanged, or of one thing that its source no longer names. */
export type RowReport = {
  outcome: Outcome | "no-longer-there";
  file: string;
  line?: number;
  at?: string;
  findings: Finding[];
};

export type ImportReport = {
  source: string;
  /** The id of its item in the register. */
  id: string;
  format: string;
  dryRun: boolean;
  /** The four add up to `read`. */
  rows: { read: number; taken: number; takenWithFinding: number; unchanged: number; notTaken: number };
  /** What was entered, by kind. */
  entered: Partial<Record<ItemKind, { new: number; correction: number; change: number }>>;
  /** How many rows have each kind of finding. */
  findings: Record<string, number>;
  /** Why rows were not taken. */
  reasons: Record<string, number>;
  /** What the register holds from this source and this revision of it no longer has. It stays. */
  noLongerThere: number;
  entry?: number;
  batch?: number;
};

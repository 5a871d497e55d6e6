import type { RawBuilder } from "kysely";
import type { Act } from "@voceria/record";

export const sourceNames = ["statement", "turn", "answer"] as const;
export type SourceName = (typeof sourceNames)[number];

/** A kind of thing that is found. */
export type DocumentSource = {
  name: SourceName;
  /** The entries that have words of it, each in the place of the one before of its subject. */
  acts: readonly Act[];
  /** Of so many entries documents are made in one transaction. */
  atOnce: number;
  /**
   * SQL of the documents of the entries in `newest (entry, subject, edition)`, of which what was erased has none: `of, entry, edition,
   * language, spoken_at, spoken_day, facets, name` (what it is found by as one types), `title, summary, body`, each a text with
   * words that count less. It reads entries and contents of the record, or rows that its audit holds to them, and nothing else.
   */
  documents(timeZone: string): RawBuilder<unknown>;
};

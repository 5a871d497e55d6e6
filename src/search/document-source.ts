import type { Transaction } from "../store/database.ts";

/**
 * A kind of thing that is found. `takeIn` makes documents of its entries from `from` on and below `upTo`, at most `limit` of
 * them, so that the newest edition stands in the place of the one before, and takes away what was erased; it returns the
 * entry to go on from.
 */
export type DocumentSource = {
  name: string;
  takeIn(tx: Transaction, span: { from: number; upTo: number; limit: number }): Promise<number>;
};

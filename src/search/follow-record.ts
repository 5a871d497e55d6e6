import type { Database } from "../store/database.ts";
import { takeInDocuments } from "./documents.ts";
import { takeInQuotes } from "./quote-documents.ts";

const again = 1_000;

/**
 * Keeps what is found at the record's horizon until closed: `wake` is called whenever that moves. What failed is told of and tried
 * again. The place in the record is in the database, so that a restart goes on from it and nothing published is missed.
 */
export function followRecord(db: Database, failed: (error: unknown) => void): { wake(): void; close(): Promise<void> } {
  const state = { closed: false };
  let wanted = false;
  let working: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function work(): Promise<void> {
    while (wanted && !state.closed) {
      wanted = false;
      try {
        await takeInDocuments(db, () => state.closed);
        await takeInQuotes(db, () => state.closed);
      } catch (error) {
        failed(error);
        if (!state.closed) retry = setTimeout(wake, again);
        return;
      }
    }
  }

  function wake(): void {
    wanted = true;
    if (state.closed) return;
    working ??= work().finally(() => {
      working = undefined;
      if (wanted) wake();
    });
  }

  wake();
  return {
    wake,
    close: async () => {
      state.closed = true;
      clearTimeout(retry);
      await working;
    },
  };
}

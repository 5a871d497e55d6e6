import { sql } from "kysely";
import { readHorizon } from "../recorder/horizon.ts";
import { type Database, transact } from "../store/database.ts";
import { documentSources, takeIn, takeInDocuments } from "./documents.ts";

/**
 * When this returns, all that is found was made anew from the record as it may be shown; until it commits, readers find what they found
 * before. Returns how many documents there are. Whoever follows the record waits for it.
 */
export async function rebuildDocuments(
  db: Database,
  onProgress: (done: number, total: number) => void = () => undefined,
  ended: () => boolean = () => false,
): Promise<number | undefined> {
  const done = await transact(db, async (tx) => {
    await sql`select from search_place where source = any(${names}::text[]) order by source for update`.execute(tx);
    await sql`delete from search_document`.execute(tx);
    await sql`delete from search_stem`.execute(tx);
    await sql`update search_place set next_entry = 0 where source = any(${names}::text[])`.execute(tx);
    const { size } = await readHorizon(tx);
    for (const [at, source] of documentSources.entries())
      for (let from = 0; from < size;) {
        if (ended()) throw new Ended();
        from = await takeIn(tx, source, from, size);
        onProgress(at * size + from, documentSources.length * size);
      }
    return true;
  }).catch((error: unknown) => {
    if (error instanceof Ended) return false;
    throw error;
  });
  if (!done) return undefined;
  // What came meanwhile, nobody else has taken in.
  await takeInDocuments(db);
  const { rows } = await sql<{ count: number }>`select count(*) as count from search_document`.execute(db);
  return rows[0]?.count ?? 0;
}

const names = documentSources.map(({ name }) => name);

/** Stopped by whoever asked for it: nothing has changed. */
class Ended extends Error {}

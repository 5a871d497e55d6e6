import { sql } from "kysely";
import { type Database, type Transaction, transact } from "../store/database.ts";

/**
 * Goes on from a source's place in the record: `takeIn` is given where it stands, keeps where to go on from, and returns it. False once all
 * below `upTo` is taken in, or where another process is just at it. Each step is a transaction of its own: a publication or another
 * process never waits for more than one.
 */
export function goOn(
  db: Database,
  source: string,
  upTo: number,
  takeIn: (tx: Transaction, from: number) => Promise<number>,
): Promise<boolean> {
  return transact(db, async (tx) => {
    const { rows } = await sql<{ next: number }>`
      select next_entry as next from search_place where source = ${source} for update skip locked`.execute(tx);
    const from = rows[0]?.next;
    if (from === undefined || from >= upTo) return false;
    return (await takeIn(tx, from)) < upTo;
  });
}

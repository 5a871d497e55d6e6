import { sql } from "kysely";
import { readHorizon } from "../recorder/horizon.ts";
import { type Database, transact } from "../store/database.ts";
import type { DocumentSource } from "./document-source.ts";
import { statementDocuments } from "./statement-documents.ts";

const sources: readonly DocumentSource[] = [statementDocuments];
const atOnce = 100;

/** When this returns, whatever may be shown at this moment is found, unless another process is just taking it in. */
export async function takeInDocuments(db: Database, ended: () => boolean = () => false): Promise<void> {
  const { size } = await readHorizon(db);
  for (const source of sources) while (!ended() && (await step(db, source, size)));
}

/** Each step is a transaction of its own: a publication or another process never waits for more than one. */
function step(db: Database, source: DocumentSource, upTo: number): Promise<boolean> {
  return transact(db, async (tx) => {
    const { rows } = await sql<{ next: number }>`
      select next_entry as next from search_place where source = ${source.name} for update skip locked`.execute(tx);
    const from = rows[0]?.next;
    if (from === undefined || from >= upTo) return false;
    const next = await source.takeIn(tx, { from, upTo, limit: atOnce });
    await sql`update search_place set next_entry = ${next} where source = ${source.name}`.execute(tx);
    return next < upTo;
  });
}

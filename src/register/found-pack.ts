import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type Asserted, assertItems, lockRegister } from "./assert-items.ts";
import { findOffice } from "./office.ts";
import { type Pack, readPack } from "./pack.ts";

/**
 * When this returns, the office of the pack stands in the register and, as one batch with basis "founded", in the
 * record; its topics are there to sort statements under. When it throws, nothing of it stands.
 * Fault("conflict") where an office was founded before; the faults of readPack for a pack that is not right.
 */
export async function foundPack({ db, means }: { db: Database; means: Means }, packFolder: string): Promise<Asserted> {
  const pack = await readPack(packFolder);
  return transact(db, async (tx) => {
    await lockRegister(tx);
    const before = await findOffice(tx);
    if (before !== undefined)
      throw new Fault(
        "conflict",
        `This installation already speaks for ${before.name.es}; a pack founds an empty one only. Use another data folder or database.`,
      );
    await insertTopics(tx, pack.topics);
    return assertItems(tx, pack.items, "founded", means);
  });
}

async function insertTopics(tx: Transaction, topics: Pack["topics"]): Promise<void> {
  if (topics.length === 0) return;
  const rows = topics.map(({ slug, es, en }) => ({ slug, name_es: es, name_en: en }));
  await tx
    .insertInto("topic")
    .values(rows)
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .execute();
}

import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type Asserted, assertItems, lockRegister } from "./assert-items.ts";
import { keepCalendar } from "./calendars.ts";
import { findOffice } from "./office.ts";
import { type Pack, readPack } from "./pack.ts";

/**
 * When this returns, the office of the pack stands in the register and, as one batch with basis "founded", in the
 * record; its topics are there to sort statements under, and its calendar to count working days by. When it throws, nothing of it stands.
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
    await keepCalendar(tx, pack.calendar, means.clock.now());
    return assertItems(tx, pack.items, "founded", means);
  });
}

/**
 * When this returns, the office works by the calendar of its own pack as that is now: a new holiday is a line in a file and
 * a start. A pack of another office changes nothing. Says whether anything changed.
 */
export async function renewCalendar(
  { db, means }: { db: Database; means: Means },
  packFolder: string,
): Promise<boolean> {
  const { items, calendar } = await readPack(packFolder);
  return transact(db, async (tx) => {
    const office = await findOffice(tx);
    if (!items.some(({ kind, data }) => kind === "office" && data.institution === office?.institution)) return false;
    return keepCalendar(tx, calendar, means.clock.now());
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

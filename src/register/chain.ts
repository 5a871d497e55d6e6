import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Standing } from "./assertions.ts";
import type { DataOf, ItemKind } from "./item.ts";

/** What was said of a thing before, and until when: each former assertion, the oldest first, then the one that stands. */
export type Chained<K extends ItemKind> = (
  | { change: "new" | "correction" | "change"; data: DataOf[K] }
  /** It never was so: what was said before is taken back, and nothing is said of the thing. */
  | { change: "retraction"; reason: string; data?: undefined }
) & {
  source: { id: string; locator: string };
  register: { entry: number; item: number };
  recordedAt: Date;
  /** Why it took the place of the one before, in the office's own words. */
  reason?: string;
};

/** The newest batch whose entry may be shown: below `size` entries. 0 if there is none. */
export async function batchBelow(db: Reader, size: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select id from register_batch where entry < ${size} order by id desc limit 1`.execute(db);
  return rows[0]?.id ?? 0;
}

/** All that was ever said of one thing, up to batch `asOf`, in the order in which it was said. */
export async function readChain<K extends ItemKind>(
  db: Reader,
  kind: K,
  id: string,
  asOf?: number,
): Promise<Chained<K>[]> {
  return (await readChains(db, kind, [id], asOf)).get(id) ?? [];
}

/** The same of many things. */
export async function readChains<K extends ItemKind>(
  db: Reader,
  kind: K,
  ids: readonly string[],
  asOf?: number,
): Promise<Map<string, Chained<K>[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    slug: string;
    change: Chained<K>["change"];
    data: DataOf[K];
    source: string;
    locator: string;
    entry: number;
    item: number;
    recorded_at: Date;
    reason: string | null;
  }>`select a.slug, a.change, a.data, a.reason, a.source, a.locator, b.entry, a.item, b.recorded_at
     from register_assertion a join register_batch b on b.id = a.batch
     where a.kind = ${kind} and a.slug = any(${[...ids]}::text[]) ${asOf === undefined ? sql`` : sql`and a.batch <= ${asOf}`}
     order by a.slug, a.batch`.execute(db);
  const chained = rows.map(({ slug, change, data, source, locator, entry, item, recorded_at, reason }) => ({
    slug,
    chained: {
      ...(change === "retraction" ? { change } : { change, data }),
      source: { id: source, locator },
      register: { entry, item },
      recordedAt: recorded_at,
      ...(reason === null ? {} : { reason }),
    } as Chained<K>,
  }));
  return new Map(
    [...Map.groupBy(chained, (one) => one.slug)].map(([slug, found]) => [slug, found.map((one) => one.chained)]),
  );
}

/** What was last said of each of these things, also of those that were retracted since. */
export async function readLastSaid<K extends ItemKind>(
  db: Reader,
  kind: K,
  ids: readonly string[],
  asOf?: number,
): Promise<Map<string, Standing<K>>> {
  const chains = await readChains(db, kind, [...new Set(ids)], asOf);
  return new Map(
    [...chains].flatMap(([id, said]) => {
      const last = said.findLast((one) => one.data !== undefined);
      return last?.data === undefined
        ? []
        : [[id, { id, data: last.data, source: last.source, register: last.register }] as const];
    }),
  );
}

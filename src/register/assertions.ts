import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { DataOf, ItemKind } from "./item.ts";

/** One assertion as it stands, with where the record has it. */
export type Standing<K extends ItemKind> = {
  id: string;
  data: DataOf[K];
  source: { id: string; locator: string };
  register: { entry: number; item: number };
};

/** What the register says of one thing now, or (with `asOf`) said once that batch was the newest. */
export async function readStanding<K extends ItemKind>(
  db: Reader,
  kind: K,
  id: string,
  asOf?: number,
): Promise<Standing<K> | undefined> {
  const [found] = await listStanding(db, kind, { ids: [id], ...(asOf === undefined ? {} : { asOf }) });
  return found;
}

/** What the register says of all things of a kind, in the order of their ids; of those named in `ids`, if given; so many after one. */
export async function listStanding<K extends ItemKind>(
  db: Reader,
  kind: K,
  {
    ids,
    asOf,
    after,
    limit,
  }: { ids?: readonly string[]; asOf?: number; after?: string | undefined; limit?: number } = {},
): Promise<Standing<K>[]> {
  const named = ids === undefined ? sql`` : sql`and a.slug = any(${[...ids]}::text[])`;
  const { rows } = await sql<{
    slug: string;
    data: DataOf[K];
    source: string;
    locator: string;
    entry: number;
    item: number;
  }>`select a.slug, a.data, a.source, a.locator, b.entry, a.item
     from register_assertion a join register_batch b on b.id = a.batch
     where a.kind = ${kind} ${named} and ${standing("a", asOf)}
     ${after === undefined ? sql`` : sql`and a.slug > ${after}`}
     order by a.slug ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db);
  return rows.map(({ slug, data, source, locator, entry, item }) => ({
    id: slug,
    data,
    source: { id: source, locator },
    register: { entry, item },
  }));
}

/** The condition under which a row of `alias` stands: now, or once batch `asOf` was the newest. */
export function standing(alias: string, asOf: number | undefined): RawBuilder<boolean> {
  const batch = sql.ref(`${alias}.batch`);
  const superseded = sql.ref(`${alias}.superseded`);
  return asOf === undefined
    ? sql<boolean>`${superseded} is null`
    : sql<boolean>`${batch} <= ${asOf} and (${superseded} is null or ${superseded} > ${asOf})`;
}

/** A moment of the record: an instant, as its entries give them, or the entry that was the newest. */
export type Recorded = Date | { entry: number };

/** The newest batch entered by that moment; 0 if the register was still empty. */
export async function batchAt(db: Reader, recorded: Recorded): Promise<number> {
  const by = recorded instanceof Date ? sql`recorded_at <= ${recorded}` : sql`entry <= ${recorded.entry}`;
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from register_batch where ${by}`.execute(db);
  return rows[0]?.id ?? 0;
}

/** The batch to read up to: the one of that moment, but none after `shown`; undefined: all that stands now. */
export async function batchAsked(
  db: Reader,
  recorded: Recorded | undefined,
  shown: number | undefined,
): Promise<number | undefined> {
  const then = recorded === undefined ? undefined : await batchAt(db, recorded);
  return then === undefined || shown === undefined ? (then ?? shown) : Math.min(then, shown);
}

import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/**
 * How many of the first `upTo` entries had been made by an instant. The instants of entries never go back, so that it is sought by
 * halving: a look at some twenty entries of a million.
 */
export async function sizeAt(db: Reader, at: Date, upTo: number): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    with recursive sought (low, high) as (
      select 0::bigint, ${upTo}::bigint
      union all
      select case when e.at <= ${at} then s.middle + 1 else s.low end, case when e.at <= ${at} then s.high else s.middle end
      from (select low, high, (low + high) / 2 as middle from sought where low < high) s
      join record_entry e on e.index = s.middle
    )
    select low as size from sought where low >= high`.execute(db);
  return rows[0]?.size ?? 0;
}

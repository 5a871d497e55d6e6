import { sql } from "kysely";
import type { Database } from "../store/database.ts";

/** So many within so many seconds. */
export type Pace = { tries: number; seconds: number };

/**
 * Counts one try under `bucket` and says whether it is still within the pace. Counted in the database, so that asking
 * another process of ours gains nothing; in a statement of its own, so that a refused request is counted too.
 */
export async function withinPace(db: Database, bucket: string, pace: Pace, now: Date): Promise<boolean> {
  const length = pace.seconds * 1_000;
  const span = new Date(Math.floor(now.getTime() / length) * length);
  const { rows } = await sql<{ count: number }>`
    insert into attempt (bucket, span, count) values (${bucket}, ${span}, 1)
    on conflict (bucket, span) do update set count = attempt.count + 1 returning count`.execute(db);
  const [row] = rows;
  if (row?.count === 1) await sql`delete from attempt where span < ${new Date(now.getTime() - day)}`.execute(db);
  return row !== undefined && row.count <= pace.tries;
}

const day = 86_400_000;

/** Whom tries are counted against: an address, or of IPv6 the network of /64 that one household has whole. */
export function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address.replace("::ffff:", "");
  const [head = "", tail = ""] = address.split("::");
  const first = head.split(":").filter((group) => group !== "");
  const last = tail.split(":").filter((group) => group !== "");
  const groups = [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill("0"), ...last];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

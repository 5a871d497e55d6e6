import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/** One assertion as it was entered, whatever became of it: `superseded`, the entry whose assertion took its place. */
export type Assertion = {
  kind: string;
  id: string;
  change: "new" | "correction" | "change" | "retraction";
  data: unknown;
  reason?: string;
  source: { id: string; locator: string };
  register: { entry: number; item: number };
  recordedAt: Date;
  superseded?: number;
};

/** All of entries below `upTo`, in the order of the record: `limit` of those after a place in it. */
export async function listAssertions(
  db: Reader,
  { after, upTo, limit }: { after: { entry: number; item: number }; upTo: number; limit: number },
): Promise<Assertion[]> {
  const { rows } = await sql<Row>`
    select a.kind, a.slug as id, a.change, a.data, a.reason, a.source, a.locator, a.item, b.entry, b.recorded_at,
      case when n.entry < ${upTo} and n.id <> b.id then n.entry end as superseded
    from register_batch b join register_assertion a on a.batch = b.id
    left join register_batch n on n.id = a.superseded
    where b.entry < ${upTo} and b.entry >= ${after.entry} and (b.entry, a.item) > (${after.entry}, ${after.item})
    order by b.entry, a.item limit ${limit}`.execute(db);
  return rows.map(
    ({ kind, id, change, data, reason, source, locator, entry, item, recorded_at: recordedAt, superseded }) => ({
      kind,
      id,
      change,
      data,
      ...(reason === null ? {} : { reason }),
      source: { id: source, locator },
      register: { entry, item },
      recordedAt,
      ...(superseded === null ? {} : { superseded }),
    }),
  );
}

type Row = Pick<Assertion, "kind" | "id" | "change" | "data"> & {
  reason: string | null;
  source: string;
  locator: string;
  item: number;
  entry: number;
  recorded_at: Date;
  superseded: number | null;
};

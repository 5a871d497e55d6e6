import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { writeNumber } from "../register/number.ts";

/** What happened when an edition went out, as far as it has happened. */
export type ReleaseReport = {
  entry: number;
  at: Date;
  /** The first checkpoint that the entry is in. */
  checkpoint?: { size: number; signedAt: Date };
  /** Milliseconds after the second for which it was scheduled. */
  late?: number;
  urgent: boolean;
};

export async function readReleaseReport(
  db: Reader,
  { number, edition }: { number: string; edition: number },
): Promise<ReleaseReport | undefined> {
  const { rows } = await sql<Row>`
    select e.entry, e.published_at as at, e.urgent, c.size, c.signed_at, v.details ->> 'due' as due
    from statement s
    join edition e on e.statement_id = s.id and e.edition = ${edition}
    left join lateral (select size, signed_at from record_checkpoint where size > e.entry order by id limit 1) c on true
    left join draft d on d.published_statement = s.id and d.published_edition = e.edition
    left join lateral (select details from draft_event where draft_id = d.id and what = 'publish' order by id desc limit 1) v
      on true
    where s.number = ${number} and e.entry is not null`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { entry, at, urgent, size, signed_at: signedAt, due } = row;
  return {
    entry,
    at,
    urgent,
    ...(size === null || signedAt === null ? {} : { checkpoint: { size, signedAt } }),
    ...(due === null ? {} : { late: at.getTime() - Date.parse(due) }),
  };
}

type Row = {
  entry: number;
  at: Date;
  urgent: boolean;
  size: number | null;
  signed_at: Date | null;
  due: string | null;
};

/** The number that the next text of a year would take if nothing else went out before it. */
export async function nextNumber(db: Reader, year: string): Promise<string> {
  const row = await db.selectFrom("statement_series").select("next").where("series", "=", year).executeTakeFirst();
  return writeNumber(year, row?.next ?? 1);
}

/** Whether this office has published anything yet. */
export async function hasPublished(db: Reader): Promise<boolean> {
  const row = await db.selectFrom("statement").select("id").limit(1).executeTakeFirst();
  return row !== undefined;
}

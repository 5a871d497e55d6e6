import { applyEntry, readEntry, type SubjectState } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/** The subjects that entries `from` to `to` (exclusive) are of. */
export async function subjectsBetween(db: Reader, from: number, to: number): Promise<number[]> {
  const { rows } = await sql<{ subject: number }>`
    select distinct subject from record_entry where index >= ${from} and index < ${to} and subject is not null`.execute(
    db,
  );
  return rows.map(({ subject }) => subject);
}

/** How the subjects stood in the log of `size` entries, from their entries alone. */
export async function statesAt(
  db: Reader,
  subjects: readonly number[],
  size: number,
): Promise<Map<number, SubjectState>> {
  const { rows } = await sql<{ index: number; bytes: Buffer; subject: number }>`
    select index, bytes, subject from record_entry
    where subject = any(${subjects}::bigint[]) and index < ${size} order by index`.execute(db);
  const states = new Map<number, SubjectState>();
  for (const { index, bytes, subject } of rows)
    states.set(subject, applyEntry(states.get(subject), index, readEntry(bytes, `entry ${index}`)));
  return states;
}

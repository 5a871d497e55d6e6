import type { Reader } from "../store/database.ts";

/** When each edition of a statement that may be shown was entered, the first one first; empty for an unknown number. */
export async function readEditionTimes(
  db: Reader,
  number: string,
  upTo: number,
): Promise<{ edition: number; at: Date }[]> {
  const rows = await db
    .selectFrom("edition")
    .innerJoin("statement", "statement.id", "edition.statement_id")
    .select(["edition.edition", "edition.published_at as at"])
    .where("statement.number", "=", number)
    .where("edition.entry", "<", upTo)
    .orderBy("edition.edition")
    .execute();
  return rows.flatMap(({ edition, at }) => (at === null ? [] : [{ edition, at }]));
}

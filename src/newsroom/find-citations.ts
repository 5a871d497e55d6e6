import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Kind } from "./statement.ts";

export type Citation = {
  number: string;
  edition: number;
  title: string;
  kind: Kind;
  language: string;
  spokenDay: string;
};

const most = 12;

/**
 * Published statements to cite, by their number or by words of their title: those that a reader may see now (`upTo`), each
 * as the edition that is newest, the most recent first. What was erased is not found.
 */
export async function findCitations(db: Reader, query: string, upTo: number): Promise<Citation[]> {
  const words = query.normalize("NFC").trim().slice(0, 200).split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return [];
  const like = (word: string) => `%${word.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<Citation>`
    select s.number, e.edition, e.title, s.kind, s.language, s.spoken_day::text as "spokenDay"
    from statement s
    join lateral (
      select e.edition, e.title from edition e
      where e.statement_id = s.id and e.entry < ${upTo} order by e.edition desc limit 1) e on true
    where s.first_entry < ${upTo} and s.status <> 'erased'
      and ${sql.join(
        words.map((word) => sql`(e.title ilike ${like(word)} or s.number ilike ${like(word)})`),
        sql` and `,
      )}
    order by s.spoken_day desc, s.id desc
    limit ${most}`.execute(db);
  return rows;
}

import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { listStanding, type Standing, standing } from "./assertions.ts";
import { searchKey } from "./name.ts";

/** Posts whose title, institution or id has all of these words, begun or whole, with or without accents; without words none. */
export async function findPosts(db: Reader, words: string, limit: number): Promise<Standing<"post">[]> {
  const wanted = searchKey(words.slice(0, 400)).split(" ").filter(Boolean).slice(0, 10);
  if (wanted.length === 0) return [];
  // A key holds letters, digits and blanks alone: nothing in it is a pattern's sign.
  const having = wanted.map(
    (word) =>
      sql`and plain_words((a.data->'title')::text || ' ' || p.institution || ' ' || p.slug) like ${`%${word}%`}`,
  );
  const { rows } = await sql<{ slug: string }>`
    select p.slug from post p join register_assertion a on a.batch = p.batch and a.item = p.item
    where ${standing("p", undefined)} ${sql.join(having, sql` `)}
    order by p.spokesperson desc, length(p.slug), p.slug limit ${limit}`.execute(db);
  const found = await listStanding(db, "post", { ids: rows.map(({ slug }) => slug) });
  return rows.flatMap(({ slug }) => found.find(({ id }) => id === slug) ?? []);
}

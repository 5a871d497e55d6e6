import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { standing } from "./assertions.ts";
import type { PersonData } from "./item.ts";
import { searchKey } from "./name.ts";

export type ListedPerson = { id: string; data: PersonData; register: { entry: number; item: number } };
export type PeopleQuery = {
  /** Words, each of which begins a word of one of the person's names; accents and case do not matter. */
  search?: string;
  /** A cursor that an earlier page gave as `next`. */
  after?: string;
  limit: number;
  asOf: number;
};

/** People in Spanish order: by surnames, particles last, ñ after n. */
export async function listPeople(
  db: Reader,
  { search = "", after, limit, asOf }: PeopleQuery,
): Promise<{ people: ListedPerson[]; next?: string; total: number }> {
  const wanted = searchKey(search)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, 8);
  // A key holds letters, digits and blanks alone: nothing in it is a pattern's sign.
  const named = wanted.map(
    (word) => sql`and exists (select from person_name n where n.batch = p.batch and n.item = p.item
      and ' ' || n.search_key like ${`% ${word}%`})`,
  );
  const filter = sql`${standing("p", asOf)} ${sql.join(named, sql` `)}`;
  const from = after === undefined ? undefined : readCursor(after);
  const { rows } = await sql<{ slug: string; sort_key: string; data: PersonData; entry: number; item: number }>`
    select p.slug, p.sort_key, a.data, b.entry, p.item from person p
    join register_assertion a on a.batch = p.batch and a.item = p.item
    join register_batch b on b.id = p.batch
    where ${filter} ${from === undefined ? sql`` : sql`and (p.sort_key, p.slug) > (${from.key}, ${from.slug})`}
    order by p.sort_key, p.slug limit ${limit + 1}`.execute(db);
  const total = await sql<{ count: number }>`select count(*)::int as count from person p where ${filter}`.execute(db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    people: shown.map(({ slug, data, entry, item }) => ({ id: slug, data, register: { entry, item } })),
    ...(rows.length > limit && last !== undefined ? { next: writeCursor(last.sort_key, last.slug) } : {}),
    total: total.rows[0]?.count ?? 0,
  };
}

function writeCursor(key: string, slug: string): string {
  return Buffer.from(JSON.stringify([key, slug])).toString("base64url");
}

/** undefined for one that we did not make: the list then begins at its beginning. */
function readCursor(cursor: string): { key: string; slug: string } | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const [key, slug] = Array.isArray(read) ? (read as unknown[]) : [];
    return typeof key === "string" && typeof slug === "string" && !key.includes("\0") ? { key, slug } : undefined;
  } catch {
    return undefined;
  }
}

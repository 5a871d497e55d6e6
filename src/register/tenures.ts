import { type RawBuilder, sql } from "kysely";
import { prepared, type Reader } from "../store/database.ts";
import { standing } from "./assertions.ts";
import type { Day } from "./day.ts";
import type { InstitutionData, PersonData, PostData, SourceData, TenureData } from "./item.ts";

/** The tenures to ask about: of these posts, of these people, or of the posts that speak. */
export type Whose = { posts: readonly string[] } | { people: readonly string[] } | { speaking: true };

/** Everything a tenure says, for asking about any number of days. */
export type TenureRow = {
  slug: string;
  item: number;
  entry: number;
  start_min: Day;
  start_max: Day;
  end_min: Day;
  end_max: Day;
  data: TenureData;
  source: string;
  locator: string;
  source_data: SourceData;
  spokesperson: boolean;
  person_data: PersonData;
  post_data: PostData;
  institution_data: InstitutionData;
  confirmation: {
    day: Day;
    until: Day;
    entry: number;
    item: number;
    source: string;
    locator: string;
    data: SourceData;
  } | null;
};

/** The tenures in order of their starts; with `day`, those that possibly hold on it. */
export async function readTenures(
  db: Reader,
  whose: Whose,
  { day, asOf }: { day?: Day; asOf?: number } = {},
): Promise<TenureRow[]> {
  const about = (kind: string, slug: RawBuilder<unknown>) =>
    sql`(select x.data from register_assertion x where x.kind = ${sql.lit(kind)} and x.slug = ${slug} and ${standing("x", asOf)})`;
  const within = day === undefined ? sql`` : sql`and ${possiblyWithin("t", { min: day, max: day })}`;
  // A row is looked up by its key wherever there may be as many of them as tenures: `offset 0` leaves the planner no other way.
  const { rows } = await sql<ReadRow>`${sql.raw("posts" in whose && whose.posts.length > 1 ? "" : prepared)}
    select t.slug, t.item, b.entry, t.start_min, t.start_max, t.end_min, t.end_max, a.data, a.source, a.locator,
      p.spokesperson, s.data::text as source_data, i.data::text as institution_data,
      ${about("person", sql`t.person`)}::text as person_data,
      (select x.data from register_assertion x where x.batch = p.batch and x.item = p.item)::text as post_data,
      case when exists (select from confirmation k where k.tenure = t.slug) then
        (select jsonb_build_object('day', c.day, 'until', c.until, 'entry', cb.entry, 'item', c.item,
          'source', ca.source, 'locator', ca.locator, 'data', ${about("source", sql`ca.source`)})
        from confirmation c
        join register_assertion ca on ca.batch = c.batch and ca.item = c.item
        join register_batch cb on cb.id = c.batch
        where c.tenure = t.slug and ${standing("c", asOf)}
        order by c.day desc, c.until desc limit 1) end as confirmation
    from tenure t
    join post p on p.slug = t.post and ${standing("p", asOf)}
    cross join lateral (select x.* from register_assertion x where x.batch = t.batch and x.item = t.item offset 0) a
    join register_batch b on b.id = t.batch
    left join register_assertion s on s.kind = 'source' and s.slug = a.source and ${standing("s", asOf)}
    left join register_assertion i on i.kind = 'institution' and i.slug = p.institution and ${standing("i", asOf)}
    where ${condition(whose)} and ${standing("t", asOf)} ${within}`.execute(db);
  const read = readOnce();
  return rows.map((row) => tenureRow(row, read)).toSorted(byStart);
}

/**
 * Whether a tenure possibly held on some day of the span. The same said twice: of one post its own index knows the days, of a
 * whole government the index of days knows the tenures. What ends before it begins held on no day.
 */
export function possiblyWithin(alias: string, { min, max }: { min: Day; max: Day }): RawBuilder<boolean> {
  const [starts, ends] = [sql.ref(`${alias}.start_min`), sql.ref(`${alias}.end_max`)];
  return sql<boolean>`${starts} <= ${max}::date and ${ends} >= ${min}::date
    and case when ${starts} <= ${ends} then daterange(${starts}, ${ends}, '[]') end && daterange(${min}::date, ${max}::date, '[]')`;
}

/** As the database gives it: what tenures share comes as text, to be read once. */
type ReadRow = Omit<TenureRow, Shared> & Record<Shared, string>;
type Shared = "source_data" | "person_data" | "post_data" | "institution_data";

function tenureRow(row: ReadRow, read: (text: string) => unknown): TenureRow {
  const { slug, item, entry, start_min, start_max, end_min, end_max, data, source, locator, spokesperson } = row;
  const stated = { slug, item, entry, start_min, start_max, end_min, end_max, data, source, locator, spokesperson };
  return {
    ...stated,
    source_data: read(row.source_data) as SourceData,
    person_data: read(row.person_data) as PersonData,
    post_data: read(row.post_data) as PostData,
    institution_data: read(row.institution_data) as InstitutionData,
    confirmation: row.confirmation,
  };
}

/** Reads JSON; the same text gives the same value. */
function readOnce(): (text: string) => unknown {
  const known = new Map<string, unknown>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) known.set(text, (value = JSON.parse(text)));
    return value;
  };
}

function byStart(a: TenureRow, b: TenureRow): number {
  for (const field of ["start_min", "start_max", "end_min", "end_max", "slug"] as const)
    if (a[field] !== b[field]) return a[field] < b[field] ? -1 : 1;
  return 0;
}

function condition(whose: Whose): RawBuilder<boolean> {
  if ("posts" in whose && whose.posts.length === 1) return sql<boolean>`t.post = ${whose.posts[0]}`;
  if ("posts" in whose) return sql<boolean>`t.post = any(${[...whose.posts]}::text[])`;
  if ("people" in whose) return sql<boolean>`t.person = any(${[...whose.people]}::text[])`;
  return sql<boolean>`p.spokesperson`;
}

import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../../store/database.ts";
import { standing } from "../assertions.ts";
import type { Day } from "../day.ts";
import type { FindingKind } from "./finding.ts";

/** A finding as the database has it: which assertions, and the days between them. */
export type FoundRow = {
  kind: FindingKind;
  post: string;
  one: [batch: number, item: number];
  two: [batch: number, item: number] | null;
  least: number | null;
  most: number | null;
  others: number | null;
  seats: number | null;
  /** How many there are of its kind, and which of them it is, from 1. */
  count: number;
  place: number;
};

export type FoundRows = { found: FoundRow[]; successions: Record<string, number>; tenures: number };

type Asked = {
  post?: string;
  today: Day;
  asOf?: number;
  kinds?: readonly FindingKind[];
  after?: number;
  limit: number;
};

/** Further away than any day of the years 0001 to 9999, which stand as days since 0001-01-01. */
const never = 10_000_000;

/**
 * Everything to be found in the register as it stands, in one pass over it (two sorts of the tenures): linear in the
 * tenures but for those, however many overlap. Lists those of each kind after the `after`th, at most `limit`.
 *
 * A tenure is compared with the one before it that lasted longest, so n tenures give at most n findings of a kind. Where
 * it is not certain that a tenure began before it ended, an overlap may go unfound; none is found that is not certain.
 */
export function findRows(db: Reader, asked: Asked): Promise<FoundRows> {
  if (db.isTransaction) return readFound(db, asked);
  return db.transaction().execute((tx) => readFound(tx, asked));
}

async function readFound(tx: Reader, { post, today, asOf, kinds, after = 0, limit }: Asked): Promise<FoundRows> {
  // Sorted in memory; and compiling so long a query takes longer than running it.
  // Nothing is known beforehand of how many rows each step gives: joined one by one, thousands of repeated ids took over ten minutes.
  await sql`select set_config('work_mem', '128MB', true), set_config('jit', 'off', true), set_config('enable_nestloop', 'off', true)`.execute(
    tx,
  );
  const ofPost = (column: string) => (post === undefined ? sql`` : sql`and ${sql.ref(column)} = ${post}`);
  const wanted = kinds === undefined ? sql`true` : sql`kind = any(${[...kinds]}::text[])`;
  const { rows } = await sql<{ found: FoundRow[] | null; successions: Record<string, number> | null; tenures: number }>`
    with posts as materialized (
      select p.slug as post, p.batch, p.item, (p.data->>'seats')::int as seats,
        ${limitOf("p", "start", "min")} as begins, ${limitOf("p", "start", "max")} as begun,
        ${limitOf("p", "end", "max")} as ended
      from register_assertion p where p.kind = 'post' and ${standing("p", asOf)} ${ofPost("p.slug")}
    ), remarkable as materialized (
      select slug, batch, item, data ? 'interpretation' as interpreted, change = 'correction' as corrected,
        locator like '%(repeated: %' as repeated,
        not (data @? '$.capacities[*].capacity ? (@ == "titular" || @ == "interino")') as acting
      from register_assertion r
      where kind = 'tenure' and ${standing("r", asOf)} and (
        data ? 'interpretation' or change = 'correction' or locator like '%(repeated: %'
        or not (data @? '$.capacities[*].capacity ? (@ == "titular" || @ == "interino")')
      )
    ), rows as materialized (
      select t.post, t.person, t.slug, t.batch, t.item, t.start_edtf, t.end_edtf,
        ${number("t.start_min")} as a, ${number("t.start_max")} as b, ${number("t.end_min")} as c, ${number("t.end_max")} as d,
        t.start_min > t.end_max as inverted, r.acting is true as acting
      from tenure t left join remarkable r on r.batch = t.batch and r.item = t.item
      where ${standing("t", asOf)} ${ofPost("t.post")}
    ), own as materialized (
      -- One person's tenures of one post.
      select *, max(array[c, -b, batch, item]) over earlier as longest,
        row_number() over same as copy,
        first_value(array[batch, item]) over same as original
      from rows where not inverted
      window earlier as (partition by post, person order by b, c, slug rows between unbounded preceding and 1 preceding),
        -- Two blank dates are not the same where each lies within another term.
        same as (partition by post, person, start_edtf, end_edtf, a, d order by batch, item)
    ), own_overlap as (
      select * from own where copy = 1 and longest[1] > b and -longest[2] < c
    ), seated as materialized (
      -- Those who take a seat, each once.
      select o.*, coalesce(p.seats, 1) as seats, p.seats is null as unknown_seats,
        max(array[o.c, -o.b, o.batch, o.item]) over (partition by o.post order by o.b, o.c, o.slug
          rows between unbounded preceding and 1 preceding) as before
      from own o join posts p on p.post = o.post
      where not o.acting and o.copy = 1 and not coalesce(o.longest[1] > o.b and -o.longest[2] < o.c, false)
    ), crowded as (
      select post, slug, batch, item, b as day, seats, before, holding - 1 as others from (
        select *, sum(step) over (partition by post order by day, step, c, slug) as holding from (
          select s.*, b as day, 1 as step from seated s where seats > 1 and b < c
          union all select s.*, c as day, -1 as step from seated s where seats > 1 and b < c
        ) steps
      ) held where step = 1 and holding > seats
    ), held as materialized (
      -- Each tenure after all those of its post that began before it, in posts of one seat.
      select r.post, r.batch, r.item, r.slug, r.a, r.b,
        max(array[d, batch, item]) over earlier as last, max(c) over earlier as certainly
      from rows r where not inverted and not exists (select from posts p where p.post = r.post and p.seats > 1)
      window earlier as (partition by post order by a, b, c, d, slug rows between unbounded preceding and 1 preceding)
    ), ranked as materialized (
      -- In posts of several seats the i-th to come follows the (i − seats)-th to go, whoever they are.
      select r.post, r.batch, r.item, r.a, r.b, r.c, r.d, p.seats,
        row_number() over (partition by r.post order by r.a, r.slug) as nth_a, row_number() over (partition by r.post order by r.b, r.slug) as nth_b,
        row_number() over (partition by r.post order by r.c, r.slug) as nth_c, row_number() over (partition by r.post order by r.d, r.slug) as nth_d
      from rows r join posts p on p.post = r.post and p.seats > 1 where not r.inverted
    ), successions as materialized (
      select post, batch, item, a, last[2:3] as before, last[1] as gone, 1 as seats, a - last[1] as least, b - certainly as most
      from held where last is not null
      union all
      select x.post, x.batch, x.item, x.a, array[z.batch, z.item], z.d, x.seats, x.a - z.d, y.b - w.c
      from ranked x
      join ranked y on y.post = x.post and y.nth_b = x.nth_a
      join ranked z on z.post = x.post and z.nth_d = x.nth_a - x.seats
      join ranked w on w.post = x.post and w.nth_c = x.nth_a - x.seats
    ), gaps as materialized (
      select g.data->>'post' as post, g.batch, g.item, g.data->>'state' as state,
        coalesce(${limitOf("g", "start", "min")}, ${-never}) as a, coalesce(${limitOf("g", "end", "max")}, ${never}) as d
      from register_assertion g where g.kind = 'gap' and ${standing("g", asOf)}
        and exists (select from posts p where p.post = g.data->>'post')
    ), found as materialized (
      select 'inverted-interval' as kind, post, a as day, batch, item, null::bigint[] as two,
        null::int as least, null::int as most, null::bigint as others, null::int as seats
      from rows where inverted
      union all
      select case when unknown_seats then 'several-holders' else 'certain-overlap' end,
        post, b, batch, item, before[3:4], null, b - before[1]::int, 1, seats
      from seated where seats = 1 and before[1] > b and -before[2] < c
      union all
      select 'certain-overlap', post, day, batch, item, before[3:4], null, null, others, seats from crowded
      union all
      select 'self-overlap', o.post, o.b, o.batch, o.item, o.longest[3:4], null, o.b - o.longest[1]::int, null, null
      from own_overlap o join register_assertion x on x.batch = o.batch and x.item = o.item
      join register_assertion y on y.batch = o.longest[3] and y.item = o.longest[4] where x.source = y.source
      union all
      select 'sources-disagree', o.post, o.b, o.batch, o.item, o.longest[3:4], null, o.b - o.longest[1]::int, null, null
      from own_overlap o join register_assertion x on x.batch = o.batch and x.item = o.item
      join register_assertion y on y.batch = o.longest[3] and y.item = o.longest[4] where x.source <> y.source
      union all
      select 'sources-disagree', t.post, t.a, t.batch, t.item, array[y.batch, y.item], null, null, null, null
      from remarkable r join rows t on t.batch = r.batch and t.item = r.item
      join register_assertion x on x.batch = r.batch and x.item = r.item
      join register_assertion y on y.kind = 'tenure' and y.slug = r.slug and y.superseded = r.batch
      where r.corrected and x.source <> y.source
        and (x.data->'start'->>'edtf', x.data->'end'->>'edtf') is distinct from (y.data->'start'->>'edtf', y.data->'end'->>'edtf')
      union all
      select 'before-post', t.post, t.b, t.batch, t.item, array[p.batch, p.item], null, t.b - p.begins, null, null
      from rows t join posts p on p.post = t.post where t.b < p.begins and not t.inverted
      union all
      select 'after-post', t.post, p.ended, t.batch, t.item, array[p.batch, p.item], null, null, null, null
      from rows t join posts p on p.post = t.post where p.ended < ${number(sql`${today}::date`)} and (t.c > p.ended or t.end_edtf = '..') and not t.inverted
      union all
      select 'duplicate-tuple', post, b, batch, item, original, null, null, null, null from own where copy > 1
      union all
      select 'duplicate-id', t.post, t.a, t.batch, t.item, array[y.batch, y.item], null, null, null, null
      from remarkable r join rows t on t.batch = r.batch and t.item = r.item
      join register_assertion x on x.batch = r.batch and x.item = r.item
      left join register_assertion y on y.batch = x.batch and y.kind = 'tenure' and y.source = x.source
        and y.locator = regexp_replace(x.locator, ' \\(repeated: [0-9a-f]+\\)$', '')
      where r.repeated
      union all
      select case when least >= 2 then 'certain-gap' when least < 0 then 'undeterminable' else 'possible-gap' end,
        s.post, s.a, s.batch, s.item, s.before, least, most, null, s.seats
      from successions s
      where most >= 2 and not (least >= 2 and exists (
        select from gaps g where g.post = s.post and g.a <= s.gone + 1 and g.d >= s.a - 1))
      union all
      -- Nobody from the post's own beginning on.
      select 'certain-gap', p.post, f.a, f.batch, f.item, array[p.batch, p.item], f.a - p.begun, null, null, null
      from posts p cross join lateral (
        select a, batch, item from rows r where r.post = p.post and not r.inverted order by a, b limit 1) f
      where p.begun is not null and f.a - p.begun >= 2 and not exists (
        select from gaps g where g.post = p.post and g.a <= p.begun and g.d >= f.a - 1)
      union all
      select 'incumbent-unconfirmed', t.post, t.c, t.batch, t.item, null, null, null, null, null
      from rows t where t.end_edtf = '..' and t.c < ${number(sql`${today}::date`)} and not exists (
        select from confirmation k where k.tenure = t.slug and ${standing("k", asOf)} and k.until >= ${today}::date)
      union all
      select case state when 'vacant' then 'vacancy' else 'known-unknown' end, post, a, batch, item, null, null, null, null, null from gaps
      union all
      select 'interpretation', t.post, t.a, t.batch, t.item, null, null, null, null, null
      from remarkable r join rows t on t.batch = r.batch and t.item = r.item where r.interpreted
    ), listed as (
      select *, count(*) over (partition by kind) as count,
        row_number() over (partition by kind order by post, day, batch, item) as place
      from found
    )
    select
      (select jsonb_agg(jsonb_build_object('kind', kind, 'post', post, 'one', jsonb_build_array(batch, item), 'two', to_jsonb(two),
          'least', least, 'most', most, 'others', others, 'seats', seats, 'count', count, 'place', place) order by kind, place)
        from listed where place = 1 or (${wanted} and place > ${after} and place <= ${after + limit})) as found,
      (select jsonb_object_agg(class, n) from (
        select case when least = 0 and most = 0 then 'sameDay' when least = 1 and most = 1 then 'nextDay'
          when least >= 2 then 'gap' when most < 0 then 'overlap' else 'undetermined' end as class, count(*) as n
        from successions group by 1) classes) as successions,
      (select count(*) from rows) as tenures`.execute(tx);
  const [row] = rows;
  return { found: row?.found ?? [], successions: row?.successions ?? {}, tenures: row?.tenures ?? 0 };
}

function number(day: string | RawBuilder<unknown>): RawBuilder<number> {
  const value = typeof day === "string" ? sql.ref(day) : day;
  return sql<number>`case ${value} when 'infinity' then ${sql.lit(never)} when '-infinity' then ${sql.lit(-never)} else ${value} - date '0001-01-01' end`;
}

/** A bound of a date inside an assertion, null where there is none. */
function limitOf(alias: string, end: "start" | "end", bound: "min" | "max"): RawBuilder<number> {
  return sql<number>`((${sql.ref(`${alias}.data`)}->${sql.lit(end)}->>${sql.lit(bound)})::date - date '0001-01-01')`;
}

/** A number of days, or undefined where a bound is missing from what it was counted from. */
export function countedDays(number: number | null): number | undefined {
  return number === null || Math.abs(number) > never / 2 ? undefined : number;
}

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
 * Everything to be found in the register as it stands: one pass over all tenures finds the posts in which there may be more
 * than days between them, and those alone are looked into closely (some sorts of their tenures). Linear in the tenures but for
 * the sorts, however many overlap. Lists those of each kind after the `after`th, at most `limit`.
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
    ), gaps as materialized (
      select g.data->>'post' as post, g.batch, g.item, g.data->>'state' as state,
        coalesce(${limitOf("g", "start", "min")}, ${-never}) as a, coalesce(${limitOf("g", "end", "max")}, ${never}) as d
      from register_assertion g where g.kind = 'gap' and ${standing("g", asOf)}
        and exists (select from posts p where p.post = g.data->>'post')
    ), chains as materialized (
      ${chainsOf(sql`${standing("t", asOf)} ${ofPost("t.post")}`, today)}
    ), loud as materialized (
      -- The posts to look into closely: each of the others is one plain chain, and found in it is what lies between its links.
      select k.post from chains k left join posts p on p.post = k.post
      where not k.apart or p.seats > 1 or k.b < p.begins
        or (p.ended < ${number(sql`${today}::date`)} and (k.c > p.ended or k.ongoing))
        or k.post in (select post from gaps)
        or k.post in (select t.post from remarkable r join tenure t on t.batch = r.batch and t.item = r.item ${ofPost("t.post")})
    ), quiet as materialized (
      select * from chains where post not in (select post from loud)
    ), rows as materialized (
      select t.post, t.person, t.slug, t.batch, t.item, t.start_edtf, t.end_edtf,
        ${number("t.start_min")} as a, ${number("t.start_max")} as b, ${number("t.end_min")} as c, ${number("t.end_max")} as d,
        t.start_min > t.end_max as inverted, r.acting is true as acting
      from tenure t join loud l on l.post = t.post left join remarkable r on r.batch = t.batch and r.item = t.item
      where ${standing("t", asOf)}
    ), several as (
      select post, person from rows where not inverted group by post, person having count(*) > 1
    ), own as materialized (
      -- One person's tenures of one post, where there are several.
      select *, max(array[c, -b, batch, item]) over earlier as longest,
        row_number() over same as copy,
        first_value(array[batch, item]) over same as original
      from rows join several using (post, person) where not inverted
      window earlier as (partition by post, person order by b, c, slug rows between unbounded preceding and 1 preceding),
        -- Two blank dates are not the same where each lies within another term.
        same as (partition by post, person, start_edtf, end_edtf, a, d order by batch, item)
    ), own_overlap as (
      select * from own where copy = 1 and longest[1] > b and -longest[2] < c
    ), seated as materialized (
      -- Those who take a seat, each once.
      select r.post, r.slug, r.batch, r.item, r.b, r.c, coalesce(p.seats, 1) as seats, p.seats is null as unknown_seats,
        max(array[r.c, -r.b, r.batch, r.item]) over (partition by r.post order by r.b, r.c, r.slug
          rows between unbounded preceding and 1 preceding) as before
      from rows r join posts p on p.post = r.post left join own o on o.batch = r.batch and o.item = r.item
      where not r.inverted and not r.acting and coalesce(o.copy = 1 and not coalesce(o.longest[1] > o.b and -o.longest[2] < o.c, false), true)
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
      select case when o[6] >= 2 then 'certain-gap' when o[6] < 0 then 'undeterminable' else 'possible-gap' end,
        post, o[1]::int, o[2], o[3]::int, o[4:5], o[6]::int, o[7]::int, null, 1
      from quiet cross join lateral (
        select array(select unnest(open_days[n:n])) from generate_subscripts(open_days, 1) n) each_of (o)
      union all
      -- Nobody from the post's own beginning on.
      select 'certain-gap', p.post, f.a, f.batch, f.item, array[p.batch, p.item], f.a - p.begun, null, null, null
      from posts p join (
        (select distinct on (r.post) r.post, r.a, r.batch, r.item from rows r join posts p on p.post = r.post and p.begun is not null
          where not r.inverted order by r.post, r.a, r.b)
        union all select post, a, first[1], first[2]::int from quiet) f on f.post = p.post
      where f.a - p.begun >= 2 and not exists (
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
      (select jsonb_object_agg(class, n) from (select class, sum(n)::bigint as n from (
        select case when least = 0 and most = 0 then 'sameDay' when least = 1 and most = 1 then 'nextDay'
          when least >= 2 then 'gap' when most < 0 then 'overlap' else 'undetermined' end as class, count(*) as n
        from successions group by 1
        union all
        select class, n from quiet cross join lateral (values ('sameDay', same_day), ('nextDay', next_day), ('gap', gap),
          ('undetermined', successions - same_day - next_day - gap)) each_of (class, n) where n > 0) classes group by class) classes) as successions,
      (select count(*) from rows) + (select coalesce(sum(tenures), 0)::bigint from quiet) as tenures`.execute(tx);
  const [row] = rows;
  return { found: row?.found ?? [], successions: row?.successions ?? {}, tenures: row?.tenures ?? 0 };
}

/**
 * The posts whose tenures stand apart: each after the one before it in all of its four days, beginning when that had ended or
 * later. In them nothing can be found but days that nobody held, between one tenure and the next; those are kept as numbers.
 */
function chainsOf(tenures: RawBuilder<unknown>, today: Day): RawBuilder<unknown> {
  const sameDay = sql`a = d_before and b = c_before`;
  const nextDay = sql`a = d_before + 1 and b = c_before + 1`;
  return sql`
    select post, count(*) as tenures, count(d_before) as successions, count(*) filter (where ${sameDay}) as same_day,
      count(*) filter (where ${nextDay}) as next_day, count(*) filter (where a >= d_before + 2) as gap,
      bool_and(a <= b and c <= d and a <= d and not (ongoing and c < ${today}::date) and (a_before is null or (
        a > a_before and b >= b_before and c >= c_before and d > d_before and b >= c_before))) as apart,
      array_agg(array[${number("a")}, batch, item, batch_before, item_before, ${number("a")} - ${number("d_before")}, ${number("b")} - ${number("c_before")}])
        filter (where b >= c_before + 2) as open_days, min(array[batch, item]) filter (where a_before is null) as first,
      ${number(sql`min(a)`)} as a, ${number(sql`min(b)`)} as b, ${number(sql`max(c)`)} as c, bool_or(ongoing) as ongoing
    from (
      select t.post, t.batch, t.item, t.start_min as a, t.start_max as b, t.end_min as c, t.end_max as d, t.end_edtf = '..' as ongoing,
        lag(t.start_min) over one_by_one as a_before, lag(t.start_max) over one_by_one as b_before,
        lag(t.end_min) over one_by_one as c_before, lag(t.end_max) over one_by_one as d_before,
        lag(t.batch) over one_by_one as batch_before, lag(t.item) over one_by_one as item_before
      from tenure t where ${tenures}
      window one_by_one as (partition by t.post order by t.start_min)
    ) links group by post`;
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

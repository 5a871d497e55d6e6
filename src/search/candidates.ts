import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "../store/database.ts";
import type { SourceName } from "./document-source.ts";
import { type EndBy, inOrder } from "./end-by.ts";

export const filterNames = ["kind", "topic", "person", "post", "institution", "language"] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

/** So many are counted exactly; of more, the newest are looked through, a wider stretch of time at each step. */
const mostCounted = 1_000;
const shortest = 500;
const widest = 100_000;
const newestOfDear = 2_000;
/** How many times as many as are wanted a stretch should have, by how thick those lie that were counted: mostly the first suffices. */
const margin = 3;

export type Cursor = { at: Date; id: number };
export type Conditions = {
  filters?: Filters;
  from?: string;
  until?: string;
  upTo: number;
  sought: { query?: string; title?: string };
  before: Cursor | undefined;
  /** All of the time may go by before they are counted: the newest are in hand before that. */
  dear?: boolean;
};
export type Facets = Record<FilterName, { value: string; count: number }[]>;
export type Candidate = { id: number; source: SourceName };
export type Candidates = { count: number; more: boolean; best: Candidate[]; facets: Facets };
/** What is known already when the time is over: `nothing`, that no document has the words. */
export type Progress = { candidates?: Candidates; nothing?: boolean };

/** Those that match, `size` of them in hand: by date the newest, otherwise those with the words in their title, and then the newest. */
export async function findCandidates(
  tx: Transaction,
  conditions: Conditions,
  { size, byDate }: { size: number; byDate: boolean },
  progress: Progress,
  endBy: EndBy,
): Promise<Candidates> {
  const where = whereOf(conditions);
  let stretches = widening(shortest);
  if (where.indexed) {
    if (conditions.dear === true) {
      const since = await beginning(tx, newestOfDear, conditions.before);
      const { span: _, ...newest } = await candidatesIn(tx, saidSince(where.condition, since), conditions, {
        size,
        byDate,
        most: newestOfDear,
      });
      if (newest.count > 0) progress.candidates = newest;
      await endBy(tx);
    }
    const { span, ...all } = await candidatesIn(tx, where.condition, conditions, {
      size,
      byDate,
      most: mostCounted + 1,
    });
    if (all.count <= mostCounted) return all;
    stretches = widening(Math.max(shortest, Math.ceil((span / mostCounted) * size * margin)));
  } else if (conditions.sought.query !== undefined) await inOrder(tx);
  for (const stretch of stretches) {
    await endBy(tx);
    const since = stretch === undefined ? undefined : await beginning(tx, stretch, conditions.before);
    const { span: _, ...found } = await candidatesIn(tx, saidSince(where.condition, since), conditions, {
      size,
      byDate,
      most: stretch ?? widest,
    });
    progress.candidates = {
      ...found,
      count: where.indexed ? mostCounted : found.count,
      more: true,
    };
    if (found.best.length >= size) break;
    if (stretch === undefined)
      progress.candidates = { ...found, count: Math.min(found.count, mostCounted), more: found.count > mostCounted };
  }
  if (progress.candidates === undefined) throw new Error("no stretch of time was looked through");
  const { candidates } = progress;
  return where.indexed ? candidates : { ...candidates, ...(await countAll(tx, where.condition)) };
}

/**
 * Since when the newest so many were said; undefined where there are not as many. Asked by itself: only where the database knows the day does it
 * put what the index of words and that of days say together, and read no document of either alone.
 */
async function beginning(tx: Transaction, stretch: number, before: Cursor | undefined): Promise<string | undefined> {
  const { rows } = await sql<{ since: string }>`
    select spoken_at::text as since from search_document ${before === undefined ? sql`` : sql`where spoken_at <= ${before.at}`}
    order by spoken_at desc offset ${stretch} limit 1`.execute(tx);
  return rows[0]?.since;
}

function saidSince(condition: RawBuilder<unknown>, since: string | undefined): RawBuilder<unknown> {
  return since === undefined ? condition : sql`${condition} and d.spoken_at >= ${since}::timestamptz`;
}

/** Stretches by how many documents they have; the last is all there are. */
function widening(first: number): (number | undefined)[] {
  const all: (number | undefined)[] = [];
  for (let stretch = first; stretch < widest; stretch *= 8) all.push(stretch);
  return [...all, undefined];
}

/** Of an order by date without words: how many there are. */
async function countAll(tx: Transaction, condition: RawBuilder<unknown>): Promise<{ count: number; more: boolean }> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from search_document d where ${condition} limit ${mostCounted + 1}) counted`.execute(
    tx,
  );
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, mostCounted), more: count > mostCounted };
}

/** `span`: among how many documents those that were counted lie, by half of them: a few may stand elsewhere in the table. */
async function candidatesIn(
  tx: Transaction,
  condition: RawBuilder<unknown>,
  { sought }: Conditions,
  { size, byDate, most }: { size: number; byDate: boolean; most: number },
): Promise<Candidates & { span: number }> {
  const titled = byDate || sought.title === undefined ? sql`false` : sql`d.title_words @@ ${sought.title}::tsquery`;
  const { rows } = await sql<{
    count: number;
    span: number;
    best: Candidate[];
    facets: Record<string, number> | null;
  }>`
    with found as materialized (
      select d.id, d.source, d.spoken_at, d.facets, ${titled} as titled from search_document d where ${condition} limit ${most}
    )
    select (select count(*) from found) as count, (select coalesce(2 * (percentile_disc(0.5) within group (order by id) - min(id)), 0) from found) as span,
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'source', source) order by titled desc, spoken_at desc, id desc), '[]') from (
        select * from found order by titled desc, spoken_at desc, id desc limit ${size}) one) as best,
      (select jsonb_object_agg(facet, n) from (
        select facet, count(*) as n from found, unnest(facets) facet group by 1 order by 2 desc limit 150) one) as facets`.execute(
    tx,
  );
  const { count = 0, span = 0, best = [], facets = null } = rows[0] ?? {};
  return { count, more: count > mostCounted, span, best, facets: facetsOf(facets ?? {}) };
}

export function whereOf({ filters = {}, from, until, upTo, sought, before }: Conditions) {
  const facets = filterNames.flatMap((name) => {
    const value = filters[name];
    return value === undefined ? [] : [`${name}:${value}`];
  });
  const condition = sql.join(
    [
      sql`d.entry < ${upTo}`,
      ...(sought.query === undefined ? [] : [sql`d.words @@ ${sought.query}::tsquery`]),
      ...(facets.length === 0 ? [] : [sql`d.facets @> ${facets}::text[]`]),
      ...(from === undefined ? [] : [sql`d.spoken_day >= ${from}::date`]),
      ...(until === undefined ? [] : [sql`d.spoken_day <= ${until}::date`]),
      ...(before === undefined ? [] : [sql`(d.spoken_at, d.id) < (${before.at}, ${before.id})`]),
    ],
    sql` and `,
  );
  return { condition, indexed: sought.title !== undefined || facets.length > 0 };
}

export function facetsOf(counts: Record<string, number>): Facets {
  const all = Object.entries(counts).map(([facet, count]) => {
    const at = facet.indexOf(":");
    return { name: facet.slice(0, at), value: facet.slice(at + 1), count };
  });
  const of = (wanted: FilterName) =>
    all
      .filter(({ name }) => name === wanted)
      .map(({ value, count }) => ({ value, count }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    kind: of("kind"),
    topic: of("topic"),
    person: of("person"),
    post: of("post"),
    institution: of("institution"),
    language: of("language"),
  };
}

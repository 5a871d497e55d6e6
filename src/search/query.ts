import { type RawBuilder, sql } from "kysely";
import type { Database, Transaction } from "../store/database.ts";
import { readAsked } from "./asked.ts";
import { readHits, type Hit } from "./hits.ts";
import { inTurn } from "./in-turn.ts";
import { meant } from "./meant.ts";
import { stem } from "./stems.ts";

export const filterNames = ["kind", "topic", "person", "post", "institution", "language"] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

export type SearchQuery = {
  /** As typed: see readAsked. Without a word, whatever the filters let through, newest first. */
  words: string;
  filters?: Filters;
  /** Days `YYYY-MM-DD`, both included. */
  from?: string;
  until?: string;
  order?: "relevance" | "date";
  /** Nothing of entries with this index or a later one is found (Horizon.size). */
  upTo: number;
  now: Date;
  /** From 1; of an order by relevance. */
  page?: number;
  /** A cursor that an earlier answer gave as `next`, of an order by date. */
  before?: string;
  limit?: number;
};

export type Found = {
  hits: Hit[];
  /** How many there are; where `more`, at least so many. */
  total: number;
  more: boolean;
  /** Of an order by relevance: how many of the newest were compared, where not all were. */
  ranked?: number;
  /** The next page, or the cursor of an order by date. */
  next?: string;
  /** What those found have, with how many of them: `kind` → `discurso` → 12. */
  facets: Record<FilterName, { value: string; count: number }[]>;
  /** What may have been meant, where nothing was found. */
  meant?: string;
  /** The time for one search was over before all was looked through. */
  cut: boolean;
};

/** So many are counted exactly; of more, the newest are looked through, a wider stretch of time at each step. */
const mostCounted = 1_000;
const stretches = [500, 4_000, 32_000];
/** So many are compared for their order by relevance. */
const mostRanked = 100;
const mostPages = 10;
const milliseconds = 1_500;
const millisecondsMore = 300;
const timeIsOver = "57014";

/**
 * What the office has published on these words, as the record has it below `upTo`: newest editions alone; what was
 * withdrawn is marked, what was erased left out. Nothing that is typed makes an error, and no word is so common that it takes
 * longer than a second and a half: what was found until then is given.
 */
export async function search(db: Database, query: SearchQuery): Promise<Found> {
  const until = performance.now() + milliseconds;
  return (await inTurn(until, () => searchWithin(db, query, until))) ?? { ...nothing(), cut: true };
}

async function searchWithin(db: Database, query: SearchQuery, until: number): Promise<Found> {
  const limit = Math.max(1, Math.min(query.limit ?? 20, 50));
  const units = readAsked(query.words);
  const progress: Progress = {};
  try {
    return await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        await endAt(tx, until);
        const sought = await stem(tx, units);
        // Words without a letter that any document could have find nothing, not everything.
        if (units.length > 0 && sought.query === undefined) return nothing();
        const byDate = query.order === "date" || sought.title === undefined;
        const before = byDate && query.before !== undefined ? readCursor(query.before) : undefined;
        const conditions: Conditions = { ...query, sought, before };
        const size = byDate ? limit + 1 : mostRanked;
        const candidates = await findCandidates(tx, conditions, size, byDate, progress, until);
        await endAt(tx, until);
        const page = byDate ? 1 : Math.max(1, Math.min(Math.trunc(query.page ?? 1) || 1, mostPages));
        const ids = byDate
          ? candidates.best.slice(0, limit)
          : await rank(tx, candidates.best, sought.query ?? "", query.now, { limit, offset: (page - 1) * limit });
        const hits = await readHits(tx, ids, query.upTo, { units, lexemes: sought.lexemes });
        const next = byDate
          ? candidates.best.length > limit && hits.at(-1) !== undefined
            ? writeCursor(hits.at(-1) as Hit)
            : undefined
          : candidates.best.length > page * limit
            ? String(page + 1)
            : undefined;
        progress.nothing = candidates.count === 0;
        await endAt(tx, until);
        const instead =
          candidates.count === 0 && before === undefined && units.length > 0
            ? await meant(tx, units, query.upTo, (words) => finds(tx, { ...query, words }))
            : undefined;
        return {
          hits,
          total: candidates.count,
          more: candidates.more,
          ...(!byDate && candidates.count > candidates.best.length ? { ranked: candidates.best.length } : {}),
          ...(next === undefined ? {} : { next }),
          facets: candidates.facets,
          ...(instead === undefined ? {} : { meant: instead }),
          cut: false,
        };
      });
  } catch (error) {
    if ((error as { code?: string }).code !== timeIsOver) throw error;
    return progress.nothing === true ? nothing() : cutShort(db, query, progress.candidates, limit, units);
  }
}

/** From here on the database ends what it is asked when the time for the whole search is over. */
async function endAt(tx: Transaction, until: number): Promise<void> {
  const left = Math.max(1, Math.ceil(until - performance.now()));
  await sql`select set_config('statement_timeout', ${String(left)}, true), set_config('jit', 'off', true)`.execute(tx);
}

/** What is known already when the time is over: `nothing`, that no document has the words. */
type Progress = { candidates?: Candidates; nothing?: boolean };

/** The newest of what had been found when the time was over, if that can still be read. */
async function cutShort(
  db: Database,
  query: SearchQuery,
  candidates: Candidates | undefined,
  limit: number,
  units: ReturnType<typeof readAsked>,
): Promise<Found> {
  if (candidates === undefined) return { ...nothing(), cut: true };
  try {
    return await db.transaction().execute(async (tx) => {
      await endAt(tx, performance.now() + millisecondsMore);
      const hits = await readHits(tx, candidates.best.slice(0, limit), query.upTo, { units, lexemes: [] });
      return { hits, total: candidates.count, more: true, facets: candidates.facets, cut: true };
    });
  } catch (error) {
    if ((error as { code?: string }).code !== timeIsOver) throw error;
    return { ...nothing(), cut: true };
  }
}

type Cursor = { at: Date; id: number };
type Conditions = Pick<SearchQuery, "filters" | "from" | "until" | "upTo"> & {
  sought: { query?: string; title?: string };
  before: Cursor | undefined;
};
type Candidates = { count: number; more: boolean; best: number[]; facets: Found["facets"] };

async function findCandidates(
  tx: Transaction,
  conditions: Conditions,
  size: number,
  byDate: boolean,
  progress: Progress,
  until: number,
): Promise<Candidates> {
  const where = whereOf(conditions);
  if (where.indexed) {
    // The index answers words and filters together; to read documents one after another instead would take each one's words apart.
    await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)`.execute(
      tx,
    );
    const all = await candidatesIn(tx, where.condition, conditions, size, byDate, mostCounted + 1);
    if (all.count <= mostCounted) return all;
  }
  for (const stretch of [...stretches, undefined]) {
    await endAt(tx, until);
    const since =
      stretch === undefined
        ? sql``
        : sql`and d.spoken_at >= coalesce((select n.spoken_at from search_document n
            ${conditions.before === undefined ? sql`` : sql`where n.spoken_at <= ${conditions.before.at}`}
            order by n.spoken_at desc offset ${stretch} limit 1), '-infinity')`;
    const found = await candidatesIn(
      tx,
      sql`${where.condition} ${since}`,
      conditions,
      size,
      byDate,
      stretch ?? 100_000,
    );
    const total = Math.max(found.count, where.indexed ? mostCounted + 1 : 0);
    progress.candidates = {
      ...found,
      count: where.indexed ? mostCounted : found.count,
      more: total > found.count || where.indexed,
    };
    if (found.best.length >= size) break;
    if (stretch === undefined)
      progress.candidates = { ...found, count: Math.min(found.count, mostCounted), more: found.count > mostCounted };
  }
  if (progress.candidates === undefined) throw new Error("no stretch of time was looked through");
  const { candidates } = progress;
  return where.indexed ? candidates : { ...candidates, ...(await countAll(tx, where.condition)) };
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

async function candidatesIn(
  tx: Transaction,
  condition: RawBuilder<unknown>,
  { sought }: Conditions,
  size: number,
  byDate: boolean,
  most: number,
): Promise<Candidates> {
  const titled = byDate || sought.title === undefined ? sql`false` : sql`d.title_words @@ ${sought.title}::tsquery`;
  const { rows } = await sql<{ count: number; best: number[] | null; facets: Record<string, number> | null }>`
    with found as materialized (
      select d.id, d.spoken_at, d.facets, ${titled} as titled from search_document d where ${condition} limit ${most}
    )
    select (select count(*) from found) as count,
      (select array_agg(id order by titled desc, spoken_at desc, id desc) from (
        select * from found order by titled desc, spoken_at desc, id desc limit ${size}) one) as best,
      (select jsonb_object_agg(facet, n) from (
        select facet, count(*) as n from found, unnest(facets) facet group by 1 order by 2 desc limit 150) one) as facets`.execute(
    tx,
  );
  const { count = 0, best = null, facets = null } = rows[0] ?? {};
  return { count, more: count > mostCounted, best: (best ?? []).map(Number), facets: facetsOf(facets ?? {}) };
}

function whereOf({ filters = {}, from, until, upTo, sought, before }: Conditions) {
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

/** How well the words stand in each, in its title above all; of two alike, what was said lately comes first. */
async function rank(
  tx: Transaction,
  candidates: readonly number[],
  query: string,
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select d.id from search_document d where d.id = any(${candidates}::bigint[])
    order by ts_rank(d.words, ${query}::tsquery, 1)
      * (1 + 1 / (1 + greatest(0, extract(epoch from ${now}::timestamptz - d.spoken_at)) / 31557600)) desc,
      d.spoken_at desc, d.id desc
    limit ${limit} offset ${offset}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Whether a search with these words would find anything. */
async function finds(tx: Transaction, query: SearchQuery): Promise<boolean> {
  const sought = await stem(tx, readAsked(query.words));
  if (sought.title === undefined) return false;
  const { condition } = whereOf({ ...query, sought, before: undefined });
  const { rows } = await sql`select from search_document d where ${condition} limit 1`.execute(tx);
  return rows.length > 0;
}

function nothing(): Found {
  return { hits: [], total: 0, more: false, facets: facetsOf({}), cut: false };
}

function facetsOf(counts: Record<string, number>): Found["facets"] {
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

function writeCursor({ document, spokenAt }: Hit): string {
  return `${spokenAt.getTime().toString(36)}.${document.toString(36)}`;
}

const earliest = Date.parse("0000-01-01T00:00:00Z");

/** undefined for one that we did not make: the list then begins at its beginning. */
function readCursor(text: string): Cursor | undefined {
  const match = /^(-?[0-9a-z]{1,11})\.([0-9a-z]{1,10})$/.exec(text);
  const at = new Date(Number.parseInt(match?.[1] ?? "", 36));
  const id = Number.parseInt(match?.[2] ?? "", 36);
  return at.getTime() >= earliest && Number.isSafeInteger(id) ? { at, id } : undefined;
}

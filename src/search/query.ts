import { sql } from "kysely";
import { type Database, prepared, type Transaction } from "../store/database.ts";
import { readAsked, type Unit } from "./asked.ts";
import {
  type Candidate,
  type Candidates,
  type Conditions,
  type Cursor,
  type Facets,
  facetsOf,
  type Filters,
  findCandidates,
  type Progress,
  whereOf,
} from "./candidates.ts";
import { endBy as endingBy, timeIsOver } from "./end-by.ts";
import { readHits, type Hit } from "./hits.ts";
import { inTurn } from "./in-turn.ts";
import { meant } from "./meant.ts";
import { stem } from "./stems.ts";

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
  facets: Facets;
  /** What may have been meant, where nothing was found. */
  meant?: string;
  /** The time for one search was over before all was looked through. */
  cut: boolean;
};

/** So many are compared for their order by relevance. */
const mostRanked = 100;
const milliseconds = 1_500;
const millisecondsMore = 300;

/**
 * What the office has published on these words, as the record has it below `upTo`: newest editions alone; what was
 * withdrawn is marked, what was erased left out. Nothing that is typed makes an error, and no word is so common that it takes
 * longer than a second and a half: what was found until then is given.
 */
export async function search(db: Database, query: SearchQuery): Promise<Found> {
  const until = performance.now() + milliseconds;
  const units = readAsked(query.words);
  const dear = isDear(units);
  return (await inTurn(until, () => searchWithin(db, query, units, until), { dear })) ?? { ...nothing(), cut: true };
}

/**
 * Whether the words of each document that the index gives may have to be read: for words that stand together, since it does not know their
 * places; and where nothing is asked for but what must not be there.
 */
function isDear(units: readonly Unit[]): boolean {
  return (
    units.length > 0 &&
    (units.every(({ excluded }) => excluded) ||
      units.some(({ text }) => /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(text)))
  );
}

async function searchWithin(db: Database, query: SearchQuery, units: readonly Unit[], until: number): Promise<Found> {
  const limit = Math.max(1, Math.min(query.limit ?? 20, 50));
  const progress: Progress = {};
  const endBy = endingBy(until, {
    byIndex: units.length > 0 || Object.values(query.filters ?? {}).some((value) => value !== undefined),
  });
  try {
    return await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        await endBy(tx);
        const sought = await stem(tx, units);
        // Words without a letter that any document could have find nothing, not everything.
        if (units.length > 0 && sought.query === undefined) return nothing();
        const byDate = query.order === "date" || sought.title === undefined;
        const before = byDate && query.before !== undefined ? readCursor(query.before) : undefined;
        const conditions: Conditions = { ...query, sought, before, dear: isDear(units) };
        const size = byDate ? limit + 1 : mostRanked;
        const candidates = await findCandidates(tx, conditions, { size, byDate }, progress, endBy);
        await endBy(tx);
        const page = byDate
          ? 1
          : Math.max(1, Math.min(Math.trunc(query.page ?? 1) || 1, Math.ceil(mostRanked / limit)));
        const best = byDate
          ? candidates.best.slice(0, limit)
          : await rank(tx, candidates.best, sought.query ?? "", query.now, { limit, offset: (page - 1) * limit });
        const hits = await readHits(tx, best, query.upTo, { units, lexemes: sought.lexemes });
        const next = byDate
          ? candidates.best.length > limit && hits.at(-1) !== undefined
            ? writeCursor(hits.at(-1) as Hit)
            : undefined
          : candidates.best.length > page * limit
            ? String(page + 1)
            : undefined;
        progress.nothing = candidates.count === 0;
        await endBy(tx);
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
    if (!timeIsOver(error)) throw error;
    return progress.nothing === true ? nothing() : cutShort(db, query, progress.candidates, limit, units);
  }
}

/** The newest of what had been found when the time was over, if that can still be read. */
async function cutShort(
  db: Database,
  query: SearchQuery,
  candidates: Candidates | undefined,
  limit: number,
  units: readonly Unit[],
): Promise<Found> {
  if (candidates === undefined) return { ...nothing(), cut: true };
  try {
    return await db.transaction().execute(async (tx) => {
      await endingBy(performance.now() + millisecondsMore)(tx);
      const hits = await readHits(tx, candidates.best.slice(0, limit), query.upTo, { units, lexemes: [] });
      return { hits, total: candidates.count, more: true, facets: candidates.facets, cut: true };
    });
  } catch (error) {
    if (!timeIsOver(error)) throw error;
    return { ...nothing(), cut: true };
  }
}

/** How well the words stand in each, in its title above all; of two alike, what was said lately comes first. */
async function rank(
  tx: Transaction,
  candidates: readonly Candidate[],
  query: string,
  now: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`${sql.raw(prepared)}
    select d.id, d.source from search_document d where d.id = any(${candidates.map(({ id }) => id)}::bigint[])
    order by ts_rank(d.words, ${query}::tsquery, 1)
      * (1 + 1 / (1 + greatest(0, extract(epoch from ${now}::timestamptz - d.spoken_at)) / 31557600)) desc,
      d.spoken_at desc, d.id desc
    limit ${limit} offset ${offset}`.execute(tx);
  return rows;
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

import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Kind } from "./statement.ts";
import { findStatements, type StatementView } from "./statements.ts";

export type ViewsQuery = {
  /** Nothing of entries with this index or a later one is shown (Horizon.size). */
  upTo: number;
  limit: number;
  /** The place after which the list goes on: what an earlier one gave as `next`. */
  after?: ViewsPlace | undefined;
  kind?: Kind | undefined;
  topic?: string | undefined;
  post?: string | undefined;
  person?: string | undefined;
  /** Whose posts speak; with `own`, the texts in the office's own voice too. */
  institution?: { id: string; own: boolean } | undefined;
  /** Its first subtag. */
  language?: string | undefined;
  /** Days on which it was spoken, by the office's clocks, both included. */
  from?: string | undefined;
  to?: string | undefined;
};
export type ViewsPlace = { at: Date; id: number };

/** The statements that the filters let through by the newest edition that may be shown of each, the newest first, whole. */
export async function listViews(
  db: Reader,
  query: ViewsQuery,
): Promise<{ views: StatementView[]; next?: ViewsPlace; total: number }> {
  const where = conditions(query);
  const { after, limit, upTo } = query;
  const from = after === undefined ? sql`` : sql`and (s.spoken_at, s.id) < (${after.at}, ${after.id})`;
  const { rows } = await sql<ViewsPlace>`
    select s.spoken_at as at, s.id from statement s where ${where} ${from}
    order by s.spoken_at desc, s.id desc limit ${limit + 1}`.execute(db);
  const counted = await sql<{ count: number }>`select count(*) as count from statement s where ${where}`.execute(db);
  const shown = rows.slice(0, limit);
  const found = await findStatements(
    db,
    shown.map(({ id }) => id),
    upTo,
  );
  const last = shown.at(-1);
  return {
    views: shown.flatMap(({ id }) => found.get(id) ?? []),
    ...(rows.length > limit && last !== undefined ? { next: last } : {}),
    total: counted.rows[0]?.count ?? 0,
  };
}

/**
 * Those of whose chain an entry from `after` on (it not included) and below `upTo` is, in the order of the newest such
 * entry of each: who has read up to one and asks again after it is given all that something became of since.
 */
export async function listChanged(
  db: Reader,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<{ entry: number; view: StatementView }[]> {
  const { rows } = await sql<{ id: number; entry: number }>`
    select s.id, e.index as entry from record_entry e join statement s on s.subject = e.subject
    where e.index > ${after} and e.index < ${upTo}
      and not exists (select from record_entry n where n.subject = e.subject and n.index > e.index and n.index < ${upTo})
    order by e.index limit ${limit}`.execute(db);
  const found = await findStatements(
    db,
    rows.map(({ id }) => id),
    upTo,
  );
  return rows.flatMap(({ id, entry }) => {
    const view = found.get(id);
    return view === undefined ? [] : [{ entry, view }];
  });
}

function conditions(query: ViewsQuery): RawBuilder<unknown> {
  const { upTo, kind, topic, post, person, institution, language, from, to } = query;
  const voice = (item: Record<string, string>) => sql`e.voice @> ${JSON.stringify([item])}::jsonb`;
  const own = sql`or (e.voice = '[]'::jsonb and (e.source is null or e.source ->> 'speaker' is null))`;
  const ofEdition = [
    ...(topic === undefined ? [] : [sql`e.topics @> array[${topic}]`]),
    ...(post === undefined ? [] : [voice({ post })]),
    ...(person === undefined ? [] : [voice({ person })]),
    ...(institution === undefined
      ? []
      : [sql`(${voice({ institution: institution.id })} ${institution.own ? own : sql``})`]),
  ];
  return sql.join(
    [
      sql`s.first_entry < ${upTo}`,
      ...(kind === undefined ? [] : [sql`s.kind = ${kind}`]),
      ...(language === undefined ? [] : [sql`split_part(s.language, '-', 1) = ${language}`]),
      ...(from === undefined ? [] : [sql`s.spoken_day >= ${from}`]),
      ...(to === undefined ? [] : [sql`s.spoken_day <= ${to}`]),
      ...ofEdition.map(
        (such) => sql`s.id in (select e.statement_id from edition e where e.entry < ${upTo} and ${such} and not exists (
          select from edition u where u.statement_id = e.statement_id and u.edition > e.edition and u.entry < ${upTo}))`,
      ),
    ],
    sql` and `,
  );
}

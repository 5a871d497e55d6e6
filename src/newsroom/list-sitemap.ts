import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

export type Mapped = { number: string; at: Date };

/** In steps of `step` texts, in the order of their first entries: when something last became of one of each step. */
export async function listSteps(db: Reader, upTo: number, step: number): Promise<Date[]> {
  const { rows } = await sql<{ at: Date }>`
    select max(greatest(e.published_at, w.withdrawn_at)) as at
    from (select id, (row_number() over (order by first_entry) - 1) / ${step}::int as step
      from statement where first_entry < ${upTo}) s
    join edition e on e.statement_id = s.id and e.entry < ${upTo}
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    group by s.step order by s.step`.execute(db);
  return rows.map(({ at }) => at);
}

/** The texts of one step, counted from 0, each with when something last became of it. */
export async function listStep(db: Reader, upTo: number, step: number, index: number): Promise<Mapped[]> {
  const { rows } = await sql<Mapped>`
    select s.number, max(greatest(e.published_at, w.withdrawn_at)) as at
    from (select id, number, first_entry from statement where first_entry < ${upTo}
      order by first_entry offset ${index * step} limit ${step}) s
    join edition e on e.statement_id = s.id and e.entry < ${upTo}
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    group by s.number, s.first_entry order by s.first_entry`.execute(db);
  return rows;
}

/** What was first published here after `since` and stands, the newest first; imported texts are no news. */
export async function listNews(
  db: Reader,
  upTo: number,
  since: Date,
  limit: number,
): Promise<(Mapped & { title: string; language: string })[]> {
  const { rows } = await sql<Mapped & { title: string; language: string }>`
    select s.number, s.language, s.published_at as at, e.title from statement s
    join lateral (
      select title from edition e where e.statement_id = s.id and e.entry < ${upTo} order by e.edition desc limit 1
    ) e on true
    where s.first_entry < ${upTo} and s.spoken_at > ${since} and s.published_at > ${since} and s.source_name is null
      and s.status <> 'erased'
      and not exists (select from withdrawal w where w.statement_id = s.id and w.entry < ${upTo})
    order by s.published_at desc limit ${limit}`.execute(db);
  return rows;
}

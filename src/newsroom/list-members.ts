import { type RawBuilder, sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Kind } from "./statement.ts";

/** Which texts somebody follows: all, or those of one kind, language (its first subtag), topic, person, or of any of some posts. */
export type Followed =
  | { by: "all" }
  | { by: "kind"; kind: Kind }
  | { by: "language"; language: string }
  | { by: "topic"; topic: string }
  | { by: "person"; person: string }
  /** `own`: the texts in the office's own voice too. */
  | { by: "posts"; posts: readonly string[]; own?: boolean };

/** How many texts an archive document has. Never changed: it is what keeps each text in the document where it was first. */
export const archiveSize = 25;
/** How many of the newest acts stand in the document that is followed, however old their texts. */
const newestActs = 25;

/**
 * What is followed has an order that only ever grows: a text has its place by the first entry that made it belong, and
 * keeps it whatever a correction makes of its topics or its voice, so that whoever was sent a text is sent what became of it.
 * Archive `n` (from 1) is the n-th `archiveSize` texts: the same texts for ever. The rest, fewer than `archiveSize`, are
 * `open`; `newest` are those of the newest acts (publications here, corrections, withdrawals), which an archive may hold too.
 */
export async function listFollowed(
  db: Reader,
  followed: Followed,
  upTo: number,
): Promise<{ archives: number; ids: number[] }> {
  const members = membersOf(followed, upTo);
  const counted = await sql<{ count: number }>`select count(*)::int as count from (${members}) m`.execute(db);
  const archives = Math.floor((counted.rows[0]?.count ?? 0) / archiveSize);
  const { rows } = await sql<{ id: number }>`
    with member as materialized (${members}),
    open as (select id from member order by place offset ${archives * archiveSize}),
    newest as (
      (select e.statement_id as id, e.entry from edition e join statement s on s.id = e.statement_id
        where e.entry < ${upTo} and (s.source_name is null or e.edition > 1)
        and e.statement_id in (select id from member) order by e.entry desc limit ${newestActs})
      union all
      (select w.statement_id, w.entry from withdrawal w
        where w.entry < ${upTo} and w.statement_id in (select id from member) order by w.entry desc limit ${newestActs})
      order by entry desc limit ${newestActs}
    )
    select id from open union select id from newest`.execute(db);
  return { archives, ids: rows.map(({ id }) => id) };
}

/** The texts of one archive document, the newest first; undefined where that many are not there yet. */
export async function listArchive(
  db: Reader,
  followed: Followed,
  archive: number,
  upTo: number,
): Promise<number[] | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from (${membersOf(followed, upTo)}) m order by place
    offset ${(archive - 1) * archiveSize} limit ${archiveSize}`.execute(db);
  return rows.length < archiveSize ? undefined : rows.map(({ id }) => id).toReversed();
}

function membersOf(followed: Followed, upTo: number): RawBuilder<unknown> {
  const texts = (such: RawBuilder<unknown>) =>
    sql`select s.id, s.first_entry as place from statement s where s.first_entry < ${upTo} and ${such}`;
  const editions = (such: RawBuilder<unknown>) =>
    sql`select e.statement_id as id, min(e.entry) as place from edition e
      where e.entry < ${upTo} and ${such} group by e.statement_id`;
  switch (followed.by) {
    case "all":
      return texts(sql`true`);
    case "kind":
      return texts(sql`s.kind = ${followed.kind}`);
    case "language":
      return texts(sql`split_part(s.language, '-', 1) = ${followed.language}`);
    case "topic":
      return editions(sql`e.topics @> array[${followed.topic}]`);
    case "person":
      return editions(sql`e.voice @> ${JSON.stringify([{ person: followed.person }])}::jsonb`);
    case "posts": {
      const own = sql`e.voice = '[]'::jsonb and (e.source is null or e.source ->> 'speaker' is null)`;
      return editions(sql`(
        exists (select from jsonb_array_elements(e.voice) v where v ->> 'post' = any(${[...followed.posts]}::text[]))
        ${followed.own === true ? sql`or ${own}` : sql``})`);
    }
  }
}

/** Who and what has spoken in what may be shown, in the order of their names' addresses. */
export async function listVoices(
  db: Reader,
  upTo: number,
): Promise<{ people: string[]; posts: string[]; languages: string[]; kinds: Kind[] }> {
  const voices = await sql<{ person: string; post: string }>`
    select distinct v ->> 'person' as person, v ->> 'post' as post
    from edition e, jsonb_array_elements(e.voice) v where e.entry < ${upTo}`.execute(db);
  const texts = await sql<{ language: string; kind: Kind }>`
    select distinct split_part(language, '-', 1) as language, kind from statement where first_entry < ${upTo}`.execute(
    db,
  );
  const each = <T extends string>(values: readonly T[]) => [...new Set(values)].toSorted();
  return {
    people: each(voices.rows.map(({ person }) => person)),
    posts: each(voices.rows.map(({ post }) => post)),
    languages: each(texts.rows.map(({ language }) => language)),
    kinds: each(texts.rows.map(({ kind }) => kind)),
  };
}

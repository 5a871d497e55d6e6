import type { VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { addJob, type Task } from "../store/jobs.ts";
import type { Kind } from "./statement.ts";

/** Something the office has said that has to do with what is being written. */
export type EarlierStatement = {
  number: string;
  edition: number;
  kind: Kind;
  language: string;
  title: string;
  /** The sentences around the words, as plain text; each word found stands between « and ». */
  excerpt: string;
  voice: VoiceItem[];
  spokenAt: Date;
  spokenDay: string;
  status: "current" | "withdrawn";
};

/** So many editions are taken in before a question is answered; the rest is done meanwhile. */
const beforeAnswering = 10;
const atOnce = 300;
const mostWords = 24;
/** Of so many that have some of the words, the best are looked for. */
const mostFound = 1_000;

export const saidBeforeTask = "said-before";

/**
 * What the office has published on these words, in Spanish or English, with or without accents: those that have the most
 * of them first, the newer first among equals. Newest editions alone; what was withdrawn is marked, what was erased left out.
 */
export async function earlierStatements(
  db: Database,
  words: string,
  { limit = 10, except }: { limit?: number; except?: string } = {},
): Promise<EarlierStatement[]> {
  if (words.trim() === "") return [];
  await transact(db, async (tx) => {
    if ((await takeIn(tx, beforeAnswering)) === beforeAnswering)
      await addJob(tx, saidBeforeTask, {}, { key: saidBeforeTask });
  });
  const asked = words.split(/\s+/).slice(0, mostWords).join(" ");
  // Asked for first: the planner uses the index where it sees what is looked for.
  const query = await sql<{ words: string | null }>`
    select string_agg(quote_literal(word), ' | ')::tsquery::text as words
    from unnest(tsvector_to_array(
      to_tsvector('spanish', plain_words(${asked})) || to_tsvector('english', plain_words(${asked})))) as word`.execute(
    db,
  );
  const sought = query.rows[0]?.words ?? "";
  if (sought === "") return [];
  const { rows } = await sql<Row>`
    with found as (
      select statement_id, words from said_before where words @@ ${sought}::tsquery limit ${mostFound}
    ), best as (
      select s.id, s.number, s.kind, s.language, s.spoken_at, s.spoken_day, s.status, s.editions,
        ts_rank(f.words, ${sought}::tsquery) as rank
      from found f
      join statement s on s.id = f.statement_id and s.status <> 'erased' and s.number is distinct from ${except ?? null}
      order by rank desc, s.spoken_at desc, s.id desc limit ${limit}
    )
    select s.number, e.edition, s.kind, s.language, e.title, e.voice, s.spoken_at, s.spoken_day, s.status,
      ts_headline(case when s.language like 'en%' then 'english' else 'spanish' end::regconfig, regexp_replace(left(e.body, 20000), ${markers}, ' ', 'gn'),
        ${sought}::tsquery, 'StartSel=«, StopSel=», MaxFragments=2, MaxWords=24, MinWords=8') as excerpt
    from best s
    join edition e on e.statement_id = s.id and e.edition = s.editions
    order by s.rank desc, s.spoken_at desc, s.id desc`.execute(db);
  return rows.map(({ spoken_at: spokenAt, spoken_day: spokenDay, ...row }) => ({ ...row, spokenAt, spokenDay }));
}

/** What Markdown puts around words, and nobody reads: emphasis, rules, the walls of tables. */
const markers = String.raw`[*|\\]|^#+ |^> |-{3,}`;

/** Takes in what is left, some at a time, until there is no more. */
export function saidBeforeTaskOf(db: Database): Task {
  return async () => {
    while ((await transact(db, (tx) => takeIn(tx, atOnce))) === atOnce);
  };
}

type Row = Omit<EarlierStatement, "spokenAt" | "spokenDay"> & { spoken_at: Date; spoken_day: string };

/**
 * When this returns, at most `limit` more editions of the record can be found by their words: the newest edition of a
 * statement takes the place of the one before. Returns how many; none where another is at it.
 */
async function takeIn(tx: Transaction, limit: number): Promise<number> {
  const place = await tx
    .selectFrom("said_before_place")
    .select("next_entry")
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (place === undefined) return 0;
  const { rows } = await sql<{ entry: number }>`
    with taken as (
      select e.statement_id, e.edition, e.entry, s.language, left(concat_ws(' ', e.title, e.summary, e.body), 200000) as text
      from edition e join statement s on s.id = e.statement_id
      where e.entry >= ${place.next_entry} order by e.entry limit ${limit}
    ), kept as (
      insert into said_before (statement_id, edition, words)
      select distinct on (statement_id) statement_id, edition, to_tsvector(
        case when language like 'en%' then 'english' else 'spanish' end::regconfig, plain_words(text))
      from taken order by statement_id, edition desc
      on conflict (statement_id) do update set edition = excluded.edition, words = excluded.words
    )
    select entry from taken order by entry`.execute(tx);
  const last = rows.at(-1);
  if (last !== undefined)
    await tx
      .updateTable("said_before_place")
      .set({ next_entry: last.entry + 1 })
      .execute();
  return rows.length;
}

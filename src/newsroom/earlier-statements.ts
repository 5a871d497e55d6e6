import type { VoiceItem } from "@voceria/record";
import { sql } from "kysely";
import { type Database, type Reader, transact } from "../store/database.ts";
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

/** So many statements are taken in before a question is answered; the rest is done meanwhile. */
const atOnce = 300;
const mostWords = 24;
/** Of so many that have some of the words, the best are looked for. */
const mostFound = 3_000;

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
    if ((await takeIn(tx, atOnce)) === atOnce) await addJob(tx, saidBeforeTask, {}, { key: saidBeforeTask });
  });
  const asked = words.split(/\s+/).slice(0, mostWords).join(" ");
  const { rows } = await sql<Row>`
    with query as (
      select string_agg(quote_literal(word), ' | ')::tsquery as words
      from unnest(tsvector_to_array(
        to_tsvector('spanish', plain_words(${asked})) || to_tsvector('english', plain_words(${asked})))) as word
    ), found as (
      select b.statement_id, ts_rank(b.words, q.words) as rank
      from said_before b, query q where b.words @@ q.words limit ${mostFound}
    )
    select s.number, e.edition, s.kind, s.language, e.title, e.voice, s.spoken_at, s.spoken_day, s.status,
      ts_headline(case when s.language like 'en%' then 'english' else 'spanish' end::regconfig,
        left(e.body, 20000), q.words, 'StartSel=«, StopSel=», MaxFragments=2, MaxWords=24, MinWords=8') as excerpt
    from found f
    join query q on true
    join statement s on s.id = f.statement_id and s.status <> 'erased' and s.number is distinct from ${except ?? null}
    join edition e on e.statement_id = s.id and e.edition = s.editions
    order by f.rank desc, s.spoken_at desc, s.id desc limit ${limit}`.execute(db);
  return rows.map(({ spoken_at: spokenAt, spoken_day: spokenDay, ...row }) => ({ ...row, spokenAt, spokenDay }));
}

/** Takes in what is left, some at a time, until there is no more. */
export function saidBeforeTaskOf(db: Database): Task {
  return async () => {
    while ((await transact(db, (tx) => takeIn(tx, atOnce))) === atOnce);
  };
}

type Row = Omit<EarlierStatement, "spokenAt" | "spokenDay"> & { spoken_at: Date; spoken_day: string };

/** When this returns, at most `limit` more statements can be found by their newest words. Returns how many. */
async function takeIn(db: Reader, limit: number): Promise<number> {
  const taken = await sql`
    insert into said_before (statement_id, edition, words)
    select s.id, e.edition, to_tsvector(
      case when s.language like 'en%' then 'english' else 'spanish' end::regconfig,
      plain_words(left(concat_ws(' ', e.title, e.summary, e.body), 200000)))
    from statement s
    join edition e on e.statement_id = s.id and e.edition = s.editions
    left join said_before b on b.statement_id = s.id
    where b.edition is distinct from s.editions and s.status <> 'erased'
    order by s.id desc limit ${limit}
    on conflict (statement_id) do update set edition = excluded.edition, words = excluded.words`.execute(db);
  return Number(taken.numAffectedRows ?? 0n);
}

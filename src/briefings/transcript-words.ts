import { type RawBuilder, sql } from "kysely";
import type { Reader, Transaction } from "../store/database.ts";
import { type CountedTurn, wordsOfTurns } from "./count-words.ts";

export type CountedTranscript = { briefing: string; day: string; turns: readonly CountedTurn[] };

/**
 * When this returns, the words of these transcripts stand in `tx` under their entries, and those of an entry that one of
 * them takes the place of (`prev`) count until it is shown and no longer. Of the edited version nothing is counted: what
 * was said is what was certified.
 */
export async function countTranscripts(
  tx: Transaction,
  transcripts: readonly (CountedTranscript & { entry: number; prev?: number })[],
): Promise<void> {
  for (const { entry, prev, briefing, day, turns } of transcripts) {
    if (prev !== undefined)
      await sql`update transcript_words set superseded = ${entry} where entry = ${prev} and superseded is null`.execute(
        tx,
      );
    const lines = wordsOfTurns(turns).map((line, index) => ({ entry, line: index + 1, briefing, day, ...line }));
    await sql`
      insert into transcript_words (entry, line, briefing, day, kind, name, person, post, institution, outlet, first_turn, turns, words)
      select entry, line, briefing, day, kind, name, person, post, institution, outlet, first_turn, turns, words
      from jsonb_populate_recordset(null::transcript_words, ${JSON.stringify(lines)}::jsonb)`.execute(tx);
  }
}

/** Which transcripts: all that may be shown, or those of a year, a briefing, a person or a post. */
export type WordsQuery = { upTo: number; year?: number; briefing?: string; person?: string; post?: string };

export type SpeakerWords = {
  name: string;
  person: string | null;
  /** All posts in which they spoke. */
  posts: string[];
  briefings: number;
  turns: number;
  words: number;
};

/** Whoever spoke that was named and is not of the press, most words first. */
export async function wordsBySpeaker(db: Reader, query: WordsQuery): Promise<SpeakerWords[]> {
  const { rows } = await sql<SpeakerWords>`
    select (array_agg(name order by words desc, name))[1] as name, person,
      coalesce(array_agg(distinct post) filter (where post is not null), '{}') as posts,
      count(distinct briefing)::int as briefings, sum(turns)::int as turns, sum(words)::int as words
    from transcript_words where ${shown(query)} and kind <> 'question'
    group by person, case when person is null then name end
    order by words desc, name`.execute(db);
  return rows;
}

export type PostWords = {
  post: string;
  institution: string | null;
  people: number;
  briefings: number;
  turns: number;
  words: number;
};

export async function wordsByPost(db: Reader, query: WordsQuery): Promise<PostWords[]> {
  const { rows } = await sql<PostWords>`
    select post, max(institution) as institution, count(distinct person)::int as people,
      count(distinct briefing)::int as briefings, sum(turns)::int as turns, sum(words)::int as words
    from transcript_words where ${shown(query)} and post is not null and kind <> 'question'
    group by post order by words desc, post`.execute(db);
  return rows;
}

export type MonthWords = {
  month: string;
  briefings: number;
  questions: number;
  answers: number;
  speech: number;
  question_words: number;
  answer_words: number;
  speech_words: number;
};

/** By month, from the first; the turns and the words of each kind. */
export async function wordsByMonth(db: Reader, query: WordsQuery): Promise<MonthWords[]> {
  const sums = (kind: string) => sql`
    coalesce(sum(turns) filter (where kind = ${kind}), 0)::int as ${sql.ref(kind === "speech" ? kind : `${kind}s`)},
    coalesce(sum(words) filter (where kind = ${kind}), 0)::int as ${sql.ref(`${kind}_words`)}`;
  const { rows } = await sql<MonthWords>`
    select to_char(day, 'YYYY-MM') as month, count(distinct briefing)::int as briefings,
      ${sums("question")}, ${sums("answer")}, ${sums("speech")}
    from transcript_words where ${shown(query)} group by 1 order by 1`.execute(db);
  return rows;
}

export type OutletWords = { outlet: string; askers: number; briefings: number; turns: number; words: number };

/** The outlets for which somebody said that they asked, most questions first. */
export async function questionsByOutlet(db: Reader, query: WordsQuery): Promise<OutletWords[]> {
  const { rows } = await sql<OutletWords>`
    select outlet, count(distinct name)::int as askers, count(distinct briefing)::int as briefings,
      sum(turns)::int as turns, sum(words)::int as words
    from transcript_words where ${shown(query)} and outlet is not null and kind = 'question'
    group by outlet order by turns desc, outlet`.execute(db);
  return rows;
}

/** The years of which there is any transcript, the newest first. */
export async function listTranscriptYears(db: Reader, upTo: number): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from day)::int as year from transcript_words where ${shown({ upTo })} order by 1 desc`.execute(
    db,
  );
  return rows.map(({ year }) => year);
}

export type SpokenAt = {
  entry: number;
  briefing: string;
  day: string;
  post: string | null;
  first_turn: number;
  turns: number;
  words: number;
};

/** The briefings at which somebody spoke, or at which a post's holders did, newest first, by the post in which they did. */
export async function briefingsSpokenAt(db: Reader, query: WordsQuery, limit: number): Promise<SpokenAt[]> {
  const { rows } = await sql<SpokenAt>`
    select max(entry) as entry, briefing, day, post, min(first_turn)::int as first_turn, sum(turns)::int as turns, sum(words)::int as words
    from transcript_words where ${shown(query)} and kind <> 'question'
    group by briefing, day, post order by day desc, briefing desc, post limit ${limit}`.execute(db);
  return rows;
}

export type WordsTotal = {
  briefings: number;
  speakers: number;
  outlets: number;
  turns: number;
  words: number;
  questions: number;
  answers: number;
};

/** The sum of all that `query` holds; `speakers` are those named who are not of the press. */
export async function sumWords(db: Reader, query: WordsQuery): Promise<WordsTotal> {
  const { rows } = await sql<WordsTotal>`
    select count(distinct briefing)::int as briefings,
      count(distinct coalesce(person, name)) filter (where kind <> 'question')::int as speakers,
      count(distinct outlet) filter (where kind = 'question')::int as outlets,
      coalesce(sum(turns), 0)::int as turns, coalesce(sum(words), 0)::int as words,
      coalesce(sum(turns) filter (where kind = 'question'), 0)::int as questions,
      coalesce(sum(turns) filter (where kind = 'answer'), 0)::int as answers
    from transcript_words where ${shown(query)}`.execute(db);
  const [total] = rows;
  if (total === undefined) throw new Error("a sum without a row");
  return total;
}

/** What stands once `upTo` entries may be shown. */
function shown({ upTo, year, briefing, person, post }: WordsQuery): RawBuilder<boolean> {
  const narrowed = [
    ...(year === undefined ? [] : [sql`day >= make_date(${year}, 1, 1) and day < make_date(${year + 1}, 1, 1)`]),
    ...(briefing === undefined ? [] : [sql`briefing = ${briefing}`]),
    ...(person === undefined ? [] : [sql`person = ${person}`]),
    ...(post === undefined ? [] : [sql`post = ${post}`]),
  ];
  return sql<boolean>`entry < ${upTo} and (superseded is null or superseded >= ${upTo})
    ${sql.join([sql``, ...narrowed], sql` and `)}`;
}

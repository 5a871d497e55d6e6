import { sql } from "kysely";
import { lineOf, type LineRow, type StatementLine } from "../newsroom/list-statements.ts";
import type { Reader } from "../store/database.ts";
import type { Unit } from "./asked.ts";
import { excerptOf, type Marked, markedLine, wordsToVerify } from "./excerpt.ts";

export type Hit = {
  document: number;
  line: StatementLine;
  title: Marked;
  /** The sentence with the words; empty where they stand in the title alone. */
  excerpt: Marked;
};

/** The documents in the order asked for, as readers see them, each with the words marked where they stand. */
export async function readHits(
  db: Reader,
  ids: readonly number[],
  upTo: number,
  asked: { units: readonly Unit[]; lexemes: readonly string[] },
): Promise<Hit[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select d.id, s.number, s.kind, s.language, s.spoken_at, s.spoken_day, s.published_at as first_at, s.source_name,
      e.title, e.summary, e.body, e.voice, e.source, e.edition,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status,
      search_stems(s.language)::text as stems
    from unnest(${ids}::bigint[]) with ordinality as wanted (id, place)
    join search_document d on d.id = wanted.id
    join statement s on s.number = d.of and s.status <> 'erased'
    join edition e on e.statement_id = s.id and e.edition = d.edition
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    order by wanted.place`.execute(db);
  const texts = rows.map((row) => {
    const sentence = excerptOf(row.body, asked);
    return { row, sentence, candidates: wordsToVerify(`${row.title} ${sentence}`, asked.lexemes) };
  });
  const matching = await verified(
    db,
    texts.flatMap(({ row, candidates }) => candidates.map((word) => ({ stems: row.stems, word }))),
    asked.lexemes,
  );
  return texts.map(({ row, sentence }) => {
    const matches = (word: string) => matching.has(`${row.stems} ${word}`);
    return {
      document: row.id,
      line: lineOf(row),
      title: markedLine(row.title, matches),
      excerpt: markedLine(sentence, matches),
    };
  });
}

/** Which words have one of the stems, by the rules of their text's language. */
async function verified(
  db: Reader,
  candidates: readonly { stems: string; word: string }[],
  lexemes: readonly string[],
): Promise<Set<string>> {
  const distinct = [...new Set(candidates.map(({ stems, word }) => `${stems} ${word}`))];
  if (distinct.length === 0) return new Set();
  const { rows } = await sql<{ one: string }>`
    select one from unnest(${distinct}::text[]) one
    where tsvector_to_array(to_tsvector(split_part(one, ' ', 1)::regconfig, split_part(one, ' ', 2))) && ${lexemes}::text[]`.execute(
    db,
  );
  return new Set(rows.map(({ one }) => one));
}

type Row = LineRow & { body: string; stems: string };

import type { AnswerContent, TranscriptContent, TranscriptTurn } from "@voceria/record";
import { sql } from "kysely";
import { lineOf, type LineRow, type StatementLine } from "../newsroom/list-statements.ts";
import { prepared, type Reader } from "../store/database.ts";

/** What was found, as readers may have it: `title` and `body` are the words that are marked in it. */
export type FoundText = {
  document: number;
  spokenAt: Date;
  spokenDay: string;
  language: string;
  title: string;
  body: string;
  /** By which rules the database brings its words to their stems. */
  stems: string;
} & (
  | { source: "statement"; line: StatementLine }
  | { source: "turn"; turn: FoundTurn }
  | { source: "answer"; answer: FoundAnswer }
);

export type FoundTurn = Pick<TranscriptContent, "briefing" | "kind" | "title" | "version"> & {
  said: TranscriptTurn;
  edition: number;
  /** Whether the office's edited version has it too. */
  edited: boolean;
};

export type FoundAnswer = { number: string; content: AnswerContent; edition: number; withdrawn: boolean };

/** The texts of documents in that order, as entries below `upTo` have them. What was erased or may no longer be shown is left out. */
export async function readTexts(
  db: Reader,
  documents: readonly { id: number; source: FoundText["source"] }[],
  upTo: number,
): Promise<FoundText[]> {
  const of = (wanted: FoundText["source"]) => documents.filter(({ source }) => source === wanted).map(({ id }) => id);
  const texts = [
    ...(await readStatements(db, of("statement"), upTo)),
    ...(await readTurns(db, of("turn"), upTo)),
    ...(await readAnswers(db, of("answer"), upTo)),
  ];
  const byId = new Map(texts.map((text) => [text.document, text]));
  return documents.flatMap(({ id }) => byId.get(id) ?? []);
}

type StatementRow = LineRow & { body: string; stems: string };

async function readStatements(db: Reader, ids: readonly number[], upTo: number): Promise<FoundText[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<StatementRow>`${sql.raw(prepared)}
    select d.id, s.number, s.kind, s.language, s.spoken_at, s.spoken_day, s.published_at as first_at, s.source_name,
      e.title, e.summary, e.body, e.voice, e.source, e.edition,
      case when s.status = 'withdrawn' and w.entry is null then 'current' else s.status end as status,
      search_stems(s.language)::text as stems
    from search_document d
    join statement s on s.number = d.of and s.status <> 'erased'
    join edition e on e.statement_id = s.id and e.edition = d.edition
    left join withdrawal w on w.statement_id = s.id and w.entry < ${upTo}
    where d.id = any(${ids}::bigint[])`.execute(db);
  return rows.map((row) => ({
    source: "statement",
    document: row.id,
    spokenAt: row.spoken_at,
    spokenDay: row.spoken_day,
    language: row.language,
    title: row.title,
    body: row.body,
    stems: row.stems,
    line: lineOf(row),
  }));
}

type ContentRow = { id: number; spoken_at: Date; spoken_day: string; edition: number; language: string; stems: string };

async function readTurns(db: Reader, ids: readonly number[], upTo: number): Promise<FoundText[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<
    ContentRow &
      Pick<TranscriptContent, "briefing" | "kind" | "title" | "version"> & { said: TranscriptTurn; edited: boolean }
  >`
    with found as (
      select id, of, entry, edition, spoken_at, spoken_day, split_part(of, '/', 2)::int as turn
      from search_document where id = any(${ids}::bigint[])
    ), contents as materialized (
      select r.index as entry, convert_from(c.bytes, 'UTF8')::jsonb as content
      from (select distinct entry from found) f join record_entry r on r.index = f.entry
      join record_content c on c.commitment = r.commitment where c.erased_at is null
    )
    select f.id, f.spoken_at, f.spoken_day, f.edition, c.content->>'briefing' as briefing, c.content->>'kind' as kind,
      c.content->>'title' as title, c.content->>'version' as version, c.content->>'language' as language,
      search_stems(c.content->>'language')::text as stems, said.turn as said,
      exists (
        select from transcript t join lateral (
          select commitment from transcript_edition e where e.transcript_id = t.id and e.entry < ${upTo} order by e.edition desc limit 1
        ) newest on true join record_content o on o.commitment = newest.commitment and o.erased_at is null
        where t.briefing = c.content->>'briefing' and t.version = 'edited'
          and convert_from(o.bytes, 'UTF8')::jsonb->'turns' @> jsonb_build_array(jsonb_build_object('turn', f.turn))
      ) as edited
    from found f join contents c using (entry),
      jsonb_array_elements(c.content->'turns') as said (turn) where (said.turn->>'turn')::int = f.turn`.execute(db);
  return rows.map(({ id, spoken_at, spoken_day, edition, language, stems, said, ...turn }) => ({
    source: "turn",
    document: id,
    spokenAt: spoken_at,
    spokenDay: spoken_day,
    language,
    title: said.speaker.name,
    body: said.text,
    stems,
    turn: { ...turn, said, edition },
  }));
}

async function readAnswers(db: Reader, ids: readonly number[], upTo: number): Promise<FoundText[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ContentRow & { number: string; content: AnswerContent; withdrawn: boolean }>`
    select d.id, d.spoken_at, d.spoken_day, d.edition, d.of as number, c.content, c.content->>'language' as language,
      search_stems(c.content->>'language')::text as stems,
      exists (select from record_entry w where w.subject = r.subject and w.act = 'question.withdrawn' and w.index < ${upTo}) as withdrawn
    from search_document d join record_entry r on r.index = d.entry
    join lateral (
      select convert_from(bytes, 'UTF8')::jsonb as content from record_content where commitment = r.commitment and erased_at is null
    ) c on true
    join question q on q.number = d.of and q.shown_at is not null and not q.withheld and q.state <> 'closed'
    where d.id = any(${ids}::bigint[])`.execute(db);
  return rows.map(({ id, spoken_at, spoken_day, edition, language, stems, ...answer }) => ({
    source: "answer",
    document: id,
    spokenAt: spoken_at,
    spokenDay: spoken_day,
    language,
    title: beginning(answer.content.question),
    body: answer.content.body ?? answer.content.reason ?? "",
    stems,
    answer: { ...answer, edition },
  }));
}

/** A question may be long: its beginning stands for it. */
function beginning(question: string): string {
  const line = question.replaceAll(/\s+/g, " ").trim();
  return line.length <= 240
    ? line
    : `${line
        .slice(0, 240)
        .toWellFormed()
        .replace(/\s\S*$/u, "")}…`;
}

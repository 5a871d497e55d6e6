import type { AnswerContent } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { type Moment, shownQuestions, soughtWords } from "./find-question.ts";

/** One edition of what was answered, as readers may see it. */
export type AnswerView = {
  edition: number;
  content: AnswerContent;
  entry: number;
  commitment: string;
  publishedAt: Date;
};
/** Everything in the record about one question: the newest edition last. */
export type Answers = {
  subject: number;
  editions: AnswerView[];
  withdrawal: { reason: string; entry: number; at: Date } | undefined;
};

/** What the record has of a question's answer below a horizon; undefined where that is nothing. */
export async function findAnswers(db: Reader, number: string, upTo: number): Promise<Answers | undefined> {
  const rows = await db
    .selectFrom("question_answer")
    .innerJoin("question", "question.id", "question_answer.question_id")
    .select([
      "question.id",
      "question.subject",
      "question_answer.edition",
      "question_answer.content",
      "question_answer.entry",
      "question_answer.commitment",
      "question_answer.published_at",
    ])
    .where("question.number", "=", number)
    .where("question_answer.entry", "<", upTo)
    .orderBy("question_answer.edition")
    .execute();
  const [first] = rows;
  if (first === undefined || first.subject === null) return undefined;
  const withdrawn = await db
    .selectFrom("question_withdrawal")
    .select(["reason", "entry", "withdrawn_at"])
    .where("question_id", "=", first.id)
    .where("entry", "<", upTo)
    .executeTakeFirst();
  return {
    subject: first.subject,
    editions: rows.flatMap(({ edition, content, entry, commitment, published_at: publishedAt }) =>
      entry === null || commitment === null || publishedAt === null
        ? []
        : [{ edition, content: content as AnswerContent, entry, commitment: commitment.toString("hex"), publishedAt }],
    ),
    withdrawal:
      withdrawn === undefined || withdrawn.entry === null || withdrawn.withdrawn_at === null
        ? undefined
        : { reason: withdrawn.reason, entry: withdrawn.entry, at: withdrawn.withdrawn_at },
  };
}

/**
 * The questions of whose answer an entry after `after` and below `upTo` is, by the newest such entry of each, in that order:
 * their numbers, whether or not they may be shown.
 */
export async function listAnswered(
  db: Reader,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<{ entry: number; number: string }[]> {
  const { rows } = await sql<{ entry: number; number: string }>`
    select e.index as entry, q.number from record_entry e join question q on q.subject = e.subject
    where e.index > ${after} and e.index < ${upTo} and q.number is not null
      and not exists (select from record_entry n where n.subject = e.subject and n.index > e.index and n.index < ${upTo})
    order by e.index limit ${limit}`.execute(db);
  return rows;
}

export type SimilarAnswer = { number: string; question: string; answer: string; endedAt: Date };

/** Published answers to questions with these words, in Spanish or English, with or without accents: those with the most of them first. */
export async function similarAnswers(
  db: Reader,
  words: string,
  moment: Moment,
  { limit = 5, except }: { limit?: number; except?: string | undefined } = {},
): Promise<SimilarAnswer[]> {
  const sought = words.trim() === "" ? "" : await soughtWords(db, words);
  if (sought === "") return [];
  const { rows } = await sql<{ number: string; content: AnswerContent; ended_at: Date }>`
    with found as (
      select q.id, q.number, q.ended_at, ts_rank(q.words, ${sought}::tsquery) as rank
      from (${shownQuestions(moment)}) q
      where q.public_state in ('answered', 'declined') and q.words @@ ${sought}::tsquery
        and q.number is distinct from ${except ?? null}
      order by rank desc, q.ended_at desc limit ${limit}
    )
    select f.number, f.ended_at, a.content from found f
    join lateral (
      select content from question_answer where question_id = f.id and entry < ${moment.upTo} order by edition desc limit 1
    ) a on true
    where not exists (select from question_withdrawal w where w.question_id = f.id and w.entry < ${moment.upTo})
    order by f.rank desc, f.ended_at desc`.execute(db);
  return rows.map(({ number, content, ended_at: endedAt }) => ({
    number,
    question: content.question,
    answer: content.body ?? content.reason ?? "",
    endedAt,
  }));
}

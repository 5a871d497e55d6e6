import { type Content, type Entry, readContent, readEntry } from "@voceria/record";
import { sql } from "kysely";
import { isDeepStrictEqual } from "node:util";
import { type Difference, readKept } from "../recorder/difference.ts";
import type { Reader } from "../store/database.ts";

const block = 500;

/** Recomputes what pages show of answers to questions from entries and contents, and names each difference. Reads in blocks. */
export async function* auditAnswers(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{ index: number }>`
    select index from record_entry where act like 'question.%' order by index`.execute(db);
  const indexes = rows.map(({ index }) => index);
  for (let from = 0; from < indexes.length; from += block) yield* auditBlock(db, indexes.slice(from, from + block));
  const strays = await sql<{ number: string | null; entry: number | null }>`
    select q.number, a.entry from (
      select question_id, entry from question_answer union all select question_id, entry from question_withdrawal) a
    join question q on q.id = a.question_id
    left join record_entry r on r.index = a.entry and r.act like 'question.%' where r.index is null`.execute(db);
  for (const { number, entry } of strays.rows)
    yield {
      what: "answer",
      where: `question ${number ?? "without a number"}`,
      found: `a row of entry ${entry ?? "none"}`,
      expected: "no row, since no entry of the record is of it",
    };
  yield* auditNumbers(db);
}

type Row = {
  index: number;
  bytes: Buffer;
  held: Buffer | null;
  number: string | null;
  subject: number | null;
  edition: number | null;
  content: unknown;
  commitment: Buffer | null;
  published_at: Date | null;
  note: string | null;
  severity: string | null;
  reason: string | null;
};

async function* auditBlock(db: Reader, indexes: readonly number[]): AsyncGenerator<Difference> {
  const { rows } = await sql<Row>`
    select r.index, r.bytes, c.bytes as held, q.number, q.subject, a.edition, a.content, a.commitment,
      coalesce(a.published_at, w.withdrawn_at) as published_at, a.note, a.severity, w.reason
    from record_entry r
    left join record_content c on c.commitment = r.commitment
    left join question_answer a on a.entry = r.index
    left join question_withdrawal w on w.entry = r.index
    left join question q on q.id = coalesce(a.question_id, w.question_id)
    where r.index = any(${[...indexes]}::bigint[]) order by r.index`.execute(db);
  for (const row of rows) {
    const entry = readKept(() => readEntry(row.bytes));
    // What cannot be read is the record's own audit to name.
    if (entry === undefined || !("question" in entry)) continue;
    const content = readKept(() => (row.held === null ? undefined : readContent(row.held)));
    yield* auditRow(row, entry, content);
  }
}

function* auditRow(
  row: Row,
  entry: Extract<Entry, { question: string }>,
  content: Content | undefined,
): Generator<Difference> {
  const where = `question ${entry.question}, entry ${row.index}`;
  const same = (what: string, found: unknown, expected: unknown): Difference[] =>
    isDeepStrictEqual(found, expected)
      ? []
      : [{ what: `answer: ${what}`, where, found: told(found), expected: told(expected) }];
  yield* same("number", row.number ?? undefined, entry.question);
  yield* same("subject", row.subject ?? undefined, entry.subject);
  yield* same("instant", row.published_at?.toISOString(), entry.at);
  if (entry.act === "question.withdrawn") {
    if (content?.format === "voceria/withdrawal/v1") yield* same("reason", row.reason ?? undefined, content.reason);
    return;
  }
  yield* same("edition", row.edition ?? undefined, entry.edition);
  const commitment = row.commitment === null ? undefined : Buffer.from(row.commitment).toString("base64");
  yield* same("commitment", commitment, entry.commitment);
  if (content?.format !== "voceria/answer/v1") return;
  yield* same("content", row.content ?? undefined, content);
  yield* same("note", row.note ?? undefined, content.note);
  yield* same("severity", row.severity ?? undefined, content.severity);
}

/** Each series is counted from 1 without a gap. */
async function* auditNumbers(db: Reader): AsyncGenerator<Difference> {
  const { rows } = await sql<{ series: string; count: number; next: number | null }>`
    select coalesce(s.series, n.series) as series, coalesce(n.count, 0)::int as count, s.next
    from question_series s
    full join (select split_part(number, '-', 1) as series, count(*) as count from question where number is not null group by 1) n
      on n.series = s.series`.execute(db);
  for (const { series, count, next } of rows)
    if (next !== count + 1)
      yield {
        what: "numbers of questions",
        where: `series ${series}`,
        found: `${count} questions, the next being ${next ?? "none"}`,
        expected: `${count} questions, the next being ${count + 1}`,
      };
}

function told(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? "nothing").slice(0, 200);
}

import { sql } from "kysely";
import { type Actor, institutionsFor, may } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import { soughtWords } from "./find-question.ts";
import type { Queue } from "./question.ts";
import {
  draftColumns,
  isQuestionId,
  type QuestionColumns,
  questionOf,
  type QuestionRow,
  withDraft,
} from "./questions.ts";

/** A question as those who work on it see it. */
export type DeskQuestion = QuestionRow & {
  /** The public numbers of the briefing and the turn where it was asked. */
  briefing: string | undefined;
  turn: number | undefined;
  assignedTo: string | undefined;
  assignedOfficer: number | undefined;
  endReason: string | undefined;
  told: string | undefined;
  contactErasedAt: Date | undefined;
  draftText: { version: number; body: string; name: string; savedAt: Date } | undefined;
  /** Editions in the record so far; none where nothing was published. */
  editions: number;
};

export type DeskFilter = "waiting" | "mine" | "overdue" | "ended";

/** What waits in a queue, the first due and then the first asked first; what has ended, the newest first. */
export async function listDeskQuestions(
  db: Reader,
  {
    queue,
    filter,
    words,
    today,
    limit = 200,
  }: { queue: Queue; filter: DeskFilter; words: string; today: string; limit?: number },
  actor: Actor,
): Promise<DeskQuestion[]> {
  const institutions = institutionsFor(actor, "question.read");
  if (institutions.length === 0) return [];
  const waiting = sql`q.state in ('open', 'taken', 'assigned')`;
  const sought = words.trim() === "" ? undefined : await soughtWords(db, words);
  if (sought === "") return [];
  const by = {
    waiting,
    mine: sql`${waiting} and q.assigned_to = ${actor.officer}`,
    overdue: sql`q.state in ('taken', 'assigned') and q.due_on < ${today}`,
    ended: sql`q.state in ('answered', 'declined', 'closed')`,
  }[filter];
  const order = filter === "ended" ? sql`q.ended_at desc, q.id desc` : sql`q.due_on asc nulls last, q.asked_at, q.id`;
  return read(
    db,
    sql`q.queue = ${queue} and q.institution in (${sql.join(institutions)}) and ${by}
      ${sought === undefined ? sql`` : sql`and (to_tsvector('spanish', plain_words(q.text)) || to_tsvector('english', plain_words(q.text))) @@ ${sought}::tsquery`}
      order by ${order} limit ${limit}`,
  );
}

/** Undefined where there is none for this officer. */
export async function findDeskQuestion(db: Reader, id: number, actor: Actor): Promise<DeskQuestion | undefined> {
  const [found] = isQuestionId(id) ? await read(db, sql`q.id = ${id}`) : [];
  return found !== undefined && may(actor, "question.read", found.institution) ? found : undefined;
}

export type QuestionEvent = { at: Date; name: string | undefined; move: string; note: string | undefined };

export async function listQuestionEvents(db: Reader, id: number): Promise<QuestionEvent[]> {
  const rows = await db
    .selectFrom("question_event")
    .select(["at", "name", "move", "note"])
    .where("question_id", "=", id)
    .orderBy("id")
    .execute();
  return rows.map(({ at, name, move, note }) => ({ at, move, name: name ?? undefined, note: note ?? undefined }));
}

export async function listQuestionLines(db: Reader, id: number): Promise<{ id: number; subject: string }[]> {
  return db
    .selectFrom("question_line")
    .innerJoin("line", "line.id", "question_line.line_id")
    .select(["line.id", "line.subject"])
    .where("question_line.question_id", "=", id)
    .orderBy("line.subject")
    .execute();
}

/** How many wait in each queue, and how many of them are late. */
export async function countDeskQuestions(
  db: Reader,
  today: string,
  actor: Actor,
): Promise<Record<Queue, { waiting: number; overdue: number }>> {
  const counts = { press: { waiting: 0, overdue: 0 }, citizen: { waiting: 0, overdue: 0 } };
  const institutions = institutionsFor(actor, "question.read");
  if (institutions.length === 0) return counts;
  const { rows } = await sql<{ queue: Queue; waiting: number; overdue: number }>`
    select queue, count(*)::int as waiting,
      (count(*) filter (where state in ('taken', 'assigned') and due_on < ${today}))::int as overdue
    from question where state in ('open', 'taken', 'assigned') and institution in (${sql.join(institutions)})
    group by queue`.execute(db);
  for (const { queue, waiting, overdue } of rows) counts[queue] = { waiting, overdue };
  return counts;
}

type Row = QuestionColumns & {
  briefing: string | null;
  turn: number | null;
  assigned_name: string | null;
  draft_body: string | null;
  draft_name: string | null;
  draft_saved_at: Date | null;
  editions: number;
};

async function read(db: Reader, where: ReturnType<typeof sql>): Promise<DeskQuestion[]> {
  const { rows } = await sql<Row>`
    select q.*, ${draftColumns}, b.number as briefing, t.ordinal as turn, o.name as assigned_name,
      d.body as draft_body, d.name as draft_name, d.saved_at as draft_saved_at,
      (select count(*)::int from question_answer a where a.question_id = q.id) as editions
    from question q
    left join briefing b on b.id = q.briefing_id
    left join briefing_turn t on t.id = q.turn_id
    left join officer o on o.id = q.assigned_to
    ${withDraft}
    where ${where}`.execute(db);
  return rows.map((row) => ({
    ...questionOf(row),
    briefing: row.briefing ?? undefined,
    turn: row.turn ?? undefined,
    assignedTo: row.assigned_name ?? undefined,
    assignedOfficer: row.assigned_to ?? undefined,
    endReason: row.end_reason ?? undefined,
    told: row.told ?? undefined,
    contactErasedAt: row.contact_erased_at ?? undefined,
    draftText:
      row.draft_body === null || row.draft_name === null || row.draft_saved_at === null
        ? undefined
        : { version: row.draft_version, body: row.draft_body, name: row.draft_name, savedAt: row.draft_saved_at },
    editions: row.editions,
  }));
}

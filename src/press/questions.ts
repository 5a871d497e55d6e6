import { type Selectable, sql } from "kysely";
import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { writeNumber } from "../register/number.ts";
import { readOffice } from "../register/office.ts";
import type { Transaction } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";
import { tellPages, type ToldTag } from "../store/tell-pages.ts";
import type { Asker, Channel, Question, Queue, ShownAs } from "./question.ts";

/** A question as its row and its newest draft have it. */
export type QuestionRow = Question & {
  id: number;
  number: string | undefined;
  queue: Queue;
  institution: string;
  language: string;
  text: string;
  shownText: string | undefined;
  askedAt: Date;
  channel: Channel;
  asker: Asker;
  shownAs: ShownAs;
  draftVersion: number;
};

/** A question held against every other act on it until the transaction ends. */
export type LockedQuestion = QuestionRow & {
  subject: number | undefined;
  briefing: number | undefined;
  turn: number | undefined;
};

/** Whoever may not read it learns the same as where there is none: Fault("not-found"). */
export async function lockQuestion(tx: Transaction, id: number, actor: Actor, action: Action): Promise<LockedQuestion> {
  const question = isQuestionId(id) ? await lockQuestionRow(tx, id) : undefined;
  if (question === undefined || !may(actor, "question.read", question.institution)) throw noQuestion(id);
  permit(actor, action, question.institution);
  return question;
}

export async function lockQuestionRow(tx: Transaction, id: number): Promise<LockedQuestion | undefined> {
  // Locked first: in one statement the draft would be that of before, should the lock have waited for a newer one.
  await sql`select from question where id = ${id} for update`.execute(tx);
  const { rows } = await sql<QuestionColumns>`
    select q.*, ${draftColumns} from question q ${withDraft} where q.id = ${id}`.execute(tx);
  const [row] = rows;
  return (
    row && {
      ...questionOf(row),
      subject: row.subject ?? undefined,
      briefing: row.briefing_id ?? undefined,
      turn: row.turn_id ?? undefined,
    }
  );
}

/** What `questionOf` reads: the columns of `question q`, and those of its newest draft that `withDraft` joins as `d`. */
export const draftColumns = sql`d.officer as draft_by, d.kind as draft_kind`;
export const withDraft = sql`left join question_draft d on d.question_id = q.id and d.version = q.draft_version`;
export type QuestionColumns = Selectable<Schema["question"]> & {
  draft_by: number | null;
  draft_kind: "answer" | "declined" | null;
};

export function questionOf(row: QuestionColumns): QuestionRow {
  return {
    id: row.id,
    number: row.number ?? undefined,
    queue: row.queue,
    institution: row.institution,
    language: row.language,
    text: row.text,
    shownText: row.shown_text ?? undefined,
    askedAt: row.asked_at,
    channel: row.channel,
    asker: row.asker as Asker,
    shownAs: row.shown_as,
    draftVersion: row.draft_version,
    state: row.state,
    basis: row.basis ?? undefined,
    takenAt: row.taken_at ?? undefined,
    dueOn: row.due_on ?? undefined,
    shownAt: row.shown_at ?? undefined,
    exclusiveUntil: row.exclusive_until ?? undefined,
    withheld: row.withheld,
    draft: row.draft_by === null || row.draft_kind === null ? undefined : { by: row.draft_by, kind: row.draft_kind },
  };
}

export function isQuestionId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

export function noQuestion(id: number | string): Fault {
  return new Fault(
    "not-found",
    `There is no question ${id} for you. Open it from the list of questions.`,
    [],
    `No hay una pregunta ${id} para usted. Ábrala desde la lista de preguntas.`,
  );
}

/** Who did it: nobody where a rule or whoever asked did. */
export type Doer = { officer: number; name: string } | undefined;

/**
 * When this returns, the question stands as `after` says, what was done is on its course, and pages that show it are told
 * at commit. A question that is shown for the first time has its number from here on. Gives that number, if it has one.
 */
export async function saveQuestion(
  tx: Transaction,
  before: LockedQuestion,
  after: Question,
  { move, note, by, at }: { move: string; note?: string | undefined; by: Doer; at: Date },
): Promise<string | undefined> {
  const ended = after.state === "answered" || after.state === "declined" || after.state === "closed";
  const number = before.number ?? (after.shownAt === undefined ? undefined : await takeQuestionNumber(tx, at));
  await tx
    .updateTable("question")
    .set({
      number: number ?? null,
      state: after.state,
      basis: after.basis ?? null,
      taken_at: after.takenAt ?? null,
      due_on: after.dueOn ?? null,
      shown_at: after.shownAt ?? null,
      withheld: after.withheld,
      ended_at: ended ? sql`coalesce(ended_at, ${at})` : null,
      changed_at: at,
    })
    .where("id", "=", before.id)
    .execute();
  await writeQuestionEvent(tx, before.id, { move, note, by, at });
  if (before.shownAt !== undefined || after.shownAt !== undefined)
    await tellPages(tx, questionTags(number, before.briefing));
  return number;
}

/** The tags of the pages that show a question. */
export function questionTags(number: string | undefined, briefing: number | undefined): ToldTag[] {
  return [
    "questions",
    ...(number === undefined ? [] : [`question:${number}` as const]),
    ...(briefing === undefined ? [] : (["briefings"] as const)),
  ];
}

export async function writeQuestionEvent(
  tx: Transaction,
  id: number,
  { move, note, by, at }: { move: string; note?: string | undefined; by: Doer; at: Date },
): Promise<void> {
  await tx
    .insertInto("question_event")
    .values({ question_id: id, at, officer: by?.officer ?? null, name: by?.name ?? null, move, note: note ?? null })
    .execute();
}

/** The next number of the year of the office's own clocks. Its row stays locked until the transaction ends: none is skipped. */
export async function takeQuestionNumber(tx: Transaction, at: Date): Promise<string> {
  const { timeZone } = await readOffice(tx);
  const series = dayIn(timeZone, at).slice(0, 4);
  const { rows } = await sql<{ next: number }>`
    insert into question_series values (${series}, 2)
    on conflict (series) do update set next = question_series.next + 1 returning next`.execute(tx);
  return writeNumber(series, (rows[0]?.next ?? 2) - 1);
}

export type NewQuestion = {
  queue: Queue;
  institution: string;
  language: string;
  text: string;
  askedAt: Date;
  channel: Channel;
  briefing?: number | undefined;
  turn?: number | undefined;
  journalist?: number | undefined;
  asker: Asker;
  shownAs: ShownAs;
  exclusiveUntil?: Date | undefined;
  withheld?: boolean;
  clientKey?: string | undefined;
};

/** When this returns, the question is open, and nobody outside learns of it yet. */
export async function insertQuestion(tx: Transaction, question: NewQuestion, by: Doer, at: Date): Promise<number> {
  const { id } = await tx
    .insertInto("question")
    .values({
      queue: question.queue,
      institution: question.institution,
      language: question.language,
      text: question.text,
      asked_at: question.askedAt,
      channel: question.channel,
      briefing_id: question.briefing ?? null,
      turn_id: question.turn ?? null,
      journalist_id: question.journalist ?? null,
      asker: JSON.stringify(question.asker),
      shown_as: question.shownAs,
      exclusive_until: question.exclusiveUntil ?? null,
      withheld: question.withheld ?? false,
      logged_by: by?.officer ?? null,
      changed_at: at,
      client_key: question.clientKey ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await writeQuestionEvent(tx, id, { move: "ask", by, at });
  return id;
}

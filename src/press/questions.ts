import { sql } from "kysely";
import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { writeNumber } from "../register/number.ts";
import { readOffice } from "../register/office.ts";
import type { Transaction } from "../store/database.ts";
import { tellPages, type ToldTag } from "../store/tell-pages.ts";
import type { Asker, Channel, Question, Queue, ShownAs } from "./question.ts";

/** A question held against every other act on it until the transaction ends. */
export type LockedQuestion = Question & {
  id: number;
  number: string | undefined;
  subject: number | undefined;
  queue: Queue;
  institution: string;
  language: string;
  text: string;
  shownText: string | undefined;
  channel: Channel;
  askedAt: Date;
  briefing: number | undefined;
  turn: number | undefined;
  asker: Asker;
  shownAs: ShownAs;
  draftVersion: number;
};

/** Whoever may not read it learns the same as where there is none: Fault("not-found"). */
export async function lockQuestion(tx: Transaction, id: number, actor: Actor, action: Action): Promise<LockedQuestion> {
  const question = isQuestionId(id) ? await lockQuestionRow(tx, id) : undefined;
  if (question === undefined || !may(actor, "question.read", question.institution)) throw noQuestion(id);
  permit(actor, action, question.institution);
  return question;
}

export async function lockQuestionRow(tx: Transaction, id: number): Promise<LockedQuestion | undefined> {
  const row = await tx.selectFrom("question").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) return undefined;
  const draft =
    row.draft_version === 0
      ? undefined
      : await tx
          .selectFrom("question_draft")
          .select(["officer", "kind"])
          .where("question_id", "=", id)
          .where("version", "=", row.draft_version)
          .executeTakeFirstOrThrow();
  return {
    id: row.id,
    number: row.number ?? undefined,
    subject: row.subject ?? undefined,
    queue: row.queue,
    institution: row.institution,
    language: row.language,
    text: row.text,
    shownText: row.shown_text ?? undefined,
    channel: row.channel,
    askedAt: row.asked_at,
    briefing: row.briefing_id ?? undefined,
    turn: row.turn_id ?? undefined,
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
    draft: draft === undefined ? undefined : { by: draft.officer, kind: draft.kind },
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

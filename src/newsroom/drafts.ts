import { type Action, type Actor, may, permit } from "../access/rights.ts";
import { writeTrail } from "../access/trail.ts";
import { Fault } from "../fault.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { type DraftContent, type DraftText, fingerprintOf, type Particulars, type Purpose } from "./draft.ts";
import type { Course, State } from "./workflow.ts";

/** A draft held against every other act on it until the transaction ends. */
export type LockedDraft = {
  id: number;
  purpose: Purpose;
  institution: string;
  of: { statement: number; edition: number } | undefined;
  content: DraftContent;
  version: number;
  particularsVersion: number;
  publishAt: Date | undefined;
  urgent: Urgency | undefined;
  course: Course;
};

/**
 * The draft, locked, for an act that this officer may do. Whoever may not read it learns the same as where there is none:
 * Fault("not-found"). Fault("forbidden") names the right that is lacking.
 */
export async function lockDraft(
  tx: Transaction,
  id: number,
  actor: Actor,
  action: Action | ((purpose: Purpose) => Action),
): Promise<LockedDraft> {
  const draft = await lockAnyDraft(tx, id);
  if (draft === undefined || !may(actor, "draft.read", draft.institution)) throw noDraft(id);
  permit(actor, typeof action === "function" ? action(draft.purpose) : action, draft.institution);
  return draft;
}

/** The same for what no officer asks: a job at its hour, an official with a link. */
export async function lockAnyDraft(tx: Transaction, id: number): Promise<LockedDraft | undefined> {
  if (!isDraftId(id)) return undefined;
  const row = await tx.selectFrom("draft").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (row === undefined) return undefined;
  const { of_statement: statement, of_edition: edition } = row;
  return {
    id,
    purpose: row.purpose,
    institution: row.institution,
    of: statement === null || edition === null ? undefined : { statement, edition },
    content: { ...textOf(row), ...(row.particulars as Particulars) },
    version: row.version,
    particularsVersion: row.particulars_version,
    publishAt: row.publish_at ?? undefined,
    urgent: (row.urgent as Urgency | null) ?? undefined,
    course: await readCourse(tx, row),
  };
}

export function isDraftId(id: number): boolean {
  return Number.isSafeInteger(id) && id > 0;
}

export function noDraft(id: number): Fault {
  return new Fault(
    "not-found",
    `There is no draft ${id} for you. Open it from the board.`,
    [],
    `No hay un borrador ${id} para usted. Ábralo desde el tablero.`,
  );
}

/** Nobody's number: whoever works at the command line. */
export const commandLine = 0;

type CourseRow = {
  id: number;
  state: State;
  fingerprint: string;
  wrote_last: number | null;
  accepted: unknown;
  ahead: unknown;
  scheduled_by: number | null;
  urgent: unknown;
  published_statement: number | null;
  published_edition: number | null;
};

/** What the rules of the workflow need to know of a draft. */
export async function readCourse(db: Reader, row: CourseRow): Promise<Course> {
  const authors = await db
    .selectFrom("draft_author")
    .select("officer")
    .where("draft_id", "=", row.id)
    .orderBy("since")
    .orderBy("officer")
    .execute();
  const clearances = await db
    .selectFrom("clearance")
    .select(["id", "standing", "fingerprint as text"])
    .where("draft_id", "=", row.id)
    .where("ended_at", "is", null)
    .orderBy("id")
    .execute();
  return {
    state: row.state,
    text: row.fingerprint,
    authors: authors.map(({ officer }) => officer),
    wroteLast: row.wrote_last ?? undefined,
    accepted: row.accepted as Course["accepted"],
    clearances,
    ahead: (row.ahead as Course["ahead"] | null) ?? undefined,
    scheduledBy: row.scheduled_by ?? (row.state === "scheduled" ? commandLine : undefined),
    urgent: await readUrgent(db, row),
  };
}

/** By whom and why a draft is scheduled without what is ordinarily needed; without an officer: the command line. */
export type Urgency = { officer?: number; name: string; reason: string };

async function readUrgent(db: Reader, row: CourseRow): Promise<Course["urgent"]> {
  if (row.published_statement === null || row.published_edition === null) {
    const urgency = row.urgent as Urgency | null;
    return urgency === null ? undefined : { officer: urgency.officer ?? commandLine };
  }
  const review = await db
    .selectFrom("publication_review")
    .select(["officer", "reviewed_by"])
    .where("statement_id", "=", row.published_statement)
    .where("edition", "=", row.published_edition)
    .executeTakeFirst();
  if (review === undefined) return undefined;
  const { officer, reviewed_by: reviewedBy } = review;
  return { officer: officer ?? commandLine, ...(reviewedBy === null ? {} : { reviewedBy }) };
}

/** When this returns, the draft stands where that course has led it; one that is scheduled, for `hour`. */
export async function keepCourse(
  tx: Transaction,
  id: number,
  course: Course,
  at: Date,
  hour?: { publishAt: Date; urgent?: Urgency },
): Promise<void> {
  const { state, scheduledBy } = course;
  await tx
    .updateTable("draft")
    .set({
      state,
      wrote_last: course.wroteLast ?? null,
      accepted: JSON.stringify(course.accepted),
      ahead: course.ahead === undefined ? null : JSON.stringify(course.ahead),
      scheduled_by: scheduledBy === commandLine ? null : (scheduledBy ?? null),
      changed_at: at,
      ...(state !== "scheduled" ? { publish_at: null, urgent: null } : {}),
      ...(hour === undefined
        ? {}
        : { publish_at: hour.publishAt, urgent: hour.urgent === undefined ? null : JSON.stringify(hour.urgent) }),
    })
    .where("id", "=", id)
    .execute();
}

export type DraftEvent = {
  what: string;
  by: { officer?: number; name: string };
  at: Date;
  version: number;
  reason?: string;
  details?: Record<string, unknown>;
};

/**
 * When this returns, what happened to the draft is kept with it for whoever may read it, and on the trail for
 * administrators: there without a word of the text.
 */
export async function tell(
  tx: Transaction,
  draft: { id: number; institution: string },
  event: DraftEvent,
  action: Action,
  address?: string,
): Promise<void> {
  const { what, by, at, version, reason, details } = event;
  await tx
    .insertInto("draft_event")
    .values({
      draft_id: draft.id,
      at,
      officer: by.officer ?? null,
      name: by.name,
      what,
      version,
      reason: reason ?? null,
      details: JSON.stringify(details ?? {}),
    })
    .execute();
  await writeTrail(tx, {
    at,
    ...(by.officer === undefined ? {} : { actor: { officer: by.officer } }),
    action,
    institution: draft.institution,
    about: `draft ${draft.id}`,
    details: {
      what,
      version,
      ...(by.officer === undefined ? { by: by.name } : {}),
      ...(reason === undefined ? {} : { reason }),
    },
    address,
  });
}

export type VersionWhy = "started" | "typed" | "details" | "set-aside";

export function textOf({ title, summary, body }: DraftText): DraftText {
  return { title, summary, body };
}

export function particularsOf(content: DraftContent): Particulars {
  const { kind, language, topics, speakers, pressContact, details, attachments, note, severity } = content;
  return {
    kind,
    language,
    topics,
    speakers,
    details,
    attachments,
    ...(pressContact === undefined ? {} : { pressContact }),
    ...(note === undefined ? {} : { note }),
    ...(severity === undefined ? {} : { severity }),
  };
}

/** The columns of a text that a draft and each of its versions have alike. */
export function contentColumns(content: DraftContent) {
  return {
    ...textOf(content),
    particulars: JSON.stringify(particularsOf(content)),
    fingerprint: fingerprintOf(content),
  };
}

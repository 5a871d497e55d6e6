import { type Actor, may } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import type { DraftContent, DraftText, Particulars, Purpose } from "./draft.ts";
import { isDraftId, readCourse, textOf, type VersionWhy } from "./drafts.ts";
import { movesFor, type OfficersMove } from "./move-rights.ts";
import { isStale, type Missing, missingFor, type Standing, type State } from "./workflow.ts";

export type Named = { officer?: number; name: string };

/** What was put to an official, and what they said. `stale`: given to another text than the one that stands. */
export type ClearanceView = {
  id: number;
  institution: string;
  official: string;
  mail: string;
  language: string;
  standing: Standing;
  stale: boolean;
  askedBy: Named;
  askedAt: Date;
  dueAt: Date;
  openedAt?: Date;
  answeredAt?: Date;
  reason?: string;
  /** Whoever handed on the link that it was answered by. */
  answeredThrough?: string;
  /** The row of the version that was put to them. */
  version: number;
};

/** A draft as an officer sees it who may read it. */
export type DraftView = DraftContent & {
  id: number;
  purpose: Purpose;
  institution: string;
  state: State;
  /** What it corrects or translates. */
  of?: { number: string; edition: number };
  /** Counts every saved change; `detailsVersion` those of the particulars alone. */
  version: number;
  detailsVersion: number;
  authors: Named[];
  wroteLast?: Named;
  /** Who accepted it; `present`: this very text. */
  accepted: { by: Named; present: boolean }[];
  clearances: ClearanceView[];
  ahead?: { by: Named; present: boolean };
  publishAt?: Date;
  scheduledBy?: Named;
  startedAt: Date;
  changedAt: Date;
  published?: { number: string; edition: number; at: Date };
  /** Of an urgent publication: by when somebody else looks at it, and whether they have. */
  review?: { reason: string; by: Named; dueAt: Date; reviewedBy?: Named; reviewedAt?: Date; remark?: string };
  /** The moves open to the officer who asked, and what keeps them from publishing it. */
  moves: OfficersMove[];
  missing: Missing[];
};

/** The draft as this officer may see it; undefined where there is none, or none for them. */
export async function findDraft(db: Reader, id: number, actor: Actor): Promise<DraftView | undefined> {
  if (!isDraftId(id)) return undefined;
  const row = await db.selectFrom("draft").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || !may(actor, "draft.read", row.institution)) return undefined;
  const course = await readCourse(db, row);
  const names = await namesOf(db, [
    ...course.authors,
    ...course.accepted.map(({ officer }) => officer),
    ...[course.ahead?.officer, course.scheduledBy].flatMap((officer) => officer ?? []),
  ]);
  const named = (officer: number): Named => ({ officer, name: names.get(officer) ?? "" });
  const of = await numberOf(db, row.of_statement);
  const became = await numberOf(db, row.published_statement);
  const { ahead, scheduledBy, wroteLast } = course;
  return {
    id,
    purpose: row.purpose,
    institution: row.institution,
    state: row.state,
    ...textOf(row),
    ...(row.particulars as Particulars),
    ...(of === undefined || row.of_edition === null ? {} : { of: { number: of, edition: row.of_edition } }),
    version: row.version,
    detailsVersion: row.particulars_version,
    authors: course.authors.map(named),
    ...(wroteLast === undefined ? {} : { wroteLast: named(wroteLast) }),
    accepted: course.accepted.map(({ officer, text }) => ({ by: named(officer), present: text === course.text })),
    clearances: await readClearances(db, id, row.fingerprint),
    ...(ahead === undefined ? {} : { ahead: { by: named(ahead.officer), present: ahead.text === course.text } }),
    ...(row.publish_at === null ? {} : { publishAt: row.publish_at }),
    ...(scheduledBy === undefined ? {} : { scheduledBy: named(scheduledBy) }),
    startedAt: row.started_at,
    changedAt: row.changed_at,
    ...(became === undefined || row.published_edition === null || row.published_at === null
      ? {}
      : { published: { number: became, edition: row.published_edition, at: row.published_at } }),
    ...(await readReview(db, row)),
    moves: movesFor(actor, row),
    missing: missingFor(course, actor.officer),
  };
}

async function readClearances(db: Reader, draft: number, text: string): Promise<ClearanceView[]> {
  const rows = await db
    .selectFrom("clearance")
    .leftJoin("officer", "officer.id", "clearance.answered_through")
    .selectAll("clearance")
    .select("officer.name as through")
    .where("draft_id", "=", draft)
    .where("ended_at", "is", null)
    .orderBy("clearance.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    institution: row.institution,
    official: row.official,
    mail: row.mail,
    language: row.language,
    standing: row.standing,
    stale: isStale({ text }, { standing: row.standing, text: row.fingerprint }),
    askedBy: { officer: row.asked_by, name: row.asked_by_name },
    askedAt: row.asked_at,
    dueAt: row.due_at,
    ...(row.opened_at === null ? {} : { openedAt: row.opened_at }),
    ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.through === null ? {} : { answeredThrough: row.through }),
    version: row.version_id,
  }));
}

async function readReview(
  db: Reader,
  row: { published_statement: number | null; published_edition: number | null },
): Promise<Pick<DraftView, "review">> {
  if (row.published_statement === null || row.published_edition === null) return {};
  const review = await db
    .selectFrom("publication_review")
    .selectAll()
    .where("statement_id", "=", row.published_statement)
    .where("edition", "=", row.published_edition)
    .executeTakeFirst();
  if (review === undefined) return {};
  const { reviewed_by: reviewer, reviewed_by_name: reviewerName, reviewed_at: reviewedAt } = review;
  return {
    review: {
      reason: review.reason,
      by: { name: review.name, ...(review.officer === null ? {} : { officer: review.officer }) },
      dueAt: review.due_at,
      ...(reviewer === null || reviewerName === null || reviewedAt === null
        ? {}
        : { reviewedBy: { officer: reviewer, name: reviewerName }, reviewedAt }),
      ...(review.remark === null ? {} : { remark: review.remark }),
    },
  };
}

export type DraftVersion = DraftText & {
  /** The row: set-aside texts have the number of the version that stood instead. */
  id: number;
  version: number;
  setAside: boolean;
  why: VersionWhy;
  by: Named;
  startedAt: Date;
  savedAt: Date;
  particulars: Particulars;
};

/** Every version that was kept, the newest first; what officers see beside a draft that they may read. */
export async function listVersions(db: Reader, draft: number, actor: Actor): Promise<Omit<DraftVersion, "body">[]> {
  if ((await institutionOf(db, draft, actor)) === undefined) return [];
  const rows = await db
    .selectFrom("draft_version")
    .select([
      "id",
      "version",
      "set_aside",
      "title",
      "summary",
      "particulars",
      "officer",
      "name",
      "why",
      "started_at",
      "saved_at",
    ])
    .where("draft_id", "=", draft)
    .orderBy("id", "desc")
    .execute();
  return rows.map(versionOf);
}

/** One version, by its row; undefined for a draft that this officer may not read. */
export async function findVersion(
  db: Reader,
  draft: number,
  id: number,
  actor: Actor,
): Promise<DraftVersion | undefined> {
  if ((await institutionOf(db, draft, actor)) === undefined || !isDraftId(id)) return undefined;
  const row = await db
    .selectFrom("draft_version")
    .selectAll()
    .where("draft_id", "=", draft)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...versionOf(row), body: row.body };
}

export type DraftEventView = {
  id: number;
  what: string;
  by: Named;
  at: Date;
  version: number;
  reason?: string;
  details: Record<string, unknown>;
};

/** What happened to the draft, the oldest first. */
export async function listEvents(db: Reader, draft: number, actor: Actor): Promise<DraftEventView[]> {
  if ((await institutionOf(db, draft, actor)) === undefined) return [];
  const rows = await db.selectFrom("draft_event").selectAll().where("draft_id", "=", draft).orderBy("id").execute();
  return rows.map((row) => ({
    id: row.id,
    what: row.what,
    by: namedRow(row),
    at: row.at,
    version: row.version,
    ...(row.reason === null ? {} : { reason: row.reason }),
    details: row.details as Record<string, unknown>,
  }));
}

/** Undefined where there is no such draft for this officer. */
export async function institutionOf(db: Reader, draft: number, actor: Actor): Promise<string | undefined> {
  if (!isDraftId(draft)) return undefined;
  const row = await db.selectFrom("draft").select("institution").where("id", "=", draft).executeTakeFirst();
  return row !== undefined && may(actor, "draft.read", row.institution) ? row.institution : undefined;
}

type VersionRow = {
  id: number;
  version: number;
  set_aside: boolean;
  title: string;
  summary: string;
  particulars: unknown;
  officer: number | null;
  name: string;
  why: VersionWhy;
  started_at: Date;
  saved_at: Date;
};

function versionOf(row: VersionRow): Omit<DraftVersion, "body"> {
  return {
    id: row.id,
    version: row.version,
    setAside: row.set_aside,
    title: row.title,
    summary: row.summary,
    particulars: row.particulars as Particulars,
    why: row.why,
    by: namedRow(row),
    startedAt: row.started_at,
    savedAt: row.saved_at,
  };
}

function namedRow({ officer, name }: { officer: number | null; name: string }): Named {
  return { name, ...(officer === null ? {} : { officer }) };
}

async function namesOf(db: Reader, officers: readonly number[]): Promise<Map<number, string>> {
  if (officers.length === 0) return new Map();
  const rows = await db.selectFrom("officer").select(["id", "name"]).where("id", "in", officers).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function numberOf(db: Reader, statement: number | null): Promise<string | undefined> {
  if (statement === null) return undefined;
  const row = await db.selectFrom("statement").select("number").where("id", "=", statement).executeTakeFirst();
  return row?.number;
}

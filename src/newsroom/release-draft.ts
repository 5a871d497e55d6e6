import { findOfficer, listOfficers, type Officer } from "../access/officers.ts";
import { may } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { attachReady, enterReady, readReady, type Ready } from "./draft-publication.ts";
import { addMail } from "../store/mail.ts";
import { commandLine, keepCourse, type LockedDraft, lockAnyDraft, tell } from "./drafts.ts";
import { onItsDay } from "./enter-publication.ts";
import type { Signed } from "./publication-reviews.ts";
import type { Done, Published } from "./idempotency.ts";
import { moveAction } from "./move-rights.ts";
import { type Course, follow } from "./workflow.ts";

/** A publication that comes more than this after its second is told as late. */
const punctual = 1_000;

export type Released =
  | ({ released: true; late: number } & Published)
  /** Not at this hour, or not any more: called back, published by another process, another hour. */
  | { released: false; publishAt?: Date; refused?: Fault };

/**
 * When this returns, a draft whose hour has come is published, once, however many ask and whoever dies: state, number,
 * edition and entry commit together. One that can no longer be published as it is (its speaker has left, say) is called
 * back instead, its events say why, and whoever scheduled it is mailed: an hour is never kept by trying for ever. `prepared` is of that fingerprint.
 */
export async function releaseDraft(
  db: Database,
  id: number,
  means: Means,
  prepared?: { fingerprint: string; ready: Ready },
): Promise<Released> {
  try {
    return await onItsDay(means, (now) => transact(db, (tx) => release(tx, id, now, means, prepared)));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { released: false, refused: error, ...(await transact(db, (tx) => callBackFor(tx, id, error, means))) };
  }
}

/** The text made ready ahead of its second; undefined where nothing is due. */
export async function prepareRelease(
  db: Database,
  id: number,
  means: Means,
): Promise<{ publishAt: Date; fingerprint: string; ready?: Ready } | undefined> {
  const due = await findDue(db, id);
  return due?.ready === undefined ? due : { ...due, ready: await attachReady(db, due.ready, means) };
}

function findDue(
  db: Database,
  id: number,
): Promise<{ publishAt: Date; fingerprint: string; ready?: Ready } | undefined> {
  return transact(db, async (tx) => {
    const draft = await lockAnyDraft(tx, id);
    if (draft?.publishAt === undefined || draft.course.state !== "scheduled") return undefined;
    const due = { publishAt: draft.publishAt, fingerprint: draft.course.text };
    try {
      return { ...due, ready: await readReady(tx, draft) };
    } catch (error) {
      // What is wrong with it is told at its hour.
      if (error instanceof Fault) return due;
      throw error;
    }
  });
}

async function release(
  tx: Transaction,
  id: number,
  now: Date,
  means: Means,
  prepared: { fingerprint: string; ready: Ready } | undefined,
): Promise<Released> {
  const draft = await lockAnyDraft(tx, id);
  if (draft?.publishAt === undefined || draft.course.state !== "scheduled") return { released: false };
  const { publishAt } = draft;
  if (now < publishAt) return { released: false, publishAt };
  const { scheduledBy = commandLine } = draft.course;
  await checkScheduler(tx, draft, scheduledBy);
  const course = follow(draft.course, { move: "publish", by: scheduledBy });
  const ready = prepared?.fingerprint === course.text ? prepared.ready : await readReady(tx, draft);
  const signed = await signedFor(tx, draft);
  const done = await enterReady(tx, ready, signed, now, means);
  const late = done.at.getTime() - publishAt.getTime();
  const details = { due: publishAt.toISOString(), ...(late > punctual ? { late } : {}) };
  const by = { name: signed.name, ...(signed.officer === undefined ? {} : { officer: signed.officer }) };
  return { released: true, late, ...(await keepPublished(tx, draft, course, done, { what: "publish", by, details })) };
}

/** It goes out in their name: whoever was suspended meanwhile, or may not publish any more, publishes nothing. */
async function checkScheduler(tx: Transaction, draft: LockedDraft, scheduledBy: number): Promise<void> {
  if (scheduledBy === commandLine) return;
  const officer = await findOfficer(tx, scheduledBy);
  const action = moveAction(draft.urgent === undefined ? "schedule" : "schedule-urgently", draft.purpose);
  if (officer !== undefined && officer.suspendedAt === undefined && may(officer, action, draft.institution)) return;
  const name = officer?.name ?? "";
  throw new Fault(
    "forbidden",
    `${name}, who scheduled it, may not publish any more. Whoever may has to schedule it again.`,
    [],
    `${name}, que lo programó, ya no puede publicar. Quien pueda debe programarlo de nuevo.`,
  );
}

async function signedFor(tx: Transaction, { urgent, course }: LockedDraft): Promise<Signed> {
  if (urgent !== undefined) {
    const { name, officer, reason } = urgent;
    return { name, ...(officer === undefined ? {} : { officer }), urgent: { reason } };
  }
  const { id, name } = await tx
    .selectFrom("officer")
    .select(["id", "name"])
    .where("id", "=", course.scheduledBy ?? commandLine)
    .executeTakeFirstOrThrow();
  return { name, officer: id };
}

/** When this returns, the draft is told to have become that edition. */
export async function keepPublished(
  tx: Transaction,
  draft: LockedDraft,
  course: Course,
  done: Done,
  told: {
    what: string;
    by: { officer?: number; name: string };
    reason?: string;
    details?: Record<string, unknown>;
  },
  address?: string,
): Promise<Published> {
  const { statement, ...published } = done;
  const { number, edition, at } = published;
  await tx
    .updateTable("draft")
    .set({
      published_statement: statement,
      published_edition: edition,
      published_at: at,
      state: "published",
      publish_at: null,
    })
    .where("id", "=", draft.id)
    .execute();
  await keepCourse(tx, draft.id, course, at);
  const event = { ...told, at, version: draft.version, details: { ...told.details, number, edition } };
  await tell(tx, draft, event, moveAction("publish", draft.purpose), address);
  return { ...published, repeated: false };
}

async function callBackFor(tx: Transaction, id: number, refused: Fault, means: Means) {
  const draft = await lockAnyDraft(tx, id);
  const at = means.clock.now();
  // Called back meanwhile, or given another hour: then there is nothing to undo.
  if (draft?.publishAt === undefined || draft.course.state !== "scheduled" || draft.publishAt > at) return {};
  const { publishAt } = draft;
  await keepCourse(tx, id, follow(draft.course, { move: "call-back", by: commandLine }), at);
  const event = {
    what: "not-published",
    by: { name: "" },
    at,
    version: draft.version,
    reason: refused.es ?? refused.message,
    details: { due: publishAt.toISOString(), code: refused.code, inEnglish: refused.message },
  };
  await tell(tx, draft, event, moveAction("publish", draft.purpose));
  await mailAbout(tx, draft, refused);
  return { publishAt };
}

/**
 * Whoever counted on an hour that was not kept must not learn of it from the press: the officer who set it, and where that one
 * may do nothing about it any more, all who may. Nothing of the text is in the mail.
 */
async function mailAbout(tx: Transaction, draft: LockedDraft, refused: Fault): Promise<void> {
  const { id, purpose, institution, course } = draft;
  const mayMend = (officer: Officer) =>
    officer.suspendedAt === undefined && may(officer, moveAction("schedule", purpose), institution);
  const officers = await listOfficers(tx);
  const own = officers.filter((officer) => officer.id === course.scheduledBy && mayMend(officer));
  for (const { name, email, language } of own.length > 0 ? own : officers.filter(mayMend)) {
    const spanish = language === "es";
    await addMail(tx, {
      to: { name, address: email },
      subject: spanish ? `No salió a su hora: borrador ${id}` : `Not published at its hour: draft ${id}`,
      text: `${spanish ? (refused.es ?? refused.message) : refused.message}\n`,
    });
  }
}

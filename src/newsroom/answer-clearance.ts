import { type Actor, may } from "../access/rights.ts";
import { readToken } from "../access/token.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { dropJob } from "../store/jobs.ts";
import { addMail } from "../store/mail.ts";
import { gatheredFor, paceOfAnswer } from "./clearance-pace.ts";
import { answerMail } from "./clearance-words.ts";
import { dropClearanceJobs } from "./ask-clearance.ts";
import { isDraftId, keepCourse, lockAnyDraft, tell } from "./drafts.ts";
import { releaseKey } from "./schedule-draft.ts";
import { takeReason } from "./text.ts";
import { follow, type Standing } from "./workflow.ts";

/** By what somebody comes to a question: the token of a personal link, or as the officer it was put to. */
export type ClearanceKey = string | { clearance: number; actor: Actor };
export type ClearanceAnswer = { answer: "given" | "objected"; reason?: string };

/**
 * When this returns, the official's word on the text that was put to them is kept; whatever the draft has become since, it
 * is a word on that text. The same answer again changes nothing; until publication they may change their mind, and an
 * objection takes a scheduled draft back. Fault("not-found") for a link that leads nowhere (any more), one sentence for all.
 */
export async function answerClearance(
  db: Database,
  key: ClearanceKey,
  { answer, reason = "" }: ClearanceAnswer,
  means: Means,
): Promise<{ standing: Standing; answeredAt: Date }> {
  return transact(db, async (tx) => {
    const found = await findClearance(tx, key);
    const draft = found === undefined ? undefined : await lockAnyDraft(tx, found.draft);
    // Read again now that nobody else acts on it: it may have been taken back meanwhile.
    const clearance = draft === undefined ? undefined : await findClearance(tx, key);
    if (draft === undefined || clearance === undefined) throw noClearance();
    const { id, standing, answeredAt, official, institution } = clearance;
    const said = answer === "given" && reason.trim() === "" ? "" : takeReason("reason", reason);
    if (standing === answer && answeredAt !== undefined && (clearance.reason ?? "") === said)
      return { standing, answeredAt };
    const course = follow(draft.course, { move: "answer", id, answer, reason: said });
    const at = means.clock.now();
    const pace = await paceOfAnswer(tx, draft.id, id, at);
    await tx
      .updateTable("clearance")
      .set((row) => ({
        standing: answer,
        answered_at: at,
        answered_through: clearance.handedOnBy ?? null,
        opened_at: row.fn.coalesce("opened_at", row.val(at)),
        reason: said === "" ? null : said,
      }))
      .where("id", "=", id)
      .execute();
    await dropClearanceJobs(tx, id);
    await keepCourse(tx, draft.id, course, at);
    const calledBack = draft.course.state === "scheduled" && course.state !== "scheduled";
    if (calledBack) await dropJob(tx, releaseKey(draft.id));
    const event = {
      what: answer === "given" ? "clearance-given" : "clearance-objected",
      by: {
        name: `${official} (${institution})`,
        ...(typeof key === "string" ? {} : { officer: key.actor.officer }),
      },
      at,
      version: clearance.version,
      ...(said === "" ? {} : { reason: said }),
      details: { clearance: id, ...(calledBack ? { calledBack } : {}) },
    };
    await tell(tx, draft, event, "clearance.answer", typeof key === "string" ? undefined : key.actor.address);
    await mailOfficers(
      tx,
      draft,
      clearance,
      { answer, reason: said, calledBack },
      pace === "gathered" ? at : undefined,
    );
    return { standing: answer, answeredAt: at };
  });
}

type FoundClearance = {
  id: number;
  draft: number;
  institution: string;
  official: string;
  standing: Standing;
  answeredAt: Date | undefined;
  reason: string | undefined;
  askedBy: number;
  /** Who handed on the link that it was found by. */
  handedOnBy: number | undefined;
  /** The number of the version put to them, and its row. */
  version: number;
  versionRow: number;
};

/**
 * Undefined for a link that is none, for a question that has ended, and for an officer to whom it was not put: whose address is
 * another, or who may not answer for that institution's drafts.
 */
export async function findClearance(db: Reader, key: ClearanceKey): Promise<FoundClearance | undefined> {
  const found = typeof key === "string" ? await byToken(db, key) : await forOfficer(db, key);
  if (found === undefined) return undefined;
  const row = await db
    .selectFrom("clearance")
    .innerJoin("draft_version", "draft_version.id", "clearance.version_id")
    .selectAll("clearance")
    .select("draft_version.version")
    .where("clearance.id", "=", found.id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    draft: row.draft_id,
    institution: row.institution,
    official: row.official,
    standing: row.standing,
    answeredAt: row.answered_at ?? undefined,
    reason: row.reason ?? undefined,
    askedBy: row.asked_by,
    handedOnBy: found.handedOnBy,
    version: row.version,
    versionRow: row.version_id,
  };
}

type Key = { id: number; handedOnBy: number | undefined };

async function byToken(db: Reader, token: string): Promise<Key | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const link = await db
    .selectFrom("clearance_link")
    .select(["clearance_id", "handed_on_by"])
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  return link && { id: link.clearance_id, handedOnBy: link.handed_on_by ?? undefined };
}

async function forOfficer(
  db: Reader,
  { clearance, actor }: { clearance: number; actor: Actor },
): Promise<Key | undefined> {
  if (!isDraftId(clearance)) return undefined;
  const row = await db
    .selectFrom("clearance")
    .innerJoin("draft", "draft.id", "clearance.draft_id")
    .select(["mail", "draft.institution"])
    .where("clearance.id", "=", clearance)
    .executeTakeFirst();
  if (row === undefined || row.mail.toLowerCase() !== actor.email.toLowerCase()) return undefined;
  return may(actor, "clearance.answer", row.institution) ? { id: clearance, handedOnBy: undefined } : undefined;
}

/** The same for a link that never was, was taken back, or belongs to a question that was asked anew. */
export function noClearance(): Fault {
  return new Fault(
    "not-found",
    "This link leads to no question any more: it was taken back, or put to you anew in a later mail. Whoever sent it can send another.",
    [],
    "Este enlace ya no lleva a ninguna consulta: se retiró, o se le hizo de nuevo en un correo posterior. Quien lo envió puede enviar otro.",
  );
}

/**
 * Whoever asked learns of the answer, and whoever scheduled it that it was called back. Nothing of the text is in the mail. From
 * `gatheredAt` on, one mail tells the newest of several answers; that a text was called back never waits.
 */
async function mailOfficers(
  tx: Transaction,
  draft: { id: number; course: { scheduledBy: number | undefined } },
  { id, askedBy, official, institution }: FoundClearance,
  said: { answer: "given" | "objected"; reason: string; calledBack: boolean },
  gatheredAt: Date | undefined,
): Promise<void> {
  const { scheduledBy } = draft.course;
  const officers = [...new Set([askedBy, ...(said.calledBack && scheduledBy !== undefined ? [scheduledBy] : [])])];
  const rows = await tx
    .selectFrom("officer")
    .select(["id", "name", "email", "language"])
    .where("id", "in", officers)
    .where("suspended_at", "is", null)
    .execute();
  for (const { id: officer, name, email, language } of rows) {
    const gathered =
      gatheredAt === undefined || said.calledBack
        ? {}
        : {
            key: `clearance-answer:${id}:${officer}`,
            keepHour: true,
            runAt: new Date(gatheredAt.getTime() + gatheredFor),
          };
    const words = answerMail({ draft: draft.id, official, institution, ...said }, language);
    await addMail(tx, { to: { name, address: email }, ...words }, gathered);
  }
}

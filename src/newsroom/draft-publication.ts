import { isDeepStrictEqual } from "node:util";
import type { Means } from "../clock.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { voiceFor } from "../register/voice.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { attach, readAttachments } from "./attachments.ts";
import { type Correction, enterCorrection, readCorrection } from "./correct-statement.ts";
import type { DetailsDraft, EditionDetails } from "./details.ts";
import type { DraftContent, Purpose } from "./draft.ts";
import { enterPublication, type Publication, readPublication } from "./enter-publication.ts";
import type { Signed } from "./publication-reviews.ts";
import type { Done } from "./idempotency.ts";
import type { CorrectionDraft, StatementDraft } from "./statement-draft.ts";
import { checkTopics } from "../register/topics.ts";

/** What a draft will be once it goes out, rendered. `of`: the statement it corrects. */
export type Ready =
  | { act: "publish"; publication: Publication }
  | { act: "correct"; of: { number: string; edition: number }; correction: Correction };

type ToPublish = { purpose: Purpose; content: DraftContent; of: { statement: number; edition: number } | undefined };

/** Reads a draft by the rules that every publication is read by; Fault("invalid") names what is missing or wrong. */
export async function readReady(db: Reader, { purpose, content, of }: ToPublish): Promise<Ready> {
  const files = await readAttachments(db, content.attachments);
  if (purpose !== "correction") return { act: "publish", publication: readPublication(statementOf(content), files) };
  if (of === undefined) throw new Error("a correction of nothing");
  const { edition } = of;
  const { number, details } = await db
    .selectFrom("statement")
    .innerJoin("edition", "edition.statement_id", "statement.id")
    .select(["number", "details"])
    .where("id", "=", of.statement)
    .where("edition", "=", edition)
    .executeTakeFirstOrThrow();
  const draft = correctionOf(content, edition, details as EditionDetails);
  return { act: "correct", of: { number, edition }, correction: readCorrection(draft, files) };
}

/** What else could refuse the publication at that hour, as far as it can be known now: topics, and who speaks that day. */
export async function checkReady(db: Reader, ready: Ready, at: Date): Promise<void> {
  if (ready.act === "correct") return checkTopics(db, ready.correction.draft.topics ?? []);
  const { text, speakers } = ready.publication;
  await checkTopics(db, text.topics);
  const { timeZone } = await readOffice(db);
  for (const each of speakers) await voiceFor(db, { ...each, day: dayIn(timeZone, at), at });
}

/** The same with its files read through, which can take a while. */
export async function attachReady(db: Reader, ready: Ready, means: Means): Promise<Ready> {
  if (ready.act === "correct" || ready.publication.files.length === 0) return ready;
  const { publication } = ready;
  return { ...ready, publication: { ...publication, attached: await attach(db, publication.files, means) } };
}

/** When this returns, the draft's text is entered in `tx`, by the one path that all publications take. */
export function enterReady(tx: Transaction, ready: Ready, signed: Signed, now: Date, means: Means): Promise<Done> {
  return ready.act === "publish"
    ? enterPublication(tx, ready.publication, signed, now, means)
    : enterCorrection(tx, ready.of.number, ready.correction, signed, means);
}

function statementOf(content: DraftContent): StatementDraft {
  const { title, summary, body, kind, language, topics, speakers } = content;
  return {
    title,
    body,
    kind,
    language,
    topics,
    // A translation speaks in the voice of its original.
    speakers: content.details.translates === undefined ? speakers : [],
    ...(summary.trim() === "" ? {} : { summary }),
    details: detailsOf(content),
  };
}

function correctionOf(content: DraftContent, edition: number, before: EditionDetails): CorrectionDraft {
  const { title, summary, body, topics, kind, language, note = "", severity = "" } = content;
  // Only what changes is handed in: what stays keeps all that the edition had, a claim its image.
  const { claim: { image: _image, ...claim } = {}, ...others } = before;
  const had: Record<string, unknown> = { ...others, ...(before.claim === undefined ? {} : { claim }) };
  const changed = Object.entries(detailsOf(content)).filter(([field, value]) => !isDeepStrictEqual(value, had[field]));
  const details = Object.fromEntries(changed) as DetailsDraft;
  return { title, summary, body, topics, kind, language, note, severity, edition, details };
}

function detailsOf({ details, pressContact }: DraftContent): DetailsDraft {
  return { ...details, ...(pressContact === undefined ? {} : { contact: pressContact }) };
}

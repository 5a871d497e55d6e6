import { createHash } from "node:crypto";
import { canonicalize } from "@voceria/record";
import { Fault } from "../fault.ts";
import type { Means } from "../clock.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { voiceFor } from "../register/voice.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type AttachmentDraft, attachmentsAsAsked, readAttachments } from "./attachments.ts";
import { type DraftContent, readAttachmentDrafts, type Speaker } from "./draft.ts";
import { keepDraftFiles } from "./draft-files.ts";
import { checkTopics } from "../register/topics.ts";
import { tell } from "./drafts.ts";
import { type Publication, readPublication } from "./enter-publication.ts";
import { type Hand, signedBy } from "./publish-statement.ts";
import { addRelease, checkHour } from "./schedule-draft.ts";
import type { StatementDraft } from "./statement-draft.ts";
import { insertDraft } from "./versions.ts";

/**
 * When this returns, the statement will be published at that second as an urgent publication of this hand, to be reviewed
 * afterwards, and stands among the drafts, where the desk can call it back. A second call under the same key gives the
 * first one's draft, if it is for the same text and hour.
 */
export async function scheduleStatement(
  db: Database,
  draft: StatementDraft,
  publishAt: Date,
  hand: Hand & Required<Pick<Hand, "urgent">>,
  means: Means,
): Promise<{ draft: number; publishAt: Date; repeated: boolean }> {
  const { name, urgent } = { ...signedBy(hand), urgent: hand.urgent };
  const { attachments = [], ...rest } = draft;
  const files = await readAttachments(db, attachments);
  const publication = readPublication(rest, files);
  const asked = { ...rest, attachments: attachmentsAsAsked(files), at: publishAt.getTime() };
  const request = createHash("sha256").update(canonicalize(asked)).digest("base64");
  return transact(db, async (tx) => {
    const content = contentOf(publication, await readSpeakers(tx, publication, publishAt), attachments);
    const before = hand.key === undefined ? undefined : await findUnderKey(tx, hand.key, request);
    if (before !== undefined) return { draft: before, publishAt, repeated: true };
    await checkHour(tx, publishAt, means);
    await checkTopics(tx, content.topics);
    const { institution } = await readOffice(tx);
    const at = means.clock.now();
    const id = await insertDraft(tx, { purpose: "publication", institution, content }, { name }, at, {
      state: "scheduled",
      publish_at: publishAt,
      urgent: JSON.stringify({ name, reason: urgent.reason }),
      key: hand.key ?? null,
    });
    await keepDraftFiles(tx, id, content.attachments);
    const event = { what: "schedule-urgently", by: { name }, at, version: 1, reason: urgent.reason };
    await tell(
      tx,
      { id, institution },
      { ...event, details: { at: publishAt.toISOString(), request } },
      "draft.publish-urgently",
    );
    await addRelease(tx, id, publishAt, means);
    return { draft: id, publishAt, repeated: false };
  });
}

/** A name is taken for whoever bears it that day, and for the post in which they speak then. */
async function readSpeakers(tx: Transaction, { speakers }: Publication, at: Date): Promise<Speaker[]> {
  const { timeZone } = await readOffice(tx);
  const read: Speaker[] = [];
  for (const each of speakers) {
    const { person, post } = await voiceFor(tx, { ...each, day: dayIn(timeZone, at), at });
    read.push({ person, post });
  }
  return read;
}

function contentOf(
  { text, details }: Publication,
  speakers: Speaker[],
  attachments: readonly AttachmentDraft[],
): DraftContent {
  const { contact, ...others } = details;
  return {
    title: text.title,
    summary: text.summary ?? "",
    body: text.body,
    kind: text.kind,
    language: text.language,
    topics: [...text.topics],
    speakers,
    details: others,
    attachments: readAttachmentDrafts(attachments),
    ...(contact === undefined ? {} : { pressContact: contact }),
  };
}

async function findUnderKey(tx: Transaction, key: string, request: string): Promise<number | undefined> {
  const before = await tx
    .selectFrom("draft")
    .innerJoin("draft_event", "draft_event.draft_id", "draft.id")
    .select(["draft.id", "draft_event.details"])
    .where("key", "=", key)
    .orderBy("draft_event.id")
    .executeTakeFirst();
  if (before === undefined) return undefined;
  if ((before.details as { request?: string }).request === request) return before.id;
  throw new Fault(
    "conflict",
    `The key "${key}" already stands for another request, which is draft ${before.id}. Use a new key for a new act.`,
  );
}

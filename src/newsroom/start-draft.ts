import { type Actor, permit } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { changedParticulars, type ParticularsChange, readDraftText } from "./draft.ts";
import { tell } from "./drafts.ts";
import { findTemplate } from "./templates.ts";
import { checkTopics } from "../register/topics.ts";
import { addAuthor, type Begun, insertDraft } from "./versions.ts";

export type DraftStart = ParticularsChange & {
  /** For which institution; by default the office's own. */
  institution?: string;
  title?: string;
  summary?: string;
  body?: string;
};

/**
 * When this returns, the draft stands, written by this officer so far. It is a comunicado unless `kind` says otherwise, and
 * begins with what the template of its kind has for whatever is not given.
 */
export function startDraft(
  db: Database,
  start: DraftStart,
  actor: Actor,
  means: Means,
  what: "start" | "start-first" = "start",
): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    const office = await readOffice(tx);
    const institution = start.institution ?? office.institution;
    permit(actor, "draft.write", institution);
    const particulars = changedParticulars(
      { kind: "comunicado", language: office.language, topics: [], speakers: [], details: {}, attachments: [] },
      start,
    );
    await checkTopics(tx, particulars.topics);
    const template = await findTemplate(tx, institution, particulars.kind, particulars.language);
    const { pressContact = template?.pressContact } = particulars;
    const { title = template?.title ?? "", summary = template?.summary ?? "", body = template?.body ?? "" } = start;
    const content = {
      ...readDraftText({ title, summary, body }),
      ...particulars,
      ...(pressContact === undefined ? {} : { pressContact }),
    };
    return enterDraft(tx, { purpose: "publication", institution, content }, actor, means.clock.now(), what);
  });
}

/** When this returns, the draft stands in `tx` with its first version. */
export async function enterDraft(
  tx: Transaction,
  begun: Begun,
  actor: Actor,
  at: Date,
  what: "start" | "start-first" = "start",
): Promise<{ id: number }> {
  const id = await insertDraft(tx, begun, actor, at, { wrote_last: actor.officer, started_by: actor.officer });
  await addAuthor(tx, id, actor, at);
  await tell(
    tx,
    { id, institution: begun.institution },
    { what, by: actor, at, version: 1 },
    "draft.write",
    actor.address,
  );
  return { id };
}

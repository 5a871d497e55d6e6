import { type Actor, may } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { changeDetails } from "./change-details.ts";
import type { Particulars } from "./draft.ts";
import { saveText } from "./save-text.ts";
import { type DraftStart, startDraft } from "./start-draft.ts";

export type FirstText = Required<Pick<DraftStart, "title" | "body" | "speakers">>;

/** The draft that this officer began for the first publication of the office and still writes. */
export async function findFirstDraft(
  db: Reader,
  actor: Actor,
): Promise<(FirstText & { id: number; detailsVersion: number }) | undefined> {
  const row = await db
    .selectFrom("draft")
    .innerJoin("draft_event", "draft_event.draft_id", "draft.id")
    .select(["draft.id", "draft.institution", "title", "body", "particulars", "particulars_version"])
    .where("draft.state", "=", "draft")
    .where("draft_event.what", "=", "start-first")
    .where("draft_event.officer", "=", actor.officer)
    .orderBy("draft.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || !may(actor, "draft.read", row.institution)) return undefined;
  const { speakers } = row.particulars as Particulars;
  return { id: row.id, detailsVersion: row.particulars_version, title: row.title, body: row.body, speakers };
}

/**
 * When this returns, the text of the first publication stands in one draft, however often it was sent: while it is still
 * being written, it is the same draft with another text.
 */
export function writeFirstText(db: Database, text: FirstText, actor: Actor, means: Means): Promise<{ id: number }> {
  return transact(db, async (tx) => {
    // Sent twice at once, the second waits here until the first stands.
    await tx.selectFrom("officer").select("id").where("id", "=", actor.officer).forUpdate().execute();
    const begun = await findFirstDraft(tx, actor);
    if (begun === undefined) return startDraft(tx, text, actor, means, "start-first");
    const { id, detailsVersion: read } = begun;
    await saveText(tx, id, { title: text.title, summary: "", body: text.body }, actor, means);
    await changeDetails(tx, id, { read, speakers: text.speakers }, actor, means);
    return { id };
  });
}

import type { Actor } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";
import { type ContentChanges, contentChanges } from "./content-changes.ts";
import { type ClearanceView, findDraft } from "./find-draft.ts";
import { contentOfVersion } from "./read-clearance.ts";

/** What has changed since one text was put to officials, and whose word it touches. */
export type ChangesSince = { clearances: ClearanceView[]; changes: ContentChanges };

/**
 * The changes that no official has seen: for each text that was put to some of them and is not the one that stands, what
 * is other now, word by word, and whose clearances that touches. Empty where everybody has the text that stands.
 */
export async function changesSinceClearance(db: Reader, id: number, actor: Actor): Promise<ChangesSince[]> {
  const draft = await findDraft(db, id, actor);
  if (draft === undefined) return [];
  const groups = Map.groupBy(draft.clearances, ({ version }) => version);
  const all = await Promise.all(
    [...groups].map(async ([version, clearances]) => ({
      clearances,
      changes: contentChanges(await contentOfVersion(db, version), draft),
    })),
  );
  return all.filter(
    ({ changes: { title, summary, passages, particulars } }) =>
      title !== undefined || summary !== undefined || passages.length > 0 || particulars.length > 0,
  );
}

import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type DraftText, fingerprintOf, readDraftText } from "./draft.ts";
import { contentColumns, type LockedDraft, lockDraft, textOf } from "./drafts.ts";
import { keepVersion } from "./versions.ts";
import { follow } from "./workflow.ts";

/**
 * When this returns, the draft has that text, and every earlier one is still kept. For whoever already knows the newest
 * text and changes it (an editor that merges what several write, `together` as in `keepVersion`); a form says which version
 * it read: `saveReadText`.
 * Fault("conflict") where the text is settled (scheduled, published, dropped).
 */
export async function saveText(
  tx: Transaction,
  id: number,
  text: DraftText,
  actor: Actor,
  means: Means,
  together = false,
): Promise<{ version: number }> {
  return writeText(tx, await lockDraft(tx, id, actor, "draft.write"), readDraftText(text), actor, means, together);
}

export type SavedText =
  | { saved: true; version: number }
  /** Somebody else wrote meanwhile. `yours` is kept as version row `aside`, beside the text that stands. */
  | { saved: false; aside: number; yours: DraftText; standing: DraftText & { version: number } };

/**
 * The same for a text that was written on version `read`. Where another stands by now, that one stays, and when this
 * returns the text handed in is kept beside it: nothing that was written is lost.
 */
export function saveReadText(
  db: Database,
  id: number,
  { read, ...written }: DraftText & { read: number },
  actor: Actor,
  means: Means,
): Promise<SavedText> {
  return transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "draft.write");
    const text = readDraftText(written);
    if (draft.version === read || sameText(draft.content, text))
      return { saved: true, ...(await writeText(tx, draft, text, actor, means)) };
    const at = means.clock.now();
    const { id: aside } = await tx
      .insertInto("draft_version")
      .values({
        draft_id: id,
        version: draft.version,
        set_aside: true,
        ...contentColumns({ ...draft.content, ...text }),
        officer: actor.officer,
        name: actor.name,
        why: "set-aside",
        started_at: at,
        saved_at: at,
        closed: true,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { saved: false, aside, yours: text, standing: { ...textOf(draft.content), version: draft.version } };
  });
}

async function writeText(
  tx: Transaction,
  draft: LockedDraft,
  text: DraftText,
  actor: Actor,
  means: Means,
  together = false,
): Promise<{ version: number }> {
  const content = { ...draft.content, ...text };
  follow(draft.course, { move: "write", by: actor.officer, text: fingerprintOf(content) });
  if (sameText(draft.content, text)) return { version: draft.version };
  return { version: await keepVersion(tx, draft, content, "typed", actor, means.clock.now(), together) };
}

function sameText(a: DraftText, b: DraftText): boolean {
  return a.title === b.title && a.summary === b.summary && a.body === b.body;
}

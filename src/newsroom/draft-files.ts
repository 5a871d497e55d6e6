import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { findFiles } from "../files/stored-files.ts";
import type { Transaction } from "../store/database.ts";
import type { AttachmentDraft } from "./attachments.ts";
import { fingerprintOf, readAttachmentDrafts } from "./draft.ts";
import { lockDraft } from "./drafts.ts";
import { keepVersion } from "./versions.ts";
import { follow } from "./workflow.ts";

/**
 * When this returns, in `tx` the draft has that file as its last attachment, and its text is another one to whoever cleared
 * or accepted it. The file is one that is whole; whoever calls has taken it in for this draft.
 */
export async function attachToDraft(
  tx: Transaction,
  id: number,
  attachment: AttachmentDraft,
  actor: Actor,
  means: Means,
): Promise<{ version: number }> {
  const { file } = attachment;
  if ((await findFiles(tx, [file])).length === 0) throw noFile();
  return change(tx, id, (before) => [...before.filter((one) => one.file !== file), attachment], actor, means);
}

/**
 * When this returns, in `tx` the draft has these attachments, in this order, under these words. Fault("not-found") for a
 * file that this draft never had: nobody reaches another draft's file by its number.
 */
export async function arrangeAttachments(
  tx: Transaction,
  id: number,
  attachments: readonly AttachmentDraft[],
  actor: Actor,
  means: Means,
): Promise<{ version: number }> {
  return change(
    tx,
    id,
    () => attachments,
    actor,
    means,
    async () => {
      const had = await tx.selectFrom("draft_file").select("file").where("draft", "=", id).execute();
      const known = new Set(had.map(({ file }) => file));
      if (attachments.some(({ file }) => !known.has(file))) throw noFile();
    },
  );
}

/** When this returns, those files are the draft's own: kept with it and all of its versions, and nobody else's. */
export async function keepDraftFiles(
  tx: Transaction,
  draft: number,
  attachments: readonly AttachmentDraft[],
): Promise<void> {
  if (attachments.length === 0) return;
  await tx
    .insertInto("draft_file")
    .values(
      attachments.map(({ file, alt, claim = false }, place) => ({
        draft,
        file,
        place,
        alt: alt ?? null,
        shows_claim: claim,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["draft", "file"]).doUpdateSet((row) => ({
        place: row.ref("excluded.place"),
        alt: row.ref("excluded.alt"),
        shows_claim: row.ref("excluded.shows_claim"),
      })),
    )
    .execute();
}

async function change(
  tx: Transaction,
  id: number,
  changed: (before: readonly AttachmentDraft[]) => readonly AttachmentDraft[],
  actor: Actor,
  means: Means,
  check: () => Promise<void> = async () => {},
): Promise<{ version: number }> {
  const draft = await lockDraft(tx, id, actor, "draft.write");
  await check();
  const attachments = readAttachmentDrafts(changed(draft.content.attachments));
  const content = { ...draft.content, attachments };
  const text = fingerprintOf(content);
  follow(draft.course, { move: "write", by: actor.officer, text });
  if (text === draft.course.text) return { version: draft.version };
  await keepDraftFiles(tx, id, attachments);
  return { version: await keepVersion(tx, draft, content, "details", actor, means.clock.now()) };
}

function noFile(): Fault {
  return new Fault(
    "not-found",
    "attachments: a file is not there, or is still on its way. Attach it again.",
    [],
    "adjuntos: un archivo no está, o aún no llega entero. Adjúntelo de nuevo.",
  );
}

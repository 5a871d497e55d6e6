import { sql } from "kysely";
import { type Actor, may } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { addPiece, beginFile, dropFile, findFile, partSize, type StoredFile } from "../files/stored-files.ts";
import { finishFile, readAnnounced } from "../files/take-file.ts";
import { type Database, type Reader, type Transaction, transact } from "../store/database.ts";
import { attachToDraft } from "./draft-files.ts";
import { lockDraft } from "./drafts.ts";
import { institutionOf } from "./find-draft.ts";
import { limits } from "./statement.ts";
import { follow } from "./workflow.ts";

/** What a piece of an upload has at most: all that is in memory of it. */
export const largestPiece = 8 * partSize;

/** Files that one officer has begun and that stand in no draft yet: on the way, or given up. A day ends them. */
const mostAdrift = 20;

/** How far an upload has come; with `done`, the file as it was kept. */
export type UploadState = { file: number; received: number; done?: StoredFile };

/**
 * When this returns, room is made for a file of this draft, which this officer sends piece by piece. Refused before any byte
 * has come: a file that is too large, one too many, a draft whose text may not be written on.
 */
export function beginUpload(
  db: Database,
  id: number,
  announced: { name: string; bytes: number },
  actor: Actor,
  means: Means,
  largest?: number,
): Promise<UploadState> {
  const { name, bytes } = readAnnounced(announced, largest);
  return transact(db, async (tx) => {
    const draft = await lockDraft(tx, id, actor, "draft.write");
    follow(draft.course, { move: "write", by: actor.officer, text: draft.course.text });
    if (draft.content.attachments.length >= limits.attachments)
      throw new Fault(
        "invalid",
        `attachments: the draft has ${limits.attachments} already, the most that a text can have. Take one out first.`,
        [],
        `adjuntos: el borrador ya tiene ${limits.attachments}, los que puede tener un texto. Quite uno antes.`,
      );
    await checkAdrift(tx, actor);
    const file = await beginFile(tx, { name, bytes }, means.clock.now());
    await tx.updateTable("file").set({ uploaded_for: id, uploaded_by: actor.officer }).where("id", "=", file).execute();
    return { file, received: 0 };
  });
}

/** Each has room made for it. Counted while nobody else counts for this officer. */
async function checkAdrift(tx: Transaction, { officer }: Actor): Promise<void> {
  await tx.selectFrom("officer").select("id").where("id", "=", officer).forNoKeyUpdate().execute();
  const { rows } = await sql<{ adrift: number }>`
    select count(*)::int as adrift from file f where f.uploaded_by = ${officer}
      and not exists (select from record_content c where c.file = f.id)
      and not exists (select from draft_file d where d.file = f.id)`.execute(tx);
  if ((rows[0]?.adrift ?? 0) < mostAdrift) return;
  throw new Fault(
    "too-many",
    `You have ${mostAdrift} files on the way that stand in no draft. Finish one of them; what is given up is gone a day after it was begun.`,
    [],
    `Usted tiene ${mostAdrift} archivos en camino que no están en ningún borrador. Termine de subir alguno; lo que se abandona desaparece un día después.`,
  );
}

/**
 * The piece that begins at byte `at`. When this returns it is kept; sent again, it changes nothing. With the last one the file
 * is examined and stands in the draft; refused, it is gone. Fault("not-found") for an upload of another draft or officer.
 */
export async function sendPiece(
  db: Database,
  id: number,
  { file, at, piece }: { file: number; at: number; piece: Uint8Array },
  actor: Actor,
  means: Means,
): Promise<UploadState> {
  const before = await ownUpload(db, id, file, actor);
  if (before.done !== undefined) return before;
  const received = await transact(db, (tx) => addPiece(tx, file, at, piece));
  if (received < before.bytes) return { file, received };
  const done = await finishFile(db, file, means.clock);
  try {
    await transact(db, (tx) => attachToDraft(tx, id, { file }, actor, means));
  } catch (error) {
    await dropFile(db, file);
    throw error;
  }
  return { file, received, done };
}

/** How far it has come: what an island asks before it goes on. */
export async function readUpload(db: Reader, id: number, file: number, actor: Actor): Promise<UploadState> {
  const { bytes: _, ...state } = await ownUpload(db, id, file, actor);
  return state;
}

async function ownUpload(db: Reader, id: number, file: number, actor: Actor): Promise<UploadState & { bytes: number }> {
  const institution = await institutionOf(db, id, actor);
  const row =
    institution === undefined || !may(actor, "draft.write", institution) || !Number.isSafeInteger(file)
      ? undefined
      : await db
          .selectFrom("file")
          .select(["bytes", "received", "complete_at"])
          .where("id", "=", file)
          .where("uploaded_for", "=", id)
          .where("uploaded_by", "=", actor.officer)
          .executeTakeFirst();
  if (row === undefined)
    throw new Fault(
      "not-found",
      "That upload is not there. Begin it again.",
      [],
      "Esa subida no está. Empiécela de nuevo.",
    );
  const done = row.complete_at === null ? undefined : await findFile(db, file);
  return { file, bytes: row.bytes, received: row.received, ...(done === undefined ? {} : { done }) };
}

/** A file that this draft has or had, for an officer who may read the draft; undefined for everybody and everything else. */
export async function findDraftFile(
  db: Reader,
  id: number,
  file: number,
  actor: Actor,
): Promise<StoredFile | undefined> {
  if ((await institutionOf(db, id, actor)) === undefined || !Number.isSafeInteger(file)) return undefined;
  const row = await db
    .selectFrom("draft_file")
    .select("file")
    .where("draft", "=", id)
    .where("file", "=", file)
    .executeTakeFirst();
  return row === undefined ? undefined : findFile(db, file);
}

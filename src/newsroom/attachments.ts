import type { StatementContent } from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { isPicture } from "../files/kinds-of-file.ts";
import { findFiles, type StoredFile } from "../files/stored-files.ts";
import { type CommittedFile, commitFiles } from "../recorder/commit-file.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { limits } from "./statement.ts";
import { takeLine } from "./text.ts";

/**
 * A file of a text as it is handed in, in the order of the page. A picture says in `alt` what it shows, for whoever does
 * not see it; `claim` marks the one that shows what a denial denies.
 */
export type AttachmentDraft = { file: number; alt?: string; claim?: boolean };

/** What a content lists, the image of its claim among them, and the files that come with this edition. */
export type Attached = {
  attachments: StatementContent["attachments"];
  image?: string;
  files: CommittedFile[];
};

/** A file that may go out with a text. */
export type ReadAttachment = { file: StoredFile; alt?: string; claim: boolean };

/** The files, each whole and each picture with its words. Fault("invalid") names file and what is missing. */
export async function readAttachments(db: Reader, drafts: readonly AttachmentDraft[]): Promise<ReadAttachment[]> {
  if (drafts.length > limits.attachments)
    throw new Fault(
      "invalid",
      `attachments: ${drafts.length} are given, at most ${limits.attachments} are allowed.`,
      [],
      `adjuntos: hay ${drafts.length}; se permiten ${limits.attachments} como máximo. Quite algunos.`,
    );
  const files = new Map(
    (
      await findFiles(
        db,
        drafts.map(({ file }) => file),
      )
    ).map((file) => [file.id, file]),
  );
  if (new Set(drafts.map(({ file }) => file)).size !== drafts.length)
    throw new Fault(
      "invalid",
      "attachments: one file stands there twice. Leave one of them out.",
      [],
      "adjuntos: un archivo está dos veces. Quite uno.",
    );
  const read = drafts.map(({ file: id, alt, claim = false }) => {
    const file = files.get(id);
    if (file === undefined)
      throw new Fault(
        "not-found",
        "attachments: a file is not there, or is still on its way. Attach it again.",
        [],
        "adjuntos: un archivo no está, o aún no llega entero. Adjúntelo de nuevo.",
      );
    const words = alt === undefined || alt.trim() === "" ? undefined : takeLine(`alt of ${file.name}`, alt, limits.alt);
    if (isPicture(file.media) && words === undefined)
      throw new Fault(
        "invalid",
        `alt: the picture "${file.name}" says nothing to whoever does not see it. Write in a line what it shows.`,
        [],
        `La imagen «${file.name}» no le dice nada a quien no la ve. En «Archivos» del borrador, escriba en una línea qué muestra.`,
      );
    if (claim && !isPicture(file.media))
      throw new Fault(
        "invalid",
        `attachments: "${file.name}" is marked as the claim denied, and is not a picture.`,
        [],
        `adjuntos: «${file.name}» está marcado como lo que se desmiente, y no es una imagen. Quítele la marca.`,
      );
    return { file, claim, ...(words === undefined ? {} : { alt: words }) };
  });
  if (read.filter(({ claim }) => claim).length > 1)
    throw new Fault(
      "invalid",
      "attachments: two pictures are marked as the claim denied. Mark one.",
      [],
      "adjuntos: hay dos imágenes marcadas como lo que se desmiente. Marque una.",
    );
  return read;
}

/** Commits to the files of a first edition: each is read through, so do it before any number or ordinal is taken. */
export async function attach(db: Reader, read: readonly ReadAttachment[], means: Means): Promise<Attached> {
  const made = await commitFiles(
    db,
    read.map(({ file, alt }) => ({ file: file.id, ...(alt === undefined ? {} : { alt }) })),
    means,
  );
  const image = made[read.findIndex(({ claim }) => claim)]?.listed.commitment;
  return {
    attachments: made.map(({ listed }) => listed),
    files: made.map(({ committed }) => committed),
    ...(image === undefined ? {} : { image }),
  };
}

/**
 * The same for a correction: a file that an edition of this text has already, by its bytes and name, keeps its commitment
 * and is not kept a second time.
 */
export async function attachAgain(
  tx: Transaction,
  statement: { id: number },
  read: readonly ReadAttachment[],
  means: Means,
): Promise<Attached> {
  const { rows } = await sql<{ sha256: Buffer; name: string; commitment: string }>`
    select f.sha256, f.name, translate(encode(c.commitment, 'base64'), E'\n', '') as commitment
    from edition e join record_content c on c.part_of = e.commitment and c.erased_at is null join file f on f.id = c.file
    where e.statement_id = ${statement.id}`.execute(tx);
  const known = new Map(rows.map(({ sha256, name, commitment }) => [keyOf({ sha256, name }), commitment]));
  const fresh = await attach(
    tx,
    read.filter(({ file }) => !known.has(keyOf(file))),
    means,
  );
  const coming = new Map(fresh.files.map(({ file }, at) => [file, fresh.attachments[at]]));
  const attachments = read.map(({ file, alt }) => {
    const { name, media, bytes } = file;
    const commitment = known.get(keyOf(file));
    const listed =
      commitment === undefined
        ? coming.get(file.id)
        : { bytes, commitment, media, name, ...(alt === undefined ? {} : { alt }) };
    if (listed === undefined) throw new Error(`file ${file.id} was not committed to`);
    return listed;
  });
  const image = attachments[read.findIndex(({ claim }) => claim)]?.commitment;
  return { attachments, files: fresh.files, ...(image === undefined ? {} : { image }) };
}

function keyOf({ sha256, name }: { sha256: Buffer; name: string }): string {
  return `${sha256.toString("hex")} ${name}`;
}

/** What makes two requests the same: the files' own bytes, not under which number they happen to be kept. */
export function attachmentsAsAsked(read: readonly ReadAttachment[]) {
  return read.map(({ file, alt, claim }) => ({
    sha256: file.sha256.toString("hex"),
    name: file.name,
    claim,
    ...(alt === undefined ? {} : { alt }),
  }));
}

/** What pages say of a file besides what its text commits to: all of it can be had from its bytes. */
export type FileFacts = { sha256: string; width?: number; height?: number };

/** By commitment, in base64. A file that was erased has none. */
export async function readFileFacts(
  db: Reader,
  attachments: readonly { commitment: string }[],
): Promise<ReadonlyMap<string, FileFacts>> {
  if (attachments.length === 0) return new Map();
  const wanted = attachments.map(({ commitment }) => Buffer.from(commitment, "base64"));
  const { rows } = await sql<{ commitment: Buffer; sha256: Buffer; width: number | null; height: number | null }>`
    select c.commitment, f.sha256, f.width, f.height from record_content c join file f on f.id = c.file
    where c.purpose = 'attachment' and c.commitment = any(${wanted}::bytea[])`.execute(db);
  return new Map(
    rows.map(({ commitment, sha256, width, height }) => [
      commitment.toString("base64"),
      { sha256: sha256.toString("hex"), ...(width === null || height === null ? {} : { width, height }) },
    ]),
  );
}

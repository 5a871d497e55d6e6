import { createHash } from "node:crypto";
import { ReadableStream } from "node:stream/web";
import { fileTypeFromStream } from "file-type";
import type { Clock } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { isPicture, largestFile, largestPicture, readFileName, readKindOfFile } from "./kinds-of-file.ts";
import { remakePicture } from "./picture.ts";
import {
  addPiece,
  beginFile,
  dropFile,
  findFile,
  insertParts,
  partSize,
  readBytes,
  type StoredFile,
} from "./stored-files.ts";

/** What is announced of a file before its bytes come, refused before any of them does. */
export function readAnnounced(
  { name, bytes }: { name: string; bytes: number },
  largest = largestFile,
): { name: string; bytes: number } {
  const called = readFileName(name);
  if (!Number.isSafeInteger(bytes) || bytes < 0)
    throw new Fault("invalid", `The size of "${called}" is not known.`, [], `No se sabe cuánto pesa «${called}».`);
  if (bytes === 0)
    throw new Fault(
      "invalid",
      `"${called}" is empty. Attach a file with something in it.`,
      [],
      `«${called}» está vacío. Adjunte un archivo que tenga algo.`,
    );
  if (bytes > largest)
    throw new Fault(
      "too-large",
      `"${called}" has ${megabytes(bytes)} MB, and a file may have at most ${megabytes(largest)} MB. Attach a smaller one, or publish it elsewhere and link to it.`,
      [],
      `«${called}» pesa ${megabytes(bytes)} MB, y un archivo puede pesar ${megabytes(largest)} MB como máximo. Adjunte uno más liviano, o publíquelo en otra parte y ponga un enlace.`,
    );
  return { name: called, bytes };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);
}

/**
 * When this returns, the file is kept whole and was examined; no more of it than one piece was in memory at any moment, but
 * for a picture. When it throws, nothing of it is left. More bytes than announced, or fewer, refuse it.
 */
export async function takeFile(
  db: Database,
  announced: { name: string; bytes: number },
  source: AsyncIterable<Uint8Array>,
  clock: Clock,
  largest = largestFile,
): Promise<StoredFile> {
  const { name, bytes } = readAnnounced(announced, largest);
  const id = await beginFile(db, { name, bytes }, clock.now());
  try {
    let at = 0;
    for await (const piece of inPieces(source)) {
      if (at + piece.length < bytes && piece.length % partSize !== 0)
        throw new Fault(
          "conflict",
          `Of "${name}" only ${at + piece.length} of ${bytes} bytes came. Send it again.`,
          [],
          `De «${name}» llegaron solo ${at + piece.length} de ${bytes} bytes. Envíelo de nuevo.`,
        );
      at = await transact(db, (tx) => addPiece(tx, id, at, piece));
    }
    return await finishFile(db, id, clock);
  } catch (error) {
    await dropFile(db, id);
    throw error;
  }
}

const pieceSize = 4 * partSize;

/** The same bytes in pieces of a few parts each. */
async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let blocks: Uint8Array[] = [];
  let length = 0;
  for await (const block of source) {
    blocks.push(block);
    length += block.length;
    if (length < pieceSize) continue;
    const held = Buffer.concat(blocks);
    const whole = length - (length % partSize);
    for (let from = 0; from < whole; from += pieceSize) yield held.subarray(from, Math.min(from + pieceSize, whole));
    blocks = [held.subarray(whole)];
    length -= whole;
  }
  if (length > 0) yield Buffer.concat(blocks);
}

/**
 * A file whose bytes have all come is looked at: what its bytes show it to be, and whether that may be attached. When this
 * returns, it is whole; a picture has been made anew, and what came is gone. When it refuses, the file is gone.
 */
export async function finishFile(db: Database, id: number, clock: Clock): Promise<StoredFile> {
  const row = await db.selectFrom("file").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined)
    throw new Fault(
      "not-found",
      "That upload is not there. Begin it again.",
      [],
      "Ese archivo ya no está en camino. Adjúntelo de nuevo.",
    );
  if (row.complete_at === null) {
    if (row.received !== row.bytes)
      throw new Fault(
        "conflict",
        `Of "${row.name}" ${row.received} of ${row.bytes} bytes have come. Send the rest.`,
        [],
        `De «${row.name}» han llegado ${row.received} de ${row.bytes} bytes. Envíe el resto.`,
      );
    try {
      const media = readKindOfFile(row.name, await shownBy(db, id));
      await (isPicture(media) ? finishPicture(db, row, clock) : finishAsItIs(db, id, media, clock));
    } catch (error) {
      if (error instanceof Fault) await dropFile(db, id);
      throw error;
    }
  }
  const file = await findFile(db, id);
  if (file === undefined) throw new Error(`file ${id} is gone as soon as it was kept`);
  return file;
}

/** What the bytes themselves show. No part of them is unpacked but the names in an archive's heads. */
async function shownBy(db: Database, id: number): Promise<{ mime: string; ext: string } | undefined> {
  return fileTypeFromStream(ReadableStream.from(readBytes(db, id)));
}

async function finishPicture(
  db: Database,
  { id, name, bytes }: { id: number; name: string; bytes: number },
  clock: Clock,
) {
  if (bytes > largestPicture)
    throw new Fault(
      "too-large",
      `"${name}" has ${megabytes(bytes)} MB, and a picture may have at most ${megabytes(largestPicture)} MB. Save it smaller.`,
      [],
      `«${name}» pesa ${megabytes(bytes)} MB, y una imagen puede pesar ${megabytes(largestPicture)} MB como máximo. Guárdela más liviana.`,
    );
  const came: Buffer[] = [];
  for await (const part of readBytes(db, id)) came.push(part);
  const picture = await remakePicture(name, Buffer.concat(came));
  await transact(db, async (tx) => {
    // Asked twice at once, it is made anew once.
    const waiting = await tx
      .selectFrom("file")
      .select("id")
      .where("id", "=", id)
      .where("complete_at", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (waiting === undefined) return;
    await tx.deleteFrom("file_part").where("file", "=", id).execute();
    await insertParts(tx, id, 0, picture.bytes);
    await tx
      .updateTable("file")
      .set({
        name: name.replace(/\.[^.]*$/, picture.media === "image/png" ? ".png" : ".jpg"),
        bytes: picture.bytes.length,
        received: picture.bytes.length,
        media: picture.media,
        sha256: createHash("sha256").update(picture.bytes).digest(),
        width: picture.width,
        height: picture.height,
        complete_at: clock.now(),
      })
      .where("id", "=", id)
      .execute();
  });
}

async function finishAsItIs(db: Database, id: number, media: string, clock: Clock): Promise<void> {
  const hash = createHash("sha256");
  for await (const part of readBytes(db, id)) hash.update(part);
  await db
    .updateTable("file")
    .set({ media, sha256: hash.digest(), complete_at: clock.now() })
    .where("id", "=", id)
    .execute();
}

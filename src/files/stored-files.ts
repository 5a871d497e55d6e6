import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Database, Reader, Transaction } from "../store/database.ts";

/** Each part of a file but its last has so many bytes. */
export const partSize = 256 * 1024;

/** A file that is whole and was examined. */
export type StoredFile = {
  id: number;
  name: string;
  media: string;
  bytes: number;
  sha256: Buffer;
  width?: number;
  height?: number;
};

export type Upload = { id: number; name: string; bytes: number; received: number };

/** When this returns, room is made for a file of so many bytes; what nobody came back for within a day is gone. */
export async function beginFile(
  db: Reader,
  { name, bytes }: { name: string; bytes: number },
  now: Date,
): Promise<number> {
  await sql`
    delete from file f where f.begun_at < ${new Date(now.getTime() - day)}
      and not exists (select from record_content c where c.file = f.id)
      and not exists (select from draft_file d where d.file = f.id)`.execute(db);
  const { id } = await db
    .insertInto("file")
    .values({ name, bytes, begun_at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

const day = 24 * 60 * 60 * 1000;

/** An upload that is not whole yet, locked until `tx` ends. */
export async function lockUpload(tx: Transaction, id: number): Promise<Upload> {
  const row = await tx
    .selectFrom("file")
    .select(["id", "name", "bytes", "received"])
    .where("id", "=", id)
    .where("complete_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined)
    throw new Fault(
      "not-found",
      "That upload is not there, or ended already. Begin it again.",
      [],
      "Esa subida no está, o ya terminó. Empiécela de nuevo.",
    );
  return row;
}

/**
 * The next piece, which begins at byte `at`. When this returns, it stands in `tx`; the answer is how much has come. A
 * piece that came before (its answer was lost) changes nothing. A piece is whole parts, but for the last of a file.
 */
export async function addPiece(tx: Transaction, id: number, at: number, piece: Uint8Array): Promise<number> {
  const { bytes, received, name } = await lockUpload(tx, id);
  if (at < received && at + piece.length <= received) return received;
  if (at !== received)
    throw new Fault(
      "conflict",
      `Of "${name}" ${received} bytes have come, and this piece begins at byte ${at}. Go on from ${received}.`,
      [],
      `De «${name}» han llegado ${received} bytes, y esta parte empieza en el ${at}. Siga desde ${received}.`,
    );
  const end = at + piece.length;
  if (end > bytes)
    throw new Fault(
      "invalid",
      `"${name}" was announced with ${bytes} bytes, and more than that come. Begin it again.`,
      [],
      `«${name}» es más grande de lo que se anunció (${bytes} bytes). Adjúntelo de nuevo.`,
    );
  if (piece.length === 0 || (end < bytes && piece.length % partSize !== 0))
    throw new Fault(
      "invalid",
      `A piece of a file has a multiple of ${partSize} bytes, except the last.`,
      [],
      `Cada parte de un archivo mide un múltiplo de ${partSize} bytes, menos la última.`,
    );
  await insertParts(tx, id, at / partSize, piece);
  await tx.updateTable("file").set({ received: end }).where("id", "=", id).execute();
  return end;
}

/** One row at a time: what is on the way to the server is one part. */
export async function insertParts(tx: Reader, file: number, from: number, bytes: Uint8Array): Promise<void> {
  for (let part = 0; part * partSize < bytes.length; part++) {
    const slice = Buffer.from(
      bytes.buffer,
      bytes.byteOffset + part * partSize,
      Math.min(partSize, bytes.length - part * partSize),
    );
    await sql`insert into file_part (file, part, bytes) values (${file}, ${from + part}, ${slice})`.execute(tx);
  }
}

/** The bytes from `from` up to `to`, a part at a time: whoever reads slowly makes nothing wait in memory. */
export async function* readBytes(
  db: Reader,
  file: number,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const part = Math.floor(at / partSize);
    const { rows } = await sql<{ bytes: Buffer }>`
      select bytes from file_part where file = ${file} and part = ${part}`.execute(db);
    const bytes = rows[0]?.bytes;
    if (bytes === undefined) return;
    const begin = part * partSize;
    const slice = bytes.subarray(at - begin, Math.min(bytes.length, to - begin));
    if (slice.length === 0) return;
    yield slice;
    at += slice.length;
  }
}

/** The same as the body of an answer: nothing is read before it is asked for, and no more once the reader has gone. */
export function streamBytes(db: Reader, file: number, from = 0, to?: number): ReadableStream<Uint8Array> {
  const parts = readBytes(db, file, from, to);
  let gone = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        // Whoever left while it was being read is told nothing more.
        if (gone) return;
        if (done === true) controller.close();
        else controller.enqueue(new Uint8Array(value));
      },
      async cancel() {
        gone = true;
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A file that is whole; undefined also while it is on its way. */
export async function findFile(db: Reader, id: number): Promise<StoredFile | undefined> {
  return (await findFiles(db, [id]))[0];
}

/** Those of them that are whole, in the order asked. */
export async function findFiles(db: Reader, ids: readonly number[]): Promise<StoredFile[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("file")
    .select(["id", "name", "media", "bytes", "sha256", "width", "height"])
    .where("id", "in", [...ids])
    .where("complete_at", "is not", null)
    .execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = found.get(id);
    if (row === undefined || row.media === null || row.sha256 === null) return [];
    const { name, media, bytes, sha256, width, height } = row;
    return [{ id, name, media, bytes, sha256, ...(width === null || height === null ? {} : { width, height }) }];
  });
}

/** When this returns, the file is gone, unless it was published or stands in a draft. */
export async function dropFile(db: Database | Transaction, id: number): Promise<void> {
  await sql`
    delete from file f where f.id = ${id} and not exists (select from record_content c where c.file = f.id)
      and not exists (select from draft_file d where d.file = f.id)`.execute(db);
}

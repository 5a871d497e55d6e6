import {
  base64,
  canonicalize,
  hex,
  type Entry,
  leafHash,
  Malformed,
  policyForKey,
  readEntry,
  readHex,
  readTilePath,
  writeBundle,
} from "@voceria/record";
import { sql } from "kysely";
import { findFile, type StoredFile } from "../files/stored-files.ts";
import type { Reader } from "../store/database.ts";
import { newestCheckpoint } from "./checkpoints.ts";
import { readRecord } from "./record-identity.ts";
import { sha256 } from "./sha256.ts";

/*
 * What anybody may read of the record. Nothing beyond the newest signed checkpoint is ever given out: an entry that was
 * committed and not signed could still differ from what is signed at last, had the machine failed in between.
 */

/** Bytes that no later checkpoint changes are `full`; of the others, only those of a published checkpoint's size exist. */
export type Served = { bytes: Uint8Array; full: boolean };

/** `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]` (C2SP tlog-tiles); undefined for any other path and any tile that is not. */
export async function readTile(db: Reader, path: string): Promise<Served | undefined> {
  let tile: ReturnType<typeof readTilePath>;
  try {
    tile = readTilePath(path);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  const { index, width } = tile;
  const leavesPerHash = 256 ** (tile.kind === "tile" ? tile.level : 0);
  const hashes = index * 256 + width;
  if (!Number.isSafeInteger((hashes + 1) * leavesPerHash)) return undefined;
  const full = width === 256;
  if (!(await isPublished(db, hashes * leavesPerHash, full ? undefined : (hashes + 1) * leavesPerHash)))
    return undefined;
  const bytes =
    tile.kind === "tile" ? await tileBytes(db, tile.level, index, width) : await entriesBytes(db, index, width);
  return bytes && { bytes, full };
}

/** Whether a checkpoint of at least `from` entries, and below `below` where that is said, was signed and shown. */
async function isPublished(db: Reader, from: number, below: number | undefined): Promise<boolean> {
  const { rows } = await sql<{ published: boolean }>`
    select exists (select from record_checkpoint where size >= ${from} and (${below ?? null}::bigint is null or size < ${below ?? null}::bigint)) as published`.execute(
    db,
  );
  return rows[0]?.published === true;
}

async function tileBytes(db: Reader, level: number, index: number, width: number): Promise<Uint8Array | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select substring(bytes from 1 for ${width * 32}::int) as bytes from record_tile where level = ${level} and index = ${index}`.execute(
    db,
  );
  const bytes = rows[0]?.bytes;
  return bytes?.length === width * 32 ? bytes : undefined;
}

async function entriesBytes(db: Reader, index: number, width: number): Promise<Uint8Array | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from record_entry where index >= ${index * 256} and index < ${index * 256 + width} order by index`.execute(
    db,
  );
  return rows.length === width ? writeBundle(rows.map(({ bytes }) => bytes)) : undefined;
}

/** The newest signed checkpoint, verbatim. */
export async function readCheckpointNote(db: Reader): Promise<string | undefined> {
  return (await newestCheckpoint(db))?.note;
}

/** Exactly one verifier key, and a line end. */
export async function keyText(db: Reader): Promise<string | undefined> {
  const record = await readRecord(db);
  return record && `${record.verifierKey}\n`;
}

/** A tlog-policy of this log alone: no witness is configured yet, so it demands none. */
export async function policyText(db: Reader): Promise<string | undefined> {
  const record = await readRecord(db);
  return record && policyForKey(record.verifierKey);
}

/** `held`: canonical JSON `{"bytes":base64,"salt":base64}`, what the commitment opens to. Sealed, unsigned and unknown look alike. */
export type Opened = { answer: "held"; json: string } | { answer: "erased" } | { answer: "unknown" };

export async function readContentByCommitment(db: Reader, commitment: string): Promise<Opened> {
  const held = await findHeld(db, commitment, "content");
  if (held === undefined) return { answer: "unknown" };
  if (held.salt === null || held.bytes === null) return { answer: "erased" };
  return { answer: "held", json: canonicalize({ bytes: base64(held.bytes), salt: base64(held.salt) }) };
}

/** An attachment as it is served: its bytes are read by `readBytes`, a part at a time. */
export type OpenedFile =
  | { answer: "held"; file: StoredFile; salt: Buffer }
  | { answer: "erased" }
  | { answer: "unknown" };

export async function readAttachmentByCommitment(db: Reader, commitment: string): Promise<OpenedFile> {
  const held = await findHeld(db, commitment, "attachment");
  if (held === undefined) return { answer: "unknown" };
  const file = held.file === null ? undefined : await findFile(db, held.file);
  if (held.salt === null || file === undefined) return { answer: "erased" };
  return { answer: "held", file, salt: held.salt };
}

type Held = { salt: Buffer | null; bytes: Buffer | null; file: number | null };

/** What stands under a commitment, once an entry that commits to it is under a signed checkpoint. */
async function findHeld(db: Reader, commitment: string, purpose: "content" | "attachment"): Promise<Held | undefined> {
  if (!/^[0-9a-f]{64}$/.test(commitment)) return undefined;
  const wanted = Buffer.from(readHex(commitment, "commitment"));
  const { rows } = await sql<Held>`
    select c.salt, c.bytes, c.file from record_content c
    where c.commitment = ${wanted} and c.purpose = ${purpose} and exists (
      select from record_entry e where e.commitment = coalesce(c.part_of, c.commitment) and e.index < (${signedSize})
      union all
      select from record_batch_item b where b.commitment = c.commitment and b.entry < (${signedSize}))`.execute(db);
  return rows[0];
}

const signedSize = sql`select size from record_checkpoint order by id desc limit 1`;

/** One entry as a page or a program shows it. */
export type EntryView = {
  index: number;
  entry: Entry;
  /** As it stands in the log. */
  bytes: Uint8Array;
  leafHash: Uint8Array;
  /** The size of the checkpoint it is shown under, and when that was signed. */
  size: number;
  signedAt: Date;
  /** Items of a batch from number `from` on, a thousand at most. */
  items: { commitment: string; erased: boolean }[];
  from: number;
  /** Of an entry with a content: whether that is still there. */
  erased: boolean;
  /** The subject's entry after this one, under the same checkpoint. */
  next?: number;
};

/** The entries after `after` and below `upTo`, which is no greater than a signed checkpoint's size: `limit` of them. */
export async function listEntries(
  db: Reader,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<Pick<EntryView, "index" | "entry" | "leafHash">[]> {
  const { rows } = await sql<{ index: number; bytes: Buffer; leaf: Buffer }>`
    select index, bytes, leaf_hash as leaf from record_entry
    where index > ${after} and index < ${upTo} order by index limit ${limit}`.execute(db);
  return rows.map(({ index, bytes, leaf }) => ({ index, entry: readEntry(bytes, `entry ${index}`), leafHash: leaf }));
}

/** When the newest entry below a size was entered. */
export async function enteredLast(db: Reader, size: number): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date }>`select at from record_entry where index = ${size - 1}`.execute(db);
  return rows[0]?.at;
}

export const itemsAtOnce = 1_000;

/** Undefined for what is not under a signed checkpoint. */
export async function viewEntry(db: Reader, index: number, from = 0): Promise<EntryView | undefined> {
  const newest = await newestCheckpoint(db);
  if (newest === undefined || !Number.isSafeInteger(index) || index < 0 || index >= newest.size) return undefined;
  const { rows } = await sql<{ bytes: Buffer; erased: boolean; next: number | null }>`
    select e.bytes, coalesce(c.bytes is null and c.commitment is not null, false) as erased,
      (select min(n.index) from record_entry n where n.subject = e.subject and n.index > e.index and n.index < ${newest.size}) as next
    from record_entry e left join record_content c on c.commitment = e.commitment where e.index = ${index}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const items = await sql<{ commitment: Buffer; erased: boolean }>`
    select b.commitment, c.bytes is null as erased from record_batch_item b join record_content c using (commitment)
    where b.entry = ${index} and b.item >= ${from} order by b.item limit ${itemsAtOnce}`.execute(db);
  return {
    index,
    entry: readEntry(row.bytes, `entry ${index}`),
    bytes: row.bytes,
    leafHash: leafHash(sha256, row.bytes),
    size: newest.size,
    signedAt: newest.signedAt,
    items: items.rows.map(({ commitment, erased }) => ({ commitment: hex(commitment), erased })),
    from,
    erased: row.erased,
    ...(row.next === null ? {} : { next: row.next }),
  };
}

import { base64, equalBytes, leafHash, Malformed, readEntry, readVerifierKey, rootOfLeaves } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Database } from "../store/database.ts";
import { newestCheckpoint, openCheckpoint } from "./checkpoints.ts";
import { type Edge, type Signing, setStates, show, type SignedCheckpoint } from "./publish-checkpoint.ts";
import { readRecord, type RecordIdentity } from "./record-identity.ts";
import { sha256 } from "./sha256.ts";
import { statesAt, subjectsBetween } from "./states.ts";
import { placeKey, rightEdge, rootAt, tilesOf } from "./tiles.ts";

/** What an operator states of a record whose lock is lost: a size and root that somebody outside has seen. */
export type Accepted = { size: number; root: Uint8Array };

/**
 * Reads what the one signer needs and finishes what a killed one began. When this returns, the lock holds the newest
 * shown checkpoint and the database holds every entry under it, with that root.
 * Fault("unsafe") when signing could fork the record: the database is behind the lock or differs from it, the lock is
 * behind the database, lost or another's, the key is another's, the right edge does not follow from the entries.
 */
export async function loadSigning(
  db: Database,
  options: Pick<Signing, "signer" | "lock" | "means" | "onStep"> & { accept?: Accepted | undefined },
): Promise<Signing> {
  const { signer, lock } = options;
  await sql`set synchronous_commit to on`.execute(db);
  const record = await readRecord(db);
  const shown = await newestCheckpoint(db);
  if (record === undefined || shown === undefined)
    throw new Fault("conflict", "No record is founded in this database.");
  if (!equalBytes(readVerifierKey(record.verifierKey).publicKey, signer.key.publicKey))
    throw new Fault(
      "unsafe",
      `The key in the data folder is not the key of the record ${record.origin}; put the record's own key back from its backup.`,
    );

  const log = await recomputeRightEdge(db);
  const signing: Signing = {
    db,
    signer,
    lock,
    means: options.means,
    onStep: options.onStep,
    shown,
    log: { ...log, changed: new Map() },
    state: { ...(await stateAsOf(db, shown.size)), changed: new Map() },
  };
  await compareWithLock(signing, record, options.accept);
  await catchUpState(signing, signing.shown.size, log.size);
  return signing;
}

/**
 * The log's tiles at its right edge, made anew from the entries and from the full tiles below, and compared with those
 * that were staged: a flipped bit there would otherwise be signed for ever.
 */
async function recomputeRightEdge(db: Database): Promise<Edge> {
  const { rows } = await sql<{ size: number }>`
    select index * 256 + length(bytes) / 32 as size from record_tile where level = 0 order by index desc limit 1`.execute(
    db,
  );
  const size = rows[0]?.size ?? 0;
  const tiles: Edge["tiles"] = new Map();
  for (const place of rightEdge(size)) {
    const first = place.index * 256;
    const width = Math.min(256, Math.floor(size / 256 ** place.level) - first);
    const hashes =
      place.level === 0 ? await leavesOf(db, first, width) : await rootsOf(db, place.level - 1, first, width);
    const bytes = Buffer.concat(hashes);
    const [staged] = await tilesOf(db, "record_tile")([place]);
    if (staged === undefined || !equalBytes(staged.bytes, bytes))
      throw new Fault(
        "unsafe",
        `Tile ${place.index} of level ${place.level} does not follow from the entries; nothing is signed. Run "voceria audit".`,
      );
    tiles.set(placeKey(place), { ...place, bytes });
  }
  return {
    size,
    root: await rootAt(async (places) => places.map((place) => tiles.get(placeKey(place))!), size),
    tiles,
  };
}

async function leavesOf(db: Database, first: number, count: number): Promise<Uint8Array[]> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from record_entry where index >= ${first} and index < ${first + count} order by index`.execute(db);
  return rows.map(({ bytes }) => leafHash(sha256, bytes));
}

async function rootsOf(db: Database, level: number, first: number, count: number): Promise<Uint8Array[]> {
  const tiles = await tilesOf(
    db,
    "record_tile",
  )(Array.from({ length: count }, (_, at) => ({ level, index: first + at })));
  return tiles
    .toSorted((a, b) => a.index - b.index)
    .map(({ bytes }) =>
      rootOfLeaves(
        sha256,
        Array.from({ length: 256 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32)),
      ),
    );
}

/** The state tree under a checkpoint, as its last entry asserts it. */
async function stateAsOf(db: Database, size: number): Promise<Edge> {
  if (size === 0) return { size: 0, root: sha256(new Uint8Array()), tiles: new Map() };
  const asserted = await assertedAt(db, size);
  const tiles = await tilesOf(db, "record_state_tile")(rightEdge(asserted.count));
  return { size: asserted.count, root: asserted.root, tiles: new Map(tiles.map((tile) => [placeKey(tile), tile])) };
}

async function assertedAt(db: Database, size: number): Promise<{ count: number; root: Uint8Array }> {
  const { rows } = await sql<{ bytes: Buffer }>`select bytes from record_entry where index = ${size - 1}`.execute(db);
  const entry = rows[0] && readEntry(rows[0].bytes, `entry ${size - 1}`);
  if (entry?.act !== "state.asserted")
    throw new Fault(
      "unsafe",
      `Entry ${size - 1}, the last under a signed checkpoint, asserts no state; nothing is signed. Run "voceria audit".`,
    );
  return { count: entry.count, root: Buffer.from(entry.root, "base64") };
}

/** Takes into memory what entries from one size to another changed, as of the latter. */
async function catchUpState(signing: Signing, from: number, to: number): Promise<void> {
  if (from === to) return;
  const subjects = await subjectsBetween(signing.db, from, to);
  await setStates(signing.db, signing, (await statesAt(signing.db, subjects, to)).values());
  const asserted = await assertedAt(signing.db, to);
  if (asserted.count !== signing.state.size || !equalBytes(asserted.root, signing.state.root))
    throw new Fault(
      "unsafe",
      `The state asserted by entry ${to - 1} does not follow from the entries; nothing is signed. Run "voceria audit".`,
    );
}

async function compareWithLock(signing: Signing, record: RecordIdentity, accept: Accepted | undefined): Promise<void> {
  const { db, lock, signer, log } = signing;
  let note = (await lock.id()) === record.lockId ? await lock.read() : undefined;
  let held = note === undefined ? undefined : await openOurs(note, signing);
  if (note === undefined || held === undefined) {
    await acceptWithoutLock(signing, record, { accept, unreadable: note !== undefined });
    note = signing.shown.note;
    held = signing.shown;
  }
  const { rows } = await sql<{ committed: number }>`select next_index as committed from record_counter`.execute(db);
  const committed = rows[0]?.committed ?? 0;
  if (held.size > committed)
    throw new Fault(
      "unsafe",
      `The database is behind the lock ${lock.name}: entries ${committed} to ${held.size - 1} were signed and are missing. Restore a backup that has them, or fetch them from a mirror; nothing is signed until then.`,
    );
  if (held.size > log.size || !equalBytes(await rootAt(tilesOf(db, "record_tile"), held.size), held.root))
    throw new Fault(
      "unsafe",
      `The first ${held.size} entries of the database are not those that the lock ${lock.name} was signed over (root ${base64(held.root)}); restore the database that belongs to it. Nothing is signed until then.`,
    );
  if (held.size < signing.shown.size) await acceptOldLock(signing, note, held.size, accept);
  else if (note !== signing.shown.note) await adopt(signing, { ...held, note });
  if (signer.key.name !== record.origin) throw new Fault("unsafe", "The key is not under the record's own name.");
}

/** Undefined for what is not a checkpoint of this record signed by its key. */
async function openOurs(note: string, { signer }: Signing): Promise<{ size: number; root: Uint8Array } | undefined> {
  try {
    const checkpoint = await openCheckpoint(note, signer.key);
    return checkpoint.signed ? checkpoint : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** A signer was killed after it advanced the lock and before anybody was shown the checkpoint: it is shown now. */
async function adopt(signing: Signing, held: Pick<SignedCheckpoint, "size" | "root" | "note">): Promise<void> {
  const shown = { size: held.size, root: held.root, note: held.note, signedAt: signing.means.clock.now() };
  await catchUpState(signing, signing.shown.size, shown.size);
  await show(signing.db, shown, [...signing.state.changed.values()]);
  signing.state.changed.clear();
  signing.shown = shown;
}

async function acceptWithoutLock(
  signing: Signing,
  record: RecordIdentity,
  { accept, unreadable }: { accept: Accepted | undefined; unreadable: boolean },
): Promise<void> {
  const { lock, shown } = signing;
  if (accept === undefined)
    throw new Fault(
      "unsafe",
      `The lock of this record (${lock.name}) is ${unreadable ? "no checkpoint signed by its key: put the right one back" : "lost or another's"}. If a witness, a mirror or a reader's proof shows nothing newer than what this database holds, start once with --accept-size ${shown.size} --accept-root ${base64(shown.root)}, the size and root seen outside; on a machine that only serves, remove keys/record.key.`,
    );
  await checkAccepted(signing, accept);
  if ((await openOurs(shown.note, signing)) === undefined)
    throw new Fault(
      "unsafe",
      `The newest checkpoint in the database is none that the record's key signed; nothing is signed. Run "voceria audit".`,
    );
  const present = await lock.read();
  if (present === undefined) await lock.create(record.lockId, shown.note);
  else {
    await lock.advance(present, shown.note);
    await lock.create(record.lockId, shown.note);
  }
}

async function acceptOldLock(
  signing: Signing,
  note: string,
  size: number,
  accept: Accepted | undefined,
): Promise<void> {
  const { lock, shown } = signing;
  if (accept === undefined)
    throw new Fault(
      "unsafe",
      `The lock ${lock.name} (size ${size}) is older than what this database has already shown (size ${shown.size}): it was restored from a copy. If nothing newer was seen outside, start once with --accept-size ${shown.size} --accept-root ${base64(shown.root)}.`,
    );
  await checkAccepted(signing, accept);
  await lock.advance(note, shown.note);
}

async function checkAccepted({ db, shown, log }: Signing, { size, root }: Accepted): Promise<void> {
  if (size < shown.size)
    throw new Fault(
      "unsafe",
      `--accept-size ${size} is less than the ${shown.size} that this database has shown itself.`,
    );
  if (size > log.size)
    throw new Fault(
      "unsafe",
      `--accept-size ${size} is more than the ${log.size} entries that this database holds: entries ${log.size} to ${size - 1} are missing. Restore a backup that has them.`,
    );
  if (!equalBytes(await rootAt(tilesOf(db, "record_tile"), size), root))
    throw new Fault(
      "unsafe",
      `The first ${size} entries of this database have another root than --accept-root: it is not the record that was seen outside.`,
    );
}

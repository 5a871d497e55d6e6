import {
  base64,
  type Entry,
  growTiles,
  leafHash,
  setLeaves,
  stateLeaf,
  type SubjectState,
  writeCheckpoint,
  writeEntry,
  writeInstant,
  writeNote,
} from "@voceria/record";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact, type Transaction } from "../store/database.ts";
import { lockCounter, writeEntries } from "./entries.ts";
import type { Signer } from "./key.ts";
import type { CheckpointLock } from "./lock.ts";
import { sha256 } from "./sha256.ts";
import { placeKey, rightEdge, type StoredTile, type Tree, tilesOf, upsertTiles } from "./tiles.ts";

export type SignedCheckpoint = { size: number; root: Uint8Array; note: string; signedAt: Date };

/** The moments between which a process may be killed without harm; told to `onStep` as each is reached. */
export type Step = "staged" | "signed" | "advanced" | "shown";

/** What the one signer holds in memory. Any failure makes it worthless: it is thrown away and loaded anew. */
export type Signing = {
  /** One connection, the one that holds the advisory lock: when that is gone, nothing can be staged either. */
  db: Database;
  signer: Signer;
  lock: CheckpointLock;
  means: Means;
  onStep?: ((step: Step) => void | Promise<void>) | undefined;
  /** The newest checkpoint that was shown; the lock holds its note. */
  shown: SignedCheckpoint;
  /** The log as it is staged, at least as large as what is shown; `changed` are its tiles that `stage` has yet to write. */
  log: Edge & { changed: Map<string, StoredTile> };
  /** The state of the subjects as of what is staged; `changed` are its tiles since what was shown. */
  state: Edge & { changed: Map<string, StoredTile> };
};

/** A tree with those of its tiles that are at hand, its right edge always among them. */
export type Edge = { size: number; root: Uint8Array; tiles: Map<string, StoredTile> };

/**
 * When this returns, every entry that was committed when it began is under a signed checkpoint that is durable in
 * the lock and only then was told to readers (NOTIFY voceria_checkpoint). Undefined when there was nothing to sign.
 * After any failure, `signing` must be thrown away: the order of the steps makes a new start safe after each of them.
 */
export async function publishCheckpoint(signing: Signing): Promise<SignedCheckpoint | undefined> {
  if ((await countCommitted(signing.db)) > signing.log.size) await transact(signing.db, (tx) => stage(tx, signing));
  if (signing.log.size === signing.shown.size) return undefined;
  await signing.onStep?.("staged");
  return release(signing);
}

/** Signs an idle log again at the same size, so that its freshness has a time. When this returns, that time is durable. */
export async function signAgain(signing: Signing): Promise<SignedCheckpoint> {
  return release(signing);
}

const page = 10_000;
/** So few entries are read and hashed while the counter is locked; more are caught up with before. */
const quick = 200;

/** Everything that can be done before the counter is locked is done before, so that an import never holds up a publication. */
async function stage(tx: Transaction, signing: Signing): Promise<void> {
  while ((await countCommitted(tx)) - signing.log.size > quick) {
    await takeIn(tx, signing, await readNew(tx, signing.log.size, page));
    await writeLog(tx, signing);
  }
  const counter = await lockCounter(tx);
  await takeIn(tx, signing, await readNew(tx, signing.log.size, counter.nextIndex - signing.log.size));
  if (signing.log.size !== counter.nextIndex)
    throw new Fault(
      "unsafe",
      `The counter says ${counter.nextIndex} entries and ${signing.log.size} are there; nothing more is signed. Run "voceria audit".`,
    );
  const at = new Date(Math.max(signing.means.clock.now().getTime(), counter.lastAt.getTime()));
  const entry: Entry = {
    act: "state.asserted",
    at: writeInstant(at),
    count: signing.state.size,
    format: "voceria/entry/v1",
    root: base64(signing.state.root),
  };
  const bytes = writeEntry(entry);
  const leaf = leafHash(sha256, bytes);
  await writeEntries(tx, {
    counter,
    at,
    nextSubject: counter.nextSubject,
    entries: [{ entry, bytes, leaf }],
    states: [],
  });
  growLog(signing, [leaf]);
  await writeLog(tx, signing);
}

async function countCommitted(db: Database | Transaction): Promise<number> {
  const { rows } = await sql<{ committed: number }>`select next_index as committed from record_counter`.execute(db);
  return rows[0]?.committed ?? 0;
}

type NewEntry = { index: number; bytes: Uint8Array; leaf_hash: Buffer } & (SubjectState | { subject: null });

async function readNew(tx: Transaction, from: number, limit: number): Promise<NewEntry[]> {
  if (limit <= 0) return [];
  const { rows } = await sql<NewEntry>`
    select e.index, e.bytes, e.leaf_hash, s.subject, s.current, s.edition, s.last, s.status
    from record_entry e left join record_subject s on s.subject = e.subject
    where e.index >= ${from} order by e.index limit ${limit}`.execute(tx);
  return rows;
}

async function takeIn(tx: Transaction, signing: Signing, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const states = new Map<number, SubjectState>();
  const leaves = entries.map((entry, at) => {
    if (entry.index !== signing.log.size + at)
      throw new Fault(
        "unsafe",
        `Entry ${signing.log.size + at} is missing from the database; nothing more is signed. Run "voceria audit".`,
      );
    const leaf = leafHash(sha256, entry.bytes);
    if (!entry.leaf_hash.equals(leaf))
      throw new Fault(
        "unsafe",
        `Entry ${entry.index} no longer hashes to what it did when it was appended; nothing more is signed. Run "voceria audit".`,
      );
    if (entry.subject !== null) states.set(entry.subject, entry);
    return leaf;
  });
  growLog(signing, leaves);
  await setStates(tx, signing, states.values());
}

function growLog({ log }: Signing, leaves: readonly Uint8Array[]): void {
  const grown = growTiles(sha256, log.size, (level, index) => log.tiles.get(placeKey({ level, index }))?.bytes, leaves);
  for (const tile of grown.tiles) log.changed.set(placeKey(tile), tile);
  keep(log, grown.size, grown.root, grown.tiles);
}

async function writeLog(tx: Transaction, { log }: Signing): Promise<void> {
  await upsertTiles("record_tile", [...log.changed.values()]).execute(tx);
  log.changed.clear();
}

/** Sets the states in memory only: the tiles go to the database with the checkpoint that asserts them. */
export async function setStates(
  db: Database | Transaction,
  { state }: Pick<Signing, "state">,
  states: Iterable<SubjectState>,
): Promise<void> {
  const leaves = new Map<number, Uint8Array>();
  for (const { subject, current, edition, last, status } of states)
    leaves.set(subject, leafHash(sha256, stateLeaf({ subject, current, edition, last, status })));
  if (leaves.size === 0) return;
  await fetchMissing(db, "record_state_tile", state, leaves.keys());
  const grown = setLeaves(
    sha256,
    state.size,
    (level, index) => state.tiles.get(placeKey({ level, index }))?.bytes,
    leaves,
  );
  for (const tile of grown.tiles) state.changed.set(placeKey(tile), tile);
  keep(state, grown.size, grown.root, [...state.changed.values()]);
}

/** The tiles above the leaves that are about to change. */
async function fetchMissing(
  db: Database | Transaction,
  tree: Tree,
  edge: Edge,
  leaves: Iterable<number>,
): Promise<void> {
  const wanted = new Map<string, { level: number; index: number }>();
  for (const leaf of leaves) {
    for (let level = 0, index = Math.floor(leaf / 256), hashes = edge.size; index * 256 < hashes; level++) {
      const place = { level, index };
      if (!edge.tiles.has(placeKey(place))) wanted.set(placeKey(place), place);
      index = Math.floor(index / 256);
      hashes = Math.floor(hashes / 256);
    }
  }
  for (const tile of await tilesOf(db, tree)([...wanted.values()])) edge.tiles.set(placeKey(tile), tile);
}

/** Memory stays flat: what is neither at the right edge nor waiting to be written is let go. */
function keep(edge: Edge, size: number, root: Uint8Array, tiles: readonly StoredTile[]): void {
  for (const tile of tiles) edge.tiles.set(placeKey(tile), tile);
  edge.size = size;
  edge.root = root;
  const kept = new Set([...rightEdge(size).map(placeKey), ...tiles.map(placeKey)]);
  if (edge.tiles.size > kept.size) for (const key of edge.tiles.keys()) if (!kept.has(key)) edge.tiles.delete(key);
}

/** Sign → advance the lock → only then show: the one order in which nothing that is not durable is ever seen. */
async function release(signing: Signing): Promise<SignedCheckpoint> {
  const { signer, lock, log, state } = signing;
  const text = writeCheckpoint({ origin: signer.key.name, size: log.size, root: log.root, extensions: [] });
  const signature = signer.sign(new TextEncoder().encode(text));
  const note = writeNote({ text, signatures: [{ name: signer.key.name, keyId: signer.key.keyId, signature }] });
  await signing.onStep?.("signed");
  await lock.advance(signing.shown.note, note);
  await signing.onStep?.("advanced");
  const shown: SignedCheckpoint = { size: log.size, root: log.root, note, signedAt: signing.means.clock.now() };
  await show(signing.db, shown, [...state.changed.values()]);
  signing.shown = shown;
  state.changed.clear();
  await signing.onStep?.("shown");
  return shown;
}

/** When this returns, readers see the checkpoint, and the state tiles are those that it asserts. */
export async function show(
  db: Database,
  { size, root, note, signedAt }: SignedCheckpoint,
  stateTiles: readonly StoredTile[],
): Promise<void> {
  await sql`
    with state as (${upsertTiles("record_state_tile", stateTiles)}),
      shown as (
        insert into record_checkpoint (size, root, note, signed_at)
        values (${size}, ${Buffer.from(root)}, ${note}, ${signedAt}))
    select pg_notify('voceria_checkpoint', ${String(size)})`.execute(db);
}

import { type Coordinate, foldPlan, foldRoot, inclusionPlan, leafHash, nodeHash } from "@voceria/record";
import { sql } from "kysely";
import { Fault } from "../fault.ts";
import type { Reader } from "../store/database.ts";
import { sha256 } from "./sha256.ts";

const blockLevel = 8;
const blockSize = 2 ** blockLevel;
const rowsAtOnce = 64 * blockSize;
const batchesKept = 64;

/**
 * Batches never change, so the roots of their blocks are worked out once and kept under the batch's own root: asking for the
 * items of a batch of a million one by one costs its million hashes once, not each time.
 */
const kept = new Map<string, Uint8Array[]>();

/** The proof that an item stands in the batch of `count` items that entry `entry` commits to under `root` (base64). */
export async function batchPathOf(
  db: Reader,
  batch: { entry: number; count: number; root: string },
  item: number,
): Promise<Uint8Array[]> {
  const plan = inclusionPlan(item, batch.count);
  const roots = await blockRootsOf(db, batch);
  const wanted = new Set(plan.flat().filter(isBelowBlocks).map(blockOf));
  const blocks = new Map<number, Uint8Array[]>();
  for (const block of wanted) blocks.set(block, await readLeaves(db, batch.entry, block * blockSize, blockSize));
  return foldPlan(sha256, plan, (coordinate) =>
    isBelowBlocks(coordinate)
      ? within(
          blocks.get(blockOf(coordinate)) ?? [],
          coordinate.level,
          coordinate.index % (blockSize >> coordinate.level),
          batch.entry,
        )
      : within(roots, coordinate.level - blockLevel, coordinate.index, batch.entry),
  );
}

const isBelowBlocks = ({ level }: Coordinate) => level < blockLevel;
const blockOf = ({ level, index }: Coordinate) => Math.floor((index * 2 ** level) / blockSize);

async function blockRootsOf(db: Reader, { entry, count, root }: { entry: number; count: number; root: string }) {
  const known = kept.get(root);
  if (known !== undefined) {
    kept.delete(root);
    kept.set(root, known);
    return known;
  }
  const roots: Uint8Array[] = [];
  const whole = Math.floor(count / blockSize) * blockSize;
  for (let from = 0; from < whole; from += rowsAtOnce) {
    const leaves = await readLeaves(db, entry, from, Math.min(rowsAtOnce, whole - from));
    for (let at = 0; at < leaves.length; at += blockSize)
      roots.push(
        foldRoot(sha256, blockSize, ({ level, index }) =>
          within(leaves.slice(at, at + blockSize), level, index, entry),
        ),
      );
  }
  kept.set(root, roots);
  for (const oldest of kept.keys()) if (kept.size > batchesKept) kept.delete(oldest);
  return roots;
}

/** The hash of a complete subtree over `hashes`. */
function within(hashes: readonly Uint8Array[], level: number, index: number, entry: number): Uint8Array {
  if (level > 0)
    return nodeHash(
      sha256,
      within(hashes, level - 1, index * 2, entry),
      within(hashes, level - 1, index * 2 + 1, entry),
    );
  const hash = hashes[index];
  if (hash === undefined)
    throw new Fault("unsafe", `Items of entry ${entry} are missing from the database. Run "voceria audit".`);
  return hash;
}

async function readLeaves(db: Reader, entry: number, from: number, limit: number): Promise<Uint8Array[]> {
  const { rows } = await sql<{ commitment: Buffer }>`
    select commitment from record_batch_item where entry = ${entry} and item >= ${from} order by item limit ${limit}`.execute(
    db,
  );
  return rows.map(({ commitment }) => leafHash(sha256, commitment));
}

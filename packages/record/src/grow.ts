import type { Hash } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import { foldComplete, fullTile, hashInTile, hashLength, tileFor, tilePath } from "./tile.ts";
import { foldRoot } from "./tree.ts";

/** The present bytes of a tile; those beyond the width that the tree's size demands are not looked at. */
export type ReadTile = (level: number, index: number) => Uint8Array | undefined;

/** New and changed tiles, lowest level first, each as wide as the new size demands. */
export type Grown = { tiles: { level: number; index: number; bytes: Uint8Array }[]; size: number; root: Uint8Array };

/**
 * Appends leaves to a tree of `size`. Reads the rightmost tiles only; the work is in proportion to
 * the new leaves.
 */
export function growTiles(hash: Hash, size: number, read: ReadTile, leafHashes: readonly Uint8Array[]): Grown {
  return change(
    hash,
    size,
    size + leafHashes.length,
    read,
    leafHashes.map((leaf, at) => ({ index: size + at, leaf })),
  );
}

/**
 * Sets leaves (index to hash) of a tree of `size`, whichever they are; those beyond its end must follow
 * it without a gap.
 */
export function setLeaves(hash: Hash, size: number, read: ReadTile, leaves: ReadonlyMap<number, Uint8Array>): Grown {
  const changes = [...leaves].map(([index, leaf]) => ({ index, leaf })).toSorted((a, b) => a.index - b.index);
  let newSize = size;
  for (const { index } of changes) {
    if (!Number.isSafeInteger(index) || index < 0 || index > newSize) {
      throw new Malformed(`leaf ${index} does not follow the ${newSize} before it`, "tree");
    }
    newSize = Math.max(newSize, index + 1);
  }
  return change(hash, size, newSize, read, changes);
}

type Change = { index: number; leaf: Uint8Array };

function change(hash: Hash, size: number, newSize: number, read: ReadTile, leaves: Change[]): Grown {
  if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(newSize)) {
    throw new Malformed(`${size} is not the size of a tree`, "tree");
  }
  const tiles: Grown["tiles"] = [];
  const changed = new Map<string, Uint8Array>();
  let row = leaves;
  for (let level = 0; row.length > 0; level++) {
    const before = Math.floor(size / fullTile ** level);
    const after = Math.floor(newSize / fullTile ** level);
    const above: Change[] = [];
    for (let at = 0; at < row.length;) {
      const index = Math.floor(row[at]!.index / fullTile);
      const bytes = new Uint8Array(Math.min(fullTile, after - index * fullTile) * hashLength);
      const kept = Math.min(fullTile, Math.max(0, before - index * fullTile)) * hashLength;
      if (kept > 0) bytes.set(present(read, level, index, kept));
      for (; at < row.length && row[at]!.index < (index + 1) * fullTile; at++) {
        const { index: position, leaf } = row[at]!;
        if (leaf.length !== hashLength) throw new Malformed(`hash ${position} has not 32 bytes`, "tree");
        bytes.set(leaf, (position - index * fullTile) * hashLength);
      }
      tiles.push({ level, index, bytes });
      changed.set(`${level}/${index}`, bytes);
      if (bytes.length === fullTile * hashLength) above.push({ index, leaf: foldComplete(hash, bytes) });
    }
    row = above;
  }
  const root = foldRoot(hash, newSize, (coordinate) => {
    const tile = tileFor(coordinate, newSize);
    const width = tile.width * hashLength;
    const bytes = changed.get(`${tile.level}/${tile.index}`) ?? present(read, tile.level, tile.index, width);
    return hashInTile(hash, tile, bytes, coordinate);
  });
  return { tiles, size: newSize, root };
}

function present(read: ReadTile, level: number, index: number, length: number): Uint8Array {
  const bytes = read(level, index);
  if (bytes === undefined || bytes.length < length) {
    throw new Malformed(
      `${bytes?.length ?? 0} bytes where the tree's size demands ${length}`,
      tilePath({ level, index, width: length / hashLength }),
    );
  }
  return bytes.subarray(0, length);
}

import type { Hash } from "./bytes.ts";
import { readDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { foldRoot, nodeHash, type Coordinate } from "./tree.ts";

/**
 * A tile of height 8 (C2SP tlog-tiles): `width` consecutive hashes (1 to 256; 256 is a full one) of
 * complete subtrees of 256^level leaves, the first of them number 256 × index.
 */
export type Tile = { level: number; index: number; width: number };

/** Hashes in a full tile, entries in a full bundle. */
const full = 256;
const hashLength = 32;
const longestEntry = 0xffff;

/** `tile/<level>/<index in groups of three digits>[.p/<width>]`. */
export function tilePath({ level, index, width }: Tile): string {
  if (!Number.isInteger(level) || level < 0 || level > 63)
    throw new Malformed(`no tiles at level ${level}`, "tile path");
  return `tile/${level}/${place(index, width)}`;
}

/** The path of the bundle of entries beside the tile of level 0 of that index and width. */
export function entriesPath({ index, width }: { index: number; width: number }): string {
  return `tile/entries/${place(index, width)}`;
}

/** The inverse of both; refuses any other spelling of the same tile. */
export function readTilePath(
  path: string,
): { kind: "tile"; level: number; index: number; width: number } | { kind: "entries"; index: number; width: number } {
  const where = "tile path";
  const parts = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  if (parts === null) throw new Malformed("is not tile/<level>/<index>[.p/<width>]", where);
  const [, level, digits, partial] = parts as unknown as [string, string, string, string | undefined];
  const index = Number(digits.replaceAll(/[x/]/g, ""));
  const width = partial === undefined ? full : readDecimal(partial, `${where}, width`);
  if (partial !== undefined && width >= full) throw new Malformed("a partial tile is 1 to 255 wide", where);
  if (level === "entries") {
    if (entriesPath({ index, width }) !== path) throw new Malformed("is not the shortest form", where);
    return { kind: "entries", index, width };
  }
  const tile = { level: readDecimal(level, `${where}, level`), index, width };
  if (tilePath(tile) !== path) throw new Malformed("is not the shortest form", where);
  return { kind: "tile", ...tile };
}

function place(index: number, width: number): string {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new Malformed(`${index} is not the index of a tile`, "tile path");
  if (!Number.isInteger(width) || width < 1 || width > full)
    throw new Malformed("a tile is 1 to 256 wide", "tile path");
  let text = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, "0")}/${text}`;
  }
  return width === full ? text : `${text}.p/${width}`;
}

/** The tile of a log of that size that holds the hash at `coordinate`, or yields it by hashing. */
export function tileFor({ level, index }: Coordinate, size: number): Tile {
  const tileLevel = Math.floor(level / 8);
  const hashes = Math.floor(size / full ** tileLevel);
  const first = index * 2 ** (level % 8);
  if (first + 2 ** (level % 8) > hashes) {
    throw new Malformed(`a tree of ${size} has no complete subtree ${index} at level ${level}`, "tile");
  }
  const tileIndex = Math.floor(first / full);
  return { level: tileLevel, index: tileIndex, width: Math.min(full, hashes - tileIndex * full) };
}

/** The hash at `coordinate`, from the bytes of the tile that `tileFor` names for it (or a wider one). */
export function hashInTile(hash: Hash, tile: Tile, bytes: Uint8Array, { level, index }: Coordinate): Uint8Array {
  const hashes = 2 ** (level % 8);
  const first = index * hashes - tile.index * full;
  if (Math.floor(level / 8) !== tile.level || first < 0 || first + hashes > tile.width) {
    throw new Malformed(`holds no subtree ${index} of level ${level}`, tilePath(tile));
  }
  if (bytes.length !== tile.width * hashLength) {
    throw new Malformed(`${bytes.length} bytes instead of ${tile.width * hashLength}`, tilePath(tile));
  }
  return fold(hash, bytes.subarray(first * hashLength, (first + hashes) * hashLength));
}

/** The root over the hashes in `bytes`, whose number is a power of two. */
function fold(hash: Hash, bytes: Uint8Array): Uint8Array {
  // A copy in any case: the slice() of a Node Buffer is a view, and what is handed in must stay as it is.
  const row = new Uint8Array(bytes);
  for (let length = bytes.length / 2; length >= hashLength; length /= 2) {
    for (let at = 0; at < length; at += hashLength) {
      const left = row.subarray(2 * at, 2 * at + hashLength);
      const right = row.subarray(2 * at + hashLength, 2 * at + 2 * hashLength);
      row.set(nodeHash(hash, left, right), at);
    }
  }
  return row.slice(0, hashLength);
}

/** A bundle of 1 to 256 entries: for each its length as a big-endian uint16, and its bytes. */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const where = "bundle of entries";
  if (entries.length < 1 || entries.length > full) throw new Malformed(`${entries.length} entries`, where);
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  let at = 0;
  for (const [number, entry] of entries.entries()) {
    if (entry.length > longestEntry) throw new Malformed(`entry ${number} is longer than 65,535 bytes`, where);
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

/** The entries of a bundle, as views into its bytes. */
export function readBundle(bytes: Uint8Array, where: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (entries.length === full) throw new Malformed("more than 256 entries", where);
    const start = at + 2;
    const end = start + (bytes[at]! << 8) + (bytes[at + 1] ?? 0);
    if (start > bytes.length || end > bytes.length) throw new Malformed(`ends within entry ${entries.length}`, where);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (entries.length === 0) throw new Malformed("no entry", where);
  return entries;
}

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
    const before = Math.floor(size / full ** level);
    const after = Math.floor(newSize / full ** level);
    const above: Change[] = [];
    for (let at = 0; at < row.length;) {
      const index = Math.floor(row[at]!.index / full);
      const bytes = new Uint8Array(Math.min(full, after - index * full) * hashLength);
      const kept = Math.min(full, Math.max(0, before - index * full)) * hashLength;
      if (kept > 0) bytes.set(present(read, level, index, kept));
      for (; at < row.length && row[at]!.index < (index + 1) * full; at++) {
        const { index: position, leaf } = row[at]!;
        if (leaf.length !== hashLength) throw new Malformed(`hash ${position} has not 32 bytes`, "tree");
        bytes.set(leaf, (position - index * full) * hashLength);
      }
      tiles.push({ level, index, bytes });
      changed.set(`${level}/${index}`, bytes);
      if (bytes.length === full * hashLength) above.push({ index, leaf: fold(hash, bytes) });
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

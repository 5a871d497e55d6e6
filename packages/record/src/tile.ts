import type { Hash } from "./bytes.ts";
import { readDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { nodeHash, type Coordinate } from "./tree.ts";

/**
 * A tile of height 8 (C2SP tlog-tiles): `width` consecutive hashes (1 to 256; 256 is a full one) of
 * complete subtrees of 256^level leaves, the first of them number 256 × index.
 */
export type Tile = { level: number; index: number; width: number };

/** Hashes in a full tile, entries in a full bundle. */
export const fullTile = 256;
export const hashLength = 32;
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
  const width = partial === undefined ? fullTile : readDecimal(partial, `${where}, width`);
  if (partial !== undefined && width >= fullTile) throw new Malformed("a partial tile is 1 to 255 wide", where);
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
  if (!Number.isInteger(width) || width < 1 || width > fullTile)
    throw new Malformed("a tile is 1 to 256 wide", "tile path");
  let text = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, "0")}/${text}`;
  }
  return width === fullTile ? text : `${text}.p/${width}`;
}

/** The tile of a log of that size that holds the hash at `coordinate`, or yields it by hashing. */
export function tileFor({ level, index }: Coordinate, size: number): Tile {
  const tileLevel = Math.floor(level / 8);
  const hashes = Math.floor(size / fullTile ** tileLevel);
  const first = index * 2 ** (level % 8);
  if (first + 2 ** (level % 8) > hashes) {
    throw new Malformed(`a tree of ${size} has no complete subtree ${index} at level ${level}`, "tile");
  }
  const tileIndex = Math.floor(first / fullTile);
  return { level: tileLevel, index: tileIndex, width: Math.min(fullTile, hashes - tileIndex * fullTile) };
}

/** The hash at `coordinate`, from the bytes of the tile that `tileFor` names for it (or a wider one). */
export function hashInTile(hash: Hash, tile: Tile, bytes: Uint8Array, { level, index }: Coordinate): Uint8Array {
  const hashes = 2 ** (level % 8);
  const first = index * hashes - tile.index * fullTile;
  if (Math.floor(level / 8) !== tile.level || first < 0 || first + hashes > tile.width) {
    throw new Malformed(`holds no subtree ${index} of level ${level}`, tilePath(tile));
  }
  if (bytes.length !== tile.width * hashLength) {
    throw new Malformed(`${bytes.length} bytes instead of ${tile.width * hashLength}`, tilePath(tile));
  }
  return foldComplete(hash, bytes.subarray(first * hashLength, (first + hashes) * hashLength));
}

/** The root over the hashes in `bytes`, whose number is a power of two. */
export function foldComplete(hash: Hash, bytes: Uint8Array): Uint8Array {
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
  if (entries.length < 1 || entries.length > fullTile) throw new Malformed(`${entries.length} entries`, where);
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
    if (entries.length === fullTile) throw new Malformed("more than 256 entries", where);
    const start = at + 2;
    const end = start + (bytes[at]! << 8) + (bytes[at + 1] ?? 0);
    if (start > bytes.length || end > bytes.length) throw new Malformed(`ends within entry ${entries.length}`, where);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (entries.length === 0) throw new Malformed("no entry", where);
  return entries;
}

import { base64, equalBytes, readBase64, type Hash } from "./bytes.ts";
import { readDecimal } from "./decimal.ts";
import { Malformed } from "./malformed.ts";
import { emptyRoot, nodeHash } from "./tree.ts";

/** More hashes than a tree of 2^63 leaves needs. */
const longestPath = 63;
const largestProof = 1024 * 1024;

/**
 * The root that a leaf's audit path leads to (RFC 9162, 2.1.3.2). Throws `Malformed` when the path has
 * not exactly the length that `index` and `size` demand.
 */
export function rootFromInclusion(
  hash: Hash,
  { index, size, leaf, path }: { index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[] },
): Uint8Array {
  const where = "inclusion proof";
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new Malformed(`no leaf ${index} in a tree of ${size}`, where);
  }
  if (leaf.length !== 32) throw new Malformed("the leaf's hash has not 32 bytes", where);
  let root = leaf;
  let [at, last] = [index, size - 1];
  for (const [number, sibling] of path.entries()) {
    if (last === 0) throw new Malformed(`${path.length} hashes are more than leaf ${index} of ${size} needs`, where);
    if (sibling.length !== 32) throw new Malformed(`hash ${number + 1} has not 32 bytes`, where);
    if (at % 2 === 1 || at === last) {
      root = nodeHash(hash, sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = nodeHash(hash, root, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0) throw new Malformed(`${path.length} hashes are fewer than leaf ${index} of ${size} needs`, where);
  return root;
}

/** Whether `leaf` (its hash) is leaf `index` of the tree of `size` leaves with that root. */
export function checkInclusion(
  hash: Hash,
  proof: { index: number; size: number; leaf: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array },
): boolean {
  try {
    return equalBytes(rootFromInclusion(hash, proof), proof.root);
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

/**
 * Whether the tree of `size1` and `root1` is the beginning of the tree of `size2` and `root2`
 * (RFC 9162, 2.1.4.2). From size 0 every tree grows, with an empty path.
 */
export function checkConsistency(
  hash: Hash,
  {
    size1,
    size2,
    root1,
    root2,
    path,
  }: { size1: number; size2: number; root1: Uint8Array; root2: Uint8Array; path: readonly Uint8Array[] },
): boolean {
  if (!Number.isSafeInteger(size1) || !Number.isSafeInteger(size2) || size1 < 0 || size1 > size2) return false;
  if (path.some((each) => each.length !== 32) || (size1 === size2 && path.length > 0)) return false;
  if (size1 === 0 && !equalBytes(root1, emptyRoot(hash))) return false;
  if (size1 === size2) return equalBytes(root1, root2);
  if (root1.length !== 32 || root2.length !== 32) return false;
  if (size1 === 0) return path.length === 0;

  let [at, last] = [size1 - 1, size2 - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // When size1 is a power of two, the first tree is a node of the second, and its root is left out of the path.
  const hashes = at === 0 ? [root1, ...path] : path;
  let first = hashes[0];
  let second = hashes[0];
  if (first === undefined || second === undefined) return false;
  for (const sibling of hashes.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      first = nodeHash(hash, sibling, first);
      second = nodeHash(hash, sibling, second);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      second = nodeHash(hash, second, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalBytes(first, root1) && equalBytes(second, root2);
}

/** Halves beyond the 32 bits of the shift operators. */
function half(n: number): number {
  return Math.floor(n / 2);
}

/** A proof file (C2SP tlog-proof@v1): `path` from leaf to root, `checkpoint` the signed note verbatim. */
export type TlogProof = { index: number; path: Uint8Array[]; checkpoint: string; extra?: Uint8Array };

const header = "c2sp.org/tlog-proof@v1\n";

/** The inverse of `readProof`; refuses what that would refuse. Empty extra data is none. */
export function writeProof({ index, path, checkpoint, extra }: TlogProof): string {
  const extraLine = extra === undefined || extra.length === 0 ? "" : `extra ${base64(extra)}\n`;
  const hashes = path.map((each) => `${base64(each)}\n`).join("");
  const text = `${header}${extraLine}index ${index}\n${hashes}\n${checkpoint}`;
  readProof(text, "proof to be written");
  return text;
}

/** Reads a proof file of at most 1 MiB and 63 hashes. The checkpoint is handed on as it is, to be opened as a note. */
export function readProof(text: string, where = "proof"): TlogProof {
  if (text.length > largestProof) throw new Malformed("larger than 1 MiB", where);
  if (!text.startsWith(header)) throw new Malformed(`does not begin with ${header.trim()}`, where);
  const blank = text.indexOf("\n\n", header.length - 1);
  if (blank < 0) throw new Malformed("has no blank line before a checkpoint", where);
  const lines = text.slice(header.length, Math.max(blank, header.length)).split("\n");
  const checkpoint = text.slice(blank + 2);
  if (checkpoint === "") throw new Malformed("has no checkpoint", where);

  const extra = lines[0]?.startsWith("extra ") ? lines.shift()?.slice("extra ".length) : undefined;
  if (extra === "") throw new Malformed("announces extra data and has none", where);
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new Malformed("has no index where it belongs", where);
  if (lines.length > longestPath) throw new Malformed(`has more than ${longestPath} hashes`, where);
  return {
    index: readDecimal(index.slice("index ".length), `${where}, index`),
    path: lines.map((line, at) => readHash(line, `${where}, hash ${at + 1}`)),
    checkpoint,
    ...(extra === undefined ? {} : { extra: readBase64(extra, `${where}, extra data`) }),
  };
}

function readHash(line: string, where: string): Uint8Array {
  const bytes = readBase64(line, where);
  if (bytes.length !== 32) throw new Malformed(`${bytes.length} bytes instead of 32`, where);
  return bytes;
}

import { type Hash, joined } from "./bytes.ts";
import { Malformed } from "./malformed.ts";

/** The complete subtree of 2^level leaves that begins at leaf index × 2^level. */
export type Coordinate = { level: number; index: number };

/**
 * Which hashes make a proof: one list for each hash of the proof, in its order. Several coordinates
 * in a list, left to right, fold into one hash from the right.
 */
export type Plan = readonly (readonly Coordinate[])[];

/** The hash of a leaf: H(0x00 ‖ entry) (RFC 6962, 2.1). */
export function leafHash(hash: Hash, entry: Uint8Array): Uint8Array {
  return hash(joined(leafPrefix, entry));
}

const leafPrefix = Uint8Array.of(0x00);

/** The hash of an inner node: H(0x01 ‖ left ‖ right) (RFC 6962, 2.1). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== 32 || right.length !== 32) throw new Malformed("a hash has 32 bytes", "tree");
  node.set(left, 1);
  node.set(right, 33);
  return hash(node);
}

const node = new Uint8Array(65);
node[0] = 0x01;

/** The root of the tree without leaves: H() (RFC 6962, 2.1). */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/** The root of a tree by the hashes of its leaves (RFC 6962, 2.1). */
export function rootOfLeaves(hash: Hash, leafHashes: readonly Uint8Array[]): Uint8Array {
  let row = leafHashes;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) above.push(nodeHash(hash, row[at]!, row[at + 1]!));
    if (row.length % 2 === 1) above.push(row[row.length - 1]!);
    row = above;
  }
  return row[0] ?? emptyRoot(hash);
}

/** The complete subtrees that a tree of that size consists of, left to right, the largest first. */
export function rootPlan(size: number): readonly Coordinate[] {
  checkSize(size);
  return cover(0, size);
}

/** The audit path of leaf `index` in a tree of that size, from the leaf to the root (RFC 6962, 2.1.1). */
export function inclusionPlan(index: number, size: number): Plan {
  checkSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new Malformed(`no leaf ${index} in a tree of ${size}`, "inclusion proof");
  }
  const plan: Coordinate[][] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      plan.push(cover(middle, end));
      end = middle;
    } else {
      plan.push(cover(start, middle));
      start = middle;
    }
  }
  return plan.toReversed();
}

/**
 * The proof that the tree of `size1` is the beginning of the tree of `size2` (RFC 6962, 2.1.2). Empty
 * between equal sizes and from size 0.
 */
export function consistencyPlan(size1: number, size2: number): Plan {
  checkSize(size1);
  checkSize(size2);
  if (size1 > size2) throw new Malformed(`a tree of ${size2} cannot contain one of ${size1}`, "consistency proof");
  if (size1 === 0) return [];
  const plan: Coordinate[][] = [];
  let [start, end] = [0, size2];
  while (size1 < end) {
    const middle = start + split(end - start);
    if (size1 <= middle) {
      plan.push(cover(middle, end));
      end = middle;
    } else {
      plan.push(cover(start, middle));
      start = middle;
    }
  }
  // The first tree's own root is known to whoever holds it; any other subtree is not.
  if (start > 0) plan.push(cover(start, end));
  return plan.toReversed();
}

/** The hashes of a proof, each folded from the hashes of complete subtrees that `read` gives. */
export function foldPlan(hash: Hash, plan: Plan, read: (coordinate: Coordinate) => Uint8Array): Uint8Array[] {
  return plan.map((coordinates) => fold(hash, coordinates, read));
}

/** The root of the tree of that size, from the hashes of complete subtrees that `read` gives. */
export function foldRoot(hash: Hash, size: number, read: (coordinate: Coordinate) => Uint8Array): Uint8Array {
  return size === 0 ? emptyRoot(hash) : fold(hash, rootPlan(size), read);
}

function fold(
  hash: Hash,
  coordinates: readonly Coordinate[],
  read: (coordinate: Coordinate) => Uint8Array,
): Uint8Array {
  return coordinates.map(read).reduceRight((right, left) => nodeHash(hash, left, right));
}

/** The leaves from start to end as complete subtrees. `start` is a multiple of the first one's size. */
function cover(start: number, end: number): Coordinate[] {
  const subtrees: Coordinate[] = [];
  let at = start;
  for (let level = 52; level >= 0; level--) {
    const leaves = 2 ** level;
    if (end - at < leaves) continue;
    subtrees.push({ level, index: at / leaves });
    at += leaves;
  }
  return subtrees;
}

/** The largest power of two below n (n > 1). */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new Malformed(`${size} is not the size of a tree (0 to 2^53 - 1)`, "tree");
  }
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { naiveConsistency, naiveLeaf, naivePath, naiveRoot, someLeaves } from "../test/naive.ts";
import { base64, utf8 } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import { checkConsistency, checkInclusion, rootFromInclusion } from "./proof.ts";
import {
  consistencyPlan,
  emptyRoot,
  foldPlan,
  foldRoot,
  inclusionPlan,
  leafHash,
  nodeHash,
  rootOfLeaves,
  rootPlan,
  type Coordinate,
} from "./tree.ts";

const leaves = someLeaves(600);
/** The hash of any complete subtree of the tree above. */
const read = ({ level, index }: Coordinate) => naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const size = fc.integer({ min: 1, max: 600 });

test("the leaf of the documented entry has the documented hash", () => {
  const entry =
    '{"act":"statement.published","at":"2026-11-23T14:02:07.123Z","commitment":"pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=","edition":1,"format":"voceria/entry/v1","number":"2026-0042","subject":41}';
  expect(base64(leafHash(hash, utf8(entry)))).toBe("VlbW+cZbkBtXeSd+KY6zIYrf/liClZjpEnq83GIstCA=");
});

test("the empty tree, a leaf and a node hash as RFC 6962 defines them", () => {
  expect(base64(emptyRoot(hash))).toBe("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  expect(leafHash(hash, utf8("a"))).toEqual(naiveLeaf(utf8("a")));
  expect(nodeHash(hash, leaves[0]!, leaves[1]!)).toEqual(naiveRoot(leaves.slice(0, 2)));
  expect(() => nodeHash(hash, leaves[0]!, new Uint8Array(31))).toThrow(Malformed);
});

test("roots are those of the definition, for every size", () => {
  for (let n = 0; n <= 130; n++) expect(rootOfLeaves(hash, leaves.slice(0, n))).toEqual(naiveRoot(leaves.slice(0, n)));
  fc.assert(
    fc.property(size, (n) => {
      expect(foldRoot(hash, n, read)).toEqual(naiveRoot(leaves.slice(0, n)));
    }),
    { numRuns: 30 },
  );
  expect(foldRoot(hash, 0, read)).toEqual(naiveRoot([]));
});

test("inclusion proofs are those of the definition, and accepted", () => {
  fc.assert(
    fc.property(size, fc.nat(), (n, at) => {
      const tree = leaves.slice(0, n);
      const index = at % n;
      const path = foldPlan(hash, inclusionPlan(index, n), read);
      expect(path).toEqual(naivePath(index, tree));
      const root = naiveRoot(tree);
      expect(checkInclusion(hash, { index, size: n, leaf: tree[index]!, path, root })).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("consistency proofs are those of the definition, and accepted", () => {
  fc.assert(
    fc.property(size, size, (a, b) => {
      const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
      const path = foldPlan(hash, consistencyPlan(size1, size2), read);
      expect(path).toEqual(naiveConsistency(size1, leaves.slice(0, size2)));
      const [root1, root2] = [naiveRoot(leaves.slice(0, size1)), naiveRoot(leaves.slice(0, size2))];
      expect(checkConsistency(hash, { size1, size2, root1, root2, path })).toBe(true);
      expect(checkConsistency(hash, { size1, size2, root1: root2, root2: root1, path })).toBe(size1 === size2);
    }),
    { numRuns: 60 },
  );
});

test("small trees: every proof is accepted for its own leaf and sizes, and for no others", () => {
  const roots = Array.from({ length: 18 }, (_, n) => naiveRoot(leaves.slice(0, n)));
  for (let n = 1; n <= 17; n++) {
    for (let index = 0; index < n; index++) {
      const path = foldPlan(hash, inclusionPlan(index, n), read);
      for (let other = 0; other < n; other++) {
        const proof = { index: other, size: n, leaf: leaves[index]!, path, root: roots[n]! };
        expect(checkInclusion(hash, proof)).toBe(other === index);
      }
    }
    for (let first = 0; first <= n; first++) {
      const path = foldPlan(hash, consistencyPlan(first, n), read);
      for (let claimed = 0; claimed <= n; claimed++) {
        const proof = { size1: claimed, size2: n, root1: roots[first]!, root2: roots[n]!, path };
        expect(checkConsistency(hash, proof)).toBe(claimed === first);
      }
    }
  }
});

test("a fork is refused: no path joins a first tree of other leaves to the second, nor a second to the first", () => {
  const forked = [...leaves.slice(0, 3), ...someLeaves(597, "other")];
  fc.assert(
    fc.property(fc.integer({ min: 4, max: 600 }), fc.integer({ min: 4, max: 600 }), (a, b) => {
      const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
      const root1 = naiveRoot(leaves.slice(0, size1));
      const root2 = naiveRoot(leaves.slice(0, size2));
      const path = naiveConsistency(size1, leaves.slice(0, size2));
      const sizes = { size1, size2, path };
      expect(checkConsistency(hash, { ...sizes, root1, root2 })).toBe(true);
      expect(checkConsistency(hash, { ...sizes, root1: naiveRoot(forked.slice(0, size1)), root2 })).toBe(false);
      expect(checkConsistency(hash, { ...sizes, root1, root2: naiveRoot(forked.slice(0, size2)) })).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test("a changed bit anywhere in a proof is refused", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 600 }), fc.nat(), fc.nat(), fc.nat({ max: 255 }), (n, at, which, bit) => {
      const index = at % n;
      const path = naivePath(index, leaves.slice(0, n));
      const root = naiveRoot(leaves.slice(0, n));
      const changed = path.map((each) => each.slice());
      changed[which % path.length]![bit >> 3]! ^= 1 << (bit & 7);
      expect(checkInclusion(hash, { index, size: n, leaf: leaves[index]!, path: changed, root })).toBe(false);
      const short = path.slice(0, -1);
      const long = [...path, root];
      for (const wrong of [short, long]) {
        expect(() => rootFromInclusion(hash, { index, size: n, leaf: leaves[index]!, path: wrong })).toThrow(Malformed);
      }
    }),
    { numRuns: 40 },
  );
});

test("plans reach to 2^53 - 1 leaves and stay short", () => {
  const largest = Number.MAX_SAFE_INTEGER;
  const anySize = fc.integer({ min: 1, max: largest });
  fc.assert(
    fc.property(anySize, anySize, (a, b) => {
      const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
      for (const plan of [inclusionPlan(size1 - 1, size2), consistencyPlan(size1, size2), [rootPlan(size2)]]) {
        expect(plan.length).toBeLessThanOrEqual(54);
        for (const { level, index } of plan.flat()) {
          expect(Number.isSafeInteger(index) && (index + 1) * 2 ** level <= size2).toBe(true);
        }
      }
      const covered = rootPlan(size2).reduce((sum, { level }) => sum + 2 ** level, 0);
      expect(covered).toBe(size2);
    }),
  );
  expect(inclusionPlan(0, largest)).toHaveLength(53);
});

test("impossible leaves and sizes are refused", () => {
  for (const [index, n] of [
    [0, 0],
    [1, 1],
    [-1, 1],
    [0.5, 1],
    [0, 2 ** 53],
    [0, NaN],
    [NaN, 3],
  ] as const) {
    expect(() => inclusionPlan(index, n)).toThrow(Malformed);
    expect(checkInclusion(hash, { index, size: n, leaf: leaves[0]!, path: [], root: leaves[0]! })).toBe(false);
  }
  for (const [size1, size2] of [
    [2, 1],
    [-1, 1],
    [0, 2 ** 53],
    [1.5, 2],
  ] as const) {
    expect(() => consistencyPlan(size1, size2)).toThrow(Malformed);
    const roots = { root1: leaves[0]!, root2: leaves[0]! };
    expect(checkConsistency(hash, { size1, size2, ...roots, path: [] })).toBe(false);
  }
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { someLeaves } from "../test/naive.ts";
import { Shelf, tilesOf } from "../test/shelf.ts";
import { concat } from "./bytes.ts";
import { growTiles, setLeaves } from "./grow.ts";
import { Malformed } from "./malformed.ts";
import { hashInTile, tilePath } from "./tile.ts";
import { rootOfLeaves } from "./tree.ts";

const manyLeaves = someLeaves(66_000);

test("growing in any steps gives the tiles and the root of growing at once", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 700 }), { minLength: 1, maxLength: 8 }), (steps) => {
      const shelf = new Shelf();
      let size = 0;
      for (const step of steps) {
        const grown = shelf.keep(growTiles(hash, size, shelf.read, manyLeaves.slice(size, size + step)));
        size += step;
        expect(grown.size).toBe(size);
        expect(grown.root).toEqual(rootOfLeaves(hash, manyLeaves.slice(0, size)));
      }
      expectSame(shelf, tilesOf(manyLeaves.slice(0, size)));
    }),
    { numRuns: 30 },
  );
});

test("growing across 65,536 leaves reads the right edge only", () => {
  const shelf = tilesOf(manyLeaves.slice(0, 65_300));
  shelf.reads.clear();
  const grown = shelf.keep(growTiles(hash, 65_300, shelf.read, manyLeaves.slice(65_300, 65_600)));
  expect(grown.root).toEqual(rootOfLeaves(hash, manyLeaves.slice(0, 65_600)));
  expect([...shelf.reads]).toEqual(["0/255", "1/0"]);
  expect(grown.tiles.map(({ level, index, bytes }) => tilePath({ level, index, width: bytes.length / 32 }))).toEqual([
    "tile/0/255",
    "tile/0/256.p/64",
    "tile/1/000",
    "tile/2/000.p/1",
  ]);
  expectSame(shelf, tilesOf(manyLeaves.slice(0, 65_600)));
});

test("growing by nothing gives the root and no tile", () => {
  const shelf = tilesOf(manyLeaves.slice(0, 300));
  const grown = growTiles(hash, 300, shelf.read, []);
  expect(grown).toEqual({ tiles: [], size: 300, root: rootOfLeaves(hash, manyLeaves.slice(0, 300)) });
  expect(growTiles(hash, 0, () => undefined, []).root).toEqual(rootOfLeaves(hash, []));
});

test("growing takes no notice of hashes beyond the size, and changes no byte that was read", () => {
  const shelf = tilesOf(someLeaves(300, "abandoned"));
  const before = manyLeaves.slice(0, 100);
  const wide = shelf.tiles.get("0/0")!;
  wide.set(concat(...before));
  const copy = wide.slice();
  const grown = growTiles(hash, 100, shelf.read, manyLeaves.slice(100, 120));
  expect(grown.root).toEqual(rootOfLeaves(hash, manyLeaves.slice(0, 120)));
  expect(grown.tiles).toEqual([{ level: 0, index: 0, bytes: concat(...manyLeaves.slice(0, 120)) }]);
  expect(wide).toEqual(copy);
});

test("tiles handed in as Node's Buffers, whose slice() is a view, stay as they were", () => {
  const shelf = tilesOf(manyLeaves.slice(0, 600));
  const buffers = new Map([...shelf.tiles].map(([path, bytes]) => [path, Buffer.from(bytes)]));
  const read = (level: number, index: number) => buffers.get(`${level}/${index}`);
  growTiles(hash, 600, read, manyLeaves.slice(600, 900));
  setLeaves(hash, 600, read, new Map([[5, manyLeaves[0]!]]));
  const tile = { level: 0, index: 0, width: 256 };
  hashInTile(hash, tile, buffers.get("0/0")!, { level: 7, index: 1 });
  for (const [path, bytes] of shelf.tiles) expect(Buffer.compare(bytes, buffers.get(path)!)).toBe(0);
});

test("setting leaves in any order and number gives the tree of those leaves", () => {
  const change = fc.tuple(fc.nat({ max: 70 }), fc.array(fc.nat(), { maxLength: 20 }));
  fc.assert(
    fc.property(fc.nat({ max: 1500 }), fc.array(change, { maxLength: 4 }), (start, changes) => {
      const leaves = manyLeaves.slice(0, start);
      const shelf = tilesOf(leaves);
      for (const [round, [added, places]] of changes.entries()) {
        const update = new Map<number, Uint8Array>();
        const size = leaves.length;
        const fresh = someLeaves(added + places.length, `round ${round}`);
        for (let at = size + added - 1; at >= size; at--) update.set(at, fresh.pop()!);
        for (const place of places) if (size > 0) update.set(place % size, fresh.pop()!);
        for (const [at, leaf] of update) leaves[at] = leaf;
        const set = shelf.keep(setLeaves(hash, size, shelf.read, update));
        expect(set.size).toBe(leaves.length);
        expect(set.root).toEqual(rootOfLeaves(hash, leaves));
      }
      expectSame(shelf, tilesOf(leaves));
    }),
    { numRuns: 25 },
  );
});

test("setting one leaf touches one tile of each level", () => {
  const shelf = tilesOf(manyLeaves);
  const set = setLeaves(hash, manyLeaves.length, shelf.read, new Map([[300, manyLeaves[0]!]]));
  expect(set.tiles.map(({ level, index }) => `${level}/${index}`)).toEqual(["0/1", "1/0", "2/0"]);
});

test("leaves that leave a gap, or are no leaves, are refused", () => {
  const leaf = manyLeaves[0]!;
  const none = () => undefined;
  for (const index of [1, -1, 0.5, NaN, 2 ** 53]) {
    expect(() => setLeaves(hash, 0, none, new Map([[index, leaf]]))).toThrow(Malformed);
  }
  expect(() => setLeaves(hash, 0, none, new Map([[0, leaf.slice(1)]]))).toThrow(Malformed);
  expect(() => growTiles(hash, -1, none, [leaf])).toThrow(Malformed);
  expect(() => growTiles(hash, Number.MAX_SAFE_INTEGER, none, [leaf])).toThrow(Malformed);
});

test("a tile that is missing or too short is named", () => {
  expect(() => growTiles(hash, 5, () => undefined, [manyLeaves[0]!])).toThrow("tile/0/000.p/5: 0 bytes");
  expect(() => growTiles(hash, 5, () => new Uint8Array(32), [manyLeaves[0]!])).toThrow("tile/0/000.p/5: 32 bytes");
});

function expectSame(found: Shelf, expected: Shelf): void {
  expect([...found.tiles.keys()].toSorted()).toEqual([...expected.tiles.keys()].toSorted());
  for (const [path, bytes] of expected.tiles) {
    expect([path, Buffer.compare(found.tiles.get(path) ?? new Uint8Array(0), bytes)]).toEqual([path, 0]);
  }
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { someLeaves } from "../test/naive.ts";
import { concat } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import {
  entriesPath,
  growTiles,
  hashInTile,
  readBundle,
  readTilePath,
  setLeaves,
  tileFor,
  tilePath,
  writeBundle,
  type Grown,
} from "./tile.ts";
import { consistencyPlan, foldPlan, foldRoot, inclusionPlan, rootOfLeaves } from "./tree.ts";

const manyLeaves = someLeaves(66_000);

/** Tiles as an office keeps them: the newest bytes of each. */
class Shelf {
  readonly tiles = new Map<string, Uint8Array>();
  readonly reads = new Set<string>();

  readonly read = (level: number, index: number): Uint8Array | undefined => {
    this.reads.add(`${level}/${index}`);
    return this.tiles.get(`${level}/${index}`);
  };

  keep(grown: Grown): Grown {
    for (const { level, index, bytes } of grown.tiles) this.tiles.set(`${level}/${index}`, bytes);
    return grown;
  }
}

test.each([
  [{ level: 0, index: 0, width: 256 }, "tile/0/000"],
  [{ level: 0, index: 1234067, width: 256 }, "tile/0/x001/x234/067"],
  [{ level: 3, index: 1234067, width: 17 }, "tile/3/x001/x234/067.p/17"],
  [{ level: 63, index: 999, width: 1 }, "tile/63/999.p/1"],
  [{ level: 1, index: 1000, width: 255 }, "tile/1/x001/000.p/255"],
])("%j is at %s", (tile, path) => {
  expect(tilePath(tile)).toBe(path);
  expect(readTilePath(path)).toEqual({ kind: "tile", ...tile });
});

test("paths of tiles and bundles are read back", () => {
  const place = {
    index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    width: fc.integer({ min: 1, max: 256 }),
  };
  fc.assert(
    fc.property(fc.record({ level: fc.nat({ max: 63 }), ...place }), (tile) => {
      expect(readTilePath(tilePath(tile))).toEqual({ kind: "tile", ...tile });
      const { level: _, ...bundle } = tile;
      expect(readTilePath(entriesPath(bundle))).toEqual({ kind: "entries", ...bundle });
    }),
  );
});

test.each([
  "",
  "tile",
  "tile/0/0",
  "tile/0/000/",
  "/tile/0/000",
  "tile/00/000",
  "tile/64/000",
  "tile/-1/000",
  "tile/0/x000/001",
  "tile/0/001/002",
  "tile/0/x01/002",
  "tile/0/x001",
  "tile/0/000.p",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/000.p/1/",
  "tile/0/000.p/1\n",
  "tile/data/000",
  "tile/0/../000",
  "tile/0/٠٠٠",
  "tile/0/x009/x007/x199/x254/x740/992",
  `tile/0/${"x001/".repeat(1000)}001`,
])("the path %j is refused", (path) => {
  expect(() => readTilePath(path)).toThrow(Malformed);
});

test("a tree of 70,000 has the tiles that the specification counts", () => {
  expect(tileFor({ level: 0, index: 69_999 }, 70_000)).toEqual({ level: 0, index: 273, width: 112 });
  expect(tileFor({ level: 8, index: 255 }, 70_000)).toEqual({ level: 1, index: 0, width: 256 });
  expect(tileFor({ level: 8, index: 272 }, 70_000)).toEqual({ level: 1, index: 1, width: 17 });
  expect(tileFor({ level: 16, index: 0 }, 70_000)).toEqual({ level: 2, index: 0, width: 1 });
  expect(tileFor({ level: 8, index: 0 }, 256)).toEqual({ level: 1, index: 0, width: 1 });
  expect(() => tileFor({ level: 8, index: 273 }, 70_000)).toThrow(Malformed);
});

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
      expectSame(shelf, rebuilt(manyLeaves.slice(0, size)));
    }),
    { numRuns: 30 },
  );
});

test("growing across 65,536 leaves reads the right edge only", () => {
  const shelf = rebuilt(manyLeaves.slice(0, 65_300));
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
  expectSame(shelf, rebuilt(manyLeaves.slice(0, 65_600)));
});

test("growing by nothing gives the root and no tile", () => {
  const shelf = rebuilt(manyLeaves.slice(0, 300));
  const grown = growTiles(hash, 300, shelf.read, []);
  expect(grown).toEqual({ tiles: [], size: 300, root: rootOfLeaves(hash, manyLeaves.slice(0, 300)) });
  expect(growTiles(hash, 0, () => undefined, []).root).toEqual(rootOfLeaves(hash, []));
});

test("growing takes no notice of hashes beyond the size, and changes no byte that was read", () => {
  const shelf = rebuilt(someLeaves(300, "abandoned"));
  const before = manyLeaves.slice(0, 100);
  const wide = shelf.tiles.get("0/0")!;
  wide.set(concat(...before));
  const copy = wide.slice();
  const grown = growTiles(hash, 100, shelf.read, manyLeaves.slice(100, 120));
  expect(grown.root).toEqual(rootOfLeaves(hash, manyLeaves.slice(0, 120)));
  expect(grown.tiles).toEqual([{ level: 0, index: 0, bytes: concat(...manyLeaves.slice(0, 120)) }]);
  expect(wide).toEqual(copy);
});

test("setting leaves in any order and number gives the tree of those leaves", () => {
  const change = fc.tuple(fc.nat({ max: 70 }), fc.array(fc.nat(), { maxLength: 20 }));
  fc.assert(
    fc.property(fc.nat({ max: 1500 }), fc.array(change, { maxLength: 4 }), (start, changes) => {
      const leaves = manyLeaves.slice(0, start);
      const shelf = rebuilt(leaves);
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
      expectSame(shelf, rebuilt(leaves));
    }),
    { numRuns: 25 },
  );
});

test("setting one leaf touches one tile of each level", () => {
  const shelf = rebuilt(manyLeaves);
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

test("every proof can be made from the tiles", () => {
  const size = 66_000;
  const shelf = rebuilt(manyLeaves);
  const read = (coordinate: { level: number; index: number }) => {
    const tile = tileFor(coordinate, size);
    return hashInTile(hash, tile, shelf.tiles.get(`${tile.level}/${tile.index}`)!, coordinate);
  };
  expect(foldRoot(hash, size, read)).toEqual(rootOfLeaves(hash, manyLeaves));
  fc.assert(
    fc.property(fc.nat({ max: size - 1 }), (index) => {
      for (const plan of [inclusionPlan(index, size), consistencyPlan(index, size)]) {
        const direct = foldPlan(hash, plan, (at) =>
          rootOfLeaves(hash, manyLeaves.slice(at.index * 2 ** at.level, (at.index + 1) * 2 ** at.level)),
        );
        expect(foldPlan(hash, plan, read)).toEqual(direct);
      }
    }),
    { numRuns: 4 },
  );
});

test("a tile yields only hashes within it, and only at its full length", () => {
  const tile = { level: 0, index: 1, width: 3 };
  const bytes = concat(...manyLeaves.slice(256, 259));
  expect(hashInTile(hash, tile, bytes, { level: 1, index: 128 })).toEqual(
    rootOfLeaves(hash, manyLeaves.slice(256, 258)),
  );
  for (const coordinate of [
    { level: 1, index: 127 },
    { level: 1, index: 129 },
    { level: 8, index: 1 },
    { level: 0, index: 259 },
  ]) {
    expect(() => hashInTile(hash, tile, bytes, coordinate)).toThrow(Malformed);
  }
  expect(() => hashInTile(hash, tile, bytes.slice(1), { level: 0, index: 256 })).toThrow(Malformed);
});

test("bundles are read back", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 256 }), (entries) => {
      const copies = entries.map((entry) => new Uint8Array(entry));
      expect(readBundle(writeBundle(copies), "bundle").map((entry) => entry.slice())).toEqual(copies);
    }),
    { numRuns: 30 },
  );
  const longest = new Uint8Array(0xffff).fill(7);
  expect(readBundle(writeBundle([longest, longest]), "bundle")).toEqual([longest, longest]);
});

test("bundles that are empty, cut off, too long or too many are refused", () => {
  const bundle = writeBundle([Uint8Array.of(1, 2, 3), Uint8Array.of(4)]);
  for (const length of [0, 1, 2, 4, 6, 7]) expect(() => readBundle(bundle.slice(0, length), "b")).toThrow(Malformed);
  expect(readBundle(bundle.slice(0, 5), "b")).toHaveLength(1);
  expect(() => readBundle(new Uint8Array(257 * 2), "b")).toThrow("more than 256 entries");
  expect(() => writeBundle([])).toThrow(Malformed);
  expect(() => writeBundle([new Uint8Array(0x10000)])).toThrow(Malformed);
  expect(() => writeBundle(Array.from({ length: 257 }, () => Uint8Array.of(1)))).toThrow(Malformed);
});

/** The tiles of a tree cut out of its rows of hashes, by the specification's own formula. */
function rebuilt(leaves: readonly Uint8Array[]): Shelf {
  const shelf = new Shelf();
  let row = leaves;
  for (let level = 0; row.length > 0; level++) {
    const above: Uint8Array[] = [];
    for (let index = 0; index * 256 < row.length; index++) {
      const hashes = row.slice(index * 256, (index + 1) * 256);
      shelf.tiles.set(`${level}/${index}`, concat(...hashes));
      if (hashes.length === 256) above.push(rootOfLeaves(hash, hashes));
    }
    row = above;
  }
  return shelf;
}

function expectSame(found: Shelf, expected: Shelf): void {
  expect([...found.tiles.keys()].toSorted()).toEqual([...expected.tiles.keys()].toSorted());
  for (const [path, bytes] of expected.tiles) {
    expect([path, Buffer.compare(found.tiles.get(path) ?? new Uint8Array(0), bytes)]).toEqual([path, 0]);
  }
}

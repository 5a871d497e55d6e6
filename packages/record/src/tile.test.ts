import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { someLeaves } from "../test/naive.ts";
import { tilesOf } from "../test/shelf.ts";
import { concat } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import { entriesPath, hashInTile, readBundle, readTilePath, tileFor, tilePath, writeBundle } from "./tile.ts";
import { consistencyPlan, foldPlan, foldRoot, inclusionPlan, rootOfLeaves } from "./tree.ts";

const manyLeaves = someLeaves(66_000);

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

test("every proof can be made from the tiles", () => {
  const size = 66_000;
  const shelf = tilesOf(manyLeaves);
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

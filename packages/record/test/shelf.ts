import { concat, rootOfLeaves, type Grown } from "../src/index.ts";
import { hash } from "./crypto.ts";

/** Tiles as an office keeps them: the newest bytes of each. */
export class Shelf {
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

/** The tiles of a tree cut out of its rows of hashes, by the specification's own formula. */
export function tilesOf(leaves: readonly Uint8Array[]): Shelf {
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

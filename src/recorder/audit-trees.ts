import { foldRoot } from "@voceria/record";
import { hash } from "node:crypto";
import { sha256 } from "./sha256.ts";

const scratch = Buffer.alloc(65);
scratch[0] = 0x01;

/** H(0x01 ‖ left ‖ right), both in one buffer one after the other. */
function node(pair: Buffer, at: number): Buffer {
  pair.copy(scratch, 1, at, at + 64);
  return hash("sha256", scratch, "buffer");
}

/**
 * The log's tree as the audit grows it: only the roots of the complete subtrees at its right edge are kept, and the
 * tiles that are not yet full. `onTile` gets each tile of 256 hashes as it becomes full.
 */
export class GrowingTree {
  size = 0;
  private readonly edge: (Buffer | undefined)[] = [];
  private readonly tiles: { count: number; bytes: Buffer }[] = [];
  private readonly onTile: (level: number, index: number, bytes: Buffer) => void;

  constructor(onTile: (level: number, index: number, bytes: Buffer) => void) {
    this.onTile = onTile;
  }

  push(leaf: Buffer): void {
    let subtree = leaf;
    let place = this.size;
    this.toTile(0, subtree);
    let level = 0;
    for (; place % 2 === 1; place = (place - 1) / 2, level++) {
      this.edge[level]!.copy(scratch, 1);
      subtree.copy(scratch, 33);
      subtree = hash("sha256", scratch, "buffer");
      if ((level + 1) % 8 === 0) this.toTile((level + 1) / 8, subtree);
    }
    this.edge[level] = subtree;
    this.size += 1;
  }

  root(): Buffer {
    return Buffer.from(foldRoot(sha256, this.size, ({ level }) => this.edge[level]!));
  }

  /** The tiles at the right edge that are not full. */
  partial(): { level: number; index: number; bytes: Buffer }[] {
    return this.tiles.flatMap(({ count, bytes }, level) =>
      count % 256 === 0 ? [] : [{ level, index: Math.floor(count / 256), bytes: Buffer.from(bytes.subarray(0, (count % 256) * 32)) }],
    );
  }

  /** How many tiles of each level the tree has, a partial one included. */
  tileCounts(): number[] {
    return this.tiles.map(({ count }) => Math.ceil(count / 256));
  }

  private toTile(level: number, subtree: Buffer): void {
    const tile = (this.tiles[level] ??= { count: 0, bytes: Buffer.alloc(8192) });
    subtree.copy(tile.bytes, (tile.count % 256) * 32);
    tile.count += 1;
    if (tile.count % 256 === 0) this.onTile(level, tile.count / 256 - 1, tile.bytes);
  }
}

/**
 * A tree whose leaves change in place, all its hashes in flat buffers: 64 bytes a leaf, outside the heap. Hashes above
 * changed leaves are made anew when a root is asked for, so that many changes between two roots cost little.
 */
export class ChangingTree {
  size = 0;
  private levels: Buffer[] = [];
  private readonly changed = new Set<number>();

  /** Marks a leaf as changed; `leafOf` is asked for it when the next root is taken. */
  touch(leaf: number): void {
    this.changed.add(leaf);
    if (leaf >= this.size) this.size = leaf + 1;
  }

  root(leafOf: (leaf: number) => Buffer): Buffer {
    let row: number[] = [...this.changed];
    this.changed.clear();
    const leaves = this.level(0, this.size);
    for (const leaf of row) leafOf(leaf).copy(leaves, leaf * 32);
    for (let level = 1; row.length > 0; level++) {
      const count = Math.floor(this.size / 2 ** level);
      const below = this.levels[level - 1]!;
      const above = this.level(level, count);
      const parents: number[] = [];
      let last = -1;
      for (const child of row) {
        const parent = Math.floor(child / 2);
        // Neighbours come together; a parent that comes twice apart is only hashed twice.
        if (parent === last || parent >= count) continue;
        last = parent;
        node(below, parent * 64).copy(above, parent * 32);
        parents.push(parent);
      }
      row = parents;
    }
    return Buffer.from(foldRoot(sha256, this.size, ({ level, index }) => this.hashAt(level, index)));
  }

  /** The bytes of a tile of this tree as it stood at the last root; undefined beyond its end. */
  tile(level: number, index: number): Buffer | undefined {
    const count = Math.min(256, Math.floor(this.size / 256 ** level) - index * 256);
    return count <= 0 ? undefined : this.level(level * 8, index * 256 + count).subarray(index * 8192, index * 8192 + count * 32);
  }

  tileCounts(): number[] {
    const counts: number[] = [];
    for (let hashes = this.size; hashes > 0; hashes = Math.floor(hashes / 256)) counts.push(Math.ceil(hashes / 256));
    return counts;
  }

  private hashAt(level: number, index: number): Buffer {
    return this.levels[level]!.subarray(index * 32, index * 32 + 32);
  }

  private level(level: number, hashes: number): Buffer {
    const present = this.levels[level] ?? Buffer.alloc(0);
    if (present.length >= hashes * 32) return present;
    const larger = Buffer.alloc(Math.max(hashes * 32, present.length * 2, 8192));
    present.copy(larger);
    return (this.levels[level] = larger);
  }
}


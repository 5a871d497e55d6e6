import { foldRoot } from "@voceria/record";
import { hash } from "node:crypto";
import { sha256 } from "./sha256.ts";

const pair = Buffer.alloc(65);
pair[0] = 0x01;

/** SHA-256 written to its place: a Buffer for each hash would cost more than the hash. */
export function hashInto(bytes: Buffer, target: Buffer, at: number): void {
  target.write(hash("sha256", bytes, "latin1"), at, 32, "latin1");
}

/**
 * The log's tree as the audit grows it: only the roots of the complete subtrees at its right edge are kept, and the
 * tiles that are not yet full. `onTile` gets each tile of 256 hashes as it becomes full.
 */
export class GrowingTree {
  size = 0;
  /** The root of the complete subtree of 2^level leaves at the right edge, at 32 × level. */
  private readonly edge = Buffer.alloc(64 * 32);
  private readonly tiles: { count: number; bytes: Buffer }[] = [];
  private readonly onTile: (level: number, index: number, bytes: Buffer) => void;

  constructor(onTile: (level: number, index: number, bytes: Buffer) => void) {
    this.onTile = onTile;
  }

  /** Appends the leaf whose hash is in `leaves` at `at`. */
  push(leaves: Buffer, at: number): void {
    leaves.copy(pair, 33, at, at + 32);
    this.toTile(0);
    let level = 0;
    for (let place = this.size; place % 2 === 1; place = (place - 1) / 2) {
      this.edge.copy(pair, 1, level * 32, level * 32 + 32);
      hashInto(pair, pair, 33);
      level += 1;
      if (level % 8 === 0) this.toTile(level / 8);
    }
    pair.copy(this.edge, level * 32, 33, 65);
    this.size += 1;
  }

  root(): Buffer {
    return Buffer.from(foldRoot(sha256, this.size, ({ level }) => this.edge.subarray(level * 32, level * 32 + 32)));
  }

  /** The tiles at the right edge that are not full. */
  partial(): { level: number; index: number; bytes: Buffer }[] {
    return this.tiles.flatMap(({ count, bytes }, level) =>
      count % 256 === 0
        ? []
        : [{ level, index: Math.floor(count / 256), bytes: Buffer.from(bytes.subarray(0, (count % 256) * 32)) }],
    );
  }

  /** How many tiles of each level the tree has, a partial one included. */
  tileCounts(): number[] {
    return this.tiles.map(({ count }) => Math.ceil(count / 256));
  }

  /** What `pair` holds at its right is the next hash of that level. */
  private toTile(level: number): void {
    const tile = (this.tiles[level] ??= { count: 0, bytes: Buffer.alloc(8192) });
    pair.copy(tile.bytes, (tile.count % 256) * 32, 33, 65);
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
  private changed: number[] = [];
  private isChanged = new Uint8Array(1024);

  /** Marks a leaf as changed; `writeLeaf` is asked for it when the next root is taken. */
  touch(leaf: number): void {
    if (leaf >= this.size) this.size = leaf + 1;
    if (leaf >= this.isChanged.length) {
      const larger = new Uint8Array(Math.max(leaf + 1, this.isChanged.length * 2));
      larger.set(this.isChanged);
      this.isChanged = larger;
    }
    if (this.isChanged[leaf] === 1) return;
    this.isChanged[leaf] = 1;
    this.changed.push(leaf);
  }

  root(writeLeaf: (leaf: number, hashes: Buffer, at: number) => void): Buffer {
    let row = this.changed;
    this.changed = [];
    const leaves = this.level(0, this.size);
    for (const leaf of row) {
      this.isChanged[leaf] = 0;
      writeLeaf(leaf, leaves, leaf * 32);
    }
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
        below.copy(pair, 1, parent * 64, parent * 64 + 64);
        hashInto(pair, above, parent * 32);
        parents.push(parent);
      }
      row = parents;
    }
    return Buffer.from(foldRoot(sha256, this.size, ({ level, index }) => this.hashAt(level, index)));
  }

  /** The bytes of a tile of this tree as it stood at the last root; undefined beyond its end. */
  tile(level: number, index: number): Buffer | undefined {
    const count = Math.min(256, Math.floor(this.size / 256 ** level) - index * 256);
    return count <= 0
      ? undefined
      : this.level(level * 8, index * 256 + count).subarray(index * 8192, index * 8192 + count * 32);
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

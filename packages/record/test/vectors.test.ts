import { createPublicKey, verify, webcrypto } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sharedFolder } from "../../../test/shared.ts";
import {
  base64,
  canonicalize,
  checkConsistency,
  checkInclusion,
  growTiles,
  leafHash,
  openNote,
  readBundle,
  readCanonical,
  readCheckpoint,
  readHex,
  readJson,
  readNote,
  readVerifierKey,
  rootOfLeaves,
  tilePath,
} from "../src/index.ts";
import { checkEd25519, derOf, hash } from "./crypto.ts";

const folder = sharedFolder();
const vectors = join(folder ?? "", "vectors");
const absent = folder === undefined || !existsSync(vectors);

describe.skipIf(absent)("with the published vectors (skipped where ../shared/vectors is absent)", () => {
  test("inclusion is accepted and refused as the Merkle vectors say", () => {
    type Vector = { leafIdx: number; treeSize: number; root: string; leafHash: string; proof: string[] | null };
    const seen = forEachJson(join(vectors, "merkle/inclusion"), (json, file) => {
      const vector = json as Vector & Expected;
      const accepted = checkInclusion(hash, {
        index: vector.leafIdx,
        size: vector.treeSize,
        leaf: bytes(vector.leafHash),
        root: bytes(vector.root),
        path: (vector.proof ?? []).map(bytes),
      });
      expect([file, accepted]).toEqual([file, !vector.wantErr]);
    });
    expect(seen).toBeGreaterThan(90);
  });

  test("consistency is accepted and refused as the Merkle vectors say", () => {
    type Vector = { size1: number; size2: number; root1: string; root2: string; proof: string[] | null };
    const seen = forEachJson(join(vectors, "merkle/consistency"), (json, file) => {
      const vector = json as Vector & Expected;
      const { size1, size2 } = vector;
      const [root1, root2] = [bytes(vector.root1), bytes(vector.root2)];
      const accepted = checkConsistency(hash, { size1, size2, root1, root2, path: (vector.proof ?? []).map(bytes) });
      expect([file, accepted]).toEqual([file, !vector.wantErr]);
    });
    expect(seen).toBeGreaterThan(90);
  });

  test("canonical JSON is what the JCS vectors say, byte for byte", () => {
    const names = readdirSync(join(vectors, "jcs/input"));
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names) {
      const canonical = canonicalize(readJson(readFileSync(join(vectors, "jcs/input", name)), name));
      expect(canonical).toBe(readFileSync(join(vectors, "jcs/output", name), "utf8"));
      const octets = readFileSync(join(vectors, "jcs/outhex", name.replace(".json", ".txt")), "utf8");
      expect(Buffer.from(canonical)).toEqual(Buffer.from(octets.replaceAll(/\s/g, ""), "hex"));
      expect(canonicalize(readCanonical(Buffer.from(canonical), name))).toBe(canonical);
    }
  });

  // The key of Tessera's test log, published with its sources.
  const tesseraKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
  const log = join(vectors, "tessera-log");

  test("a log written by Tessera is rebuilt from its entries: every tile, every root", () => {
    const entries = readBundle(readFileSync(join(log, "tile/entries/000.p/15")), "entries");
    expect(entries).toHaveLength(15);
    for (let size = 0; size <= 15; size++) {
      const leaves = entries.slice(0, size).map((entry) => leafHash(hash, entry));
      const grown = growTiles(hash, 0, () => undefined, leaves);
      const checkpoint = readCheckpoint(readNote(readFileSync(join(log, `checkpoint.${size}`), "utf8")).text);
      expect(checkpoint).toMatchObject({ origin: "example.com/log/testdata", size, extensions: [] });
      expect(base64(grown.root)).toBe(base64(checkpoint.root));
      expect(base64(rootOfLeaves(hash, leaves))).toBe(base64(checkpoint.root));
      expect(grown.tiles).toHaveLength(size === 0 ? 0 : 1);
      for (const { level, index, bytes: tile } of grown.tiles) {
        const path = join(log, tilePath({ level, index, width: tile.length / 32 }));
        expect(Buffer.from(tile)).toEqual(readFileSync(path));
      }
    }
    expect(readdirSync(join(log, "tile/0/000.p"))).toHaveLength(15);
    for (const width of readdirSync(join(log, "tile/entries/000.p"))) {
      const bundle = readBundle(readFileSync(join(log, "tile/entries/000.p", width)), width);
      expect(bundle).toEqual(entries.slice(0, Number(width)));
    }
  });

  test("all 16 checkpoints of Tessera's log are signed by its key", async () => {
    const key = readVerifierKey(tesseraKey, "key", hash);
    for (let size = 0; size <= 15; size++) {
      const note = readNote(readFileSync(join(log, `checkpoint.${size}`), "utf8"));
      const opened = await openNote(note, [key], checkEd25519);
      expect(opened.signed).toEqual([{ key }]);
    }
  });

  test("Ed25519 of the runtime is strict: all 151 cases of Wycheproof, in both of its interfaces", async () => {
    type Case = { tcId: number; msg: string; sig: string; result: "valid" | "invalid" };
    type Group = { publicKey: { pk: string }; tests: Case[] };
    const file = readFileSync(join(vectors, "wycheproof/ed25519_test.json"), "utf8");
    const { numberOfTests, testGroups } = JSON.parse(file) as { numberOfTests: number; testGroups: Group[] };
    let seen = 0;
    for (const { publicKey, tests } of testGroups) {
      const raw = readHex(publicKey.pk, "key");
      const nodeKey = createPublicKey({ key: derOf(raw), format: "der", type: "spki" });
      const webKey = await webcrypto.subtle.importKey("raw", Buffer.from(raw), "Ed25519", false, ["verify"]);
      for (const { tcId, msg, sig, result } of tests) {
        const [message, signature] = [Buffer.from(msg, "hex"), Buffer.from(sig, "hex")];
        const answers = [
          verify(null, message, nodeKey, signature),
          await webcrypto.subtle.verify("Ed25519", webKey, signature, message),
        ];
        const valid = result === "valid";
        expect([tcId, ...answers]).toEqual([tcId, valid, valid]);
        seen++;
      }
    }
    expect(seen).toBe(numberOfTests);
  });
});

type Expected = { wantErr: boolean };

/** Calls `check` with each vector of a folder and of those within it; returns how many there were. */
function forEachJson(root: string, check: (vector: unknown, file: string) => void): number {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  for (const file of files) check(JSON.parse(readFileSync(join(root, file), "utf8")), file);
  return files.length;
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

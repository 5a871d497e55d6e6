import { execFileSync, spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  base64,
  consistencyPlan,
  ed25519,
  entriesPath,
  foldPlan,
  growTiles,
  hashInTile,
  inclusionPlan,
  keyId,
  leafHash,
  tileFor,
  tilePath,
  utf8,
  writeBundle,
  writeCheckpoint,
  writeNote,
  writeVerifierKey,
  type Coordinate,
  type Plan,
} from "@voceria/record";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const hasGo = spawnSync("go", ["version"]).status === 0;
/** Where Debian's golang-golang-x-mod-dev puts its sources. */
const gopath = "/usr/share/gocode";
const hasSumdb = existsSync(join(gopath, "src/golang.org/x/mod/sumdb/tlog"));
const state = !hasGo ? "skipped: go is absent" : !hasSumdb ? "skipped: golang.org/x/mod is absent" : "installed here";

const sizes = [1, 255, 256, 257, 1000, 65537];
const origin = "example.com/office";

describe.skipIf(!hasGo || !hasSumdb)(`a foreign verifier, golang.org/x/mod/sumdb (${state})`, () => {
  let folder: string;
  let log: string;
  let verifier: string;
  let proofs: { sizes: number[]; inclusion: unknown[]; consistency: unknown[] };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "voceria-go-sumdb-"));
    log = join(folder, "log");
    verifier = join(folder, "verifier");
    const source = fileURLToPath(new URL("go-sumdb/main.go", import.meta.url));
    const env = { ...process.env, GOPATH: gopath, GO111MODULE: "off", GOFLAGS: "", GOCACHE: join(folder, "cache") };
    execFileSync("go", ["build", "-o", verifier, source], { env, stdio: "pipe" });
    proofs = writeLog(log);
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("accepts our checkpoints, makes our very proofs from our tiles, and refuses each of them changed", () => {
    const { inclusion, consistency } = proofs;
    const { status, stdout, stderr } = spawnSync(verifier, [log], { encoding: "utf8" });
    expect({ status, stderr, stdout }).toEqual({
      status: 0,
      stderr: "",
      stdout: `checkpoints ${sizes.length} inclusion ${inclusion.length} consistency ${consistency.length}\n`,
    });
    expect(consistency).toHaveLength(21);
    expect(inclusion.length).toBeGreaterThan(30);
  });

  test("refuses our own checkpoint when it names another root", () => {
    const good = readFileSync(join(log, "checkpoint.257"));
    writeFileSync(join(log, "checkpoint.257"), signed(257, new Uint8Array(32)));
    const { status, stderr } = spawnSync(verifier, [log], { encoding: "utf8" });
    writeFileSync(join(log, "checkpoint.257"), good);
    expect(status).toBe(1);
    expect(stderr).toContain("in 257");
  });
});

const pair = generateKeyPairSync("ed25519");
const publicKey = new Uint8Array(pair.publicKey.export({ format: "der", type: "spki" })).slice(12);
const key = { name: origin, keyId: keyId(hash, origin, ed25519, publicKey), type: ed25519, publicKey };

/** Writes one log at each of the sizes, as it would be served under /record, and proofs made from its tiles. */
function writeLog(log: string): { sizes: number[]; inclusion: unknown[]; consistency: unknown[] } {
  const entries = Array.from({ length: sizes.at(-1)! }, (_, index) => utf8(`{"entry":${index}}`));
  const tiles = new Map<string, Uint8Array>();
  const inclusion: unknown[] = [];
  const consistency: unknown[] = [];
  let size = 0;
  for (const next of sizes) {
    const leaves = entries.slice(size, next).map((entry) => leafHash(hash, entry));
    const grown = growTiles(hash, size, (level, index) => tiles.get(`${level}/${index}`), leaves);
    for (const { level, index, bytes } of grown.tiles) {
      tiles.set(`${level}/${index}`, bytes);
      write(log, tilePath({ level, index, width: bytes.length / 32 }), bytes);
    }
    for (let index = Math.floor(size / 256); index * 256 < next; index++) {
      const bundle = entries.slice(index * 256, Math.min(next, (index + 1) * 256));
      write(log, entriesPath({ index, width: bundle.length }), writeBundle(bundle));
    }
    write(log, `checkpoint.${next}`, signed(next, grown.root));
    size = next;

    const fold = (plan: Plan) => foldPlan(hash, plan, (at) => readHash(tiles, next, at)).map(base64);
    for (const index of new Set([0, 1, 7, 254, 255, 256, 511, 999, 65_535, next >> 1, next - 2, next - 1])) {
      if (index >= 0 && index < next) inclusion.push({ index, size: next, path: fold(inclusionPlan(index, next)) });
    }
    for (const size1 of sizes.filter((each) => each <= next)) {
      consistency.push({ size1, size2: next, path: fold(consistencyPlan(size1, next)) });
    }
  }
  write(log, "key", utf8(writeVerifierKey(key)));
  write(log, "proofs.json", utf8(JSON.stringify({ sizes, inclusion, consistency })));
  return { sizes, inclusion, consistency };
}

function readHash(tiles: ReadonlyMap<string, Uint8Array>, size: number, coordinate: Coordinate): Uint8Array {
  const tile = tileFor(coordinate, size);
  return hashInTile(hash, tile, tiles.get(`${tile.level}/${tile.index}`)!, coordinate);
}

function signed(size: number, root: Uint8Array): Uint8Array {
  const text = writeCheckpoint({ origin, size, root, extensions: [] });
  const signature = new Uint8Array(sign(null, utf8(text), pair.privateKey));
  return utf8(writeNote({ text, signatures: [{ name: origin, keyId: key.keyId, signature }] }));
}

function write(folder: string, path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

function hash(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base64,
  checkConsistency,
  checkInclusion,
  cosignatureV1,
  Malformed,
  openNote,
  readBase64,
  readBundle,
  readCanonical,
  readCheckpoint,
  readHex,
  readJson,
  readNote,
  readProof,
  readTilePath,
  readUtf8,
  readVerifierKey,
  utf8,
  writeBundle,
  writeCheckpoint,
  writeNote,
  writeProof,
  writeVerifierKey,
} from "../src/index.ts";
import { checkEd25519, hash, makeSigner } from "./crypto.ts";
import { someLeaves } from "./naive.ts";

const leaves = someLeaves(12);
const log = makeSigner("example.com/log");
const witness = makeSigner("witness.example", cosignatureV1);
const body = writeCheckpoint({ origin: log.key.name, size: 12, root: leaves[0]!, extensions: ["foreign line"] });
const note = writeNote({ text: body, signatures: [log.sign(body), witness.sign(body, 1_795_000_000)] });
const proof = writeProof({ index: 5, path: leaves.slice(0, 4), checkpoint: note, extra: Uint8Array.of(1) });
const json = '{"a":[1,-2.5e-7,true,null,{"é\\n\u{1f600}":"\\u0007"}],"b":"voz","c":{"d":[]}}';

/** Every parser of formats, with an input that it accepts. Text parsers get the bytes through strict UTF-8. */
const parsers: { name: string; good: Uint8Array; parse: (bytes: Uint8Array) => unknown }[] = [
  { name: "readUtf8", good: utf8("día"), parse: (bytes) => readUtf8(bytes, "input") },
  { name: "readJson", good: utf8(json), parse: (bytes) => readJson(bytes, "input") },
  { name: "readCanonical", good: utf8('{"a":[1,true],"b":"x"}'), parse: (bytes) => readCanonical(bytes, "input") },
  { name: "readBundle", good: writeBundle([utf8("one"), utf8("two")]), parse: (bytes) => readBundle(bytes, "input") },
  ofText("readBase64", base64(leaves[0]!), (text) => readBase64(text, "input")),
  ofText("readHex", "00ff10", (text) => readHex(text, "input")),
  ofText("readNote", note, readNote),
  ofText("readCheckpoint", body, readCheckpoint),
  ofText("readProof", proof, readProof),
  ofText("readVerifierKey", writeVerifierKey(log.key), (text) => readVerifierKey(text, "input", hash)),
  ofText("readTilePath", "tile/3/x001/x234/067.p/17", readTilePath),
];

describe.each(parsers)("$name", ({ good, parse }) => {
  test("accepts its own format", () => {
    expect(outcome(() => parse(good))).toBe("read");
  });

  test("refuses whatever else with what and where, and never otherwise", () => {
    fc.assert(
      fc.property(fc.oneof(mutated(good), fc.uint8Array({ maxLength: 300 })), (bytes) => {
        expect(outcome(() => parse(new Uint8Array(bytes)))).toMatch(answer);
      }),
      { numRuns: 1500 },
    );
  });

  test("is done with 300,000 bytes that repeat one piece of its format", () => {
    // Quadratic work on these would outlast the patience of any test run.
    const pieces = [...new Set(good)].map((byte) => Uint8Array.of(byte));
    for (const size of [2, 3, 7]) pieces.push(good.slice(0, size), good.slice(-size));
    for (const piece of pieces) {
      const bytes = new Uint8Array(300_000);
      for (let at = 0; at < bytes.length; at += piece.length) bytes.set(piece.slice(0, bytes.length - at), at);
      expect(outcome(() => parse(bytes))).toMatch(answer);
    }
  });
});

test("a note that is a valid text but for its signatures is opened or refused, never otherwise", async () => {
  const open = async (bytes: Uint8Array) => {
    try {
      return await openNote(readNote(readUtf8(bytes, "note")), [log.key, witness.key], checkEd25519);
    } catch (error) {
      if (error instanceof Malformed) return undefined;
      throw error;
    }
  };
  await fc.assert(
    fc.asyncProperty(mutated(utf8(note)), async (bytes) => {
      const opened = await open(bytes);
      // Whatever known keys are said to have signed is what they signed.
      expect(opened === undefined || opened.signed.length === 0 || opened.text === body).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("proofs of any numbers and lengths are answered with yes or no", () => {
  const number = fc.oneof(fc.nat({ max: 20 }), fc.maxSafeInteger(), fc.double());
  const hashes = fc.array(fc.oneof(fc.constantFrom(...leaves), fc.uint8Array({ maxLength: 40 })), { maxLength: 70 });
  fc.assert(
    fc.property(number, number, hashes, (a, b, path) => {
      const [root1, root2] = [leaves[1]!, path[0] ?? leaves[2]!];
      expect(checkInclusion(hash, { index: a, size: b, leaf: root1, root: root2, path })).toBe(
        a === 0 && b === 1 && path.length === 0 && root1 === root2,
      );
      const consistent = checkConsistency(hash, { size1: a, size2: b, root1, root2, path });
      expect(consistent).toBe(a === b && a > 0 && Number.isSafeInteger(a) && path.length === 0 && root1 === root2);
    }),
    { numRuns: 1000 },
  );
});

test("the work on a path is in proportion to the tree's height, however long the path is", () => {
  let hashed = 0;
  const counting = (bytes: Uint8Array) => {
    hashed++;
    return hash(bytes);
  };
  const path = Array.from({ length: 100_000 }, () => leaves[0]!);
  const [root1, root2] = [leaves[1]!, leaves[2]!];
  const size = Number.MAX_SAFE_INTEGER;
  expect(checkInclusion(counting, { index: 3, size, leaf: root1, root: root2, path })).toBe(false);
  expect(checkConsistency(counting, { size1: 3, size2: size, root1, root2, path })).toBe(false);
  expect(hashed).toBeLessThanOrEqual(3 * 54);
});

test("what a parser keeps is bounded by what it was given", () => {
  // The lengths that a bundle announces are not believed before the bytes are there.
  expect(() => readBundle(Uint8Array.of(0xff, 0xff), "bundle")).toThrow(Malformed);
  const zeros = new Uint8Array(512);
  expect(readBundle(zeros, "bundle")).toHaveLength(256);
  expect(() => readBundle(new Uint8Array(1_000_000), "bundle")).toThrow("more than 256 entries");
});

test("eight megabytes of hostile JSON are read or refused", () => {
  const size = 8 * 1024 * 1024;
  for (const [head, piece] of [
    ["", "["],
    ["", '{"a":'],
    ['"', "a"],
    ['"', "\\\\"],
    ['"', "\\u00e9"],
    ["", "9"],
    ["0.", "1"],
    ["1e", "0"],
    ["", " "],
    ["[", '"",'],
  ] as const) {
    const bytes = utf8(head + piece.repeat(Math.floor((size - head.length) / piece.length)));
    expect(outcome(() => readJson(bytes, "input"))).toMatch(answer);
    expect(outcome(() => readCanonical(bytes, "input"))).toMatch(answer);
  }
});

function ofText(name: string, good: string, parse: (text: string) => unknown): (typeof parsers)[number] {
  return { name, good: utf8(good), parse: (bytes) => parse(readUtf8(bytes, "input")) };
}

const answer = /^(?:read$|refused: [^:]+: .)/;

/** "read", or "refused: <where>: <what>"; any error but `Malformed` passes through. */
function outcome(work: () => unknown): string {
  try {
    work();
    return "read";
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return `refused: ${error.where}: ${error.what}`;
  }
}

/** A valid input with up to four bytes or stretches changed, dropped, doubled or put in. */
function mutated(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const telling = fc.constantFrom(0x00, 0x0a, 0x0d, 0x20, 0x22, 0x2b, 0x2f, 0x30, 0x3d, 0x5c, 0x7f, 0x80, 0xe2, 0xff);
  const mutation = fc.tuple(
    fc.constantFrom("change", "drop", "double", "insert", "cut"),
    fc.nat({ max: good.length }),
    fc.nat({ max: 12 }),
    fc.oneof(telling, fc.nat({ max: 255 })),
  );
  return fc.array(mutation, { minLength: 1, maxLength: 4 }).map((mutations) => {
    let bytes = [...good];
    for (const [kind, at, length, byte] of mutations) {
      if (kind === "change") bytes[Math.min(at, bytes.length - 1)] = byte;
      else if (kind === "drop") bytes.splice(at, length);
      else if (kind === "double") bytes.splice(at, 0, ...bytes.slice(at, at + length));
      else if (kind === "insert") bytes.splice(at, 0, byte);
      else bytes = bytes.slice(0, at);
    }
    return Uint8Array.from(bytes);
  });
}

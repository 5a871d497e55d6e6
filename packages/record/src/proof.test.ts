import * as fc from "fast-check";
import { expect, test } from "vitest";
import { someLeaves } from "../test/naive.ts";
import { base64 } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import { readProof, writeProof } from "./proof.ts";

// That inclusion and consistency are checked rightly is in tree.test.ts and with the published vectors.

const checkpoint =
  "example.com/log\n2\nqvXBfsOqI1MoHkBMyyWFEFGMDKIYXIzBj4XC9lIgCVk=\n\n\u2014 example.com/log AAAAAAAA\n";
const [first, second] = someLeaves(2) as [Uint8Array, Uint8Array];
const [line1, line2] = [base64(first), base64(second)];

test("a proof file is written as the specification has it", () => {
  const text = `c2sp.org/tlog-proof@v1\nextra AQI=\nindex 73894\n${line1}\n${line2}\n\n${checkpoint}`;
  const proof = { index: 73894, path: [first, second], checkpoint, extra: Uint8Array.of(1, 2) };
  expect(writeProof(proof)).toBe(text);
  expect(readProof(text)).toEqual(proof);
});

test("a proof without hashes is that of a tree of one leaf", () => {
  const text = `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`;
  expect(writeProof({ index: 0, path: [], checkpoint })).toBe(text);
  expect(readProof(text)).toEqual({ index: 0, path: [], checkpoint });
});

test("proofs are read back, the checkpoint verbatim", () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes));
  const proof = fc.record(
    {
      index: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      path: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.string({ minLength: 1 }),
      extra: fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => new Uint8Array(bytes)),
    },
    { requiredKeys: ["index", "path", "checkpoint"] },
  );
  fc.assert(
    fc.property(proof, (each) => {
      expect(readProof(writeProof(each))).toEqual(each);
    }),
  );
});

const head = "c2sp.org/tlog-proof@v1\n";

test.each([
  ["", "does not begin with c2sp.org/tlog-proof@v1"],
  [`c2sp.org/tlog-proof@v2\nindex 0\n\n${checkpoint}`, "does not begin with"],
  [`${head.trim()}\r\nindex 0\n\n${checkpoint}`, "does not begin with"],
  [head, "no blank line"],
  [`${head}\n${checkpoint}`, "has no index"],
  [`${head}index 0\n${line1}\n`, "no blank line"],
  [`${head}index 0\n\n`, "no checkpoint"],
  [`${head}extra \nindex 0\n\n${checkpoint}`, "announces extra data"],
  [`${head}extra AQ\nindex 0\n\n${checkpoint}`, "extra data: base64"],
  [`${head}index 0\nextra AQI=\n\n${checkpoint}`, "hash 1: base64"],
  [`${head}index 00\n\n${checkpoint}`, "index: is not a decimal number"],
  [`${head}index -1\n\n${checkpoint}`, "index: is not a decimal number"],
  [`${head}index  1\n\n${checkpoint}`, "index: is not a decimal number"],
  [`${head}index 9007199254740992\n\n${checkpoint}`, "index: is larger than 2^53 - 1"],
  [`${head}Index 0\n\n${checkpoint}`, "has no index"],
  [`${head}index 0\n${line1}\r\n\n${checkpoint}`, "hash 1"],
  [`${head}index 0\n${line1.slice(4)}\n\n${checkpoint}`, "hash 1: 29 bytes instead of 32"],
  [`${head}index 0\n${`${line1}\n`.repeat(64)}\n${checkpoint}`, "more than 63 hashes"],
  [`${head}index 0\n\n${"x".repeat(1024 * 1024)}`, "larger than 1 MiB"],
])("the proof %j is refused", (text, what) => {
  expect(() => readProof(text)).toThrow(Malformed);
  expect(() => readProof(text)).toThrow(what);
});

test("what cannot be read is not written", () => {
  expect(() => writeProof({ index: -1, path: [], checkpoint })).toThrow(Malformed);
  expect(() => writeProof({ index: 0, path: [first.slice(1)], checkpoint })).toThrow(Malformed);
  expect(() => writeProof({ index: 0, path: [], checkpoint: "" })).toThrow(Malformed);
});

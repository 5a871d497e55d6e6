import {
  assert,
  asyncProperty,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
  string,
  tuple,
  uint8Array,
  type Arbitrary,
} from "fast-check";
import { expect, test } from "vitest";
import {
  canonicalize,
  checkContent,
  checkState,
  Malformed,
  policyForKey,
  readBundleFile,
  readContent,
  readEntry,
  readInstant,
  readPolicy,
  utf8,
  verifyBundle,
  verifyProof,
  writeVerifierKey,
  type Json,
} from "../src/index.ts";
import { checkEd25519, hash } from "./crypto.ts";
import { fileOf, makeWitness, OfficeLog, policyOf, start } from "./office-log.ts";
import { now } from "./claims.ts";

const runs = { numRuns: 1_500 };
const log = new OfficeLog();
log.publish();
const witness = makeWitness("one");
const signed = log.sign([{ witness, time: start }]);
const policy = policyOf(log, [witness]);
const bundle = fileOf(log.bundle(0, signed));
const options = { policy, hash, checkEd25519, now };

/** Random bytes, random texts, random JSON, and good input with pieces moved, dropped and put in. */
function inputs(good: Uint8Array): Arbitrary<Uint8Array> {
  const place = integer({ min: 0, max: good.length });
  return oneof(
    uint8Array({ maxLength: 300 }),
    string({ unit: "binary", maxLength: 200 }).map((text) => utf8(text.toWellFormed())),
    jsonValue({ maxDepth: 6 }).map((value) => utf8(JSON.stringify(value).toWellFormed())),
    tuple(place, place, uint8Array({ maxLength: 4 })).map(([a, b, put]) =>
      Uint8Array.from([...good.subarray(0, Math.min(a, b)), ...put, ...good.subarray(Math.max(a, b))]),
    ),
  );
}

/** The only thing that a parser throws. */
function onlyMalformed(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(Malformed);
  }
}

test("Whatever it is given, a parser of bytes reads it or throws Malformed", () => {
  const entry = log.entries[0]!;
  const content = utf8(canonicalize(log.contents.get(0)!.content));
  for (const [read, good] of [
    [readEntry, entry],
    [readContent, content],
    [readBundleFile, bundle],
  ] as const) {
    assert(
      property(inputs(good), (bytes) => onlyMalformed(() => read(bytes))),
      runs,
    );
  }
});

test("Whatever it is given, a parser of text or JSON reads it or throws Malformed", () => {
  const words = constantFrom(
    "log",
    "witness",
    "group",
    "quorum",
    "none",
    "all",
    "any",
    "1",
    "a",
    "b",
    " ",
    "\t",
    "\n",
    "#",
    "\r",
    writeVerifierKey(log.signer.key),
    writeVerifierKey(witness.key),
  );
  const lines = string({ unit: words, maxLength: 40 });
  assert(
    property(oneof(lines, string({ unit: "binary" }), string({ unit: "grapheme" })), (text) => {
      onlyMalformed(() => readPolicy(text, "policy", hash));
      onlyMalformed(() => readInstant(text));
      onlyMalformed(() => policyForKey(text));
    }),
    runs,
  );
  assert(
    property(jsonValue({ maxDepth: 5 }), (value) => {
      onlyMalformed(() => checkContent(value as Json));
      onlyMalformed(() => checkState(value as Json, "state"));
    }),
    runs,
  );
});

test("Whatever it is given, verification ends in a report that does not hold it established", async () => {
  await assert(
    asyncProperty(inputs(bundle), async (bytes) => {
      const report = await verifyBundle(bytes, options);
      expect(report.findings).toHaveLength(9);
      expect(report.established).toBe(Buffer.compare(bytes, bundle) === 0);
    }),
    runs,
  );
  await assert(
    asyncProperty(inputs(utf8(log.proof(0, signed))), async (bytes) => {
      const text = new TextDecoder().decode(bytes);
      const report = await verifyProof(text, log.entries[0]!, options);
      expect(report.quorumMet && report.established).toBe(text === log.proof(0, signed));
    }),
    runs,
  );
});

test("A bundle of a million opening brackets, or of one long string, is refused without a crash", async () => {
  for (const bytes of [
    "[".repeat(1_000_000),
    '{"a":'.repeat(300_000),
    `"${"\\u0041".repeat(300_000)}"`,
    "9".repeat(1_000_000),
  ]) {
    const { findings } = await verifyBundle(utf8(bytes), options);
    expect(findings[0]).toMatchObject({ name: "format", status: "refused", reason: "malformed" });
  }
});

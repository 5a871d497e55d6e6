import * as fc from "fast-check";
import { expect, test } from "vitest";
import { base64, concat, equalBytes, hex, readBase64, readHex, readUtf8, utf8 } from "./bytes.ts";
import { Malformed } from "./malformed.ts";

test("base64 is written as RFC 4648 has it, and read back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = base64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64"));
      expect(readBase64(text, "here")).toEqual(new Uint8Array(bytes));
    }),
  );
});

test("base64 is accepted only when it re-encodes to itself", () => {
  const characters = fc.constantFrom(..."A B C Z a b z 0 1 9 + / = - _ \n ~ é".split(" "), " ");
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 12 }), (text) => {
      const canonical = Buffer.from(text, "base64").toString("base64") === text;
      expect(accepts(text)).toBe(canonical);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["QQ", "groups of four"],
  ["QR==", "bits after its end"],
  ["QUJ=", "bits after its end"],
  ["Q===", "character 2 is not of the base64 alphabet"],
  ["Q=Q=", "character 2 is not of the base64 alphabet"],
  ["QQ-_", "character 3 is not of the base64 alphabet"],
  ["QQ =", "character 3 is not of the base64 alphabet"],
])("the base64 %j is refused with what and where", (text, what) => {
  expect(() => readBase64(text, "salt")).toThrow(Malformed);
  expect(() => readBase64(text, "salt")).toThrow(/^salt: /);
  expect(() => readBase64(text, "salt")).toThrow(what);
});

test("hexadecimal is lower case, in pairs, and read back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(hex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(readHex(hex(bytes), "here")).toEqual(new Uint8Array(bytes));
    }),
  );
  for (const text of ["0", "AA", "0x", "0g", " 0"]) expect(() => readHex(text, "here")).toThrow(Malformed);
});

test("text that UTF-8 cannot carry is refused rather than replaced", () => {
  expect(() => utf8("a\ud800b")).toThrow(Malformed);
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80]]) {
    expect(() => readUtf8(Uint8Array.from(bytes), "here")).toThrow(Malformed);
  }
});

test("a byte order mark is text, not dropped", () => {
  expect(readUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), "here")).toBe("\ufeffa");
});

test("bytes are joined and compared as a whole", () => {
  expect(concat(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});

function accepts(text: string): boolean {
  try {
    readBase64(text, "here");
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

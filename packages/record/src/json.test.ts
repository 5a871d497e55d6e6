import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "./bytes.ts";
import { canonicalize, readCanonical, readJson, type Json } from "./json.ts";
import { Malformed } from "./malformed.ts";

const read = (text: string) => readJson(utf8(text), "content");
const json = fc.jsonValue({ maxDepth: 6 }) as fc.Arbitrary<Json>;

test("what is read is what JSON.parse reads", () => {
  fc.assert(
    fc.property(json, fc.nat({ max: 4 }), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      if (!text.isWellFormed()) return;
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

test("writing canonically, reading and writing again changes nothing", () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalize(value);
      expect(canonicalize(read(text))).toBe(text);
      expect(readCanonical(utf8(text), "content")).toEqual(read(text));
    }),
  );
});

test("the order in which keys were given makes no difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      expect(canonicalize(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonicalize(value));
    }),
  );
});

test("keys are ordered by UTF-16 units, not by code points", () => {
  expect(canonicalize({ "\u{1f600}": 1, "\ufb33": 2, "": 3, a: 4, B: 5 })).toBe(
    '{"":3,"B":5,"a":4,"\u{1f600}":1,"\ufb33":2}',
  );
});

// RFC 8785, appendix B.
test.each([
  [0, "0"],
  [-0, "0"],
  [5e-324, "5e-324"],
  [1.7976931348623157e308, "1.7976931348623157e+308"],
  [9007199254740992, "9007199254740992"],
  [295147905179352830000, "295147905179352830000"],
  [9.999999999999997e22, "9.999999999999997e+22"],
  [1e23, "1e+23"],
  [0.000001, "0.000001"],
  [333333333.3333332, "333333333.3333332"],
])("the number %d is written %s", (number, text) => {
  expect(canonicalize(number)).toBe(text);
});

test("what has no canonical form is refused", () => {
  const bad: unknown[] = [
    NaN,
    Infinity,
    undefined,
    1n,
    () => 1,
    Symbol("s"),
    new Date(0),
    new Map(),
    new Uint8Array(1),
  ];
  for (const value of bad) {
    expect(() => canonicalize(value as Json)).toThrow(Malformed);
    expect(() => canonicalize({ a: [value as Json] })).toThrow(Malformed);
  }
  expect(() => canonicalize("\ud800")).toThrow(Malformed);
  expect(() => canonicalize({ "\udc00": 1 })).toThrow(Malformed);
  const circle: Json[] = [];
  circle.push(circle);
  expect(() => canonicalize(circle)).toThrow(/deeper than 64/);
});

describe("refused, with what and where", () => {
  test.each([
    ["", "the text ends early", 1],
    ["  ", "the text ends early", 3],
    ["\ufeff{}", "a value was expected", 1],
    ["{", "a key in quotes was expected", 2],
    ['{"a"}', '":" was expected', 5],
    ['{"a":1,}', "a key in quotes was expected", 8],
    ['{"a":1 "b":2}', '"}" was expected', 8],
    ['{"a":1,"b":2,"a":3}', 'the key "a" is given twice', 14],
    ['{"a":1,"\\u0061":3}', 'the key "a" is given twice', 8],
    ["[1,]", "a value was expected", 4],
    ["[1 2]", '"]" was expected', 4],
    ["[1", '"]" was expected', 3],
    ["1 2", "something follows the value", 3],
    ["01", "something follows the value", 2],
    ["+1", "a value was expected", 1],
    [".5", "a value was expected", 1],
    ["1.", "something follows the value", 2],
    ["1e400", "a number too large", 1],
    ["NaN", "a value was expected", 1],
    ["tru", "a value was expected", 1],
    ["nulL", "a value was expected", 1],
    ['"a', "a string without an end", 3],
    ['"a\\', "a string without an end", 5],
    ['"a\nb"', "a control character in a string", 3],
    ['"\\x"', "a string with an unknown escape", 1],
    ['"\\u12g4"', "a string with an unknown escape", 1],
    ['"\\ud800"', "a lone surrogate in a string", 1],
    ['"\\udc00\\ud800"', "a lone surrogate in a string", 1],
    ["[".repeat(65), "nested deeper than 64 levels", 65],
    ['{"a":'.repeat(65), "nested deeper than 64 levels", 321],
  ])("%j", (text, what, character) => {
    expect(refusal(() => read(text))).toEqual({ what, where: `content, character ${character}` });
    expect(refusal(() => readCanonical(utf8(text), "content"))).toEqual({
      what,
      where: `content, character ${character}`,
    });
  });

  test.each([
    ['{"b":1,"a":2}', 3],
    ['{ "a":1}', 2],
    ['{"a":1.0}', 7],
    ["[1e2]", 3],
    ["[-0]", 2],
    ['"\\u00e9"', 2],
    ['"\\/"', 2],
    ["1\n", 2],
  ])("%j, which is JSON but not canonical", (text, character) => {
    expect(refusal(() => readCanonical(utf8(text), "entry"))).toEqual({
      what: "is JSON, but not in its canonical form (RFC 8785)",
      where: `entry, character ${character}`,
    });
  });

  test("bytes that are not UTF-8", () => {
    expect(refusal(() => readJson(Uint8Array.of(0x22, 0xff, 0x22), "content"))).toEqual({
      what: "is not UTF-8",
      where: "content",
    });
  });
});

test("64 levels are read and written, 65 are not", () => {
  const deep = "[".repeat(64) + "]".repeat(64);
  expect(canonicalize(read(deep))).toBe(deep);
  expect(() => readCanonical(utf8(`[${deep}]`), "content")).toThrow(/deeper than 64/);
});

test("a key named __proto__ is a key, and changes no prototype", () => {
  const text = '{"__proto__":{"admin":true},"constructor":1}';
  for (const value of [read(text), readCanonical(utf8(text), "content")]) {
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(canonicalize(value)).toBe(text);
  }
});

function refusal(work: () => unknown): { what: string; where: string } | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof Malformed) return { what: error.what, where: error.where };
    throw error;
  }
  return undefined;
}

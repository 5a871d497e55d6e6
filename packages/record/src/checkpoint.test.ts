import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { Malformed } from "./malformed.ts";

const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

test("the specification's example is read and written again as it was", () => {
  const text = `example.com/behind-the-sofa\n20852163\n${root}\n`;
  const checkpoint = readCheckpoint(text);
  expect(checkpoint).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20852163, extensions: [] });
  expect(writeCheckpoint(checkpoint)).toBe(text);
});

test("checkpoints are read back, foreign extension lines included", () => {
  const line = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((each) => !/[\u0000-\u001f]/.test(each) && each.isWellFormed());
  const checkpoint = fc.record({
    origin: line,
    size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes)),
    extensions: fc.array(line, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(checkpoint, (each) => {
      expect(readCheckpoint(writeCheckpoint(each))).toEqual(each);
    }),
  );
});

test.each([
  ["", "has not three lines"],
  ["o\n1\n", "has not three lines"],
  [`o\n1\n${root}`, "does not end in a line end"],
  [`\n1\n${root}\n`, "line 1 is empty"],
  [`o\n1\n${root}\n\n`, "line 4 is empty"],
  [`o\r\n1\n${root}\n`, "control character"],
  [`o\n01\n${root}\n`, "size: is not a decimal number in its shortest form"],
  [`o\n+1\n${root}\n`, "size: is not a decimal number in its shortest form"],
  [`o\n-1\n${root}\n`, "size: is not a decimal number in its shortest form"],
  [`o\n1 \n${root}\n`, "size: is not a decimal number in its shortest form"],
  [`o\n٣\n${root}\n`, "size: is not a decimal number in its shortest form"],
  [`o\n9007199254740992\n${root}\n`, "size: is larger than 2^53 - 1"],
  [`o\n${"9".repeat(1000)}\n${root}\n`, "size: is not a decimal number"],
  [`o\n1\n${root.replace("I=", "J=")}\n`, "root: base64 with bits after its end"],
  [`o\n1\n${root.slice(0, -4)}\n`, "root: 30 bytes instead of 32"],
  [`o\n1\n${root.slice(0, -1)}\n`, "root: base64"],
  [`${"o".repeat(600_000)}\n1\n${root}\n`, "larger than 512 KiB"],
])("the checkpoint %j is refused", (text, what) => {
  expect(() => readCheckpoint(text)).toThrow(Malformed);
  expect(() => readCheckpoint(text)).toThrow(what);
});

test("what cannot be read is not written", () => {
  const good = { origin: "o", size: 1, root: new Uint8Array(32), extensions: [] };
  for (const bad of [
    { ...good, origin: "" },
    { ...good, origin: "a\n5" },
    { ...good, origin: `a\n5\n${root}` },
    { ...good, size: -1 },
    { ...good, size: 2 ** 53 },
    { ...good, size: 1.5 },
    { ...good, root: new Uint8Array(31) },
    { ...good, extensions: [""] },
    { ...good, extensions: ["a\nb"] },
  ]) {
    expect(() => writeCheckpoint(bad)).toThrow(Malformed);
  }
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { readNumber, writeNumber } from "./number.ts";

test("a number reads back as the series and ordinal it was written from", () => {
  fc.assert(
    fc.property(fc.constantFrom("2026", "1999", "H"), fc.integer({ min: 1, max: 999_999_999 }), (series, ordinal) => {
      expect(readNumber(writeNumber(series, ordinal))).toEqual({ series, ordinal });
    }),
  );
  expect([writeNumber("2026", 42), writeNumber("2026", 12_345), writeNumber("H", 1)]).toEqual([
    "2026-0042",
    "2026-12345",
    "H-000001",
  ]);
});

test("text in any other spelling is no number", () => {
  for (const text of ["2026-042", "2026-00042", "2026-0000", "H-1", "h-000001", "2026-0042 ", "26-0042", ""])
    expect(readNumber(text)).toBeUndefined();
});

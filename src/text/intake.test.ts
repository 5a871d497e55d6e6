import { describe, expect, test } from "vitest";
import { intake, intakeLenient } from "./intake.ts";

describe("a text at intake", () => {
  test("is made NFC with LF line ends and no byte order mark", () => {
    expect(intake("\uFEFFcafe\u0301\r\nno\rsí\tN.º\u00a04")).toBe("café\nno\nsí\tN.º\u00a04");
  });

  test.each([
    ["a\nb\u0007", "Line 2, column 2: the control character U+0007"],
    ["\u0000", "Line 1, column 1: the control character U+0000"],
    ["😀\u007f", "Line 1, column 2: the control character U+007F"],
    ["a\u0085", "Line 1, column 2: the control character U+0085"],
    ["a\r\nb\u202ec", "Line 2, column 2: the bidirectional control U+202E"],
    ["x\u2066", "Line 1, column 2: the bidirectional control U+2066"],
    ["x\ud83d", "Line 1, column 2: the lone surrogate U+D83D"],
    ["\ude00x", "Line 1, column 1: the lone surrogate U+DE00"],
  ])("is refused for %j, naming line, column and code point", (text, sentence) => {
    expect(() => intake(text)).toThrow(sentence);
  });

  test("keeps the joiners and marks that languages need", () => {
    for (const kept of ["می\u200cخواهم", "\u200eabc\u200f", "co\u00adoperate", "👩\u200d👧", "क\u094dष"])
      expect(intake(kept)).toBe(kept.normalize("NFC"));
  });

  test("of an archive loses what is refused, each kind named and counted, and reads Windows-1252 as what it was", () => {
    expect(intakeLenient("a\u0000b\u0000\u202e \u0091si\u0092 1\u00962\ud800")).toEqual({
      text: "ab ‘si’ 1–2",
      removed: [
        "the control character U+0000 × 2",
        "the bidirectional control U+202E × 1",
        "the control character U+0091, read as ‘ (Windows-1252) × 1",
        "the control character U+0092, read as ’ (Windows-1252) × 1",
        "the control character U+0096, read as – (Windows-1252) × 1",
        "the lone surrogate U+D800 × 1",
      ],
    });
    expect(intakeLenient("limpio")).toEqual({ text: "limpio", removed: [] });
  });
});

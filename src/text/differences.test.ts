import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordDifferences } from "./differences.ts";

const word = fc.constantFrom(
  "el",
  "ministro",
  "no",
  "sí",
  "dijo",
  "1.234,5",
  "14:00",
  "niñ\u0303o",
  ",",
  ".",
  " ",
  " ",
  " ",
  "\n",
  "\n\n",
  "*",
  "😀",
  "(S)",
  "漢字",
);
const passage = fc.array(word, { maxLength: 60 }).map((parts) => parts.join(""));

describe("the differences between two texts", () => {
  test("hold both texts to the character", () => {
    fc.assert(
      fc.property(passage, passage, (before, after) => {
        const changes = wordDifferences(before, after);
        expect(
          changes
            .filter(({ kind }) => kind !== "added")
            .map(({ text }) => text)
            .join(""),
        ).toBe(before);
        expect(
          changes
            .filter(({ kind }) => kind !== "struck")
            .map(({ text }) => text)
            .join(""),
        ).toBe(after);
        expect(changes.every(({ text }) => text !== "")).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("strike and add whole words, numbers and names, accents and all", () => {
    expect(
      wordDifferences(
        "El ministro no asistió con 1.234,5 millones.\n",
        "El ministro sí asistió con 1.284,5 millones.\n",
      ),
    ).toEqual([
      { kind: "same", text: "El ministro " },
      { kind: "struck", text: "no" },
      { kind: "added", text: "sí" },
      { kind: "same", text: " asistió con " },
      { kind: "struck", text: "1.234,5" },
      { kind: "added", text: "1.284,5" },
      { kind: "same", text: " millones.\n" },
    ]);
    expect(wordDifferences("Muñoz", "Munoz")).toEqual([
      { kind: "struck", text: "Muñoz" },
      { kind: "added", text: "Munoz" },
    ]);
  });

  test("keep a changed phrase together instead of chopping it at its spaces", () => {
    expect(wordDifferences("la fe de erratas", "la gran corrección erratas")).toEqual([
      { kind: "same", text: "la " },
      { kind: "struck", text: "fe de" },
      { kind: "added", text: "gran corrección" },
      { kind: "same", text: " erratas" },
    ]);
  });

  test("leave an untouched paragraph whole when its neighbours change", () => {
    const changes = wordDifferences("uno dos\n\ntres cuatro\n\ncinco", "uno dos\n\ntres nueve\n\ncinco");
    expect(changes).toEqual([
      { kind: "same", text: "uno dos\n\ntres " },
      { kind: "struck", text: "cuatro" },
      { kind: "added", text: "nueve" },
      { kind: "same", text: "\n\ncinco" },
    ]);
  });

  test("of two long texts with nothing in common are one passage struck and one added", () => {
    const long = (letter: string) => Array.from({ length: 50_000 }, (_, at) => letter + at).join(" ");
    expect(wordDifferences(long("a"), long("b")).map(({ kind }) => kind)).toEqual(["struck", "added"]);
  });
});

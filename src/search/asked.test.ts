import fc from "fast-check";
import { expect, test } from "vitest";
import { plainWords, readAsked } from "./asked.ts";

test("words, phrases in whatever quotation marks, and what must not be there", () => {
  expect(readAsked('agua «de Petorca» -sequía -"lluvia fuerte" covid-19')).toEqual([
    { text: "agua", phrase: false, excluded: false },
    { text: "de Petorca", phrase: true, excluded: false },
    { text: "sequía", phrase: false, excluded: true },
    { text: "lluvia fuerte", phrase: true, excluded: true },
    { text: "covid-19", phrase: false, excluded: false },
  ]);
  expect(readAsked('sin \0 cerrar & | ! - "" "nada más')).toEqual([
    { text: "sin", phrase: false, excluded: false },
    { text: "cerrar", phrase: false, excluded: false },
    { text: "nada", phrase: false, excluded: false },
    { text: "más", phrase: false, excluded: false },
  ]);
});

test("whatever is typed is few things, each with a letter or a digit and none that the database could not take", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (typed) => {
      const units = readAsked(typed);
      expect(units.length).toBeLessThanOrEqual(12);
      for (const { text } of units) {
        expect(text).toMatch(/[\p{L}\p{N}]/u);
        expect(text.isWellFormed() && !text.includes("\0")).toBe(true);
      }
    }),
  );
});

test("words without accents are as long as they were, so that what is found in one is marked in the other", () => {
  expect(plainWords("EDUCACIÓN Ñuñoa İstanbul")).toBe("educacion nunoa İstanbul");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(plainWords(text)).toHaveLength(text.length);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { pencilled, taking } from "./red-pencil.ts";

const base = "El plan parte el lunes con cien camas.\n\nCuesta 430 millones.\n\nFin.\n";

test("a pencilled text is taken or left place by place", () => {
  const proposed = base.replace("lunes", "martes").replace("430", "340").replace("Fin.", "Gracias.");
  const places = pencilled(base, proposed, base);
  expect(places.map(({ struck, added }) => [struck, added])).toEqual([
    ["lunes", "martes"],
    ["430", "340"],
    ["Fin", "Gracias"],
  ]);
  expect(places[0]).toMatchObject({ before: "El plan parte el ", after: " con cien camas.", overtaken: false });
  expect(taking(base, places, new Set([0, 2]))).toBe(base.replace("lunes", "martes").replace("Fin.", "Gracias."));
  expect(taking(base, places, new Set())).toBe(base);
});

test("what changed elsewhere since stays; what changed at the same place is overtaken; what stands already is not asked again", () => {
  const proposed = base.replace("lunes", "martes").replace("430", "340").replace("Fin.", "Gracias.");
  const standing = base.replace("El plan", "El gran plan").replace("430", "431").replace("Fin.", "Gracias.");
  const places = pencilled(base, proposed, standing);
  expect(places.map(({ added, overtaken }) => [added, overtaken])).toEqual([
    ["martes", false],
    ["340", true],
  ]);
  expect(taking(standing, places, new Set([0, 1]))).toBe(standing.replace("lunes", "martes"));
});

test("taking everything gives the pencilled text, and nothing the one that stands, whatever they are", () => {
  const words = fc
    .array(fc.constantFrom("uno", "dos", "tres", " ", " ", "\n\n", ".", "😀", "ñ"), { maxLength: 30 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(words, words, words, (before, after, standing) => {
      const places = pencilled(before, after, before);
      expect(taking(before, places, new Set(places.keys()))).toBe(after);
      const others = pencilled(before, after, standing);
      expect(taking(standing, others, new Set())).toBe(standing);
      for (const place of others)
        if (!place.overtaken) expect(standing.slice(place.at, place.at + place.struck.length)).toBe(place.struck);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { beginning } from "./spoken-words.ts";

test("thanks are passed over, and what is too long ends at a word", () => {
  expect(beginning("Muchas gracias. Sí.\n\nMañana vamos a abrir las escuelas de todo el país. Y luego.")).toBe(
    "Mañana vamos a abrir las escuelas de todo el país. Y luego.",
  );
  expect(beginning("Muchas gracias. Sí.")).toBe("Muchas gracias. Sí.");
  expect(beginning(`Uno dos tres cuatro cinco seis siete ocho ${"nueve, ".repeat(50)}`)).toMatch(/nueve …$/u);
});

test("whatever is shown stands so in the text", () => {
  const words = fc.array(fc.stringMatching(/^[a-zñ]{1,14}[.,?]?$/u), { minLength: 1, maxLength: 120 });
  fc.assert(
    fc.property(words, (all) => {
      const text = all.join(" ");
      const found = beginning(text).replace(/ …$/u, "");
      expect(text).toContain(found);
      expect(found.length).toBeLessThanOrEqual(220);
    }),
  );
});

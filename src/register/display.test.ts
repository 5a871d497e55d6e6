import { expect, test } from "vitest";
import { capitalized, inWords } from "./display.ts";

const title = {
  es: {
    feminine: "ministra secretaria general de Gobierno",
    masculine: "ministro secretario general de Gobierno",
    neutral: "titular del ministerio",
  },
  en: { feminine: "Minister", masculine: "Minister", neutral: "Minister" },
};

test("a title agrees in gender with the person, and without a known gender takes the neutral form", () => {
  const words = (gender?: "feminine" | "masculine") =>
    inWords({ name: "A. B.", gender, title, capacity: "titular" }, "es");
  expect(words("feminine")).toBe("A. B., ministra secretaria general de Gobierno, titular");
  expect(words("masculine")).toBe("A. B., ministro secretario general de Gobierno, titular");
  expect(words()).toBe("A. B., titular del ministerio, titular");
  // A list of names is read aloud: no "interino/a" there.
  expect(inWords({ name: "A. B.", title, capacity: "interino" }, "es")).toBe(
    "A. B., titular del ministerio, con carácter interino",
  );
});

test("whoever stands in bears (S) behind the title", () => {
  const holder = { name: "A. B.", gender: "feminine", title, capacity: "subrogante" } as const;
  expect(inWords(holder, "es")).toBe("A. B., ministra secretaria general de Gobierno (S), subrogante");
  expect(inWords(holder, "en")).toBe("A. B., Minister (S), acting (subrogante)");
  expect(inWords({ ...holder, capacity: "interino" }, "es")).toContain("interina");
  expect(capitalized("ñandú")).toBe("Ñandú");
});

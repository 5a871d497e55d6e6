import fc from "fast-check";
import { expect, test } from "vitest";
import { initials, inverted, readName, searchKey, slugOf, sortKey, splitSurnames } from "./name.ts";

const spanish = new Intl.Collator("es", { sensitivity: "base" });

test("Spanish order: ñ after n, accents ignored, first surname, then second, then given names", () => {
  const sorted = [
    "Nadal Zúñiga, Eva",
    "Nunzio, Ana",
    "Nuñez, Ana",
    "Núñez, Berta",
    "Nuzco, Ana",
    "Ñanco, Ana",
    "Oñate, Ana",
  ];
  const shuffled = sorted.toReversed().map(readName);
  const byKey = shuffled.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).map(inverted);
  expect(byKey).toEqual(sorted);
});

test("a surname is filed under its own first word, not under its particle, and never shown without it", () => {
  const files = (surnames: string) => sortKey(readName(`${surnames}, Ana`)).split("\u0001")[0];
  expect(["von Baer Jahn", "del Canto", "de la Fuente", "De los Ríos", "Van der Berg"].map(files)).toEqual([
    "baer",
    "canto",
    "fuente",
    "rios",
    "berg",
  ]);
  expect(["La Rosa", "Santa María", "Márquez de la Plata"].map(files)).toEqual([
    "la rosa",
    "santa maria",
    "marquez de la plata",
  ]);
  expect(inverted(readName("del Canto Riquelme, Hernán"))).toBe("del Canto Riquelme, Hernán");
  expect(initials(readName("von Baer Jahn, Ena"))).toBe("EB");
});

test("the order of plain surnames is that of the Spanish collator", () => {
  const word = fc
    .stringMatching(/^[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]{1,8}$/)
    .filter(
      (text) =>
        ![
          "a",
          "al",
          "d",
          "da",
          "das",
          "de",
          "del",
          "della",
          "den",
          "der",
          "des",
          "di",
          "do",
          "dos",
          "du",
          "e",
          "i",
          "ten",
          "ter",
          "to",
          "van",
          "vande",
          "vander",
          "vom",
          "von",
          "y",
          "zu",
          "zum",
          "zur",
        ].includes(text.toLowerCase()),
    );
  fc.assert(
    fc.property(word, word, (a, b) => {
      const [left, right] = [a, b].map((surname) => sortKey({ given: "Ana", surnames: [surname] }));
      const order = spanish.compare(a, b);
      const before = (left ?? "") < (right ?? "");
      expect(order === 0 || before === order < 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("names are found without accents, case and punctuation", () => {
  expect(searchKey("  Óscar VARGAS-Guzmán ")).toBe("oscar vargas guzman");
  expect(slugOf("José Joaquín Brunner Ried")).toBe("jose-joaquin-brunner-ried");
  expect(slugOf("李")).toBe("");
});

test("particles hold on to the surname that follows them", () => {
  expect(splitSurnames("Márquez de la Plata Yrarrázaval")).toEqual(["Márquez de la Plata", "Yrarrázaval"]);
  expect(splitSurnames("von Baer Jahn")).toEqual(["von Baer", "Jahn"]);
  expect(splitSurnames("del Canto Riquelme")).toEqual(["del Canto", "Riquelme"]);
  expect(splitSurnames("Soto")).toEqual(["Soto"]);
});

test("a long name without a comma is refused, since its surnames cannot be told", () => {
  expect(readName("Carlos Mladinic")).toEqual({ full: "Carlos Mladinic", given: "Carlos", surnames: ["Mladinic"] });
  expect(readName("Poduje, Miguel Ángel").full).toBe("Miguel Ángel Poduje");
  for (const name of ["Miguel Ángel Poduje", "Cher", "", ",", "Soto,", ", Ana", "a, b, c"])
    expect(() => readName(name)).toThrow("Surnames, Given names");
});

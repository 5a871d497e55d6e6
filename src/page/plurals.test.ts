import { expect, test } from "vitest";
import { plurals } from "./plurals.ts";

test("a language counts by its own rules, and has a form for each that it tells apart", () => {
  const textos = (count: number) => plurals("es-CL")(count, { one: "# texto", other: "# textos" });
  expect([0, 1, 2, 1234].map(textos)).toEqual(["0 textos", "1 texto", "2 textos", "1.234 textos"]);
  const teksty = (count: number) =>
    plurals("pl")(count, { one: "# tekst", few: "# teksty", many: "# tekstów", other: "# tekstu" });
  expect([1, 2, 5, 22, 25].map(teksty)).toEqual(["1 tekst", "2 teksty", "5 tekstów", "22 teksty", "25 tekstów"]);
});

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { deskWords } from "./catalogue/es.ts";
import { catalogues } from "./catalogue.ts";
import { languages } from "./languages.ts";

test("every entry of the catalogues is said somewhere", () => {
  const text = readSources().join("\n");
  const words = new Set(text.match(/\w+/gu));
  // An entry of a family is asked for by its first part (`move_${name}`), one of a plural by its last (`${unit}s`).
  const families = [...text.matchAll(/`(\w+_)\$\{/gu)].map(([, first = ""]) => first);
  const plurals = new Set(["minutes", "hours", "days"]);
  const unsaid = Object.keys(catalogues.es).filter(
    (key) => !words.has(key) && !plurals.has(key) && !families.some((first) => key.startsWith(first)),
  );
  expect(families.length).toBeGreaterThan(10);
  expect(unsaid).toEqual([]);
});

test("every language of the site says all that the first says, and both of the desk too, to any depth and with as much to fill in", () => {
  const [first, ...others] = Object.values(languages).map(({ catalogue }) => shapeOf(withoutDesk(catalogue)));
  expect(first!.length).toBeGreaterThan(900);
  for (const other of others) expect(other).toEqual(first);
  expect(shapeOf(catalogues.en)).toEqual(shapeOf(catalogues.es));
});

function withoutDesk(catalogue: object): object {
  return Object.fromEntries(Object.entries(catalogue).filter(([key]) => !(key in deskWords)));
}

function shapeOf(words: unknown, place = ""): string[] {
  if (typeof words === "function") return [`${place}(${words.length})`];
  if (typeof words === "string")
    return words === ""
      ? []
      : [place, ...[...words.matchAll(/\{\w+\}/g)].map(([name]) => `${place}${name}`).toSorted()];
  if (typeof words !== "object" || words === null || "isEscaped" in words) return [place];
  return Object.entries(words)
    .flatMap(([key, value]) => shapeOf(value, `${place}.${key}`))
    .toSorted();
}

function readSources(): string[] {
  const source = resolve(import.meta.dirname, "..");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("page/catalogue"))
    .map((name) => readFileSync(join(source, name), "utf8"));
}

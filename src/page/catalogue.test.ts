import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { catalogues } from "./catalogue.ts";

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

function readSources(): string[] {
  const source = resolve(import.meta.dirname, "..");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("page/catalogue"))
    .map((name) => readFileSync(join(source, name), "utf8"));
}

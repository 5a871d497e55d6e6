import fc from "fast-check";
import { expect, test } from "vitest";
import { documents } from "../../test/generated-documents.ts";
import { differenceMarkup, placeDifference, textDifference } from "./difference.ts";
import { emphasis, strong } from "../text/document.ts";
import { readableDifferences } from "../text/readable-differences.ts";
import { tidy } from "../text/tidy.ts";
import { writeMarkdown } from "../text/write-markdown.ts";

test("a difference is told in words as they are read, bold as bold and a link as its words", () => {
  const before = "## Obras\n\nSon **340** millones para [doce escuelas](https://www.gob.cl/).\n\n- Chaitén\n- Palena\n";
  const after = before.replace("340", "430").replace("Palena", "Futaleufú");
  expect(textDifference(before, after).toString()).toBe(
    "<strong>Obras</strong>\n\nSon <del><strong>340</strong></del><ins><strong>430</strong></ins> millones para doce escuelas." +
      "\n\n• Chaitén\n• <del>Palena</del><ins>Futaleufú</ins>",
  );
});

test("what only became bold or leads elsewhere is shown, a link with its address", () => {
  expect(textDifference("Es gratis hoy.\n", "Es **gratis** hoy.\n").toString()).toBe(
    "Es <del>gratis</del><ins><strong>gratis</strong></ins> hoy.",
  );
  expect(textDifference("Vea [el plan](https://a.cl/).\n", "Vea [el plan](https://b.cl/).\n").toString()).toBe(
    "Vea <del>el plan (https://a.cl/)</del><ins>el plan (https://b.cl/)</ins>.",
  );
});

test("where two texts read alike their Markdown is compared, and what the profile refuses is compared as it was typed", () => {
  expect(textDifference("## Uno\n", "### Uno\n").toString()).toBe("##<ins>#</ins> Uno\n");
  const deep = `${"> ".repeat(40)}a`;
  expect(differenceMarkup(readableDifferences(deep, `${deep}b`)).toString()).toContain("<ins>ab</ins>");
});

test("one place is shown with the words near it", () => {
  const long = "palabra ".repeat(40);
  const shown = placeDifference(`${long}**catorce** ${long}`, `${long}**quince** ${long}`).toString();
  expect(shown).toMatch(/^….{90}<del><strong>catorce<\/strong><\/del><ins><strong>quince<\/strong><\/ins>.{90}…$/);
});

test("of any two texts that are not the same something is shown, and what was struck and added are each one's own words", () => {
  const text = documents.map((blocks) => writeMarkdown(tidy(blocks)));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = readableDifferences(before, after);
      expect(changes.every(({ kind }) => kind === "same")).toBe(before === after);
      const side = (kind: "struck" | "added") =>
        changes
          .filter((change) => change.kind === "same" || change.kind === kind)
          .map(({ text: words }) => words)
          .join("");
      const alone = (one: string) =>
        readableDifferences(one, one)
          .map(({ text: words }) => words)
          .join("");
      expect([alone(before), before]).toContain(side("struck"));
      expect([alone(after), after]).toContain(side("added"));
      expect(changes.every(({ marks }) => (marks & ~(emphasis | strong)) === 0)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

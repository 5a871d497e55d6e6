import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeMarkdown } from "./markdown.ts";
import { changedPassages } from "./passages.ts";

test("only the paragraphs that were touched are shown, each with what stayed around the change", () => {
  const before = "Uno queda.\n\nDos son 14 casas.\n\nTres queda.\n\nCuatro se va.\n";
  const after = "Uno queda.\n\nDos son 41 casas.\n\nTres queda.\n\nCuatro queda.\n";
  expect(changedPassages(before, after)).toMatchObject([
    {
      paragraph: 1,
      changes: [
        { kind: "same", text: "Dos son " },
        { kind: "struck", text: "14" },
        { kind: "added", text: "41" },
        { kind: "same", text: " casas." },
      ],
    },
    {
      paragraph: 3,
      changes: [
        { kind: "same", text: "Cuatro " },
        { kind: "struck", text: "se va" },
        { kind: "added", text: "queda" },
        { kind: "same", text: "." },
      ],
    },
  ]);
});

test("a text that stayed has no passages, and of any two texts every changed word is in one", () => {
  const words = fc
    .array(fc.constantFrom("a", "b", "c", "\n\n"), { maxLength: 30 })
    .map((parts) => normalizeMarkdown(parts.join(" ")));
  fc.assert(
    fc.property(words, words, (before, after) => {
      const passages = changedPassages(before, after);
      expect(passages.length === 0).toBe(before === after);
      const all = passages.flatMap(({ changes }) => changes);
      const count = (text: string) => text.replaceAll(/\s/g, "").length;
      const added = count(all.flatMap(({ kind, text }) => (kind === "added" ? text : [])).join(""));
      const struck = count(all.flatMap(({ kind, text }) => (kind === "struck" ? text : [])).join(""));
      expect(count(after) - count(before)).toBe(added - struck);
      const numbers = passages.map(({ paragraph }) => paragraph);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }),
  );
});

import { describe, expect, test } from "vitest";
import { normalizeMarkdown } from "./markdown.ts";
import { excerpt, plainText } from "./plain.ts";

const canonical = normalizeMarkdown(
  "## Título\n\nEl *ministro* dijo [no](https://a.cl/b): 1\\. a\\\nb\n\n- x\n  - y\n\n> z\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n***\n",
);

describe("the plain form of a text", () => {
  test("is its words as read, without marks, markers and addresses", () => {
    expect(plainText(canonical)).toBe("Título\n\nEl ministro dijo no: 1. a\nb\n\nx\n\ny\n\nz\n\na\tb\n1\t2");
    expect(plainText("")).toBe("");
  });

  test("is cut between words for an excerpt, never longer than asked for", () => {
    expect(excerpt(canonical, 1_000)).toBe("Título El ministro dijo no: 1. a b x y z a b 1 2");
    expect(excerpt(canonical, 22)).toBe("Título El ministro…");
    expect(excerpt("Uno, dos\n", 6)).toBe("Uno…");
    expect(excerpt("😀😀😀😀", 3)).toBe("😀😀…");
    for (let characters = 1; characters < 60; characters++)
      expect([...excerpt(canonical, characters)].length).toBeLessThanOrEqual(characters);
  });
});

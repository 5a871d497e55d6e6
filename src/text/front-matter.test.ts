import { describe, expect, test } from "vitest";
import { readFrontMatter } from "./front-matter.ts";

describe("the front matter of a file", () => {
  test("gives its fields and the text after it", () => {
    const source =
      '\uFEFF---\r\ntitle: "Él dijo: \\"no\\""\r\nkind: comunicado\r\n# nota\r\ntopics: [salud, "agua, luz", \'d\'\'Hondt\']\r\nlanguage: es-CL\r\nsummary:\r\n---\r\n\r\nCuerpo.\r\n';
    expect(readFrontMatter(source, "aviso.md")).toEqual({
      fields: {
        title: 'Él dijo: "no"',
        kind: "comunicado",
        topics: ["salud", "agua, luz", "d'Hondt"],
        language: "es-CL",
        summary: "",
      },
      body: "Cuerpo.\n",
    });
  });

  test("takes a list as lines under its name, and values with colons as they are", () => {
    expect(
      readFrontMatter("---\ntopics:\n  - salud\n- agua\nspeaker: Ministra: suplente\nempty: []\n---\nx", "a.md"),
    ).toEqual({
      fields: { topics: ["salud", "agua"], speaker: "Ministra: suplente", empty: [] },
      body: "x",
    });
  });

  test("may be absent; then all is body", () => {
    expect(readFrontMatter("Hola\n---\nx", "a.md")).toEqual({ fields: {}, body: "Hola\n---\nx" });
    expect(readFrontMatter("", "a.md")).toEqual({ fields: {}, body: "" });
  });

  test("holds fields of any name without touching what objects inherit", () => {
    expect(Object.keys(readFrontMatter("---\nconstructor: a\n---\n", "a.md").fields)).toEqual(["constructor"]);
  });

  test.each([
    ["---\ntitle: a\n", "a.md, line 1: the front matter begins here and never ends"],
    ["---\ntitle: a\njust words\n---\n", "a.md, line 3: “just words” is no field; write it as name: value"],
    ["---\ntitle: a\ntitle: b\n---\n", "a.md, line 3: the field title stands here a second time"],
    ["---\n- a\n---\n", "a.md, line 2: an item of a list stands under no field"],
    ["---\ntitle: a\n- b\n---\n", "a.md, line 3: an item of a list stands under no field"],
    ['---\ntitle: "a\n---\n', "a.md, line 2: a quoted value must end in its quote"],
    ["---\ntitle: 'a'b'\n---\n", "a.md, line 2: a quoted value must end in its quote"],
    ["---\ntopics: [a, b\n---\n", "a.md, line 2: the list is not closed"],
    ["---\ntopics: [a,, b]\n---\n", "a.md, line 2: the list is malformed"],
    ["---\ntopics: [a, ]\n---\n", "a.md, line 2: the list ends in a comma"],
    ["---\ntitle: |\n---\n", "a.md, line 2: a value cannot begin with |"],
    ["---\n  title: a\n---\n", "a.md, line 2: “title: a” is no field"],
  ])("is refused when malformed, naming the line and what to write: %j", (source, sentence) => {
    expect(() => readFrontMatter(source, "a.md")).toThrow(sentence);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { documents, hostile, scrap } from "../../test/generated-documents.ts";
import { emphasis, strong } from "./document.ts";
import type { Block, Line } from "./document.ts";
import { normalizeMarkdown, renderMarkdown } from "./markdown.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";
import { writeHtml } from "./write-html.ts";
import { writeMarkdown } from "./write-markdown.ts";

const numRuns = 1_000;

describe("a text's canonical Markdown", () => {
  test("is one for every document of the profile, and is read back as that document", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const tidied = tidy(written);
        expect(tidy(tidied)).toEqual(tidied);
        const markdown = writeMarkdown(tidied);
        const read = tidy(readMarkdown(markdown));
        expect(writeMarkdown(read)).toBe(markdown);
        expect(writeHtml(read)).toBe(writeHtml(tidied));
      }),
      { numRuns },
    );
  });

  test("does not change when it is normalised again, whatever was written, and renders as what was written", () => {
    fc.assert(
      fc.property(hostile, (written) => {
        const once = normalizeMarkdown(written);
        expect(normalizeMarkdown(once)).toBe(once);
        expect(renderMarkdown(once)).toBe(renderMarkdown(written.normalize("NFC")));
      }),
      { numRuns },
    );
  });

  test("survives changes to any one of its characters", () => {
    fc.assert(
      fc.property(documents, fc.nat(), scrap, (written, place, change) => {
        const markdown = writeMarkdown(tidy(written));
        const at = place % (markdown.length + 1);
        const mutated = (markdown.slice(0, at) + change + markdown.slice(at + 1)).toWellFormed();
        const once = normalizeMarkdown(mutated);
        expect(normalizeMarkdown(once)).toBe(once);
      }),
      { numRuns },
    );
  });
});

describe("the profile", () => {
  test.each([
    ["headings 2 to 4", "# A\n\nB\n===\n\n###### C ##", "## A\n\n## B\n\n#### C\n"],
    ["emphasis by asterisks", "_a_ __b__ ***c*** *__d__*", "*a* **b** ***c*** ***d***\n"],
    ["one emphasis for two that touch", "**a**__b__ *a*_b_", "**ab** *ab*\n"],
    ["one line a paragraph, with hard breaks visible", "a\nb  \nc\\\nd", "a b\\\nc\\\nd\n"],
    ["a new paragraph for an empty line between breaks", "a\\\n\\\nb", "a\n\nb\n"],
    [
      "lists by dashes and by their numbers",
      "* a\n* b\n\n+ c\n\n3) x\n3) y\n\n1. z",
      "- a\n- b\n\n+ c\n\n3. x\n4. y\n\n1) z\n",
    ],
    [
      "no code: what is written so stands as text",
      "`a` ~~b~~\n\n    c\n\n```\nd\n```",
      "\\`a\\` ~~b~~\n\nc\n\n\\`\\`\\` d \\`\\`\\`\n",
    ],
    ["no HTML: its tags stand as text", "<b>a</b> <!-- b -->", "\\<b>a\\</b> \\<!-- b -->\n"],
    ["no definitions: they stand as text", "[a]: http://b.cl\n\n[a]", "\\[a\\]: http://b.cl\n\n\\[a\\]\n"],
    [
      "a link in place of an image",
      "![Foto *de* ayer](/a.png) ![](/b.png)",
      "[Foto de ayer](/a.png) [/b.png](/b.png)\n",
    ],
    [
      "links without titles",
      '[a](/b "c") <https://d.cl> <e@f.cl>',
      "[a](/b) [https://d.cl](https://d.cl) [e@f.cl](mailto:e@f.cl)\n",
    ],
    [
      "links with one way to write an address",
      "[a](HTTPS://b.cl/ñ_(c)?d=1&lt;) [e](</f g>)",
      "[a](https://b.cl/%C3%B1_\\(c\\)?d=1%3C) [e](/f%20g)\n",
    ],
    ["tables with single dashes of three", "a|b\n-|:-:\n1|2\n", "| a | b |\n| --- | :---: |\n| 1 | 2 |\n"],
    ["nothing for nothing", " \n\n-\n\n>\n\n#\n", ""],
  ])("has %s", (_, written, canonical) => {
    expect(normalizeMarkdown(written)).toBe(canonical);
  });

  test("renders the example of the record as the record has it", () => {
    expect(renderMarkdown(normalizeMarkdown("El ministro dijo *no*."))).toBe("<p>El ministro dijo <em>no</em>.</p>\n");
  });

  test("moves punctuation out of emphasis that could not end beside it", () => {
    const paragraph = (...line: Line): Block[] => [{ kind: "paragraph", lines: [line] }];
    const written = paragraph(
      { kind: "text", text: "Q: ", marks: strong },
      { kind: "text", text: "No", marks: 0 },
      { kind: "text", text: "(sí)", marks: emphasis },
      { kind: "text", text: "x", marks: 0 },
    );
    expect(writeMarkdown(tidy(written))).toBe("**Q:** No(*sí*)x\n");
  });
});

describe("a hostile text", () => {
  const allowed =
    /^(?:<\/?(?:p|h[234]|em|strong|ul|li|blockquote|table|thead|tbody|tr|th|td|a|ol)>|<(?:br|hr)>|<ol start="\d+">|<t[hd] align="(?:left|right|center)">|<a href="(?:https?:\/\/|mailto:|\/(?!\/))[^"<>\s]*">)$/;

  const onlyProfile = (html: string) => {
    for (const [tag] of html.matchAll(/<[^>]*>?/g)) expect(tag).toMatch(allowed);
    expect(html.replace(/<[^>]*>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
  };

  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\\javascript:alert(1))",
    "[x](vbscript:a)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//evil.cl)",
    "[x](/\\evil.cl)",
    "[x](/&#9;/evil.cl)",
    "[x](\\/\\/evil.cl)",
    "[x](%6Aavascript:alert(1))",
    "[x](blob:https://a)",
    "[x](https:evil)",
    "[x](https:///)",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    '<https://a.cl/"onmouseover=alert(1)>',
    '[x](https://a.cl/"onmouseover="alert(1))',
    "[x](https://a.cl/'><script>)",
    '[x](/a "\\"><script>alert(1)</script>")',
    "![x](javascript:alert(1))",
    '!["onerror=alert(1)](/a)',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&amp;lt;script&amp;gt;",
    "[x]: javascript:alert(1)\n\n[x]",
    "[<script>](/a)",
    "*<b>*",
    "| <script> |\n| --- |\n| <img> |",
    "- <script>",
    "# <script>",
    "> <script>",
    "```html\n<script>\n```",
    "    <script>",
    "<!--\n<script>-->",
    "<![CDATA[<script>]]>",
    "<?php ?>",
  ])("gives no element, attribute or address beyond the profile: %s", (written) => {
    const canonical = normalizeMarkdown(written);
    onlyProfile(renderMarkdown(canonical));
    expect(normalizeMarkdown(canonical)).toBe(canonical);
  });

  test("gives none whatever is made of such scraps", () => {
    const check = fc.property(hostile, (written) => onlyProfile(renderMarkdown(normalizeMarkdown(written))));
    expect(() => fc.assert(check, { numRuns })).not.toThrow();
  });

  test("cannot bring in by an entity what intake refuses", () => {
    expect(() => normalizeMarkdown("a\n\nb &#x202E; c")).toThrow(
      "Line 3: the bidirectional control U+202E, written as an entity",
    );
    expect(() => normalizeMarkdown("[a&#x2066;](/b)")).toThrow(Fault);
    expect(() => normalizeMarkdown("a\u0001")).toThrow(Fault);
  });

  test("is refused when it nests beyond the depth of the profile or is too long, and is read in bounded time otherwise", () => {
    for (const deep of [
      ">".repeat(100_000),
      `${"- ".repeat(100_000)}a`,
      Array.from({ length: 300 }, (_, at) => `${"  ".repeat(at)}- a`).join("\n"),
    ]) {
      expect(() => normalizeMarkdown(deep)).toThrow("more than 16 deep");
    }
    expect(() => normalizeMarkdown("a".repeat(4 * 1024 * 1024 + 1))).toThrow("at most 4194304 fit");
    for (const scrap of [
      "*",
      "_a",
      "*a ",
      "a**b*",
      "[",
      "[a](",
      "![",
      "](/b)",
      "<",
      "<http://a",
      "&",
      "\\",
      "!",
      "|a",
      "a\\\n",
      "**a:**b",
      "> a\n\n",
      "- a\n",
    ]) {
      const written = scrap.repeat(50_000 / scrap.length);
      const once = normalizeMarkdown(written);
      expect(normalizeMarkdown(once)).toBe(once);
    }
  });
});

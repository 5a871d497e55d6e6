import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { emphasis, strong } from "./document.ts";
import type { Block, Line, Run, Text } from "./document.ts";
import { normalizeMarkdown, renderMarkdown } from "./markdown.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";
import { writeHtml } from "./write-html.ts";
import { writeMarkdown } from "./write-markdown.ts";

/** What means something to Markdown, and the words around it. */
const scrap = fc.constantFrom(
  ..."*_`[]()<>!#-+=|\\~&:;.,\"'{}/@$^% \t\n".split(""),
  ..."**|***|__|___|- |+ |* |1. |2) |12. |# |## |> |>> |---|===|***|```|~~~|    |  \n|\\\n|\n\n|\n\n\n|\n- |\n  - |\n   |\n1. |\n2. |\n> ".split("|"),
  "| a | b |\n| --- | :-: |\n| c | d |\n", "| a |\n|-|\n", "[a](/b)", "[a](http://b.cl/c?d=1&e=2)", "![a](/b)", "](", "[x](javascript:a)",
  "<http://a.cl>", "<script>", "&amp;", "&lt;", "&#42;", "&nbsp;", "&copy", "http://a_b_c.cl", "\\*", "\\\\", "<!--",
  "a", "B", "ñ", "é", "e\u0301", "😀", "\u00a0", "\u3000", "«", "»", "¿", "—", "N.º", "3", "1.234,5", "word", "Ministra (S)", "\u200b", "漢",
);
const numRuns = 1_000;
const hostile = fc.array(scrap, { maxLength: 40 }).map((parts) => parts.join(""));

const words = fc.oneof(fc.array(scrap, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("").replace(/[\n]/g, " ")), fc.constantFrom("no", "sí", "el ministro", "Q:", "(a)"));
const marks = fc.constantFrom(0, 0, emphasis, strong, emphasis | strong);
const text: fc.Arbitrary<Text> = fc.record({ kind: fc.constant("text" as const), text: words, marks });
const run: fc.Arbitrary<Run> = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("link" as const),
      href: fc.constantFrom("/a", "https://a.cl/b_(c)?d=1&e=2&amp;f", "mailto:a@b.cl", "http://a.cl/*x*"),
      text: fc.array(text, { maxLength: 3 }),
      marks,
    }),
  },
);
const line: fc.Arbitrary<Line> = fc.array(run, { maxLength: 5 });
const align = fc.constantFrom("left" as const, "right" as const, "center" as const, undefined);
const { block } = fc.letrec<{ block: Block; blocks: Block[] }>((tie) => ({
  blocks: fc.array(tie("block"), { maxLength: 3 }),
  block: fc.oneof(
    { maxDepth: 4, depthIdentifier: "blocks" },
    fc.record({ kind: fc.constant("paragraph" as const), lines: fc.array(line, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant("heading" as const), level: fc.constantFrom(2 as const, 3 as const, 4 as const), line }),
    fc.constant({ kind: "rule" as const }),
    fc.record({ kind: fc.constant("table" as const), align: fc.array(align, { maxLength: 3 }), head: fc.array(line, { maxLength: 3 }), rows: fc.array(fc.array(line, { maxLength: 3 }), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant("list" as const),
      ordered: fc.boolean(),
      start: fc.constantFrom(0, 1, 1, 2, 9, 10, 999_999_999),
      tight: fc.boolean(),
      items: fc.array(tie("blocks"), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("quote" as const), blocks: tie("blocks") }),
  ),
}));
const documents = fc.array(block, { maxLength: 4 });

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



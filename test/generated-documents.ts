import fc from "fast-check";
import { emphasis, strong } from "../src/text/document.ts";
import type { Block, Line, Run, Text } from "../src/text/document.ts";

/** What means something to Markdown, and the words around it. */
export const scrap = fc.constantFrom(
  ..."*_`[]()<>!#-+=|\\~&:;.,\"'{}/@$^% \t\n".split(""),
  ..."**|***|__|___|- |+ |* |1. |2) |12. |# |## |> |>> |---|===|***|```|~~~|    |  \n|\\\n|\n\n|\n\n\n|\n- |\n  - |\n   |\n1. |\n2. |\n> ".split(
    "|",
  ),
  "| a | b |\n| --- | :-: |\n| c | d |\n",
  "| a |\n|-|\n",
  "[a](/b)",
  "[a](http://b.cl/c?d=1&e=2)",
  "![a](/b)",
  "](",
  "[x](javascript:a)",
  "<http://a.cl>",
  "<script>",
  "&amp;",
  "&lt;",
  "&#42;",
  "&nbsp;",
  "&copy",
  "http://a_b_c.cl",
  "\\*",
  "\\\\",
  "<!--",
  "a",
  "B",
  "ñ",
  "é",
  "e\u0301",
  "😀",
  "\u00a0",
  "\u3000",
  "«",
  "»",
  "¿",
  "—",
  "N.º",
  "3",
  "1.234,5",
  "word",
  "Ministra (S)",
  "\u200b",
  "漢",
);
export const hostile = fc.array(scrap, { maxLength: 40 }).map((parts) => parts.join(""));

const words = fc.oneof(
  fc.array(scrap, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("").replace(/[\n]/g, " ")),
  fc.constantFrom("no", "sí", "el ministro", "Q:", "(a)", "---", "|---|", "===", "1. a", "- a", "# a", "> a"),
);
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
    fc.record({
      kind: fc.constant("heading" as const),
      level: fc.constantFrom(2 as const, 3 as const, 4 as const),
      line,
    }),
    fc.constant({ kind: "rule" as const }),
    fc.record({
      kind: fc.constant("table" as const),
      align: fc.array(align, { maxLength: 3 }),
      head: fc.array(line, { maxLength: 3 }),
      rows: fc.array(fc.array(line, { maxLength: 3 }), { maxLength: 3 }),
    }),
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
const plain = fc
  .constantFrom("a", "b")
  .map((text): Block => ({ kind: "paragraph", lines: [[{ kind: "text", text, marks: 0 }]] }));
const nested = fc.record({
  kind: fc.constant("list" as const),
  ordered: fc.boolean(),
  start: fc.constantFrom(1, 2),
  tight: fc.constant(true),
  items: fc.array(fc.array(plain, { maxLength: 1 }), { minLength: 1, maxLength: 2 }),
});
const lists = fc.record({
  kind: fc.constant("list" as const),
  ordered: fc.boolean(),
  start: fc.constantFrom(0, 1, 7),
  tight: fc.boolean(),
  items: fc.array(fc.oneof(fc.tuple(plain), fc.tuple(plain, nested), fc.tuple(nested), fc.tuple(nested, plain)), {
    maxLength: 3,
  }),
});
export const documents = fc.array(fc.oneof({ weight: 4, arbitrary: block }, { weight: 1, arbitrary: lists }), {
  maxLength: 4,
});

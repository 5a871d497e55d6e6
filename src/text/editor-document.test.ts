import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocksFromDocument, documentFromBlocks } from "./editor-document.ts";
import { documents, hostile } from "../../test/generated-documents.ts";
import { normalizeMarkdown } from "./markdown.ts";
import { plainText } from "./plain.ts";
import { readMarkdown } from "./read-markdown.ts";
import { blocksFromLines, isLineEnd, linesFromBlocks } from "./shared-lines.ts";
import { tidy } from "./tidy.ts";
import { writeMarkdown } from "./write-markdown.ts";

const numRuns = 500;

describe("the editor's document", () => {
  test("is the canonical Markdown, lossless both ways", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const blocks = tidy(written);
        const markdown = writeMarkdown(blocks);
        const document = documentFromBlocks(tidy(readMarkdown(markdown)));
        document.check();
        expect(writeMarkdown(tidy(blocksFromDocument(document)))).toBe(markdown);
        expect(documentFromBlocks(tidy(blocksFromDocument(document))).eq(document)).toBe(true);
      }),
      { numRuns },
    );
  });

  test("keeps whatever was written, untidy as people type, with every word", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const document = documentFromBlocks(written);
        document.check();
        const blocks = blocksFromDocument(document);
        const again = documentFromBlocks(blocks);
        expect(documentFromBlocks(blocksFromDocument(again)).eq(again)).toBe(true);
        const typed = document.textBetween(0, document.content.size, " ", "\n");
        expect(bare(plainText(writeMarkdown(tidy(blocks))))).toBe(bare(typed));
      }),
      { numRuns },
    );
  });

  test("holds any Markdown at all as its canonical form", () => {
    fc.assert(
      fc.property(hostile, (written) => {
        const canonical = normalizeMarkdown(written);
        const document = documentFromBlocks(tidy(readMarkdown(canonical)));
        document.check();
        expect(writeMarkdown(tidy(blocksFromDocument(document)))).toBe(canonical);
      }),
      { numRuns },
    );
  });

  test("keeps links apart that touch and lead to one place", () => {
    const canonical = "[a](/b)[c](/b)[d](/b) *[e](/b)*[f](/b)\n";
    expect(writeMarkdown(tidy(blocksFromDocument(documentFromBlocks(tidy(readMarkdown(canonical))))))).toBe(canonical);
  });
});

describe("a document as shared lines", () => {
  test("is read back as the same document, and every end of a line is one that the server takes", () => {
    fc.assert(
      fc.property(documents, (written) => {
        const blocks = tidy(written);
        const lines = linesFromBlocks(blocks);
        for (const line of lines) expect(isLineEnd(line.end)).toBe(true);
        expect(writeMarkdown(tidy(blocksFromLines(lines)))).toBe(writeMarkdown(blocks));
        // As the editor writes it: from what it shows, tidy or not.
        const shown = documentFromBlocks(blocksFromDocument(documentFromBlocks(written)));
        expect(documentFromBlocks(blocksFromLines(linesFromBlocks(blocksFromDocument(shown)))).eq(shown)).toBe(true);
      }),
      { numRuns },
    );
  });

  test("says a document with every word in it, in whatever order its lines come to stand", () => {
    fc.assert(
      fc.property(documents, documents, fc.array(fc.nat(), { maxLength: 40 }), (one, other, order) => {
        const all = [...linesFromBlocks(one), ...linesFromBlocks(other)].map((line, at) => ({
          ...line,
          text: [{ text: `w${at}.`, marks: 0 }],
        }));
        const kept = order.length === 0 ? all : order.map((place) => all[place % all.length] as (typeof all)[number]);
        const document = documentFromBlocks(blocksFromLines(kept));
        document.check();
        const words = plainText(writeMarkdown(tidy(blocksFromDocument(document)))).match(/w\d+\./g) ?? [];
        expect(words).toEqual(kept.map((line) => line.text[0]?.text));
      }),
      { numRuns },
    );
  });
});

function bare(text: string): string {
  return text.normalize("NFC").replace(/\s+/g, "").normalize("NFC");
}

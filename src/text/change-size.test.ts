import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import { documents } from "../../test/generated-documents.ts";
import { manyParts } from "../../test/hostile-changes.ts";
import { checkChangeSize, checkSharedSize, partsIn } from "./change-size.ts";
import { applyUpdate, followText, textOfShared } from "./shared-draft.ts";
import { newSharedDoc } from "./shared-text.ts";
import { tidy } from "./tidy.ts";
import { writeMarkdown } from "./write-markdown.ts";

describe("a change that somebody writes", () => {
  test("is never too much: two hundred pages, a table of ten thousand cells, a day without a network, all struck again", () => {
    const paragraph =
      "El Gobierno **anunció** las [medidas](https://www.gob.cl/a) que se *indican*, para las familias de Aysén.";
    const pages = `${Array.from({ length: 2_000 }, (_, at) => `${paragraph} ${at} ${paragraph}`).join("\n\n")}\n`;
    const table = `| a | b | c | d |\n| --- | --- | --- | --- |\n${"| 1 | 2 | 3 | 4 |\n".repeat(2_500)}`;
    for (const body of [pages, table]) {
      const doc = newSharedDoc();
      followText(doc, { title: "T", summary: "", body });
      const other = newSharedDoc();
      const send = () => {
        const change = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other));
        checkChangeSize(change);
        expect(applyUpdate(other, change)).toBe(true);
      };
      send();
      expect(textOfShared(other).body).toBe(body);
      for (let edit = 0; edit < 3_000; edit++)
        doc.getText("body").insert((edit * 7_919) % doc.getText("body").length, "x", {});
      send();
      doc.getText("body").delete(0, doc.getText("body").length - 1);
      send();
      checkSharedSize(other);
    }
  });

  test("passes whatever text it is of", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const doc = newSharedDoc();
        followText(doc, { title: "T", summary: "S", body: writeMarkdown(tidy(one)) });
        const before = Y.encodeStateVector(doc);
        expect(() => checkChangeSize(Y.encodeStateAsUpdate(doc))).not.toThrow();
        followText(doc, { title: "", summary: "S", body: writeMarkdown(tidy(other)) });
        expect(() => checkChangeSize(Y.encodeStateAsUpdate(doc, before))).not.toThrow();
      }),
      { numRuns: 50 },
    );
  });

  test("by two who wrote for hours in one place without a network is taken", () => {
    const [one, other] = [newSharedDoc(), newSharedDoc()];
    followText(one, { title: "T", summary: "", body: "Aquí.\n" });
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    for (let word = 0; word < 3_000; word++)
      for (const doc of [one, other]) {
        doc.getText("body").insert(word % 5, "palabra ", {});
        if (word % 3 === 0) doc.getText("body").delete(0, 4);
      }
    const change = Y.encodeStateAsUpdate(other, Y.encodeStateVector(one));
    checkChangeSize(change);
    expect(applyUpdate(one, change)).toBe(true);
  });
});

describe("a hostile change", () => {
  test.each<[string, Uint8Array]>([
    ["hundreds of thousands of parts", manyParts([{ client: 1, parts: 500_000 }])],
    [
      "parts by thousands of hands",
      manyParts(Array.from({ length: 3_000 }, (_, at) => ({ client: 9_000 - at, parts: 1 }))),
    ],
    [
      "hundreds of thousands of places to strike",
      manyParts(
        [],
        Array.from({ length: 300_000 }, (_, at) => [1, 2 * at]),
      ),
    ],
    // It says so before it brings a single one.
    ["parts that never come", new Uint8Array([1, 255, 255, 255, 127, 1, 0])],
  ])("of %s is refused before any of it is unpacked", (_what, change) => {
    expect(() => checkChangeSize(change)).toThrow("more places at once");
  });

  test("whose parts all stand where thousands stand already is refused, and does not occupy the machine", () => {
    const doc = newSharedDoc();
    expect(applyUpdate(doc, manyParts([{ client: 5, parts: 40_000 }]))).toBe(true);
    const change = manyParts([{ client: 9, parts: 40_000 }]);
    checkChangeSize(change);
    expect(() => applyUpdate(doc, change)).toThrow("more places at once");
  });

  test("whose parts stand among each other so is refused as well", () => {
    const doc = newSharedDoc();
    // The lower hand is waited for by the higher, and so comes first.
    const last = { client: 5, clock: 24_999 };
    const change = manyParts([
      { client: 9, parts: 25_000, first: last },
      { client: 5, parts: 25_000 },
    ]);
    checkChangeSize(change);
    expect(() => applyUpdate(doc, change)).toThrow("more places at once");
  });

  test("is refused once the draft holds more than is cheap to keep up with", () => {
    const doc = newSharedDoc();
    for (let client = 10; client > 4; client--) Y.applyUpdate(doc, manyParts([{ client, parts: 50_000 }]));
    expect(partsIn(doc)).toBeGreaterThan(250_000);
    expect(() => checkSharedSize(doc)).toThrow("Copy its text into a new draft");
  });

  test("that is garbage is refused as such, or is left to be refused by Yjs", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          checkChangeSize(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: "Fault" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

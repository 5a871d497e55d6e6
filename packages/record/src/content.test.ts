import { assert, array, integer, property, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { naiveLeaf, naivePath, naiveRoot } from "../test/naive.ts";
import { base64, utf8 } from "./bytes.ts";
import {
  batchPath,
  batchRoot,
  checkContent,
  checkContentFits,
  commitAttachment,
  commitBytes,
  commitContent,
  readContent,
} from "./content.ts";
import type { Json } from "./json.ts";
import { NewerFormat } from "./newer-format.ts";

const salt = Uint8Array.from({ length: 32 }, (_, at) => at);
const example =
  '{"attachments":[],"body":"El ministro dijo *no*.\\n","format":"voceria/statement/v1","html":"<p>El ministro dijo <em>no</em>.</p>\\n","kind":"comunicado","language":"es-CL","title":"Aviso","topics":[],"voice":[{"capacity":"titular","institution":"segegob","instrument":"dl-1385","person":"n-n","post":"ministra","register":{"entry":17,"item":4}}]}';
const statement = JSON.parse(example) as { [field: string]: Json };
const digest = "pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=";

test("The record's own example content has the commitment shown there", () => {
  const content = readContent(utf8(example));
  expect(base64(commitContent(hash, salt, content))).toBe(digest);
  expect(base64(commitBytes(hash, salt, utf8(example)))).toBe(digest);
});

test("A commitment depends on the salt, and an attachment's is of another kind than a content's", () => {
  const other = salt.with(0, 1);
  expect(commitBytes(hash, other, utf8("x"))).not.toEqual(commitBytes(hash, salt, utf8("x")));
  expect(commitAttachment(hash, salt, utf8("x"))).not.toEqual(commitBytes(hash, salt, utf8("x")));
  expect(() => commitBytes(hash, salt.subarray(1), utf8("x"))).toThrow("a salt of 31 bytes instead of 32");
});

describe("A content", () => {
  const attachment = { bytes: 3, commitment: digest, media: "application/pdf", name: "Anexo N.º 1.pdf" };
  const source = { date: "c. 1974", id: "a/1", name: "archivo", sha256: digest };
  const tenure = {
    change: "new",
    data: { list: [{ day: "1974", seats: 2, open: false }], raw: "22 March" },
    format: "voceria/register/v1",
    id: "herman-brady",
    kind: "tenure",
    source: { id: "gaceta", locator: "p. 3" },
  };

  test("with every optional field is read", () => {
    const full = {
      ...statement,
      attachments: [attachment],
      note: "n",
      severity: "minor",
      source,
      summary: "s",
      topics: ["agua-potable"],
    };
    expect(checkContent(full)).toBe(full);
    expect(checkContent({ ...statement, source: { ...source, speaker: "Sra. Ministra" } })).toBeTruthy();
    expect(checkContent({ format: "voceria/withdrawal/v1", reason: "Ya no rige." })).toBeTruthy();
    expect(checkContent(tenure)).toBe(tenure);
  });

  test.each([
    ["title", "", "content.title: is empty"],
    ["title", "a\u202eb", "content.title: character 2 is U+202E"],
    ["body", "a\rb", "content.body: character 2 is U+000D"],
    ["body", 1, "content.body: 1 is not a text"],
    ["kind", "Comunicado", 'content.kind: "Comunicado" is not a slug'],
    ["language", "español", 'content.language: "español" is not a language tag'],
    ["topics", "agua", 'content.topics: "agua" is not a list'],
    ["topics", ["agua", "Ñ"], 'content.topics[1]: "Ñ" is not a slug'],
    ["severity", "grave", 'content.severity: "grave" is not "minor" or "major"'],
    ["voice", [{}], 'content.voice[0]: the field "capacity" is missing'],
    ["attachments", [{ ...attachment, bytes: -1 }], "content.attachments[0].bytes: -1"],
    ["attachments", [{ ...attachment, media: "pdf" }], "content.attachments[0].media"],
    ["source", { ...source, sha256: "ab" }, 'content.source.sha256: "ab" is not 32 bytes in base64'],
  ])("whose %s is %j is refused, naming field and value", (field, value, sentence) => {
    expect(() => checkContent({ ...statement, [field]: value })).toThrow(sentence);
  });

  test("of an unknown format, or with an unknown field at any depth, is of a newer format", () => {
    expect(() => checkContent({ ...statement, format: "voceria/statement/v2" })).toThrow(NewerFormat);
    expect(() => checkContent({ ...statement, mood: "x" })).toThrow(NewerFormat);
    expect(() => checkContent({ ...statement, source: { ...source, mood: "x" } })).toThrow(
      'content.source: unknown field "mood"',
    );
  });

  test("of the register holds no null and no fraction, at any depth", () => {
    const withData = (data: Json) => () => checkContent({ ...tenure, data });
    expect(withData({ a: [{ b: null }] })).toThrow("content.data.a.0.b: null");
    expect(withData({ a: 1.5 })).toThrow("content.data.a: 1.5 is not a whole number");
    expect(withData({ "a\u0000": 1 })).toThrow("U+0000");
    expect(withData([])).toThrow("content.data: a list of 0 is not an object");
    expect(() => checkContent({ ...tenure, change: "update" })).toThrow("content.change");
  });

  test("stands only under the acts it belongs to", () => {
    const fits = (act: Parameters<typeof checkContentFits>[0], value: Json) => () =>
      checkContentFits(act, checkContent(value));
    const corrected = { ...statement, note: "n", severity: "minor" };
    const imported = { ...statement, source };
    expect(fits("statement.published", statement)).not.toThrow();
    expect(fits("statement.corrected", corrected)).not.toThrow();
    expect(fits("statement.corrected", { ...corrected, source })).not.toThrow();
    expect(fits("statement.imported", imported)).not.toThrow();
    expect(fits("register.asserted", tenure)).not.toThrow();
    expect(fits("statement.published", corrected)).toThrow("statement.published has no note");
    expect(fits("statement.published", imported)).toThrow("statement.published has no source");
    expect(fits("statement.corrected", statement)).toThrow("a correction without note");
    expect(fits("statement.imported", statement)).toThrow("an import without its source");
    expect(fits("statement.withdrawn", statement)).toThrow("voceria/statement/v1 stands under statement.withdrawn");
    expect(fits("state.asserted", statement)).toThrow("stands under state.asserted");
  });
});

test("A batch has the root and the paths of RFC 6962 over its items' commitments", () => {
  assert(
    property(
      array(uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 }),
      integer({ min: 0 }),
      (commitments, any) => {
        const leaves = commitments.map(naiveLeaf);
        const item = any % commitments.length;
        expect(batchRoot(hash, commitments)).toEqual(naiveRoot(leaves));
        expect(batchPath(hash, commitments, item)).toEqual(naivePath(item, leaves));
      },
    ),
    { numRuns: 50 },
  );
  expect(() => batchPath(hash, [salt], 1)).toThrow("no item 1 in a batch of 1");
});

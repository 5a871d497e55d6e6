import { assert, array, constantFrom, integer, property, record, string, uint8Array } from "fast-check";
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
import { canonicalize, type Json } from "./json.ts";
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
      claim: { image: digest, text: "El agua no se puede beber.", when: "2026-11", where: "Cadenas de mensajes" },
      contact: "Prensa, prensa@example.cl",
      counterpart: { edition: 1, number: "2026-0041" },
      delivery: "delivered",
      series: { name: "Incendios", ordinal: 4 },
      translates: { edition: 2, number: "2026-0040" },
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
    ["attachments", [{ ...attachment, alt: "" }], "content.attachments[0].alt: is empty"],
    ["claim", { when: "2026" }, 'content.claim: the field "text" is missing'],
    ["claim", { text: "" }, "content.claim.text: is empty"],
    ["claim", { text: "t", when: "ayer" }, 'content.claim.when: "ayer" is not a day, a month or a year'],
    ["claim", { text: "t", when: "2026-13" }, 'content.claim.when: "2026-13" is not a day'],
    ["claim", { text: "t", image: digest }, "content.claim.image: is none of the attachments"],
    ["contact", "", "content.contact: is empty"],
    ["delivery", "read", 'content.delivery: "read" is not "prepared" or "delivered"'],
    ["counterpart", { edition: 1, number: "2026-0041" }, "content: a counterpart without delivery"],
    ["series", { name: "Incendios", ordinal: 0 }, "content.series.ordinal: 0 is not a whole number from 1"],
    ["translates", { number: "2026-0040" }, 'content.translates: the field "edition" is missing'],
    ["translates", { edition: 1, number: "40" }, 'content.translates.number: "40" is not a statement\'s number'],
  ])("whose %s is %j is refused, naming field and value", (field, value, sentence) => {
    expect(() => checkContent({ ...statement, [field]: value })).toThrow(sentence);
  });

  test("with whatever it says of itself is read as it was written, and a field of none of these is of a newer format", () => {
    const said = string({ minLength: 1, unit: "grapheme" }).filter(
      (text) => !/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.test(text),
    );
    const reference = record({ edition: integer({ min: 1, max: 9 }), number: constantFrom("2026-0042", "H-000001") });
    const details = record(
      {
        claim: record(
          { text: said, when: constantFrom("2026", "2026-02-28"), where: said },
          { requiredKeys: ["text"] },
        ),
        contact: said,
        delivery: constantFrom("prepared", "delivered"),
        series: record({ name: said, ordinal: integer({ min: 1 }) }),
        translates: reference,
        summary: said,
      },
      { requiredKeys: [] },
    );
    assert(
      property(details, constantFrom("mood", "Claim", "claims", "alt"), (fields, other) => {
        const value = { ...statement, ...fields } as { [field: string]: Json };
        expect(readContent(utf8(canonicalize(value)))).toEqual(value);
        expect(() => checkContent({ ...value, [other]: "x" })).toThrow(NewerFormat);
      }),
    );
  });

  test("of an unknown format, or with an unknown field at any depth, is of a newer format", () => {
    expect(() => checkContent({ ...statement, format: "voceria/statement/v2" })).toThrow(NewerFormat);
    expect(() => checkContent({ ...statement, mood: "x" })).toThrow(NewerFormat);
    expect(() => checkContent({ ...statement, source: { ...source, mood: "x" } })).toThrow(
      'content.source: unknown field "mood"',
    );
    for (const [field, value] of [
      ["claim", { text: "t", mood: "x" }],
      ["series", { name: "n", ordinal: 1, mood: "x" }],
      ["translates", { edition: 1, number: "2026-0001", mood: "x" }],
      ["attachments", [{ ...attachment, mood: "x" }]],
    ] as const)
      expect(() => checkContent({ ...statement, [field]: value })).toThrow(NewerFormat);
  });

  test("of the register holds no null and no fraction, at any depth", () => {
    const withData = (data: Json) => () => checkContent({ ...tenure, data });
    expect(withData({ a: [{ b: null }] })).toThrow("content.data.a.0.b: null");
    expect(withData({ a: 1.5 })).toThrow("content.data.a: 1.5 is not a whole number");
    expect(withData({ "a\u0000": 1 })).toThrow("U+0000");
    expect(withData([])).toThrow("content.data: a list of 0 is not an object");
    expect(() => checkContent({ ...tenure, change: "update" })).toThrow("content.change");
  });

  test("of the register retracts with a reason, and states nothing besides", () => {
    const retraction = { ...tenure, change: "retraction", data: {}, reason: "Nunca fue así." };
    expect(checkContent(retraction)).toMatchObject({ change: "retraction" });
    expect(() => checkContent({ ...retraction, data: tenure.data })).toThrow(
      "content.data: a retraction states nothing",
    );
    const { reason: _, ...without } = retraction;
    expect(() => checkContent(without)).toThrow("a retraction without its reason");
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

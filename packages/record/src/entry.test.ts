import { describe, expect, test } from "vitest";
import { hash } from "../test/crypto.ts";
import { base64, utf8 } from "./bytes.ts";
import { readEntry, readInstant, writeEntry, writeInstant, type Entry } from "./entry.ts";
import { canonicalize, type Json } from "./json.ts";
import { NewerFormat } from "./newer-format.ts";
import { leafHash } from "./tree.ts";

const at = "2026-11-23T14:02:07.123Z";
const commitment = "pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=";
const format = "voceria/entry/v1";
const number = "2026-0042";
const published = { act: "statement.published", at, commitment, edition: 1, format, number, subject: 41 } as const;
/** One entry of each act. */
const entries: Entry[] = [
  published,
  { act: "statement.corrected", at, commitment, edition: 2, format, number, prev: 1234, subject: 41 },
  { act: "statement.withdrawn", at, commitment, format, number, prev: 1290, subject: 41 },
  { act: "statement.imported", at, commitment, edition: 1, format, number: "H-000001", subject: 42 },
  { act: "register.asserted", at, basis: "imported", count: 3667, format, root: commitment },
  {
    act: "content.erased",
    at,
    authority: "corte-suprema",
    format,
    ground: "court-order",
    prev: 1290,
    subject: 41,
    target: { entry: 1234 },
  },
  { act: "state.asserted", at, count: 42, format, root: commitment },
];

const read = (value: Json) => readEntry(utf8(canonicalize(value)));

describe("An entry", () => {
  test("has the bytes and the leaf hash of the record's own example", () => {
    const bytes = writeEntry(published);
    expect(bytes).toEqual(
      utf8(
        '{"act":"statement.published","at":"2026-11-23T14:02:07.123Z","commitment":"pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0c=","edition":1,"format":"voceria/entry/v1","number":"2026-0042","subject":41}',
      ),
    );
    expect(base64(leafHash(hash, bytes))).toBe("VlbW+cZbkBtXeSd+KY6zIYrf/liClZjpEnq83GIstCA=");
  });

  test.each(entries)("of $act is read as it was written", (entry) => {
    expect(readEntry(writeEntry(entry))).toEqual(entry);
  });

  test.each(entries)("of $act wants each of its fields, and no other", (entry) => {
    for (const field of Object.keys(entry)) {
      const { [field]: _, ...rest } = entry as { [field: string]: Json };
      expect(() => read(rest)).toThrow(field);
      expect(() => read({ ...entry, [field]: null })).toThrow(field);
    }
    expect(() => read({ ...entry, extra: 1 })).toThrow(NewerFormat);
    expect(() => read({ ...entry, extra: 1 })).toThrow('entry: unknown field "extra"');
  });

  test("of an unknown act or format is of a newer format", () => {
    expect(() => read({ ...published, act: "statement.sealed" })).toThrow(NewerFormat);
    expect(() => read({ ...published, act: "toString" })).toThrow(NewerFormat);
    expect(() => read({ ...published, format: "voceria/entry/v2" })).toThrow(NewerFormat);
  });

  test.each([
    ["edition", 2, "entry.edition: 2 is not 1"],
    ["edition", 1.5, "entry.edition: 1.5 is not 1"],
    ["subject", -1, "entry.subject: -1 is not a whole number"],
    ["subject", 2 ** 53, "entry.subject: 9007199254740992 is not a whole number"],
    ["subject", "41", 'entry.subject: "41" is not a whole number'],
    ["number", "H-000001", 'entry.number: "H-000001" is not a number in the series of a year'],
    ["number", "2026-42", "entry.number"],
    ["at", "2026-11-23T14:02:07Z", "entry.at"],
    ["at", "2026-02-29T14:02:07.123Z", "entry.at"],
    ["at", "2026-11-23T24:00:00.000Z", "entry.at"],
    ["at", 5, "entry.at: 5 is not an instant"],
    ["commitment", "pb5VBgcPuGS733yXhVUP2yXfUvcdnNaFwD0X2Qtws0d=", "entry.commitment"],
    ["commitment", `${"A".repeat(42)}==`, "entry.commitment"],
    ["commitment", "A".repeat(44), "entry.commitment"],
    ["act", 7, "entry.act"],
    ["format", {}, "entry.format: an object is not a format"],
  ])("whose %s is %j is refused, naming field and value", (field, value, sentence) => {
    expect(() => read({ ...published, [field]: value })).toThrow(sentence);
  });

  test("is canonical JSON of 1 to 65,535 bytes", () => {
    expect(() => readEntry(new Uint8Array())).toThrow("0 bytes");
    expect(() => readEntry(new Uint8Array(65_536))).toThrow("65536 bytes instead of 1 to 65535");
    expect(() => readEntry(utf8(JSON.stringify(published, null, 1)))).toThrow("canonical");
    expect(() => readEntry(utf8("[]"))).toThrow("a list of 0 is not an object");
    expect(() => readEntry(utf8("null"))).toThrow("null is not an object");
  });

  test("is not written unless it could be read", () => {
    expect(() => writeEntry({ ...published, subject: -1 })).toThrow("entry to be written.subject");
  });
});

test("An instant has milliseconds, is in UTC and exists", () => {
  const date = new Date(Date.UTC(2026, 10, 23, 14, 2, 7, 123));
  expect(writeInstant(date)).toBe(at);
  expect(readInstant(at)).toEqual(date);
  expect(() => writeInstant(new Date(Number.NaN))).toThrow("no instant");
  expect(() => writeInstant(new Date(253_402_300_800_000))).toThrow("years 0 to 9999");
  expect(() => readInstant("+012026-11-23T14:02:07.123Z")).toThrow("is not an instant");
});

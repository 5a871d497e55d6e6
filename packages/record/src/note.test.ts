import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkEd25519, hash, makeSigner } from "../test/crypto.ts";
import { base64, concat, utf8 } from "./bytes.ts";
import { Malformed } from "./malformed.ts";
import {
  cosignatureV1,
  ed25519,
  keyId,
  mlDsa44,
  openNote,
  readNote,
  readVerifierKey,
  writeNote,
  writeVerifierKey,
} from "./note.ts";

const exampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const exampleNote =
  "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

test("the documented note is signed by the documented key", async () => {
  const key = readVerifierKey(exampleKey, "key", hash);
  expect(key).toMatchObject({ name: "example.com/foo", keyId: 0x530d903a, type: ed25519 });
  expect(keyId(hash, key.name, key.type, key.publicKey)).toBe(key.keyId);
  const note = readNote(exampleNote);
  expect(note.text).toBe("This is an example message.\n");
  expect(writeNote(note)).toBe(exampleNote);
  expect(writeVerifierKey(key)).toBe(exampleKey);
  expect(await openNote(note, [key], checkEd25519)).toEqual({ text: note.text, signed: [{ key }], unchecked: [] });
});

const text = "example.com/log\n7\nqvXBfsOqI1MoHkBMyyWFEFGMDKIYXIzBj4XC9lIgCVk=\n";
const log = makeSigner("example.com/log");
const witness = makeSigner("witness.example/w1", cosignatureV1);
const stranger = makeSigner("stranger.example");
const note = { text, signatures: [log.sign(text), stranger.sign(text), witness.sign(text, 1_795_000_000)] };

test("a log's signature and a witness's dated cosignature are told apart, and strangers are ignored", async () => {
  const opened = await openNote(readNote(writeNote(note)), [witness.key, log.key], checkEd25519);
  expect(opened.signed).toEqual([{ key: log.key }, { key: witness.key, time: 1_795_000_000 }]);
  expect((await openNote(note, [], checkEd25519)).signed).toEqual([]);
});

test("a cosignature's time is read in all its 64 bits", async () => {
  for (const time of [0, 2 ** 32 - 1, 2 ** 32, 5_000_000_000, Number.MAX_SAFE_INTEGER]) {
    const opened = await openNote({ text, signatures: [witness.sign(text, time)] }, [witness.key], checkEd25519);
    expect(opened.signed).toEqual([{ key: witness.key, time }]);
  }
});

test("a bad signature by a known key rejects the note, whoever else signed it", async () => {
  for (const at of [0, 2]) {
    const { length } = note.signatures[at]!.signature;
    for (const byte of [0, 7, 8, length - 1]) {
      const signatures = note.signatures.map((line) => ({ ...line, signature: line.signature.slice() }));
      signatures[at]!.signature[byte]! ^= 1;
      const open = openNote({ text, signatures }, [log.key, witness.key], checkEd25519);
      await expect(open).rejects.toThrow(Malformed);
    }
  }
  const changed = { text: text.replace("7", "8"), signatures: note.signatures };
  await expect(openNote(changed, [log.key], checkEd25519)).rejects.toThrow("signature of example.com/log");
});

test("a name or a key ID alone does not make a key known", async () => {
  const sameName = makeSigner("example.com/log");
  const sameId = { ...stranger.key, keyId: log.key.keyId };
  expect((await openNote(note, [sameName.key, sameId], checkEd25519)).signed).toEqual([]);
});

test("two different known keys under one name and ID reject the note; one listed twice does not", async () => {
  const double = { ...log.key, publicKey: stranger.key.publicKey };
  await expect(openNote(note, [log.key, double], checkEd25519)).rejects.toThrow("two known keys");
  expect((await openNote(note, [log.key, { ...log.key }], checkEd25519)).signed).toHaveLength(1);
});

test("signatures of the wrong length, and times beyond all numbers, reject the note", async () => {
  for (const [key, length] of [
    [log.key, 63],
    [log.key, 72],
    [witness.key, 64],
    [witness.key, 73],
  ] as const) {
    const line = { name: key.name, keyId: key.keyId, signature: new Uint8Array(length) };
    await expect(openNote({ text, signatures: [line] }, [key], checkEd25519)).rejects.toThrow(/bytes instead of/);
  }
  const late = { ...note.signatures[2]!, signature: new Uint8Array(72).fill(0xff) };
  await expect(openNote({ text, signatures: [late] }, [witness.key], checkEd25519)).rejects.toThrow("2^53");
});

test("a signature of a kind that cannot be checked here counts for nothing", async () => {
  const key = { name: "pq.example", keyId: 1, type: mlDsa44, publicKey: new Uint8Array(1312) };
  const line = { name: key.name, keyId: 1, signature: new Uint8Array(2428) };
  const opened = await openNote({ text, signatures: [line, log.sign(text)] }, [key, log.key], checkEd25519);
  expect(opened).toEqual({ text, signed: [{ key: log.key }], unchecked: [key] });
});

test("notes are read back as they were written, blank lines and all", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((each) => !/[+\u0000-\u001f\p{White_Space}]/u.test(each));
  const signature = fc.record({
    name,
    keyId: fc.nat({ max: 0xffffffff }),
    signature: fc.uint8Array({ minLength: 1, maxLength: 80 }).map((bytes) => new Uint8Array(bytes)),
  });
  const line = fc.string({ unit: "grapheme" }).filter((each) => !/[\u0000-\u001f]/.test(each));
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.array(signature, { minLength: 1, maxLength: 20 }),
      (lines, all) => {
        const written = { text: lines.map((each) => `${each}\n`).join(""), signatures: all };
        expect(readNote(writeNote(written))).toEqual(written);
      },
    ),
  );
});

test("16 signatures of post-quantum size in 128 KiB are accepted", () => {
  const signatures = Array.from({ length: 16 }, (_, at) => ({
    name: `witness${at}.example`,
    keyId: at,
    signature: new Uint8Array(4900).fill(at),
  }));
  const filler = `${"x".repeat(128 * 1024 - 16 * 6500)}\n`;
  const whole = writeNote({ text: filler, signatures });
  expect(utf8(whole).length).toBeGreaterThan(128 * 1024);
  expect(readNote(whole).signatures).toEqual(signatures);
});

const line = `\u2014 n ${base64(new Uint8Array(68))}\n`;

describe("refused as a note", () => {
  test.each([
    ["nothing", "", "no blank line"],
    ["no signature", "text\n\n", "does not end in a signature line"],
    ["no blank line", `text\n${line}`, "no blank line"],
    ["no last line end", `text\n\n${line.trim()}`, "does not end in a signature line"],
    ["something after the signatures", `text\n\n${line}more\n`, "signature 2: is not a signature line"],
    ["a hyphen for the dash", `text\n\n${line.replace("\u2014", "-")}`, "signature 1: is not a signature line"],
    ["a carriage return", `text\r\n\n${line}`, "character 5 is a control character"],
    ["a tab", `te\txt\n\n${line}`, "character 3 is a control character"],
    ["a NUL", `\u0000\n\n${line}`, "character 1 is a control character"],
    ["a lone surrogate", `\ud800\n\n${line}`, "lone surrogate"],
    ["a plus in a name", `text\n\n\u2014 a+b ${base64(new Uint8Array(68))}\n`, "a space, a plus"],
    ["a wide space in a name", `text\n\n\u2014 a\u3000b ${base64(new Uint8Array(68))}\n`, "a space, a plus"],
    ["a space in a name", `text\n\n\u2014 a b ${base64(new Uint8Array(68))}\n`, "signature 1: is not a signature line"],
    ["no name", `text\n\n\u2014  ${base64(new Uint8Array(68))}\n`, "signature 1: is not a signature line"],
    ["a signature of four bytes", "text\n\n\u2014 n AAAAAA==\n", "too short"],
    ["bad base64", "text\n\n\u2014 n AAAAAAA\n", "signature 1: base64"],
    ["101 signatures", `text\n\n${line.repeat(101)}`, "more than 100 signatures"],
    ["more than 512 KiB", `${"x".repeat(512 * 1024)}\n\n${line}`, "larger than 512 KiB"],
    ["more than 512 KiB in UTF-8", `${"é".repeat(256 * 1024)}\n\n${line}`, "larger than 512 KiB"],
  ])("%s", (_name, whole, what) => {
    expect(() => readNote(whole)).toThrow(Malformed);
    expect(() => readNote(whole)).toThrow(what);
  });

  test("what cannot be read is not written", () => {
    const good = { name: "n", keyId: 1, signature: new Uint8Array(64) };
    for (const bad of [
      { text: "no line end", signatures: [good] },
      { text: "", signatures: [good] },
      { text: "text\n", signatures: [] },
      { text: "te\rxt\n", signatures: [good] },
      { text: "text\n", signatures: [{ ...good, name: "a b" }] },
      { text: "text\n", signatures: [{ ...good, signature: new Uint8Array(0) }] },
    ]) {
      expect(() => writeNote(bad)).toThrow(Malformed);
    }
  });
});

describe("verifier keys", () => {
  test("are read back", () => {
    for (const type of [ed25519, cosignatureV1, mlDsa44, 0xff]) {
      const publicKey = new Uint8Array(type === mlDsa44 ? 1312 : 32).fill(9);
      const key = { name: "a.example/", keyId: keyId(hash, "a.example/", type, publicKey), type, publicKey };
      expect(readVerifierKey(writeVerifierKey(key), "key", hash)).toEqual(key);
    }
  });

  test("are not written with a name that could not be read", () => {
    for (const name of ["", "a+b", "a b", "a\nb"])
      expect(() => writeVerifierKey({ ...log.key, name })).toThrow(Malformed);
  });

  const key = base64(concat(Uint8Array.of(1), new Uint8Array(32)));
  test.each([
    ["", "is not name+keyID+key"],
    ["name", "is not name+keyID+key"],
    [`name+${key}`, "is not name+keyID+key"],
    [`+530d903a+${key}`, "name is empty"],
    [`na me+530d903a+${key}`, "has a space"],
    [`na\u0001me+530d903a+${key}`, "a control character"],
    [`na\ud800me+530d903a+${key}`, "name is empty, or has"],
    [`name+530d903+${key}`, "not 8 digits"],
    [`name+530D903A+${key}`, "key ID: character 4"],
    ["name+530d903a+", "0 bytes does not fit"],
    ["name+530d903a+AQ==", "0 bytes does not fit"],
    [`name+530d903a+${base64(new Uint8Array(32).fill(1))}`, "31 bytes does not fit"],
    [`name+530d903a+${base64(new Uint8Array(33).fill(6))}`, "32 bytes does not fit"],
    [`name+530d903a+${key}\n`, "key: base64"],
    [`name+530d903a+${key}`, "does not belong to the key"],
    [`${"n".repeat(9000)}+530d903a+${key}`, "longer than any key"],
  ])("%j is refused", (text, what) => {
    expect(() => readVerifierKey(text, "key", hash)).toThrow(Malformed);
    expect(() => readVerifierKey(text, "key", hash)).toThrow(what);
  });
});

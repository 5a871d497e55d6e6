import { describe, expect, test } from "vitest";
import {
  base64,
  type Bundle,
  canonicalize,
  cosignatureV1,
  readNote,
  readPolicy,
  type Report,
  utf8,
  verifyBundle,
  writeNote,
  writeVerifierKey,
} from "@voceria/record";
import { checkEd25519, hash, makeSigner } from "../packages/record/test/crypto.ts";
import { fileOf, makeWitness, OfficeLog, policyOf, start } from "../packages/record/test/office-log.ts";

const [one, two] = [makeWitness("one"), makeWitness("two")];
const now = new Date((start + 600) * 1000);

function office() {
  const log = new OfficeLog();
  const index = log.publish();
  const signed = log.sign([{ witness: one, time: start + 60 }]);
  return { log, index, signed, bundle: log.bundle(index, signed), policy: policyOf(log, [one, two], 2) };
}

function verified(bytes: Uint8Array, policy: string): Promise<Report> {
  return verifyBundle(bytes, { policy, hash, checkEd25519, now });
}

/** What nobody trusted signed together: never a report of it as established and witnessed. */
function believed({ established, quorumMet }: Report): boolean {
  return established && quorumMet;
}

/** The bundle with each of its proofs' checkpoints changed. */
function withNote(bundle: Bundle, change: (note: string) => string): Bundle {
  const changed = (proof: string) => {
    const at = proof.indexOf("\n\n") + 2;
    return proof.slice(0, at) + change(proof.slice(at));
  };
  return {
    ...bundle,
    proof: changed(bundle.proof),
    ...(bundle.state && { state: { ...bundle.state, proof: changed(bundle.state.proof) } }),
  };
}

describe("a quorum", () => {
  test("is not met by one witness whose cosignature stands there many times, under other names or with other times", async () => {
    const { log, bundle, policy } = office();
    const stamped = [60, 61, 62].map((seconds) => log.sign([{ witness: one, time: start + seconds }], false).note);
    for (const change of [
      (note: string) => note + note.slice(note.lastIndexOf("\u2014 one")).repeat(50),
      (note: string) => note + note.slice(note.lastIndexOf("\u2014 one")).replace("\u2014 one", "\u2014 two"),
      (note: string) => note + stamped.map((each) => each.slice(each.lastIndexOf("\u2014 one"))).join(""),
      (note: string) => {
        const { text, signatures } = readNote(note);
        const copied = { ...signatures.at(-1)!, name: two.key.name, keyId: two.key.keyId };
        return writeNote({ text, signatures: [...signatures, copied] });
      },
    ])
      expect(believed(await verified(fileOf(withNote(bundle, change)), policy))).toBe(false);
  });

  test("is not met by the log's own signature, nor by a witness of the log's name with another key", async () => {
    const { log, bundle } = office();
    const twin = makeSigner(log.origin, cosignatureV1);
    const policy = policyOf(log, [one, twin], 2);
    expect(believed(await verified(fileOf(bundle), policy))).toBe(false);
    const relabelled = withNote(bundle, (note) => {
      const { text, signatures } = readNote(note);
      const own = signatures[0]!;
      const stamp = new Uint8Array(72);
      stamp.set(own.signature, 8);
      return writeNote({ text, signatures: [...signatures, { ...own, keyId: twin.key.keyId, signature: stamp }] });
    });
    expect(believed(await verified(fileOf(relabelled), policy))).toBe(false);
  });

  test("is of different witnesses: a policy that counts one twice is no policy", () => {
    const { log } = office();
    const head = `log ${writeVerifierKey(log.signer.key)}\n`;
    const [a, b] = [writeVerifierKey(one.key), writeVerifierKey(two.key)];
    const renamed = writeVerifierKey({
      ...makeSigner("three.example", cosignatureV1).key,
      publicKey: one.key.publicKey,
    });
    for (const body of [
      `witness a ${a}\nwitness a ${b}\nquorum a\n`,
      `witness a ${a}\nwitness b ${a}\ngroup g 2 a b\nquorum g\n`,
      `witness a ${a}\nwitness b ${renamed}\ngroup g 2 a b\nquorum g\n`,
      `witness a ${a}\ngroup g 2 a a\nquorum g\n`,
      `witness a ${a}\ngroup g any a\ngroup h any a\ngroup i 2 g h\nquorum i\n`,
      `witness a ${a}\ngroup g 0 a\nquorum g\n`,
      `witness a ${a}\ngroup g 2 a\nquorum g\n`,
      `witness a ${a}\ngroup g -1 a\nquorum g\n`,
      `witness a ${a}\ngroup g 1e0 a\nquorum g\n`,
      `witness none ${a}\nquorum none\n`,
      `group g any g\nquorum g\n`,
      `witness a ${a}\nquorum a\nquorum none\n`,
      `witness a ${a}\nquorum __proto__\n`,
      `witness a ${a}\nquorum A\n`,
      `witness a ${a}\n`,
      `quorum none\n\u2028quorum none\n`,
    ])
      expect(() => readPolicy(head + body, "policy", hash)).toThrow();
    expect(() => readPolicy(`witness a ${a}\nquorum a\r\n`, "policy", hash)).toThrow("carriage return");
  });
});

describe("a bundle", () => {
  test("with numbers at the edge of what is counted is refused, and the work stays small", async () => {
    const { bundle, policy } = office();
    const proof = (index: string, hashes: number) =>
      bundle.proof.replace(
        /index 0\n[^]*?\n\n/,
        () => `index ${index}\n${`${base64(new Uint8Array(32))}\n`.repeat(hashes)}\n`,
      );
    for (const index of [
      "9007199254740991",
      "9007199254740992",
      "18446744073709551615",
      "-0",
      "00",
      "0x0",
      "1e0",
      "٠",
      "0 ",
    ])
      for (const hashes of [0, 1, 2, 63, 64, 5_000])
        expect(believed(await verified(utf8(canonicalize({ ...bundle, proof: proof(index, hashes) })), policy))).toBe(
          false,
        );
    for (const size of ["9007199254740991", "9007199254740992", "0", "00", "1", "-1"]) {
      const changed = withNote(bundle, (note) => note.replace(/\n2\n/, `\n${size}\n`));
      expect((await verified(utf8(canonicalize(changed)), policy)).established).toBe(false);
    }
  });

  test("with a key given twice, or one that programs give a meaning of their own, is refused", async () => {
    const { bundle, policy } = office();
    const text = canonicalize(bundle);
    for (const changed of [
      text.replace('"format":', '"format":"voceria-bundle@1","format":'),
      text.replace('"title":"Aviso"', '"title":"Otro","title":"Aviso"'),
      text.replace('"title":"Aviso"', '"title":"Aviso","title":"Otro"'),
      text.replace('{"content"', '{"__proto__":{},"content"'),
      text.replace('"content":{', '"content":{"__proto__":{"title":"Otro"},'),
      text.replace('"content":{', '"content":{"constructor":1,'),
      text.replace('"title"', '"\\u0074itle"'),
      text.replace("Aviso", "\\u0041viso"),
      `${text}\n`,
      `\ufeff${text}`,
      text.replace('"format"', ' "format"'),
    ])
      expect((await verified(utf8(changed), policy)).established).toBe(false);
    expect(({} as { title?: string }).title).toBeUndefined();
  });

  test("is compared by its bytes: a text that looks the same in another normal form is another text", async () => {
    const log = new OfficeLog();
    const index = log.publish({ title: "Información" });
    const bundle = log.bundle(index, log.sign());
    const policy = policyOf(log);
    expect((await verified(fileOf(bundle), policy)).established).toBe(true);
    const changed = canonicalize(bundle).replace("Información", "Información".normalize("NFD"));
    expect((await verified(utf8(changed), policy)).established).toBe(false);
  });

  test("with lists beyond all measure is refused in the time it takes to read it", async () => {
    const { bundle, policy } = office();
    const salt = base64(new Uint8Array(32));
    for (const more of [
      { attachments: Array.from({ length: 300_000 }, () => ({ salt })) },
      { attachments: [{ salt }, ...Array.from({ length: 1_000_000 }, () => ({}))] },
      { state: { ...bundle.state!, path: Array.from({ length: 300_000 }, () => salt) } },
      { batch: { item: 0, path: Array.from({ length: 300_000 }, () => salt) } },
    ])
      expect((await verified(utf8(canonicalize({ ...bundle, ...more })), policy)).established).toBe(false);
  });

  test("is not believed for a second log's signature, or a signature of the log's that is bad beside one that is good", async () => {
    const { log, bundle } = office();
    const policy = policyOf(log);
    const other = new OfficeLog(log.origin);
    other.publish();
    const foreign = readNote(other.sign().note).signatures[0]!;
    expect(
      (
        await verified(
          fileOf(
            withNote(bundle, (note) => {
              const { text, signatures } = readNote(note);
              return writeNote({
                text,
                signatures: [{ ...signatures[0]!, signature: foreign.signature }, ...signatures],
              });
            }),
          ),
          policy,
        )
      ).established,
    ).toBe(false);
    expect((await verified(fileOf(other.bundle(0, other.sign())), policy)).established).toBe(false);
  });
});

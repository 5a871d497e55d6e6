import { createPublicKey, generateKeyPairSync, hash as nodeHash, sign, verify } from "node:crypto";
import { concat, keyId, type CheckEd25519, type Hash, type SignatureLine, type VerifierKey } from "../src/index.ts";
import { cosignatureV1, ed25519, utf8 } from "../src/index.ts";

export const hash: Hash = (bytes) => new Uint8Array(nodeHash("sha256", bytes, "buffer"));

export const checkEd25519: CheckEd25519 = (publicKey, message, signature) =>
  verify(null, message, createPublicKey({ key: derOf(publicKey), format: "der", type: "spki" }), signature);

/** Ed25519's SubjectPublicKeyInfo (RFC 8410). */
export function derOf(publicKey: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), publicKey]);
}

export type TestSigner = { key: VerifierKey; sign(text: string, time?: number): SignatureLine };

/** A new key of one signature type that signs note texts as C2SP signed-note and tlog-cosignature say. */
export function makeSigner(name: string, type: number = ed25519): TestSigner {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = new Uint8Array(pair.publicKey.export({ format: "der", type: "spki" })).slice(12);
  const id = keyId(hash, name, type, publicKey);
  return {
    key: { name, keyId: id, type, publicKey },
    sign(text, time = 0) {
      if (type !== cosignatureV1) {
        return { name, keyId: id, signature: new Uint8Array(sign(null, utf8(text), pair.privateKey)) };
      }
      const stamp = Buffer.alloc(8);
      stamp.writeBigUInt64BE(BigInt(time));
      const signature = sign(null, utf8(`cosignature/v1\ntime ${time}\n${text}`), pair.privateKey);
      return { name, keyId: id, signature: concat(stamp, signature) };
    },
  };
}

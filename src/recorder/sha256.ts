import { createPublicKey, hash, verify } from "node:crypto";
import type { CheckEd25519, Hash } from "@voceria/record";

/** SHA-256 as the record package wants it handed in. */
export const sha256: Hash = (bytes) => hash("sha256", bytes, "buffer");

/** Strict checking of Ed25519 signatures (RFC 8032): node:crypto passes all the Wycheproof cases. */
export const checkEd25519: CheckEd25519 = (publicKey, message, signature) => {
  try {
    return verify(null, message, publicKeyOf(publicKey), signature);
  } catch {
    return false;
  }
};

/** SubjectPublicKeyInfo of an Ed25519 key, before its 32 bytes (RFC 8410, section 4). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

function publicKeyOf(publicKey: Uint8Array) {
  return createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: "der", type: "spki" });
}

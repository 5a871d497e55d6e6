import { createPublicKey, hash, verify } from "node:crypto";
import type { CheckEd25519, Hash } from "@voceria/record";

/**
 * SHA-256 as the record package wants it handed in. By way of a string, since a Buffer of its own for each
 * hash costs more than twice the time; the bytes stand in Node's shared pool, so never use their `.buffer`.
 */
export const sha256: Hash = (bytes) => Buffer.from(hash("sha256", bytes, "binary"), "latin1");

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

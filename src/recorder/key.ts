import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ed25519, keyId, type VerifierKey } from "@voceria/record";
import { Fault } from "../fault.ts";
import { keepFile, makeFolder } from "./keep-file.ts";
import { sha256 } from "./sha256.ts";

/** Signs as the log. The private key itself is in no variable that anything else could print. */
export type Signer = { key: VerifierKey; sign(message: Uint8Array): Uint8Array };

/** Where the record's private key is kept: PKCS #8 in PEM (RFC 8410), mode 0600. */
export function keyPath(data: string): string {
  return join(data, "keys", "record.key");
}

/** The key in the data folder, made there if there is none. When this returns it is on disk, durable, readable by its owner alone. */
export async function createKey(data: string): Promise<KeyObject> {
  const present = await readKey(data);
  if (present !== undefined) return present;
  const { privateKey } = generateKeyPairSync("ed25519");
  await makeFolder(join(data, "keys"));
  await keepFile(keyPath(data), privateKey.export({ type: "pkcs8", format: "pem" }));
  return privateKey;
}

/** The key in the data folder; undefined where there is none: such a machine may serve, not sign. */
export async function readKey(data: string): Promise<KeyObject | undefined> {
  const pem = await readFile(keyPath(data)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new Fault(
      "unavailable",
      `The record's key in ${keyPath(data)} cannot be read (${error.code}); let its owner start Vocería.`,
    );
  });
  if (pem === undefined) return undefined;
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    key = undefined;
  }
  if (key?.asymmetricKeyType !== "ed25519")
    throw new Fault(
      "unsafe",
      `${keyPath(data)} is not an Ed25519 private key in PEM; put the record's own key back from its backup.`,
    );
  return key;
}

/** The key under the record's permanent name. */
export function signerFor(origin: string, key: KeyObject): Signer {
  const publicKey = publicBytes(key);
  return {
    key: { name: origin, keyId: keyId(sha256, origin, ed25519, publicKey), type: ed25519, publicKey },
    sign: (message) => sign(null, message, key),
  };
}

/** `trial.voceria.invalid/<eight hexadecimal digits of the key>`: no such domain can exist (RFC 2606), so nobody takes it for an office's. */
export function trialOrigin(key: KeyObject): string {
  return `trial.voceria.invalid/${hash("sha256", publicBytes(key), "hex").slice(0, 8)}`;
}

function publicBytes(key: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32));
}

import { base64, concat, equalBytes, hex, readBase64, readHex, utf8, type CheckEd25519, type Hash } from "./bytes.ts";
import { Malformed } from "./malformed.ts";

/** Signature types of C2SP signed-note and tlog-cosignature. */
export const ed25519 = 0x01;
export const cosignatureV1 = 0x04;
export const mlDsa44 = 0x06;

/** The key that checks signatures of one type made under one name. `keyId` is an unsigned 32-bit number. */
export type VerifierKey = { name: string; keyId: number; type: number; publicKey: Uint8Array };

/** `signature` is what follows the key ID; for a cosignature its first 8 bytes are the time. */
export type SignatureLine = { name: string; keyId: number; signature: Uint8Array };

/** A signed note (C2SP signed-note). `text` ends in a line end and is what is signed. */
export type Note = { text: string; signatures: SignatureLine[] };

/** A note whose signatures by known keys were all good. */
export type Opened = {
  text: string;
  /** Who signed; may be empty. `time` (seconds since 1970) is there on cosignatures alone. */
  signed: { key: VerifierKey; time?: number }[];
  /** Known keys that signed in a way that this program cannot check: they count for nothing. */
  unchecked: VerifierKey[];
};

const mostSignatures = 100;
const largestNote = 512 * 1024;

/**
 * Reads `name+hex(keyID)+base64(type ‖ publicKey)`. With `hash`, a key ID that does not follow from the
 * key is refused too, for the types whose rule we know.
 */
export function readVerifierKey(text: string, where = "verifier key", hash?: Hash): VerifierKey {
  if (text.length > 8192) throw new Malformed("is longer than any key", where);
  const [, name, id, encoded] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) {
    throw new Malformed("is not name+keyID+key", where);
  }
  checkName(name, where);
  if (id.length !== 8) throw new Malformed("the key ID has not 8 digits", where);
  const typed = readBase64(encoded, `${where}, key`);
  const key = { name, keyId: readId(readHex(id, `${where}, key ID`)), type: typed[0] ?? 0, publicKey: typed.slice(1) };
  const length = keyLengths[key.type];
  if (key.publicKey.length === 0 || (length !== undefined && key.publicKey.length !== length)) {
    throw new Malformed(`a key of ${key.publicKey.length} bytes does not fit its type`, where);
  }
  if (hash !== undefined && length !== undefined && keyId(hash, name, key.type, key.publicKey) !== key.keyId) {
    throw new Malformed("the key ID does not belong to the key", where);
  }
  return key;
}

const keyLengths: { readonly [type: number]: number } = { [ed25519]: 32, [cosignatureV1]: 32, [mlDsa44]: 1312 };

/** The inverse of `readVerifierKey`; refuses what that would refuse. */
export function writeVerifierKey({ name, keyId: id, type, publicKey }: VerifierKey): string {
  const text = `${name}+${hex(writeId(id))}+${base64(concat(Uint8Array.of(type), publicKey))}`;
  readVerifierKey(text, "verifier key to be written");
  return text;
}

/** The key's short name, an unsigned 32-bit number: SHA-256(name ‖ 0x0A ‖ type ‖ publicKey)[:4]. */
export function keyId(hash: Hash, name: string, type: number, publicKey: Uint8Array): number {
  return readId(hash(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)));
}

/** Reads a signed note of at most 100 signatures and 512 KiB. No signature is checked here. */
export function readNote(text: string, where = "note"): Note {
  checkNoteText(text, where);
  const blank = text.lastIndexOf("\n\n");
  if (blank < 0) throw new Malformed("has no blank line before signatures", where);
  const lines = text.slice(blank + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) throw new Malformed("does not end in a signature line", where);
  if (lines.length > mostSignatures) throw new Malformed(`has more than ${mostSignatures} signatures`, where);
  return {
    text: text.slice(0, blank + 1),
    signatures: lines.map((line, at) => readSignature(line, `${where}, signature ${at + 1}`)),
  };
}

/** The inverse of `readNote`; refuses what that would refuse. */
export function writeNote({ text, signatures }: Note): string {
  const lines = signatures.map(
    ({ name, keyId: id, signature }) => `\u2014 ${name} ${base64(concat(writeId(id), signature))}\n`,
  );
  const whole = `${text}\n${lines.join("")}`;
  if (!text.endsWith("\n") || readNote(whole, "note to be written").text !== text) {
    throw new Malformed("the text does not end in a line end", "note to be written");
  }
  return whole;
}

/** Refuses what no note may contain or exceed: control characters but the line end, lone surrogates, 512 KiB. */
export function checkNoteText(text: string, where: string): void {
  if (text.length > largestNote) throw new Malformed("is larger than 512 KiB", where);
  if (!text.isWellFormed()) throw new Malformed("has a lone surrogate", where);
  if (utf8(text).length > largestNote) throw new Malformed("is larger than 512 KiB", where);
  const control = text.search(/[\u0000-\u0009\u000b-\u001f]/);
  if (control >= 0) throw new Malformed(`character ${control + 1} is a control character`, where);
}

/**
 * Which known keys signed a note. A bad signature by a known key rejects the note with `Malformed`;
 * signatures under unknown (name, ID) pairs are ignored. That nobody known signed is for the caller to
 * refuse: `signed` is empty then.
 */
export async function openNote(note: Note, keys: readonly VerifierKey[], check: CheckEd25519): Promise<Opened> {
  const opened: Opened = { text: note.text, signed: [], unchecked: [] };
  for (const line of note.signatures) {
    const key = findKey(keys, line);
    if (key === undefined) continue;
    const message = signedMessage(note.text, key, line.signature);
    if (message === undefined) {
      opened.unchecked.push(key);
      continue;
    }
    if (!(await check(key.publicKey, message.bytes, message.signature))) {
      throw new Malformed("the signature is bad", `signature of ${key.name}`);
    }
    opened.signed.push(message.time === undefined ? { key } : { key, time: message.time });
  }
  return opened;
}

function findKey(keys: readonly VerifierKey[], line: SignatureLine): VerifierKey | undefined {
  const [key, ...others] = keys.filter(({ name, keyId: id }) => name === line.name && id === line.keyId);
  if (key === undefined) return undefined;
  if (others.some((other) => other.type !== key.type || !equalBytes(other.publicKey, key.publicKey))) {
    throw new Malformed("two known keys share this name and key ID", `signature of ${key.name}`);
  }
  return key;
}

type SignedMessage = { bytes: Uint8Array; signature: Uint8Array; time?: number };

/** What a key of that type signs; undefined for a type that is not known here. */
function signedMessage(text: string, key: VerifierKey, signature: Uint8Array): SignedMessage | undefined {
  const where = `signature of ${key.name}`;
  if (key.type === ed25519) {
    if (signature.length !== 64) throw new Malformed(`${signature.length} bytes instead of 64`, where);
    return { bytes: utf8(text), signature };
  }
  if (key.type === cosignatureV1) {
    if (signature.length !== 72) throw new Malformed(`${signature.length} bytes instead of 72`, where);
    const time = readId(signature) * 2 ** 32 + readId(signature.subarray(4));
    if (!Number.isSafeInteger(time)) throw new Malformed("a time beyond 2^53 - 1 seconds", where);
    return { bytes: utf8(`cosignature/v1\ntime ${time}\n${text}`), signature: signature.subarray(8), time };
  }
  return undefined;
}

function readSignature(line: string, where: string): SignatureLine {
  const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new Malformed("is not a signature line", where);
  checkName(name, where);
  const bytes = readBase64(encoded, where);
  if (bytes.length < 5) throw new Malformed("is too short for a key ID and a signature", where);
  return { name, keyId: readId(bytes), signature: bytes.slice(4) };
}

function checkName(name: string, where: string): void {
  if (name === "" || !name.isWellFormed() || /[+\u0000-\u001f\p{White_Space}]/u.test(name)) {
    throw new Malformed("a key's name is empty, or has a space, a plus or a control character", where);
  }
}

function readId(bytes: Uint8Array): number {
  return ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0;
}

function writeId(id: number): Uint8Array {
  return Uint8Array.of(id >>> 24, id >>> 16, id >>> 8, id);
}

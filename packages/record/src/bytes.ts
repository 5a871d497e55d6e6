import { Malformed } from "./malformed.ts";

/**
 * SHA-256, handed in by the caller. It must neither keep nor return its argument: the tree reuses
 * one buffer for all nodes.
 */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/**
 * Ed25519 by RFC 8032, strict, handed in by the caller. Public key 32 bytes, signature 64; false, rather
 * than an exception, for bytes that are no key.
 */
export type CheckEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** Refuses lone surrogates, which an encoder would silently replace. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new Malformed("a lone surrogate cannot be written as UTF-8", "text");
  return encoder.encode(text);
}

/** Strict: ill-formed UTF-8 is refused, and a byte order mark stays in the text. */
export function readUtf8(bytes: Uint8Array, where: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed("is not UTF-8", where);
  }
}

/** RFC 4648, section 4: the standard alphabet, padded. */
export function base64(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  for (; at + 2 < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += digit(group >> 18) + digit(group >> 12) + digit(group >> 6) + digit(group);
  }
  if (at + 1 === bytes.length) {
    const group = bytes[at]! << 16;
    text += digit(group >> 18) + digit(group >> 12) + "==";
  } else if (at + 2 === bytes.length) {
    const group = (bytes[at]! << 16) | (bytes[at + 1]! << 8);
    text += digit(group >> 18) + digit(group >> 12) + digit(group >> 6) + "=";
  }
  return text;
}

/** The inverse of `base64`; refuses every text that `base64` would not have written. */
export function readBase64(text: string, where: string): Uint8Array {
  if (text.length % 4 !== 0) throw new Malformed("base64 comes in groups of four characters", where);
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const digits = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let group = 0;
  let filled = 0;
  for (let at = 0; at < digits; at++) {
    const value = values[text.charCodeAt(at)] ?? 255;
    if (value === 255) throw new Malformed(`character ${at + 1} is not of the base64 alphabet`, where);
    group = ((group << 6) | value) & 0xffffff;
    if (at % 4 === 0) continue;
    bytes[filled++] = (group >> (6 - 2 * (at % 4))) & 0xff;
  }
  const unused = padding === 2 ? group & 0x0f : padding === 1 ? group & 0x03 : 0;
  if (unused !== 0) throw new Malformed("base64 with bits after its end", where);
  return bytes;
}

/** Lower case. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
}

/** The inverse of `hex`; refuses upper case. */
export function readHex(text: string, where: string): Uint8Array {
  if (text.length % 2 !== 0) throw new Malformed("hexadecimal comes in pairs of digits", where);
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < text.length; at++) {
    const value = hexDigits.indexOf(text.charAt(at));
    if (value < 0) throw new Malformed(`character ${at + 1} is not a lower-case hexadecimal digit`, where);
    bytes[at >> 1] = (bytes[at >> 1]! << 4) | value;
  }
  return bytes;
}

/** Not in constant time: nothing compared here is a secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The same in memory that is used again: gone at the next call, so only to be hashed at once. New memory for each of a
 * million small texts costs more than hashing them.
 */
export function joined(...parts: Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > largestJoined) return concat(...parts);
  let at = 0;
  for (const part of parts) {
    joint.set(part, at);
    at += part.length;
  }
  return joint.subarray(0, length);
}

const largestJoined = 65_536;
const joint = new Uint8Array(largestJoined);

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const hexDigits = "0123456789abcdef";
const values = new Uint8Array(128).fill(255);
for (let value = 0; value < 64; value++) values[alphabet.charCodeAt(value)] = value;

function digit(bits: number): string {
  return alphabet.charAt(bits & 63);
}

// The encoding interface of every runtime, browsers included; the compiler of this package knows no runtime.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

import { readUtf8 } from "./bytes.ts";
import { Malformed } from "./malformed.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Objects and arrays within one another: more is refused, in reading and in writing. */
const deepest = 64;

/**
 * The canonical text of a value (RFC 8785): no white space, keys in the order of their UTF-16 units,
 * numbers and strings as ECMAScript writes them. Refuses what has no such text: numbers that are not
 * finite, lone surrogates, `undefined`, dates and the like.
 */
export function canonicalize(value: Json): string {
  return write(value, 0);
}

/**
 * Reads strict UTF-8 and strict JSON (RFC 8259, I-JSON): a key given twice, a lone surrogate, a
 * number too large for a double and more than 64 levels are refused. A name like `__proto__` is a
 * key like any other.
 */
export function readJson(bytes: Uint8Array, where: string): Json {
  return new Reader(readUtf8(bytes, where), where).readWhole();
}

/** Reads JSON that is its own canonical text; anything else is refused. */
export function readCanonical(bytes: Uint8Array, where: string): Json {
  const text = readUtf8(bytes, where);
  try {
    // The fast way: what JSON.parse forgives (a key given twice, white space, escapes, -0) does not survive this.
    const value = JSON.parse(text) as Json;
    if (canonicalize(value) === text) return value;
  } catch {
    // The slow way says what is wrong, and where.
  }
  const value = readJson(bytes, where);
  const canonical = canonicalize(value);
  if (canonical === text) return value;
  let at = 0;
  while (text[at] === canonical[at]) at++;
  throw new Malformed("is JSON, but not in its canonical form (RFC 8785)", `${where}, character ${at + 1}`);
}

function write(value: Json, depth: number): string {
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") return writeNumber(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value === null) return "null";
  if (typeof value !== "object") throw new Malformed(`a value of type ${typeof value} is not JSON`, "JSON");
  if (depth === deepest) throw new Malformed(`nested deeper than ${deepest} levels`, "JSON");
  if (Array.isArray(value)) {
    let text = "[";
    for (let at = 0; at < value.length; at++) {
      text += (at > 0 ? "," : "") + write(value[at] as Json, depth + 1);
    }
    return text + "]";
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw new Malformed(`${Object.prototype.toString.call(value)} is not JSON`, "JSON");
  }
  const object = value as { readonly [key: string]: Json };
  let text = "{";
  for (const key of Object.keys(object).toSorted()) {
    text += (text.length > 1 ? "," : "") + writeString(key) + ":" + write(object[key] as Json, depth + 1);
  }
  return text + "}";
}

function writeString(value: string): string {
  if (!value.isWellFormed()) throw new Malformed("a lone surrogate in a string", "JSON");
  return JSON.stringify(value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new Malformed(`${value} is not a number of JSON`, "JSON");
  return String(value); // RFC 8785, 3.2.2.3; writes -0 as 0
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly where: string;

  constructor(text: string, where: string) {
    this.text = text;
    this.where = where;
  }

  readWhole(): Json {
    const value = this.readValue(0);
    this.skipSpace();
    if (this.at < this.text.length) this.refuse("something follows the value");
    return value;
  }

  private readValue(depth: number): Json {
    this.skipSpace();
    const mark = this.text[this.at];
    if (mark === "{") return this.readObject(depth);
    if (mark === "[") return this.readArray(depth);
    if (mark === '"') return this.readString();
    if (mark === "t") return this.readWord("true", true);
    if (mark === "f") return this.readWord("false", false);
    if (mark === "n") return this.readWord("null", null);
    return this.readNumber();
  }

  private readObject(depth: number): Json {
    const members = new Map<string, Json>();
    this.enter(depth);
    if (this.accept("}")) return {};
    do {
      this.skipSpace();
      const start = this.at;
      if (this.text[this.at] !== '"') this.refuse("a key in quotes was expected");
      const key = this.readString();
      if (members.has(key)) this.refuse(`the key ${JSON.stringify(key.slice(0, 100))} is given twice`, start);
      this.expect(":");
      members.set(key, this.readValue(depth + 1));
    } while (this.accept(","));
    this.expect("}");
    return Object.fromEntries(members); // defines `__proto__` as a key, where an assignment would not
  }

  private readArray(depth: number): Json {
    const items: Json[] = [];
    this.enter(depth);
    if (this.accept("]")) return items;
    do items.push(this.readValue(depth + 1));
    while (this.accept(","));
    this.expect("]");
    return items;
  }

  private readString(): string {
    const start = this.at++;
    let escaped = false;
    for (; ; this.at++) {
      const unit = this.text.charCodeAt(this.at);
      if (unit === 0x22) break;
      if (unit === 0x5c) {
        escaped = true;
        this.at++;
      } else if (!(unit >= 0x20)) {
        this.refuse(this.at < this.text.length ? "a control character in a string" : "a string without an end");
      }
    }
    this.at++;
    const value = escaped ? this.unescape(start) : this.text.slice(start + 1, this.at - 1);
    if (!value.isWellFormed()) this.refuse("a lone surrogate in a string", start);
    return value;
  }

  private unescape(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.refuse("a string with an unknown escape", start);
    }
  }

  private readNumber(): number {
    const start = this.at;
    number.lastIndex = start;
    const literal = number.exec(this.text)?.[0];
    if (literal === undefined) this.refuse(start < this.text.length ? "a value was expected" : "the text ends early");
    this.at += literal.length;
    const value = Number(literal);
    if (!Number.isFinite(value)) this.refuse("a number too large", start);
    return value;
  }

  private readWord<T extends Json>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.refuse("a value was expected");
    this.at += word.length;
    return value;
  }

  private enter(depth: number): void {
    if (depth === deepest) this.refuse(`nested deeper than ${deepest} levels`);
    this.at++;
  }

  private accept(mark: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  private expect(mark: string): void {
    if (!this.accept(mark)) this.refuse(`"${mark}" was expected`);
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.at++;
    }
  }

  private refuse(what: string, at = this.at): never {
    throw new Malformed(what, `${this.where}, character ${at + 1}`);
  }
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

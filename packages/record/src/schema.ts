import { readBase64 } from "./bytes.ts";
import type { Json } from "./json.ts";
import { Malformed } from "./malformed.ts";
import { NewerFormat } from "./newer-format.ts";

/** Says whether a value is what a field must hold: returns it, or throws `Malformed` naming field and value. */
export type Check<T> = (value: Json, where: string) => T;
export type Checked<C> = C extends Check<infer T> ? T : never;

type Fields = { readonly [field: string]: Check<unknown> };
type Needed<R extends Fields> = { readonly [F in keyof R]: Checked<R[F]> };
type Allowed<O extends Fields> = { readonly [F in keyof O]?: Checked<O[F]> };

/** A closed object: every required field, and no field besides the optional ones (`NewerFormat`). */
export function object<R extends Fields>(required: R): Check<Needed<R>>;
export function object<R extends Fields, O extends Fields>(required: R, optional: O): Check<Needed<R> & Allowed<O>>;
export function object(required: Fields, optional: Fields = {}): Check<{ readonly [field: string]: Json }> {
  const checks = new Map(Object.entries({ ...required, ...optional }));
  const needed = Object.keys(required);
  return (value, where) => {
    const given = fieldsOf(value, where);
    for (const field of Object.keys(given)) {
      if (!checks.has(field)) throw new NewerFormat(`unknown field ${show(field)}`, where);
    }
    for (const field of needed) {
      if (!Object.hasOwn(given, field)) throw new Malformed(`the field "${field}" is missing`, where);
    }
    for (const [field, held] of Object.entries(given)) checks.get(field)?.(held, inside(where, field));
    return given;
  };
}

export function list<T>(check: Check<T>): Check<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new Malformed(`${show(value)} is not a list`, where);
    for (const [at, item] of (value as readonly Json[]).entries()) check(item, `${where}[${at}]`);
    return value as readonly T[];
  };
}

export function literal<const T extends string | number>(...allowed: readonly T[]): Check<T> {
  return (value, where) => {
    if (!allowed.includes(value as T))
      throw new Malformed(`${show(value)} is not ${allowed.map(show).join(" or ")}`, where);
    return value as T;
  };
}

/** A whole number from `least` to 2^53 − 1. */
export function integer(least = 0): Check<number> {
  return (value, where) => {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      throw new Malformed(`${show(value)} is not a whole number from ${least} to 2^53 - 1`, where);
    }
    return value as number;
  };
}

/** A text whose form `pattern` gives and `what` names. */
export function form(pattern: RegExp, what: string): Check<string> {
  return (value, where) => {
    if (typeof value !== "string" || !pattern.test(value)) throw new Malformed(`${show(value)} is not ${what}`, where);
    return value;
  };
}

/** Any text that passed intake: no control character but line end and tab, no bidirectional override or isolate. */
export const text: Check<string> = (value, where) => {
  if (typeof value !== "string") throw new Malformed(`${show(value)} is not a text`, where);
  const at = value.search(hidden);
  if (at >= 0) {
    const code = value.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
    throw new Malformed(`character ${at + 1} is U+${code}, which no text of the record may hold`, where);
  }
  return value;
};

/** A text with at least one character. */
export const words: Check<string> = (value, where) => {
  if (value === "") throw new Malformed("is empty", where);
  return text(value, where);
};

/** 32 bytes in padded standard base64. */
export const digest: Check<string> = (value, where) => {
  if (typeof value !== "string" || value.length !== 44 || readBase64(value, where).length !== 32) {
    throw new Malformed(`${show(value)} is not 32 bytes in base64`, where);
  }
  return value;
};

/** Lower-case words of ASCII letters and digits, joined by hyphens, at most 200 characters. */
export const slug = form(
  /^(?=.{1,200}$)[a-z0-9]+(?:-[a-z0-9]+)*$/,
  "a slug (lower-case letters, digits and single hyphens)",
);

/** The fields of an object; anything else is refused. */
export function fieldsOf(value: Json, where: string): { readonly [field: string]: Json } {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Malformed(`${show(value)} is not an object`, where);
  return value as { readonly [field: string]: Json };
}

/** A value as an error may quote it: short, whatever was handed in. */
export function show(value: Json | undefined): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function inside(where: string, field: string): string {
  return where === "" ? field : `${where}.${field}`;
}

const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

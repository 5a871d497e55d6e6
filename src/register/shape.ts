import { Fault } from "../fault.ts";
import { isDay } from "./day.ts";

/** Where a value stands: the file and item, or the item of a batch; and the field inside it. */
export type Place = { where: string; field: string };
export type Check = (value: unknown, place: Place) => void;
export type Rules = Record<string, Check | { optional: Check }>;

export const text: Check = (value, place) => {
  if (typeof value !== "string" || value.trim() === "")
    throw refusal(value, place, "a text that is not empty", "un texto que no esté vacío");
  checkCharacters(value, place);
};
export const cell: Check = (value, place) => {
  if (typeof value !== "string") throw refusal(value, place, "a text", "un texto");
  checkCharacters(value, place);
};
export const slug: Check = (value, place) => {
  if (typeof value !== "string" || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) || value.length > 120)
    throw refusal(
      value,
      place,
      "an id of lower-case letters, digits and single hyphens",
      "un identificador de minúsculas, cifras y guiones sueltos",
    );
};
export const day: Check = (value, place) => {
  if (typeof value !== "string" || !isDay(value))
    throw refusal(value, place, "a day that exists, YYYY-MM-DD", "un día que exista, AAAA-MM-DD");
};
export const count =
  (least: number, most: number): Check =>
  (value, place) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
      throw refusal(value, place, `a whole number from ${least} to ${most}`, `un número entero de ${least} a ${most}`);
  };
export const oneOf =
  (...words: string[]): Check =>
  (value, place) => {
    if (typeof value !== "string" || !words.includes(value))
      throw refusal(value, place, `one of ${words.join(", ")}`, `uno de ${words.join(", ")}`);
  };
export const listOf =
  (check: Check, least = 0): Check =>
  (value, place) => {
    if (!Array.isArray(value) || value.length < least)
      throw refusal(
        value,
        place,
        least > 0 ? "a list that is not empty" : "a list",
        least > 0 ? "una lista que no esté vacía" : "una lista",
      );
    for (const [index, member] of value.entries()) check(member, { ...place, field: `${place.field}[${index}]` });
  };
export const object =
  (rules: Rules): Check =>
  (value, place) => {
    fields(value, place, rules);
  };
export const maybe = (check: Check) => ({ optional: check });
export const timeZone: Check = (value, place) => {
  try {
    Intl.DateTimeFormat("en", { timeZone: value as string });
  } catch {
    throw refusal(
      value,
      place,
      "an IANA time zone such as America/Santiago",
      "una zona horaria IANA, como America/Santiago",
    );
  }
  text(value, place);
};
export const language: Check = (value, place) => {
  text(value, place);
  try {
    if (Intl.getCanonicalLocales(value as string)[0] === value) return;
  } catch {
    // Refused below, like any other that is not in its canonical form.
  }
  throw refusal(value, place, "a language tag such as es-CL", "la sigla de un idioma, como es-CL");
};
export const link: Check = (value, place) => {
  text(value, place);
  if (!/^https?:\/\/[^\s]+$/.test(value as string))
    throw refusal(
      value,
      place,
      "a link that begins with http:// or https://",
      "un enlace que empiece con http:// o https://",
    );
};
export const cells: Check = (value, place) => {
  for (const [name, member] of Object.entries(plainObject(value, place)))
    cell(member, { ...place, field: `${place.field}.${name}` });
};

/** The fields of an object under closed rules: each is checked, an unknown one is refused by name. */
export function fields(value: unknown, place: Place, rules: Rules): Record<string, unknown> {
  const found = plainObject(value, place);
  const at = (name: string): Place => ({ ...place, field: place.field === "" ? name : `${place.field}.${name}` });
  for (const [name, rule] of Object.entries(rules)) {
    const member = Object.hasOwn(found, name) ? found[name] : undefined;
    if (typeof rule === "function") rule(member, at(name));
    else if (member !== undefined) rule.optional(member, at(name));
  }
  for (const name of Object.keys(found)) {
    if (!Object.hasOwn(rules, name))
      throw new Fault(
        "invalid",
        `${place.where}: there is no field "${at(name).field}"; known are ${Object.keys(rules).join(", ")}.`,
        [],
        `${place.where}: no hay un campo «${at(name).field}»; los que hay son ${Object.keys(rules).join(", ")}.`,
      );
  }
  return found;
}

export function plainObject(value: unknown, place: Place): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refusal(value, place, "an object", "un objeto");
  return value as Record<string, unknown>;
}

function checkCharacters(value: string, place: Place): void {
  // The record keeps text in NFC without control characters, lone surrogates or bidirectional overrides.
  if (value !== value.normalize("NFC")) throw refusal(value, place, "a text in Unicode NFC", "un texto en Unicode NFC");
  if (!value.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(value))
    throw refusal(value, place, "a text without control characters", "un texto sin caracteres de control");
}

export function refusal(value: unknown, place: Place, wanted: string, es: string): Fault {
  const written = value === undefined ? "nothing" : (JSON.stringify(value) ?? typeof value);
  const shown = written.length > 80 ? `${written.slice(0, 80)}…` : written;
  return new Fault(
    "invalid",
    `${place.where}: field "${place.field}" holds ${shown}; it must be ${wanted}.`,
    [],
    `${place.where}: el campo «${place.field}» tiene ${shown} y debe ser ${es}.`,
  );
}

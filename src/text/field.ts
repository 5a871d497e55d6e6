import { Fault } from "../fault.ts";
import { intake } from "./intake.ts";

/** A field that a person typed, as the record could hold it: `intake`, its refusals naming the field in both languages. */
export function takeIn(field: string, campo: string, text: string): string {
  try {
    return intake(text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(
      error.code,
      `${field}: ${error.message}`,
      error.details,
      `${campo}: ${error.es ?? "hay un carácter que no se ve o que no es texto. Quítelo."}`,
    );
  }
}

/** At most so many characters (code points): Fault("too-large") beyond. */
export function within(field: string, campo: string, text: string, limit: number): string {
  if (Array.from(text).length <= limit) return text;
  throw new Fault(
    "too-large",
    `${field}: it has more than ${limit} characters. Shorten it.`,
    [],
    `${campo}: tiene más de ${limit} caracteres. Acórtelo.`,
  );
}

/** A field of one line; empty where nothing was typed. */
export function oneLine(field: string, campo: string, typed: string, limit = 200): string {
  return within(field, campo, takeIn(field, campo, typed).replaceAll(/\s+/g, " ").trim(), limit);
}

/** A field that breaks a rule: one sentence in each language, each naming the field. */
export function invalid(en: string, es: string): Fault {
  return new Fault("invalid", en, [], es);
}

import { Fault } from "../fault.ts";
import { intake } from "../text/intake.ts";

/** A question to an official of another institution, as it is handed in. */
export type ClearanceAsked = {
  /** Whose agreement it is, in words that its reader knows. */
  institution: string;
  official: string;
  mail: string;
  /** The language of the mail and the page they are sent to. */
  language?: string;
  /** A word to them beside the text. */
  message?: string;
  dueAt: Date;
};

export type ReadClearance = {
  institution: string;
  official: string;
  mail: string;
  language: "es" | "en";
  message?: string;
  dueAt: Date;
};

const longestName = 200;
const longestMessage = 2_000;
const furthest = 366 * 24 * 3_600_000;

/** Fault("invalid") names the field that cannot be used. */
export function readClearanceAsked(asked: ClearanceAsked, now: Date): ReadClearance {
  const message = intake(asked.message ?? "").trim();
  if (message.length > longestMessage) throw tooLong("message", longestMessage);
  return {
    institution: readName("institution", asked.institution),
    official: readName("official", asked.official),
    mail: readMail(asked.mail),
    language: asked.language === undefined || asked.language.startsWith("es") ? "es" : "en",
    ...(message === "" ? {} : { message }),
    dueAt: readDue(asked.dueAt, now),
  };
}

export function readDue(dueAt: Date, now: Date): Date {
  const left = dueAt.getTime() - now.getTime();
  if (left > 0 && left <= furthest) return dueAt;
  throw new Fault(
    "invalid",
    "due: give a time that is still to come, within a year, by which they are to answer.",
    [],
    "plazo: dé una hora que aún no haya pasado, dentro de un año, para que contesten.",
  );
}

function readName(field: string, text: string): string {
  const name = intake(text).trim();
  if (name === "" || /\n/.test(name))
    throw new Fault(
      "invalid",
      `${field}: write it on one line.`,
      [],
      `${field === "official" ? "quién" : "institución"}: escríbalo en una línea.`,
    );
  if (name.length > longestName) throw tooLong(field, longestName);
  return name;
}

function readMail(text: string): string {
  const mail = text.trim();
  if (
    mail.length <= 254 &&
    /^[^\s\p{C}@<>",;:\\()[\]]+@[^\s\p{C}@<>",;:\\()[\]]+\.[^\s\p{C}@<>",;:\\()[\].]+$/u.test(mail)
  )
    return mail;
  throw new Fault(
    "invalid",
    `mail: ${JSON.stringify(mail.slice(0, 254))} is not one mail address. Write one like name@example.org.`,
    [],
    `correo: ${JSON.stringify(mail.slice(0, 254))} no es una dirección. Escriba una como nombre@example.org.`,
  );
}

function tooLong(field: string, limit: number): Fault {
  return new Fault(
    "invalid",
    `${field}: it has more than ${limit} characters. Shorten it.`,
    [],
    `${field}: tiene más de ${limit} caracteres. Acórtelo.`,
  );
}

import { readEmail } from "../access/officer.ts";
import { addDays, type Day, isDay } from "../register/day.ts";
import { invalid, oneLine, takeIn, within } from "../text/field.ts";

/** The kinds of outlet that an office tells apart. */
export const outletKinds = ["press", "radio", "television", "online", "agency", "foreign", "other"] as const;
export type OutletKind = (typeof outletKinds)[number];

export function isOutletKind(text: string): text is OutletKind {
  return (outletKinds as readonly string[]).includes(text);
}

/** Somebody who asks for an outlet, or for nobody. */
export type Journalist = {
  name: string;
  mail?: string;
  phone?: string;
  outlet?: string;
  language: "es" | "en";
};

/** The same as it is typed; an empty field is one that is not given. */
export type JournalistTyped = { name: string; mail: string; phone: string; outlet: string; language: string };

/** Fault("invalid") or Fault("too-large") names the field. */
export function readJournalist(typed: JournalistTyped): Journalist {
  const name = oneLine("name", "nombre", typed.name, 200);
  if (name === "") throw invalid("name: write the journalist's name.", "nombre: escriba el nombre de la persona.");
  const mail = typed.mail.trim() === "" ? undefined : readEmail(typed.mail);
  const phone = readPhone(typed.phone);
  const outlet = oneLine("outlet", "medio", typed.outlet, 200);
  if (typed.language !== "es" && typed.language !== "en")
    throw invalid('language: choose "es" or "en".', "idioma: elija español o inglés.");
  return {
    name,
    ...(mail === undefined ? {} : { mail }),
    ...(phone === undefined ? {} : { phone }),
    ...(outlet === "" ? {} : { outlet }),
    language: typed.language,
  };
}

/** As people write them: digits, spaces, hyphens and brackets after an optional plus. E.164 allows 15 digits. */
function readPhone(text: string): string | undefined {
  const phone = text.replaceAll(/\s+/g, " ").trim();
  if (phone === "") return undefined;
  const digits = phone.replaceAll(/\D/g, "").length;
  if (!/^\+?[\d ()-]+$/.test(phone) || digits < 6 || digits > 15)
    throw invalid(
      "phone: write the number with its country code, as +56 9 1234 5678, or leave it empty.",
      "teléfono: escriba el número con su código de país, como +56 9 1234 5678, o déjelo vacío.",
    );
  return phone;
}

export const channels = ["phone", "mail", "message", "meeting", "briefing"] as const;
export type Channel = (typeof channels)[number];

/** How long a note of a contact may be kept, in days. Whoever writes it chooses; nobody may keep one for ever. */
export const retentions = { month: 30, quarter: 91, year: 365, twoYears: 730 } as const;

/** How long a journalist is kept after the last time that something happened between them and the office. */
export const keptAfter = 730;

export type Contact = { channel: Channel; purpose: string; note: string; keptUntil: Day };
export type ContactTyped = { channel: string; purpose: string; note: string; keep: string };

/** What was spoken of, for what purpose it is kept, and until when. The purpose is required: the journalist reads it too. */
export function readContact(typed: ContactTyped, today: Day): Contact {
  const channel = channels.find((one) => one === typed.channel);
  if (channel === undefined)
    throw invalid("channel: choose how you were in contact.", "medio: elija cómo fue el contacto.");
  const purpose = oneLine("purpose", "finalidad", typed.purpose, 200);
  if (purpose === "")
    throw invalid(
      "purpose: say what this note is kept for; the journalist can read it.",
      "finalidad: diga para qué se guarda esta nota; la persona puede leerla.",
    );
  const note = within("note", "nota", takeIn("note", "nota", typed.note).trim(), 2_000);
  if (note === "") throw invalid("note: write what was spoken of.", "nota: escriba de qué se habló.");
  const days = Object.entries(retentions).find(([name]) => name === typed.keep)?.[1];
  if (days === undefined)
    throw invalid("keep: choose how long the note is kept.", "conservar: elija por cuánto tiempo se guarda la nota.");
  return { channel, purpose, note, keptUntil: addDays(today, days) };
}

/** What a journalist has to say to a note; empty takes it back. */
export function readRemark(text: string): string {
  return within("remark", "observación", takeIn("remark", "observación", text).trim(), 2_000);
}

export type OutletTyped = { name: string; kind: string; website: string };
export type Outlet = { name: string; kind: OutletKind; website?: string };

export function readOutlet(typed: OutletTyped): Outlet {
  const name = oneLine("name", "nombre", typed.name, 200);
  if (name === "") throw invalid("name: write the outlet's name.", "nombre: escriba el nombre del medio.");
  if (!isOutletKind(typed.kind)) throw invalid("kind: choose what it is.", "tipo: elija de qué tipo es.");
  const website = typed.website.trim();
  if (website !== "" && !isWebsite(website))
    throw invalid(
      "website: give an address that begins with https://, or leave it empty.",
      "sitio: indique una dirección que empiece con https://, o déjelo vacío.",
    );
  return { name, kind: typed.kind, ...(website === "" ? {} : { website }) };
}

function isWebsite(text: string): boolean {
  return /^https?:\/\/[^\s"<>]+$/i.test(text) && text.length <= 500 && URL.canParse(text);
}

/** A day that is given as the last one. */
export function readLastDay(text: string, today: Day): Day {
  const day = text.trim();
  if (!isDay(day) || day < today)
    throw invalid(
      `until: give the last day, as 2026-12-31, not before ${today}.`,
      `hasta: indique el último día, como 2026-12-31, no anterior al ${today}.`,
    );
  if (day > addDays(today, longestValid))
    throw invalid(
      "until: an accreditation lasts two years at most.",
      "hasta: una acreditación dura dos años como máximo.",
    );
  return day;
}
const longestValid = 731;

/** A sentence that is asked for, as a reason or grounds. */
export function readSentence(field: string, campo: string, text: string): string {
  const sentence = within(field, campo, takeIn(field, campo, text).trim(), 1_000);
  if (sentence === "") throw invalid(`${field}: write it in a sentence.`, `${campo}: escríbalo en una frase.`);
  return sentence;
}

import { clockIn, countIn, dayWritten, longInstantIn, shortInstantIn, zoneIn } from "../text/dates-in-words.ts";
import { type Language, localeOf } from "./language.ts";

export type { Language };

/** «martes 11 de septiembre de 1973, 21:04, hora de Chile»: an instant as people write it in the office's zone. */
export function longInstant(at: Date, language: Language, timeZone: string): string {
  return longInstantIn(localeOf(language), at, timeZone);
}

/** «11 de septiembre de 1973, 21:04»: where the zone has been said nearby. */
export function shortInstant(at: Date, language: Language, timeZone: string): string {
  return shortInstantIn(localeOf(language), at, timeZone);
}

/** «11 de septiembre de 1973, 21:04, hora de Chile»: to stand by itself, as in a citation. */
export function plainInstant(at: Date, language: Language, timeZone: string): string {
  return `${shortInstant(at, language, timeZone)}, ${zoneName(at, language, timeZone)}`;
}

/** «martes 11 de septiembre de 1973», of a calendar day `YYYY-MM-DD`, which has no zone. */
export function longDay(day: string, language: Language): string {
  return dayWritten(localeOf(language), day, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

/** «11 de septiembre de 1973», of a calendar day `YYYY-MM-DD`. */
export function plainDay(day: string, language: Language): string {
  return dayWritten(localeOf(language), day);
}

/** «11 de septiembre», «11 September», where the year is known. */
export function shortDay(day: string, language: Language): string {
  return dayWritten(localeOf(language), day, { day: "numeric", month: "long" });
}

/** «noviembre de 2026», of a day or a month `2026-11`. */
export function monthInWords(day: string, language: Language): string {
  return dayWritten(localeOf(language), `${day.slice(0, 7)}-01`, { month: "long", year: "numeric" });
}

/** «martes 1», «1»: a day of a month that is named behind it. */
export function dayOfMonth(day: string, language: Language, weekday: boolean): string {
  return dayWritten(localeOf(language), day, { ...(weekday ? { weekday: "long" } : {}), day: "numeric" });
}

/** A date of the register: a whole day in the language of the page, anything less certain as its source words it. */
export function whenInWords(when: { raw: string; edtf: string }, language: Language): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(when.edtf) ? plainDay(when.edtf, language) : when.raw;
}

/** The number as the language groups it: 11.782, 11,782. */
export function countOf(value: number, language: Language): string {
  return countIn(localeOf(language), value);
}

/** «3,4»: a number with one decimal at most, or as many as asked. */
export function decimalOf(value: number, language: Language, decimals = 1): string {
  return value.toLocaleString(localeOf(language), { maximumFractionDigits: decimals });
}

/** «21:04» on the clocks of that zone. */
export function clockTime(at: Date, language: Language, timeZone: string): string {
  return clockIn(localeOf(language), at, timeZone);
}

/** The time of day to the second, as a field of a form has it. */
export function clockSeconds(at: Date, timeZone: string): string {
  return at.toLocaleTimeString("sv-SE", { timeZone });
}

/** The calendar day `YYYY-MM-DD` of an instant in that zone. */
export function dayOf(at: Date, timeZone: string): string {
  return at.toLocaleDateString("sv-SE", { timeZone });
}

export function zoneName(at: Date, language: Language, timeZone: string): string {
  return zoneIn(localeOf(language), at, timeZone);
}

/** The languages of the interface. A statement's own language is its own. */
export const languages = ["es", "en"] as const;
export type Language = (typeof languages)[number];

const locales: Record<Language, string> = { es: "es-CL", en: "en-GB" };
const formats = new Map<string, Intl.DateTimeFormat>();

/** «martes 11 de septiembre de 1973, 21:04, hora de Chile»: an instant as people write it in the office's zone. */
export function longInstant(at: Date, language: Language, timeZone: string): string {
  return `${longDate(at, language, timeZone)}, ${clockTime(at, language, timeZone)}, ${zoneName(at, language, timeZone)}`;
}

/** «11 de septiembre de 1973, 21:04»: where the zone has been said nearby. */
export function shortInstant(at: Date, language: Language, timeZone: string): string {
  return `${plainDate(at, language, timeZone)}, ${clockTime(at, language, timeZone)}`;
}

/** «11 de septiembre de 1973, 21:04, hora de Chile»: to stand by itself, as in a citation. */
export function plainInstant(at: Date, language: Language, timeZone: string): string {
  return `${shortInstant(at, language, timeZone)}, ${zoneName(at, language, timeZone)}`;
}

/** «martes 11 de septiembre de 1973», of a calendar day `YYYY-MM-DD`, which has no zone. */
export function longDay(day: string, language: Language): string {
  return longDate(noon(day), language, "UTC");
}

/** «11 de septiembre de 1973», of a calendar day `YYYY-MM-DD`. */
export function plainDay(day: string, language: Language): string {
  return plainDate(noon(day), language, "UTC");
}

/** A date of the register: a whole day in the language of the page, anything less certain as its source words it. */
export function whenInWords(when: { raw: string; edtf: string }, language: Language): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(when.edtf) ? plainDay(when.edtf, language) : when.raw;
}

/** The number as the language groups it: 11.782, 11,782. */
export function countOf(value: number, language: Language): string {
  return value.toLocaleString(language === "es" ? "es-CL" : "en-GB", { useGrouping: "always" });
}

function longDate(at: Date, language: Language, timeZone: string): string {
  const { weekday } = parts(at, language, timeZone, { weekday: "long" });
  return `${weekday} ${plainDate(at, language, timeZone)}`;
}

function plainDate(at: Date, language: Language, timeZone: string): string {
  const { day, month, year } = parts(at, language, timeZone, { day: "numeric", month: "long", year: "numeric" });
  return language === "es" ? `${day} de ${month} de ${year}` : `${day} ${month} ${year}`;
}

/** «21:04» on the clocks of that zone. */
export function clockTime(at: Date, language: Language, timeZone: string): string {
  const { hour, minute } = parts(at, language, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${hour}:${minute}`;
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
  const { timeZoneName } = parts(at, language, timeZone, { timeZoneName: "longGeneric" });
  return (timeZoneName ?? timeZone).replace(/ Time$/, " time").replace(/^GMT\+00:00$/, "UTC");
}

function parts(
  at: Date,
  language: Language,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const key = `${language} ${timeZone} ${Object.keys(options).join()}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locales[language], { ...options, timeZone })));
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

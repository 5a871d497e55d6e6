/**
 * A day of the (proleptic) Gregorian calendar as 'YYYY-MM-DD', years 0001 to 9999. As a bound it may also be
 * '-infinity' or 'infinity'. All of them compare as strings in the order of time.
 */
export type Day = string;

export const beginning: Day = "-infinity";
export const forever: Day = "infinity";

/** Whether `text` is a day that exists: 1900-02-29 does not. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `count` days after `day` (before, if negative), held within the years 0001 to 9999; a bound without end stays. */
export function addDays(day: Day, count: number): Day {
  if (day === beginning || day === forever) return day;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  const year = date.getUTCFullYear();
  if (year < 1) return "0001-01-01";
  if (year > 9999) return "9999-12-31";
  return date.toISOString().slice(0, 10);
}

export function earlier(a: Day, b: Day): Day {
  return a < b ? a : b;
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** The day it is at `instant` in an IANA time zone. */
export function dayIn(timeZone: string, instant: Date): Day {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

const months = {
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

/** "8 de agosto de 1972", "8 August 1972". Not by Intl, which goes over to the Julian calendar before 1582. */
export function dayInWords(day: Day, language: "es" | "en"): string {
  const [year, month, date] = day.split("-").map(Number);
  const name = months[language][(month ?? 1) - 1];
  return language === "es" ? `${date} de ${name} de ${year}` : `${date} ${name} ${year}`;
}

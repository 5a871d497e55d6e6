import { Fault } from "../fault.ts";
import { type Day, isDay } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { monthNumber } from "./months.ts";
import { searchKey } from "./name.ts";

/** What somebody asks about: one day (`min` and `max` are the same), or all the days that the words can mean. */
export type AskedDate = { edtf: string; min: Day; max: Day };

/**
 * A date as people type it, in Spanish or English: 11-09-1973 (day, month, year), 11 de septiembre de 1973,
 * September 11, 1973, 1973-09-11, septiembre de 1973, 09-1973, 1973-09, 1974, and EDTF. Fault("invalid") for
 * anything else and for days that do not exist.
 */
export function readAskedDate(text: string): AskedDate {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const edtf = edtfOf(text.trim());
  if (edtf === undefined)
    throw new Fault(
      "invalid",
      `"${shown}" is not a date; write it as 1973-09-11, 11-09-1973, 1973-09 or 1974.`,
      [],
      `«${shown}» no es una fecha; escríbala como 1973-09-11, 11-09-1973, 1973-09 o 1974.`,
    );
  if (/^\d{4}-\d{2}-\d{2}$/.test(edtf) && !isDay(edtf))
    throw new Fault("invalid", `"${shown}" is not a day that exists.`, [], `«${shown}» no es un día que exista.`);
  const { min, max } = readEdtf(edtf);
  return { edtf, min, max };
}

function edtfOf(text: string): string | undefined {
  if (/^\d{4}(-\d{2}){0,2}$|^\d{2}[\dX][\dX](-(\d{2}|XX)){0,2}[?~%]?$|^\d{4}(-\d{2}){0,2}[?~%]$/.test(text))
    return text;
  const dayFirst = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(text);
  if (dayFirst !== null) return join(dayFirst[3], dayFirst[2], dayFirst[1]);
  const yearFirst = /^(\d{4})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?$/.exec(text);
  if (yearFirst !== null) return join(yearFirst[1], yearFirst[2], yearFirst[3]);
  const monthFirst = /^(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(text);
  if (monthFirst !== null) return join(monthFirst[2], monthFirst[1]);
  return inWords(
    searchKey(text)
      .split(" ")
      .filter((word) => !["de", "del", "of", "the", "el", "dia"].includes(word)),
  );
}

/** "11 septiembre 1973", "septiembre 11 1973", "septiembre 1973", with the weekday before it or not. */
function inWords(words: readonly string[]): string | undefined {
  const month = words.findIndex((word) => monthNumber(word) !== undefined);
  const year = words.at(-1);
  if (month < 0 || year === undefined || !/^\d{4}$/.test(year)) return undefined;
  const days = words.slice(0, -1).filter((word) => /^\d{1,2}(?:st|nd|rd|th|ro|o)?$/.test(word));
  const others = words
    .slice(0, -1)
    .filter((word, index) => index !== month && !days.includes(word) && !isWeekday(word));
  if (days.length > 1 || others.length > 0) return undefined;
  return join(year, String(monthNumber(words[month] ?? "")), days[0]?.replace(/\D/g, ""));
}

function isWeekday(word: string): boolean {
  return /^(lunes|martes|miercoles|jueves|viernes|sabado|domingo|(mon|tues|wednes|thurs|fri|satur|sun)day)$/.test(word);
}

function join(year = "", month?: string, day?: string): string {
  return [year, month, day].flatMap((part) => (part === undefined ? [] : [part.padStart(2, "0")])).join("-");
}

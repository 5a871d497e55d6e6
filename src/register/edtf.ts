import { Fault } from "../fault.ts";
import { addDays, beginning, type Day, daysInMonth, forever } from "./day.ts";

/** A date as written and the inclusive days it can mean. */
export type EdtfDate = { value: string; min: Day; max: Day };
/** Either end of an interval: a date, `..` (no end in sight) or blank (not known). */
export type EdtfEnd = EdtfDate & { kind: "date" | "open" | "unknown" };

const component = (name: string, digits: string) =>
  `(?<${name}Before>[?~%])?(?<${name}>${digits})(?<${name}After>[?~%])?`;
const form = new RegExp(
  `^${component("year", "\\d{4}|\\d{3}X|\\d{2}XX")}(?:-${component("month", "\\d{2}|[01]X|XX")}(?:-${component("day", "\\d{2}|[0-3]X|XX")})?)?` +
    `(?<time>T\\d{2}:\\d{2}:\\d{2}(?:Z|[+-]\\d{2}(?::\\d{2})?)?)?$`,
);

/**
 * A date or an interval of EDTF (ISO 8601-2:2019) within the years 0001 to 9999: levels 0 and 1 but for longer years, and
 * of level 2 what the ends of intervals hold: doubt about a part of the date (`2004-06-~01`, `2004~-06-11`), digits unknown
 * from the right (`1984-1X`), quarters, four-month parts and halves of a year, seasons of a named hemisphere (25 to 41).
 * An interval spans from the first day its start can mean to the last day its end can mean.
 *
 * - `?` and `~` widen by one unit of the part they stand at on each side, `%` by two: 1974~ is 1973 to 1975. A mark behind
 *   a part is of all that stands before it, so that its own unit is the one that counts.
 * - Seasons 21 to 24 name no hemisphere, so their bounds hold for both.
 * - A time of day is allowed; the day is the one written, in the offset written.
 *
 * Throws Fault("invalid") for anything else, and for days that do not exist. Sets, and unknown digits before known ones,
 * leave holes that bounds cannot tell, and are refused too.
 */
export function readEdtf(text: string): EdtfDate {
  if (!text.includes("/")) return readDate(text, text);
  const { start, end } = readEdtfInterval(text);
  return { value: text, min: start.min, max: end.max };
}

/** The two ends of an interval: `1974/1976-03-22`, `1974/..`, `/1977-11-15`. Throws like readEdtf. */
export function readEdtfInterval(text: string): { start: EdtfEnd; end: EdtfEnd } {
  const parts = text.split("/");
  if (parts.length !== 2)
    throw refusal(
      text,
      "an interval has two ends with one / between them",
      "un intervalo tiene dos extremos con una / entre ellos",
    );
  const [start, end] = parts.map((part) => readEnd(part, text)) as [EdtfEnd, EdtfEnd];
  if (start.kind !== "date" && end.kind !== "date")
    throw refusal(text, "at least one end must be a date", "al menos un extremo debe ser una fecha");
  if (start.min > end.max) throw refusal(text, "it ends before it begins", "termina antes de empezar");
  return { start, end };
}

function readEnd(part: string, whole: string): EdtfEnd {
  if (part === "..") return { kind: "open", value: part, min: beginning, max: forever };
  if (part === "") return { kind: "unknown", value: part, min: beginning, max: forever };
  return { kind: "date", ...readDate(part, whole) };
}

function readDate(text: string, whole: string): EdtfDate {
  if (/^[?~%]?(Y-?\d|-\d)/.test(text))
    throw refusal(whole, "only the years 0001 to 9999 are kept", "solo se guardan los años 0001 a 9999");
  if (/^[[{]/.test(text))
    throw refusal(
      whole,
      "a set of dates has holes that bounds cannot tell; give the span",
      "un conjunto de fechas tiene huecos que unos límites no dicen; dé el intervalo",
    );
  const parts = form.exec(text)?.groups;
  if (parts === undefined)
    throw refusal(
      whole,
      "write 1974, 1974-03, 1974-03-22, with ~ or ? when in doubt, X for an unknown digit",
      "escriba 1974, 1974-03 o 1974-03-22, con ~ o ? si hay duda y X por una cifra desconocida",
    );
  const { year = "", month, day, time } = parts;
  if (year === "0000")
    throw refusal(whole, "only the years 0001 to 9999 are kept", "solo se guardan los años 0001 a 9999");
  const doubts = doubtsOf(parts, whole);
  if (time !== undefined) checkTime(time, day, doubts.length > 0, whole);
  if (year.includes("X") && month !== undefined)
    throw refusal(whole, "a year with unknown digits has no month", "un año con cifras desconocidas no tiene mes");
  if (month?.includes("X") && day !== undefined && (month !== "XX" || day !== "XX"))
    throw refusal(whole, "a known day needs a known month", "un día conocido necesita un mes conocido");
  const { min, max, unit } = span(year, month, day, whole);
  const widened = { min, max };
  for (const { at, units } of doubts) {
    const of = at === "last" ? unit : at;
    widened.min = shift(widened.min, -units, of);
    widened.max = shift(widened.max, units, of);
  }
  return { value: text, ...widened };
}

type Doubt = { at: "last" | Unit; units: number };

/** The marks of a date, each with the part whose unit it widens by; that of the last part is the unit of the whole date. */
function doubtsOf(parts: Record<string, string | undefined>, whole: string): Doubt[] {
  const given = (["year", "month", "day"] as const).filter((name) => parts[name] !== undefined);
  return given.flatMap((name, index) => {
    const marks = [parts[`${name}Before`], parts[`${name}After`]].filter((mark) => mark !== undefined);
    if (marks.length > 1)
      throw refusal(whole, "one mark of doubt is enough for each part", "basta una marca de duda por parte");
    const units = marks[0] === "%" ? 2 : 1;
    return marks.length === 0 ? [] : [{ at: index === given.length - 1 ? "last" : name, units }];
  });
}

type Unit = "day" | "month" | "year" | "decade" | "century";

function span(year: string, month: string | undefined, day: string | undefined, whole: string) {
  const low = year.replaceAll("X", "0").replace(/^0000$/, "0001");
  const high = year.replaceAll("X", "9");
  if (month === undefined || month === "XX") {
    const unit: Unit = year.endsWith("XX") ? "century" : year.endsWith("X") ? "decade" : "year";
    return { min: `${low}-01-01`, max: `${high}-12-31`, unit };
  }
  if (month.endsWith("X")) {
    const [first, last] = month === "0X" ? ["01-01", "09-30"] : ["10-01", "12-31"];
    return { min: `${year}-${first}`, max: `${year}-${last}`, unit: "month" as const };
  }
  const number = Number(month);
  if (number >= 21 && number <= 41) {
    if (day !== undefined)
      throw refusal(whole, "a season or a part of a year has no days", "una estación o parte del año no tiene días");
    return number <= 24 ? season(Number(year), number) : grouping(Number(year), number);
  }
  if (number < 1 || number > 12) throw refusal(whole, `there is no month ${month}`, `no hay mes ${month}`);
  const last = daysInMonth(Number(year), number);
  if (day === undefined || day === "XX")
    return { min: `${year}-${month}-01`, max: `${year}-${month}-${last}`, unit: "month" as const };
  const [from, to] = day.endsWith("X")
    ? [Math.max(1, Number(day.replace("X", "0"))), Math.min(last, Number(day.replace("X", "9")))]
    : [Number(day), Number(day)];
  if (from < 1 || to > last || from > to)
    throw refusal(whole, `${year}-${month} has no day ${day}`, `${year}-${month} no tiene día ${day}`);
  return { min: `${year}-${month}-${two(from)}`, max: `${year}-${month}-${two(to)}`, unit: "day" as const };
}

/** The parts of a year of level 2, as [first month, last month]; 28 and 30 begin in the year before or end in the next. */
const groupings: Readonly<Record<number, readonly [number, number]>> = {
  25: [3, 6],
  26: [6, 9],
  27: [9, 12],
  28: [-1, 15],
  29: [9, 12],
  30: [-1, 15],
  31: [3, 6],
  32: [6, 9],
  33: [1, 3],
  34: [4, 6],
  35: [7, 9],
  36: [10, 12],
  37: [1, 4],
  38: [5, 8],
  39: [9, 12],
  40: [1, 6],
  41: [7, 12],
};

/** Seasons of one hemisphere, each as long as weather and stars together make it; quarters, thirds and halves of a year. */
function grouping(year: number, number: number) {
  const [first, last] = groupings[number] ?? [1, 12];
  if (last > 12) return season(year, 22);
  return {
    min: `${pad(year)}-${two(first)}-01`,
    max: `${pad(year)}-${two(last)}-${daysInMonth(year, last)}`,
    unit: "month" as const,
  };
}

/** Spring and autumn of either hemisphere lie in one year; summer and winter of one of them cross its edges. */
function season(year: number, number: number) {
  const crosses = number === 22 || number === 24;
  const min = crosses ? `${pad(Math.max(1, year - 1))}-12-01` : `${pad(year)}-03-01`;
  const max = crosses ? `${pad(Math.min(9999, year + 1))}-03-31` : `${pad(year)}-12-31`;
  return { min, max, unit: "month" as const };
}

function shift(day: Day, count: number, unit: Unit): Day {
  if (count === 0) return day;
  if (unit === "day") return addDays(day, count);
  const [year = 1, month = 1, date = 1] = day.split("-").map(Number);
  const months = unit === "month" ? count : count * { year: 12, decade: 120, century: 1200 }[unit];
  const moved = year * 12 + (month - 1) + months;
  const toYear = Math.floor(moved / 12);
  const toMonth = (moved % 12) + 1;
  if (toYear < 1) return "0001-01-01";
  if (toYear > 9999) return "9999-12-31";
  // The last day of a month goes to the last day of the other: most often it is the end of a span.
  const last = daysInMonth(toYear, toMonth);
  const toDay = date === daysInMonth(year, month) ? last : Math.min(date, last);
  return `${pad(toYear)}-${two(toMonth)}-${two(toDay)}`;
}

function checkTime(time: string, day: string | undefined, doubtful: boolean, whole: string): void {
  const [hour = 0, minute = 0, second = 0] = time.slice(1, 9).split(":").map(Number);
  const offset = /[+-](\d{2})(?::(\d{2}))?$/.exec(time);
  const known = day !== undefined && !day.includes("X") && !doubtful;
  if (!known)
    throw refusal(
      whole,
      "a time of day needs a whole date without doubt marks",
      "una hora necesita una fecha entera y sin marcas de duda",
    );
  if (hour > 23 || minute > 59 || second > 59 || Number(offset?.[1] ?? 0) > 14 || Number(offset?.[2] ?? 0) > 59)
    throw refusal(whole, "there is no such time of day", "no existe esa hora");
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function pad(year: number): string {
  return String(year).padStart(4, "0");
}

function refusal(text: string, why: string, es: string): Fault {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new Fault(
    "invalid",
    `"${shown}" is not a date in EDTF: ${why}.`,
    [],
    `«${shown}» no es una fecha en EDTF: ${es}.`,
  );
}

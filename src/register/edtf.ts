import { Fault } from "../fault.ts";
import { addDays, beginning, type Day, daysInMonth, forever } from "./day.ts";

/** A date as written and the inclusive days it can mean. */
export type EdtfDate = { value: string; min: Day; max: Day };
/** Either end of an interval: a date, `..` (no end in sight) or blank (not known). */
export type EdtfEnd = EdtfDate & { kind: "date" | "open" | "unknown" };

const form =
  /^(?<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?<month>\d{2}|XX)(?:-(?<day>\d{2}|XX))?)?(?<time>T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}(?::\d{2})?)?)?(?<doubt>[?~%])?$/;

/**
 * A date or an interval of EDTF (ISO 8601-2:2019), levels 0 and 1, within the years 0001 to 9999. An interval spans
 * from the first day its start can mean to the last day its end can mean.
 *
 * - `?` and `~` widen by one unit of the date's own precision on each side, `%` by two: 1974~ is 1973 to 1975.
 * - Seasons 21 to 24 name no hemisphere, so their bounds hold for both.
 * - A time of day is allowed; the day is the one written, in the offset written.
 *
 * Throws Fault("invalid") for anything else, and for days that do not exist.
 */
export function readEdtf(text: string): EdtfDate {
  if (!text.includes("/")) return readDate(text, text);
  const { start, end } = readEdtfInterval(text);
  return { value: text, min: start.min, max: end.max };
}

/** The two ends of an interval: `1974/1976-03-22`, `1974/..`, `/1977-11-15`. Throws like readEdtf. */
export function readEdtfInterval(text: string): { start: EdtfEnd; end: EdtfEnd } {
  const parts = text.split("/");
  if (parts.length !== 2) throw refusal(text, "an interval has two ends with one / between them");
  const [start, end] = parts.map((part) => readEnd(part, text)) as [EdtfEnd, EdtfEnd];
  if (start.kind !== "date" && end.kind !== "date") throw refusal(text, "at least one end must be a date");
  if (start.min > end.max) throw refusal(text, "it ends before it begins");
  return { start, end };
}

function readEnd(part: string, whole: string): EdtfEnd {
  if (part === "..") return { kind: "open", value: part, min: beginning, max: forever };
  if (part === "") return { kind: "unknown", value: part, min: beginning, max: forever };
  return { kind: "date", ...readDate(part, whole) };
}

function readDate(text: string, whole: string): EdtfDate {
  if (/^(Y-?\d|-\d)/.test(text)) throw refusal(whole, "only the years 0001 to 9999 are kept");
  const parts = form.exec(text)?.groups;
  if (parts === undefined)
    throw refusal(whole, "write 1974, 1974-03, 1974-03-22, with ~ or ? when in doubt, X for an unknown digit");
  const { year = "", month, day, time, doubt } = parts;
  if (year === "0000") throw refusal(whole, "only the years 0001 to 9999 are kept");
  if (time !== undefined) checkTime(time, day, doubt, whole);
  if (year.includes("X") && month !== undefined) throw refusal(whole, "a year with unknown digits has no month");
  if (month === "XX" && day !== undefined && day !== "XX") throw refusal(whole, "a known day needs a known month");
  const { min, max, unit } = span(year, month, day, whole);
  const units = doubt === undefined ? 0 : doubt === "%" ? 2 : 1;
  return { value: text, min: shift(min, -units, unit), max: shift(max, units, unit) };
}

type Unit = "day" | "month" | "year" | "decade" | "century";

function span(year: string, month: string | undefined, day: string | undefined, whole: string) {
  const low = year.replaceAll("X", "0").replace(/^0000$/, "0001");
  const high = year.replaceAll("X", "9");
  if (month === undefined || month === "XX") {
    const unit: Unit = year.endsWith("XX") ? "century" : year.endsWith("X") ? "decade" : "year";
    return { min: `${low}-01-01`, max: `${high}-12-31`, unit };
  }
  const number = Number(month);
  if (number >= 21 && number <= 24) {
    if (day !== undefined) throw refusal(whole, "a season has no days");
    return season(Number(year), number);
  }
  if (number < 1 || number > 12) throw refusal(whole, `there is no month ${month}`);
  const last = daysInMonth(Number(year), number);
  if (day === undefined || day === "XX")
    return { min: `${year}-${month}-01`, max: `${year}-${month}-${last}`, unit: "month" as const };
  if (Number(day) < 1 || Number(day) > last) throw refusal(whole, `${year}-${month} has no day ${day}`);
  return { min: `${year}-${month}-${day}`, max: `${year}-${month}-${day}`, unit: "day" as const };
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
  const toDay = date === 1 ? 1 : daysInMonth(toYear, toMonth);
  return `${pad(toYear)}-${String(toMonth).padStart(2, "0")}-${String(toDay).padStart(2, "0")}`;
}

function checkTime(time: string, day: string | undefined, doubt: string | undefined, whole: string): void {
  const [hour = 0, minute = 0, second = 0] = time.slice(1, 9).split(":").map(Number);
  const offset = /[+-](\d{2})(?::(\d{2}))?$/.exec(time);
  const known = day !== undefined && day !== "XX" && doubt === undefined;
  if (!known) throw refusal(whole, "a time of day needs a whole date without doubt marks");
  if (hour > 23 || minute > 59 || second > 59 || Number(offset?.[1] ?? 0) > 14 || Number(offset?.[2] ?? 0) > 59)
    throw refusal(whole, "there is no such time of day");
}

function pad(year: number): string {
  return String(year).padStart(4, "0");
}

function refusal(text: string, why: string): Fault {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new Fault("invalid", `"${shown}" is not a date in EDTF: ${why}.`);
}

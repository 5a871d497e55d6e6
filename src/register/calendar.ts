import { addDays, type Day, dayIn, isDay } from "./day.ts";
import { type SolarEvent, solarInstant } from "./solar.ts";

/**
 * The days of one holiday, in any year. `only`: where it falls on these days of the week (1 Monday … 7 Sunday) alone;
 * `moves`: by how many days it is moved, by the day of the week it falls on.
 */
export type HolidayRule = { only?: number[]; moves?: Record<string, number> } & (
  | { month: number; day: number }
  /** The n-th of that day of the week in the month; -1 the last. */
  | { month: number; weekday: number; nth: number }
  /** So many days after Easter Sunday. */
  | { easter: number }
  /** The day of it by the office's own clocks. */
  | { solar: SolarEvent }
  | { dates: string[] }
);

/** `from` and `until`: the first and the last year in which it is kept; `law`: what makes it a holiday. */
export type Holiday = {
  name: { es: string; en: string };
  law: string;
  address?: string;
  from?: number;
  until?: number;
  rule: HolidayRule;
};

/** When the office works, and within how many working days it answers what it has promised to answer. */
export type Calendar = {
  weekdays: number[];
  answerWithin: { press: number; citizen: number };
  holidays: Holiday[];
};

/** Of an office whose pack says nothing: Monday to Friday, and no holidays. */
export const plainCalendar: Calendar = {
  weekdays: [1, 2, 3, 4, 5],
  answerWithin: { press: 2, citizen: 20 },
  holidays: [],
};

/** The holidays of a year in their order; two that fall on one day are both named. */
export function holidaysOf(
  calendar: Calendar,
  year: number,
  timeZone: string,
): { day: Day; name: Holiday["name"]; law: string }[] {
  return calendar.holidays
    .filter(({ from, until }) => (from ?? year) <= year && (until ?? year) >= year)
    .flatMap(({ name, law, rule }) => daysOf(rule, year, timeZone).map((day) => ({ day, name, law })))
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** Whether the office works on a day. */
export function isWorkingDay(calendar: Calendar, day: Day, timeZone: string): boolean {
  if (!calendar.weekdays.includes(weekdayOf(day))) return false;
  const year = Number(day.slice(0, 4));
  // One that is moved may leave its own year.
  return ![year - 1, year, year + 1].some((near) =>
    holidaysOf(calendar, near, timeZone).some((holiday) => holiday.day === day),
  );
}

/** The `count`-th working day after a day, which itself is not counted (Ley 19.880, art. 25). */
export function workingDaysAfter(calendar: Calendar, day: Day, count: number, timeZone: string): Day {
  let reached = day;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    if (isWorkingDay(calendar, reached, timeZone)) left--;
  }
  return reached;
}

/** How many working days have passed after one day, until and with another; none where it is not later. */
export function workingDaysBetween(calendar: Calendar, after: Day, until: Day, timeZone: string): number {
  let count = 0;
  for (let day = addDays(after, 1); day <= until; day = addDays(day, 1))
    if (isWorkingDay(calendar, day, timeZone)) count++;
  return count;
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Easter Sunday of the Gregorian calendar (Meeus, chapter 8). */
export function easterOf(year: number): Day {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayOn(year, Math.floor(n / 31), (n % 31) + 1);
}

function daysOf(rule: HolidayRule, year: number, timeZone: string): Day[] {
  const plain = plainDays(rule, year, timeZone);
  return plain
    .filter((day) => rule.only === undefined || rule.only.includes(weekdayOf(day)))
    .map((day) => addDays(day, rule.moves?.[String(weekdayOf(day))] ?? 0));
}

function plainDays(rule: HolidayRule, year: number, timeZone: string): Day[] {
  if ("easter" in rule) return [addDays(easterOf(year), rule.easter)];
  if ("solar" in rule) return [dayIn(timeZone, solarInstant(rule.solar, year))];
  if ("dates" in rule) return rule.dates.filter((day) => day.startsWith(`${String(year).padStart(4, "0")}-`));
  if ("day" in rule) return [dayOn(year, rule.month, rule.day)].filter(isDay);
  const days = Array.from({ length: 31 }, (_, index) => dayOn(year, rule.month, index + 1)).filter(
    (day) => isDay(day) && weekdayOf(day) === rule.weekday,
  );
  const found = days.at(rule.nth > 0 ? rule.nth - 1 : rule.nth);
  return found === undefined ? [] : [found];
}

/** 'YYYY-MM-DD', whether or not there is such a day. */
export function dayOn(year: number, month: number, day: number): Day {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

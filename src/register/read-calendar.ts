import { Fault } from "../fault.ts";
import { type Calendar, dayOn, type Holiday, type HolidayRule } from "./calendar.ts";
import { isDay } from "./day.ts";
import { solarEvents } from "./solar.ts";

/** What a pack's calendar.json holds. Fault("invalid") names what is wrong and where. */
export function readCalendar(value: unknown, where: string): Calendar {
  const { weekdays, answerWithin, holidays, ...others } = membersOf(value, where);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined)
    throw wrong(where, `there is no field "${unknown}"; known are weekdays, answerWithin, holidays`);
  if (!isListOf(weekdays, isWeekday) || weekdays.length === 0)
    throw wrong(
      where,
      `field "weekdays" must list the days of the week on which the office works, 1 Monday to 7 Sunday`,
    );
  const within = membersOf(answerWithin, `${where}: field "answerWithin"`);
  const [press, citizen] = [within["press"], within["citizen"]];
  if (!isCount(press) || !isCount(citizen))
    throw wrong(where, `field "answerWithin" must be {press, citizen}, each a number of working days from 1 to 250`);
  if (!Array.isArray(holidays)) throw wrong(where, `field "holidays" must be a list`);
  return {
    weekdays,
    answerWithin: { press, citizen },
    holidays: holidays.map((holiday, index) => readHoliday(holiday, `${where}: holiday ${index + 1}`)),
  };
}

function readHoliday(value: unknown, where: string): Holiday {
  const { name, law, address, from, until, rule, ...others } = membersOf(value, where);
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined)
    throw wrong(where, `there is no field "${unknown}"; known are name, law, address, from, until, rule`);
  const { es, en } = membersOf(name, `${where}: field "name"`);
  if (!isWords(es) || !isWords(en)) throw wrong(where, `field "name" must be {es, en}`);
  if (!isWords(law)) throw wrong(where, `field "law" must name what makes it a holiday`);
  if (address !== undefined && !(isWords(address) && address.startsWith("https://")))
    throw wrong(where, `field "address" must begin with https://`);
  for (const [field, year] of [
    ["from", from],
    ["until", until],
  ] as const)
    if (year !== undefined && !isYear(year)) throw wrong(where, `field "${field}" must be a year`);
  return {
    name: { es, en },
    law,
    ...(address === undefined ? {} : { address }),
    ...(from === undefined ? {} : { from: from as number }),
    ...(until === undefined ? {} : { until: until as number }),
    rule: readRule(rule, `${where}: field "rule"`),
  };
}

function readRule(value: unknown, where: string): HolidayRule {
  const { only, moves, ...days } = membersOf(value, where);
  if (only !== undefined && !isListOf(only, isWeekday))
    throw wrong(where, `"only" must list days of the week, 1 Monday to 7 Sunday`);
  const moved = moves === undefined ? undefined : membersOf(moves, `${where}: "moves"`);
  for (const [weekday, count] of Object.entries(moved ?? {}))
    if (!isWeekday(Number(weekday)) || !Number.isInteger(count) || Math.abs(count as number) > 31)
      throw wrong(where, `"moves" must give, by the day of the week, by how many days it is moved`);
  const shared = {
    ...(only === undefined ? {} : { only }),
    ...(moved === undefined ? {} : { moves: moved as Record<string, number> }),
  };
  const { month, day, weekday, nth, easter, solar, dates } = days;
  const given = Object.keys(days).toSorted().join(" ");
  if (given === "easter" && Number.isInteger(easter)) return { ...shared, easter: easter as number };
  const event = solarEvents.find((one) => one === solar);
  if (given === "solar" && event !== undefined) return { ...shared, solar: event };
  if (given === "dates" && isListOf(dates, (one): one is string => typeof one === "string" && isDay(one)))
    return { ...shared, dates };
  const inYear = Number.isInteger(month) && (month as number) >= 1 && (month as number) <= 12;
  if (given === "day month" && inYear && isDay(dayOn(2000, month as number, Number(day))))
    return { ...shared, month: month as number, day: day as number };
  const ordinal = Number.isInteger(nth) && nth !== 0 && Math.abs(nth as number) <= 5;
  if (given === "month nth weekday" && inYear && isWeekday(weekday) && ordinal)
    return { ...shared, month: month as number, weekday, nth: nth as number };
  throw wrong(
    where,
    `${JSON.stringify(value).slice(0, 120)} is none of {month, day}, {month, weekday, nth}, {easter}, {solar}, {dates}`,
  );
}

function membersOf(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw wrong(where, "it must be an object");
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isWeekday(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 7;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 250;
}

function isYear(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 9999;
}

function isWords(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= 300;
}

function wrong(where: string, what: string): Fault {
  return new Fault("invalid", `${where}: ${what}.`);
}

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { easterOf, holidaysOf, isWorkingDay, plainCalendar, workingDaysAfter, workingDaysBetween } from "./calendar.ts";
import { addDays, dayIn } from "./day.ts";
import { readCalendar } from "./read-calendar.ts";
import { solarInstant } from "./solar.ts";

const zone = "America/Santiago";
const file = new URL("../../packs/segegob/calendar.json", import.meta.url);
const chile = readCalendar(JSON.parse(readFileSync(file, "utf8")), "calendar.json");
const daysIn = (year: number) => holidaysOf(chile, year, zone).map(({ day }) => day.slice(5));

test("Chile's holidays fall on the days its laws give them", () => {
  expect(daysIn(2026)).toEqual(
    "01-01 04-03 04-04 05-01 05-21 06-21 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25".split(" "),
  );
  expect(daysIn(2025)).toEqual(
    "01-01 04-18 04-19 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 10-12 10-31 11-01 12-08 12-25".split(" "),
  );
  expect(daysIn(2024)).toEqual(
    "01-01 03-29 03-30 05-01 05-21 06-20 06-29 07-16 08-15 09-18 09-19 09-20 10-12 10-31 11-01 12-08 12-25".split(" "),
  );
  // 2 January on a Monday; 29 June on a Thursday, 12 October on a Thursday, 31 October on a Tuesday.
  expect(daysIn(2023)).toEqual(
    "01-01 01-02 04-07 04-08 05-01 05-21 06-21 06-26 07-16 08-15 09-18 09-19 10-09 10-27 11-01 12-08 12-25".split(" "),
  );
  expect(daysIn(2022)).toContain("09-16");
  expect(daysIn(2021)).toEqual(expect.arrayContaining(["06-21", "06-28", "09-17", "10-11"]));
  expect(daysIn(2018)).toEqual(expect.arrayContaining(["07-02", "09-17", "10-15", "11-02"]));
});

test("each law applies from its first year and not before", () => {
  expect(daysIn(2016)).not.toContain("01-02");
  expect(daysIn(2017)).toContain("01-02");
  expect(daysIn(2010)).not.toContain("09-17");
  expect(daysIn(2007)).toContain("09-17");
  expect(daysIn(2020).some((day) => day === "06-20" || day === "06-21")).toBe(false);
  expect(daysIn(2007)).not.toContain("10-31");
  expect(daysIn(1999)).toEqual(expect.arrayContaining(["06-29", "09-06", "10-12"]));
  expect(daysIn(2000)).toEqual(expect.arrayContaining(["06-26", "10-09"]));
  expect(chile.holidays.every(({ law, from }) => law !== "" && from !== undefined)).toBe(true);
});

test("the solstice is that of the almanac to the minute, and its day that of the office's clocks", () => {
  const almanac: readonly [number, string][] = [
    [2022, "2022-06-21T09:14"],
    [2023, "2023-06-21T14:58"],
    [2024, "2024-06-20T20:51"],
    [2025, "2025-06-21T02:42"],
    [2026, "2026-06-21T08:25"],
  ];
  for (const [year, instant] of almanac)
    expect(Math.abs(solarInstant("june-solstice", year).getTime() - Date.parse(`${instant}Z`))).toBeLessThan(90_000);
  expect(dayIn(zone, solarInstant("june-solstice", 2025))).toBe("2025-06-20");
});

test("Easter falls where the tables have it", () => {
  expect([1961, 2000, 2008, 2011, 2024, 2026, 2038].map(easterOf)).toEqual([
    "1961-04-02",
    "2000-04-23",
    "2008-03-23",
    "2011-04-24",
    "2024-03-31",
    "2026-04-05",
    "2038-04-25",
  ]);
});

test("what is promised before the national holidays is due after them", () => {
  // Wednesday 16 September 2026: 18 is a Friday, 19 a Saturday.
  expect(workingDaysAfter(chile, "2026-09-16", 2, zone)).toBe("2026-09-21");
  expect(workingDaysAfter(plainCalendar, "2026-09-16", 2, zone)).toBe("2026-09-18");
  expect(workingDaysAfter(chile, "2026-04-02", 1, zone)).toBe("2026-04-06");
});

test("a due day is a working day, exactly so many of them later, whatever the day and the calendar", () => {
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
  const days = fc.integer({ min: 0, max: 9_000 }).map((count) => addDays("2015-01-01", count));
  fc.assert(
    fc.property(weekdays, days, fc.integer({ min: 1, max: 30 }), (working, day, count) => {
      const calendar = { ...chile, weekdays: working };
      const due = workingDaysAfter(calendar, day, count, zone);
      expect(isWorkingDay(calendar, due, zone)).toBe(true);
      expect(workingDaysBetween(calendar, day, due, zone)).toBe(count);
    }),
    { numRuns: 60 },
  );
});

test("another office's calendar is taken as it is written, and one that is wrong is refused with its place", () => {
  const boston = readCalendar(
    {
      weekdays: [1, 2, 3, 4, 5],
      answerWithin: { press: 1, citizen: 10 },
      holidays: [
        {
          name: { es: "Día de los Caídos", en: "Memorial Day" },
          law: "5 U.S.C. 6103",
          from: 1971,
          rule: { month: 5, weekday: 1, nth: -1 },
        },
        {
          name: { es: "Acción de Gracias", en: "Thanksgiving" },
          law: "5 U.S.C. 6103",
          rule: { month: 11, weekday: 4, nth: 4 },
        },
        {
          name: { es: "4 de julio", en: "Independence Day" },
          law: "5 U.S.C. 6103",
          rule: { month: 7, day: 4, moves: { "6": -1, "7": 1 } },
        },
      ],
    },
    "boston",
  );
  expect(holidaysOf(boston, 2026, "America/New_York").map(({ day }) => day)).toEqual([
    "2026-05-25",
    "2026-07-03",
    "2026-11-26",
  ]);
  const good = { weekdays: [1], answerWithin: { press: 1, citizen: 1 }, holidays: [] };
  const holiday = { name: { es: "a", en: "a" }, law: "x", rule: { month: 2, day: 30 } };
  for (const [wrong, place] of [
    [{ ...good, weekdays: [8] }, "weekdays"],
    [{ ...good, weekdays: [] }, "weekdays"],
    [{ ...good, answerWithin: { press: 0, citizen: 1 } }, "answerWithin"],
    [{ ...good, extra: 1 }, "extra"],
    [{ ...good, holidays: [holiday] }, "holiday 1"],
    [{ ...good, holidays: [{ ...holiday, rule: { moon: 1 } }] }, "rule"],
    [{ ...good, holidays: [{ ...holiday, law: "" }] }, "law"],
  ] as const) {
    expect(() => readCalendar(wrong, "pack")).toThrow(Fault);
    expect(() => readCalendar(wrong, "pack")).toThrow(place);
  }
});

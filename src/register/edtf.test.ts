import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault } from "../fault.ts";
import { addDays, daysInMonth, isDay } from "./day.ts";
import { readEdtf, readEdtfInterval } from "./edtf.ts";

describe("a date means the days that it can mean, and no others", () => {
  test.each([
    ["1974", "1974-01-01", "1974-12-31"],
    ["1974-03", "1974-03-01", "1974-03-31"],
    ["1976-03-22", "1976-03-22", "1976-03-22"],
    ["2000-02", "2000-02-01", "2000-02-29"],
    ["1900-02", "1900-02-01", "1900-02-28"],
    ["1974~", "1973-01-01", "1975-12-31"],
    ["1974?", "1973-01-01", "1975-12-31"],
    ["1974%", "1972-01-01", "1976-12-31"],
    ["1974-01~", "1973-12-01", "1974-02-28"],
    ["1974-12?", "1974-11-01", "1975-01-31"],
    ["1976-03-01~", "1976-02-29", "1976-03-02"],
    ["0001~", "0001-01-01", "0002-12-31"],
    ["9999?", "9998-01-01", "9999-12-31"],
    ["197X", "1970-01-01", "1979-12-31"],
    ["19XX", "1900-01-01", "1999-12-31"],
    ["00XX", "0001-01-01", "0099-12-31"],
    ["197X~", "1960-01-01", "1989-12-31"],
    ["1974-XX", "1974-01-01", "1974-12-31"],
    ["1974-XX-XX", "1974-01-01", "1974-12-31"],
    ["1976-02-XX", "1976-02-01", "1976-02-29"],
    ["1974-21", "1974-03-01", "1974-12-31"],
    ["1974-22", "1973-12-01", "1975-03-31"],
    ["1990-03-11T12:00:00-03:00", "1990-03-11", "1990-03-11"],
  ])("%s", (text, min, max) => {
    expect(readEdtf(text)).toEqual({ value: text, min, max });
  });

  test.each([
    ["1974/1976-03-22", "1974-01-01", "1976-03-22"],
    ["1974/1974", "1974-01-01", "1974-12-31"],
    ["1984~/2004-06", "1983-01-01", "2004-06-30"],
    ["2022-03-11/..", "2022-03-11", "infinity"],
    ["2022-03-11/", "2022-03-11", "infinity"],
    ["../1977-11-15", "-infinity", "1977-11-15"],
    ["/1977-11-15", "-infinity", "1977-11-15"],
  ])("%s", (text, min, max) => {
    expect(readEdtf(text)).toEqual({ value: text, min, max });
  });

  test("an open end is not an unknown one", () => {
    expect(readEdtfInterval("1974/..").end.kind).toBe("open");
    expect(readEdtfInterval("1974/").end.kind).toBe("unknown");
  });
});

test.each([
  "1900-02-29",
  "2023-02-30",
  "1974-04-31",
  "1974-13",
  "1974-00",
  "1974-01-00",
  "1974-21-03",
  "0000",
  "-0044",
  "Y170000002",
  "74",
  "1974-3",
  "1974-03-2",
  "22 March 1976",
  "",
  "..",
  "/",
  "../..",
  "1976/1974",
  "1974/1975/1976",
  "197X-03",
  "1XXX",
  "1974-XX-11",
  "1974-03-22T25:00:00Z",
  "1974T10:00:00Z",
  "1974-03-22T10:00:00+99:00",
  "1974~~",
  "?1974~",
  "1974-42",
  "2001-34-01",
  "2004-02-3X",
  "2004-1X-05",
  "1974-03-22 ",
  "१९७४",
])("%j is refused with a sentence that names it", (text) => {
  expect(() => readEdtf(text)).toThrow(Fault);
  expect(() => readEdtf(text)).toThrow(`"${text.slice(0, 60)}`);
});

describe("the published examples of ISO 8601-2, as the Library of Congress gives them", () => {
  // Level 0 and 1, then what of level 2 has no holes.
  test.each([
    ["1985-04-12", "1985-04-12", "1985-04-12"],
    ["1985-04", "1985-04-01", "1985-04-30"],
    ["1985", "1985-01-01", "1985-12-31"],
    ["1985-04-12T23:20:30", "1985-04-12", "1985-04-12"],
    ["1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"],
    ["1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12"],
    ["1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"],
    ["1964/2008", "1964-01-01", "2008-12-31"],
    ["2004-06/2006-08", "2004-06-01", "2006-08-31"],
    ["2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"],
    ["2004-02-01/2005-02", "2004-02-01", "2005-02-28"],
    ["2004-02-01/2005", "2004-02-01", "2005-12-31"],
    ["2005/2006-02", "2005-01-01", "2006-02-28"],
    ["2001-21", "2001-03-01", "2001-12-31"],
    ["1984?", "1983-01-01", "1985-12-31"],
    ["2004-06~", "2004-05-01", "2004-07-31"],
    ["2004-06-11%", "2004-06-09", "2004-06-13"],
    ["201X", "2010-01-01", "2019-12-31"],
    ["20XX", "2000-01-01", "2099-12-31"],
    ["2004-XX", "2004-01-01", "2004-12-31"],
    ["1985-04-XX", "1985-04-01", "1985-04-30"],
    ["1985-XX-XX", "1985-01-01", "1985-12-31"],
    ["1985-04-12/..", "1985-04-12", "infinity"],
    ["1985-04/..", "1985-04-01", "infinity"],
    ["1985/..", "1985-01-01", "infinity"],
    ["../1985-04-12", "-infinity", "1985-04-12"],
    ["../1985", "-infinity", "1985-12-31"],
    ["1985-04-12/", "1985-04-12", "infinity"],
    ["/1985-04", "-infinity", "1985-04-30"],
    ["1984~/2004-06", "1983-01-01", "2004-06-30"],
    ["1984/2004-06~", "1984-01-01", "2004-07-31"],
    ["1984~/2004~", "1983-01-01", "2005-12-31"],
    ["1984?/2004%", "1983-01-01", "2006-12-31"],
    ["1984-06-02?/2004-08-08~", "1984-06-01", "2004-08-09"],
    ["2001-34", "2001-04-01", "2001-06-30"],
    ["2001-40", "2001-01-01", "2001-06-30"],
    ["2001-25", "2001-03-01", "2001-06-30"],
    ["2001-29", "2001-09-01", "2001-12-31"],
    ["2001-30", "2000-12-01", "2002-03-31"],
    ["2004-06~-11", "2004-05-11", "2004-07-11"],
    ["2004?-06-11", "2003-06-11", "2005-06-11"],
    ["?2004-06-~11", "2003-06-10", "2005-06-12"],
    ["2004-%06-11", "2004-04-11", "2004-08-11"],
    ["1984-1X", "1984-10-01", "1984-12-31"],
    ["2004-02-2X", "2004-02-20", "2004-02-29"],
    ["2004-06-~01/2004-06-~20", "2004-05-31", "2004-06-21"],
    ["2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"],
  ])("%s", (text, min, max) => {
    expect(readEdtf(text)).toEqual({ value: text, min, max });
  });

  test.each([
    ["Y170000002", "years"],
    ["Y-170000002", "years"],
    ["-1985", "years"],
    ["Y-17E7", "years"],
    ["1950S2", "write"],
    ["[1667,1668,1670..1672]", "holes"],
    ["[..1760-12-03]", "holes"],
    ["{1960,1961-12}", "holes"],
    ["156X-12-25", "month"],
    ["15XX-12-25", "month"],
    ["XXXX-12-XX", "write"],
    ["1XXX-12", "write"],
  ])("%s has no place in a register, and is refused in words", (text, why) => {
    expect(() => readEdtf(text)).toThrow(why);
  });
});

const dates = fc
  .record({
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ year, month, day }) => ({
    year: String(year).padStart(4, "0"),
    month: String(month).padStart(2, "0"),
    day: Math.min(day, daysInMonth(year, month)),
  }))
  .map(({ year, month, day }) => `${year}-${month}-${String(day).padStart(2, "0")}`);

test("a day lies within its month, its month within its year, and doubt only widens", () => {
  fc.assert(
    fc.property(dates, (day) => {
      const [exact, month, year] = [readEdtf(day), readEdtf(day.slice(0, 7)), readEdtf(day.slice(0, 4))];
      expect(exact.min === day && exact.max === day).toBe(true);
      expect(month.min <= exact.min && exact.max <= month.max).toBe(true);
      expect(year.min <= month.min && month.max <= year.max).toBe(true);
      for (const length of [4, 7, 10]) {
        const [plain, doubtful, both] = ["", "~", "%"].map((mark) => readEdtf(day.slice(0, length) + mark));
        expect(both!.min <= doubtful!.min && doubtful!.min <= plain!.min).toBe(true);
        expect(both!.max >= doubtful!.max && doubtful!.max >= plain!.max).toBe(true);
        expect(isDay(both!.min) && isDay(both!.max)).toBe(true);
      }
    }),
  );
});

test("any text is read or refused, never anything else", () => {
  const piece = fc.constantFrom(
    "19",
    "74",
    "2",
    "X",
    "XX",
    "-",
    "?",
    "~",
    "%",
    "/",
    "..",
    "T",
    ":",
    "Z",
    "+",
    "-0",
    "-3",
  );
  const near = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
      try {
        const { min, max } = readEdtf(text);
        expect(min <= max).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    { numRuns: 2000 },
  );
});

test("days are counted over months, leap years and the ends of the calendar", () => {
  expect(addDays("1999-12-31", 1)).toBe("2000-01-01");
  expect(addDays("2000-03-01", -1)).toBe("2000-02-29");
  expect(addDays("9999-12-31", 5)).toBe("9999-12-31");
  expect(addDays("infinity", 5)).toBe("infinity");
  fc.assert(
    fc.property(dates, fc.integer({ min: -400, max: 400 }), (day, count) => {
      const moved = addDays(day, count);
      if (moved > "0003" && moved < "9997") expect(addDays(moved, -count)).toBe(day);
    }),
  );
});

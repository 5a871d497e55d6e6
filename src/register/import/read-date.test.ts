import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../../fault.ts";
import { dayInWords, isDay } from "../day.ts";
import { gregorianFromJulian, readDate } from "./read-date.ts";
import { behindVacant, saysVacant } from "./vacant.ts";

test.each([
  ["4 November 1970", "1970-11-04"],
  ["November 4, 1970", "1970-11-04"],
  ["4 de noviembre de 1970", "1970-11-04"],
  ["1º de marzo de 1970", "1970-03-01"],
  ["1st March 1970", "1970-03-01"],
  ["el 11 de septiembre de 1973", "1973-09-11"],
  ["Monday, 11 March 1990", "1990-03-11"],
  ["4 nov. 1970", "1970-11-04"],
  ["11-Sep-1973", "1973-09-11"],
  ["setiembre de 1973", "1973-09"],
  ["March 1994", "1994-03"],
  ["1974", "1974"],
  ["c. 1974", "1974~"],
  ["hacia 1974", "1974~"],
  ["1974?", "1974?"],
  ["c. 1974?", "1974%"],
  ["1970s", "197X"],
  ["1994-03-11T00:00:00Z", "1994-03-11"],
  ["19940311", "1994-03-11"],
  ["25/12/1990", "1990-12-25"],
  ["12/25/1990", "1990-12-25"],
  ["11.03.1990", "1990-03-11"],
  ["5/5/1990", "1990-05-05"],
  ["spring 1974", "1974-21"],
  ["Incumbent", ".."],
  ["En el cargo", ".."],
  ["actualidad", ".."],
  ["", ""],
  ["—", ""],
  ["desconocido", ""],
  ["1732-02-11 (O.S.)", "1732-02-22"],
  ["11 February 1732 (Old Style)", "1732-02-22"],
  ["25 de octubre de 1917 (juliano)", "1917-11-07"],
  ["25 October 1917 (Julian)", "1917-11-07"],
  ["20 December [O.S. 8 December] 1905", "1905-12-20"],
  ["April 20, 1812 (died in office)", "1812-04-20"],
  ["1950-12-05†", "1950-12-05"],
  ["1 January 2006[a]", "2006-01-01"],
  ["1 January 2008 at noon", "2008-01-01"],
  ["11 de marzo de 1990, 12:00", "1990-03-11"],
  ["1.º de octubre de 1925", "1925-10-01"],
  ["[c. 1990]", "1990~"],
  ["c. 1990 (?)", "1990%"],
  ['"2005"', "2005"],
])("%s is read as %s", (text, edtf) => {
  expect(readDate(text).edtf).toBe(edtf);
  expect(readDate(text).unread).toBeUndefined();
});

test.each(["31 April 1974", "1900-02-29", "29 de febrero de 1900", "1974-13-01", "31/02/1974", "30 February 2024"])(
  "%s does not exist and is refused",
  (text) => {
    expect(() => readDate(text)).toThrow(Fault);
  },
);

test("a date in figures alone lies between its two readings unless the source says which comes first", () => {
  expect(readDate("3/4/1990")).toMatchObject({ edtf: "", within: { min: "1990-03-04", max: "1990-04-03" } });
  expect(readDate("3/4/1990", "dmy").edtf).toBe("1990-04-03");
  expect(readDate("3/4/1990", "mdy").edtf).toBe("1990-03-04");
});

test("what is no date stays unknown with its words", () => {
  expect(readDate("some time after the war")).toEqual({ raw: "some time after the war", edtf: "", unread: true });
  expect(readDate("before 1974")).toMatchObject({ edtf: "", within: { max: "1974-12-31" } });
  expect(readDate("después de marzo de 1974")).toMatchObject({ edtf: "", within: { min: "1974-03-01" } });
  expect(readDate("early 1974")).toMatchObject({ edtf: "1974", interpretation: expect.any(String) as string });
  expect(readDate("x".repeat(1_000_000)).unread).toBe(true);
});

test("what stands beside a date is said not to be read, and what may be another date leaves it unknown", () => {
  expect(readDate("3 May 1990 (resigned)")).toMatchObject({
    raw: "3 May 1990 (resigned)",
    interpretation: expect.stringContaining("(resigned)") as string,
  });
  for (const text of ["12 May 1990 (or 13 May)", "3 May 1990 (5 May 1990)", "May (1990)", "1974 22 March 1976", "(("])
    expect(readDate(text)).toEqual({ raw: text, edtf: "", unread: true });
});

test.each([
  ["between 1990 and 1991", "1990-01-01", "1991-12-31"],
  ["entre mayo y junio de 1990", "1990-05-01", "1990-06-30"],
  ["1990 o 1991", "1990-01-01", "1991-12-31"],
  ["2013–14", "2013-01-01", "2014-12-31"],
  ["1990/1991", "1990-01-01", "1991-12-31"],
  ["1/2 March 2012", "2012-03-01", "2012-03-02"],
  ["1 January / 4 January 2011", "2011-01-01", "2011-01-04"],
])("%s is unknown and lies within what it says", (text, min, max) => {
  expect(readDate(text)).toMatchObject({ edtf: "", within: { min, max } });
  expect(readDate(text).unread).toBeUndefined();
});

test("each day in words of either language is read as itself", () => {
  const days = fc
    .date({ min: new Date("1000-01-01T00:00:00Z"), max: new Date("2999-12-31T00:00:00Z"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(days, fc.constantFrom("es" as const, "en" as const), (day, language) => {
      expect(readDate(dayInWords(day, language)).edtf).toBe(day);
    }),
  );
});

test("whatever text it is given, the answer is a date, unknown, or a refusal", () => {
  const words = fc.constantFrom(
    "1974",
    "marzo",
    "de",
    "31",
    "c.",
    "/",
    "-",
    "?",
    "April",
    "XX",
    "(O.S.)",
    "before",
    "..",
    "a. C.",
    "0000",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: "binary" }),
        fc.array(words).map((parts) => parts.join(" ")),
      ),
      (text) => {
        try {
          const { edtf } = readDate(text);
          expect(typeof edtf).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(Fault);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("Julian days move by as many days as the calendars lie apart", () => {
  expect(gregorianFromJulian("1582-10-05")).toBe("1582-10-15");
  expect(gregorianFromJulian("1700-02-28")).toBe("1700-03-10");
  expect(gregorianFromJulian("1700-03-01")).toBe("1700-03-12");
  expect(gregorianFromJulian("1917-10-25")).toBe("1917-11-07");
  expect(isDay(gregorianFromJulian("0004-02-28"))).toBe(true);
});

test("a vacancy is told from a name", () => {
  for (const text of [
    "Vacant",
    "Office vacant",
    "(vacant)",
    "Vacante",
    "''Vacant''".replaceAll("'", ""),
    "Cargo vacante",
    "Seat vacant since 3 May",
  ])
    expect(saysVacant(text)).toBe(true);
  for (const text of ["Juan Vacante Pérez", "Ana Soto", ""]) expect(saysVacant(text)).toBe(false);
});

test("the time of a vacancy is told from its words", () => {
  expect(behindVacant("Office vacant (April 20, 1812 – March 4, 1813)")).toBe("April 20, 1812 – March 4, 1813");
  expect(behindVacant("Vacante: del 2 de abril de 1811 al 4 de julio")).toBe("del 2 de abril de 1811 al 4 de julio");
  expect(behindVacant("Vacant")).toBe("");
});

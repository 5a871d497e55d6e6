import { expect, test } from "vitest";
import { countOf, longDay, longInstant, plainDay, plainInstant, shortInstant } from "./dates.ts";

const at = new Date("1973-09-12T01:04:00Z");

test("an instant is written as people write it, with the office's zone", () => {
  expect(longInstant(at, "es", "America/Santiago")).toBe("martes 11 de septiembre de 1973, 21:04, hora de Chile");
  expect(longInstant(at, "en", "America/Santiago")).toBe("Tuesday 11 September 1973, 21:04, Chile time");
  expect(shortInstant(at, "es", "America/Santiago")).toBe("11 de septiembre de 1973, 21:04");
  expect(plainInstant(at, "es", "America/Santiago")).toBe("11 de septiembre de 1973, 21:04, hora de Chile");
  expect(plainInstant(at, "en", "UTC")).toBe("12 September 1973, 01:04, UTC");
});

test("a calendar day has no zone and does not move with one", () => {
  expect(longDay("1973-09-11", "es")).toBe("martes 11 de septiembre de 1973");
  expect(plainDay("2000-01-01", "en")).toBe("1 January 2000");
});

test("numbers are grouped as each language groups them", () => {
  expect(countOf(1234, "es")).toBe("1.234");
  expect(countOf(1234, "en")).toBe("1,234");
});

test("days before 1582 are of the Gregorian calendar, in words as in figures", () => {
  expect(longDay("1541-02-12", "es")).toBe("miércoles 12 de febrero de 1541");
  expect(plainDay("0804-02-29", "en")).toBe("29 February 804");
});

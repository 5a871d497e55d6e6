import fc from "fast-check";
import { expect, test } from "vitest";
import { dayIn } from "./day.ts";
import { startOfDay } from "./start-of-day.ts";

test("a day begins at the first instant that its zone's clocks call by its date", () => {
  const zones = ["America/Santiago", "Australia/Sydney", "UTC", "Asia/Kathmandu", "America/Havana"];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date("1600-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
      (zone, date) => {
        const day = date.toISOString().slice(0, 10);
        const start = startOfDay(day, zone);
        expect(dayIn(zone, start)).toBe(day);
        expect(dayIn(zone, new Date(start.getTime() - 1000)) < day).toBe(true);
      },
    ),
  );
});

test("where summer time takes midnight away, the day begins when the clocks have been put forward", () => {
  expect(startOfDay("2024-09-08", "America/Santiago").toISOString()).toBe("2024-09-08T04:00:00.000Z");
});

test("where midnight comes twice, the day begins with the first", () => {
  expect(startOfDay("2023-11-05", "America/Havana").toISOString()).toBe("2023-11-05T04:00:00.000Z");
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { instantAt } from "./hour.ts";

test("an hour is that of the office's own clocks, in summer and in winter, to the second", () => {
  expect(instantAt("2026-11-25", "18:00", "America/Santiago").toISOString()).toBe("2026-11-25T21:00:00.000Z");
  expect(instantAt("2026-06-25", "18:00:30", "America/Santiago").toISOString()).toBe("2026-06-25T22:00:30.000Z");
  expect(instantAt("2026-11-25", "18:00", "Asia/Kathmandu").toISOString()).toBe("2026-11-25T12:15:00.000Z");
});

test("an hour that comes twice is the first, and one that is skipped is refused", () => {
  // Summer time ends at midnight of 5 April 2026, and begins at midnight of 6 September.
  expect(instantAt("2026-04-04", "23:30", "America/Santiago").toISOString()).toBe("2026-04-05T02:30:00.000Z");
  expect(() => instantAt("2026-09-06", "00:30", "America/Santiago")).toThrow("does not come");
  expect(instantAt("2026-09-06", "01:00", "America/Santiago").toISOString()).toBe("2026-09-06T04:00:00.000Z");
});

test("what is no day or time is refused", () => {
  for (const [day, time] of [
    ["2026-02-30", "10:00"],
    ["2026-11-25", "24:00"],
    ["2026-11-25", "9:00"],
    ["", ""],
    ["mañana", "10:00"],
  ] as const)
    expect(() => instantAt(day, time, "America/Santiago")).toThrow("is not a day and an hour");
});

test("whatever instant clocks show, its day and time lead back to it, or to its first coming", () => {
  const zones = fc.constantFrom("America/Santiago", "Europe/Madrid", "Australia/Lord_Howe", "UTC");
  const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(zones, instants, (timeZone, at) => {
      const second = new Date(Math.floor(at.getTime() / 1_000) * 1_000);
      const [day, time] = second.toLocaleString("sv-SE", { timeZone }).split(" ") as [string, string];
      const found = instantAt(day, time, timeZone);
      expect(found.toLocaleString("sv-SE", { timeZone })).toBe(`${day} ${time}`);
      expect(found.getTime()).toBeLessThanOrEqual(second.getTime());
    }),
  );
});

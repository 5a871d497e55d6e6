import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dayIn } from "../register/day.ts";
import { wallClock } from "../register/start-of-day.ts";
import { collide, conflictOf } from "./agenda-conflict.ts";
import {
  type AgendaTime,
  type AgendaTimeTyped,
  compareSpans,
  daysOf,
  edtfOf,
  mondayOf,
  offsetInstant,
  partsOfDay,
  precisions,
  readAgendaTime,
  spanOf,
  timeColumns,
  timeOf,
} from "./agenda-time.ts";

const zone = "America/Santiago";
/** With the days on which the clocks of Chile are changed: 5 April and 6 September 2026. */
const day = fc
  .oneof(fc.integer({ min: 0, max: 720 }), fc.constantFrom(94, 95, 96, 247, 248, 249))
  .map((days) => addDays("2026-01-01", days));
const hour = fc.integer({ min: 1, max: 22 }).map((at) => `${String(at).padStart(2, "0")}:30`);

const typed = (change: Partial<AgendaTimeTyped>): AgendaTimeTyped => ({
  precision: "day",
  day: "2026-11-25",
  time: "",
  until: "",
  part: "",
  last: "",
  ...change,
});
const read = (change: Partial<AgendaTimeTyped>) => readAgendaTime(typed(change), zone);

const time: fc.Arbitrary<AgendaTime> = fc
  .record({
    precision: fc.constantFrom(...precisions),
    day,
    time: hour,
    length: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    part: fc.constantFrom(...partsOfDay),
    days: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ length, days, ...given }) => {
    const found = read({ ...given, last: given.precision === "days" ? addDays(given.day, days) : "" });
    if (found.precision !== "exact" || length === undefined) return found;
    return { ...found, end: new Date(found.start.getTime() + length * 60_000) };
  });

describe("a time of the agenda", () => {
  test("spans whole days but where an hour or a part of a day was said, on whatever day clocks are changed", () => {
    fc.assert(
      fc.property(time, (at) => {
        const { from, to } = spanOf(at, zone);
        const { first, last } = daysOf(at, zone);
        expect(from.getTime()).toBeLessThan(to.getTime());
        expect(dayIn(zone, from)).toBe(first);
        if (at.precision !== "exact") expect(dayIn(zone, new Date(to.getTime() - 1))).toBe(last);
        else if (at.end !== undefined) expect([at.start, at.end]).toEqual([from, to]);
      }),
    );
  });

  test("is kept and found as it was said", () => {
    fc.assert(
      fc.property(time, (at) => {
        expect(timeOf({ ...timeColumns(at), last_day: daysOf(at, zone).last })).toEqual(at);
      }),
    );
  });

  test("of a week is its Monday whatever day of it was given, of a month its first", () => {
    fc.assert(
      fc.property(day, (any) => {
        const week = read({ precision: "week", day: any });
        const { first, last } = daysOf(week, zone);
        expect([mondayOf(any), first <= any && any <= last, addDays(first, 6)]).toEqual([week.day, true, last]);
        expect(daysOf(read({ precision: "month", day: any }), zone)).toEqual({
          first: `${any.slice(0, 7)}-01`,
          last: addDays(`${addDays(`${any.slice(0, 7)}-28`, 4).slice(0, 7)}-01`, -1),
        });
      }),
    );
  });

  test("stands in one order with all others: what is over before another can begin comes before it", () => {
    fc.assert(
      fc.property(time, time, time, (a, b, c) => {
        const order = (one: AgendaTime, other: AgendaTime) =>
          Math.sign(compareSpans(spanOf(one, zone), spanOf(other, zone)));
        expect(order(a, b)).toBe(-order(b, a) + 0);
        if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
        if (spanOf(a, zone).to <= spanOf(b, zone).from) expect(order(a, b)).toBe(-1);
      }),
    );
  });

  test("of a morning comes before the hours of that morning, of an evening after those of the afternoon", () => {
    const at = (hours: string) => read({ precision: "exact", time: hours });
    const part = (which: string) => read({ precision: "part", part: which });
    const said = [
      read({ precision: "week" }),
      read({}),
      part("morning"),
      at("09:00"),
      part("afternoon"),
      at("12:30"),
      at("18:00"),
      part("evening"),
      at("21:00"),
    ];
    expect(said.toReversed().toSorted((a, b) => compareSpans(spanOf(a, zone), spanOf(b, zone)))).toEqual(said);
  });

  test("in words of EDTF says no more than is known", () => {
    const edtf = (change: Partial<AgendaTimeTyped>) => edtfOf(read(change), zone);
    expect([
      edtf({ precision: "exact", time: "10:30" }),
      edtf({ precision: "exact", time: "10:30", until: "11:15" }),
      edtf({ precision: "exact", day: "2026-07-01", time: "10:30" }),
      edtf({ precision: "part", part: "morning" }),
      edtf({}),
      edtf({ precision: "days", last: "2026-11-27" }),
      edtf({ precision: "week" }),
      edtf({ precision: "month" }),
    ]).toEqual([
      "2026-11-25T10:30:00-03:00",
      "2026-11-25T10:30:00-03:00/2026-11-25T11:15:00-03:00",
      "2026-07-01T10:30:00-04:00",
      "2026-11-25",
      "2026-11-25",
      "2026-11-25/2026-11-27",
      "2026-11-23/2026-11-29",
      "2026-11",
    ]);
    fc.assert(
      fc.property(time, (at) => {
        if (at.precision !== "exact") return;
        const text = offsetInstant(at.start, zone);
        expect(new Date(text)).toEqual(at.start);
        expect(text.slice(0, 19)).toBe(wallClock(at.start, zone));
      }),
    );
  });

  test("is refused for days and hours that do not exist, and for what ends before it begins", () => {
    // Midnight of 6 September 2026 is skipped: clocks go from 23:59 to 01:00.
    for (const change of [
      { precision: "" },
      { day: "2026-02-29" },
      { precision: "exact", time: "" },
      { precision: "exact", time: "25:00" },
      { precision: "exact", day: "2026-09-06", time: "00:30" },
      { precision: "exact", time: "10:30", until: "10:30" },
      { precision: "exact", time: "22:00", until: "01:00" },
      { precision: "part", part: "mañana" },
      { precision: "days", last: "2026-11-25" },
      { precision: "days", last: "2028-11-25" },
    ])
      expect(() => read(change), JSON.stringify(change)).toThrow(expect.objectContaining({ code: "invalid" }));
    const over = read({ precision: "exact", time: "22:00", until: "01:00", last: "2026-11-26" });
    expect(daysOf(over, zone)).toEqual({ first: "2026-11-25", last: "2026-11-26" });
    expect(daysOf(read({ precision: "exact", time: "22:00", until: "00:00", last: "2026-11-26" }), zone).last).toBe(
      "2026-11-25",
    );
  });
});

describe("two things of the agenda", () => {
  test("collide alike from either side, and never with what is over before they can begin", () => {
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(collide(a, b, zone)).toBe(collide(b, a, zone));
        const [of, to] = [spanOf(a, zone), spanOf(b, zone)];
        if (of.to <= to.from || to.to <= of.from) expect(collide(a, b, zone)).toBeUndefined();
        if (a.precision !== "exact" || b.precision !== "exact") expect(collide(a, b, zone)).not.toBe("certain");
      }),
    );
  });

  test("that did not collide do not begin to when more becomes known of one within what was said", () => {
    fc.assert(
      fc.property(time, time, fc.double({ min: 0, max: 1, noNaN: true }), (vague, other, at) => {
        const { from, to } = spanOf(vague, zone);
        const start = new Date(from.getTime() + Math.floor(at * (to.getTime() - from.getTime() - 60_000)));
        const known: AgendaTime = {
          precision: "exact",
          day: dayIn(zone, start),
          start,
          end: new Date(start.getTime() + 60_000),
        };
        expect(collide(vague, other, zone) ?? collide(known, other, zone)).toBe(collide(vague, other, zone));
      }),
    );
  });

  test("collide for certain where one begins while the other goes on, possibly where they need not", () => {
    const exact = (from: string, until = "") => read({ precision: "exact", time: from, until });
    const cases: [AgendaTime, AgendaTime, string | undefined][] = [
      [exact("10:00", "11:00"), exact("10:30", "12:00"), "certain"],
      [exact("10:00", "11:00"), exact("11:00", "12:00"), undefined],
      [exact("10:00", "11:00"), exact("10:30"), "certain"],
      [exact("10:00"), exact("10:00"), "certain"],
      [exact("10:00"), exact("11:00"), "possible"],
      [exact("10:00"), exact("12:00"), undefined],
      [exact("10:00"), read({ precision: "part", part: "morning" }), "possible"],
      [exact("15:00"), read({ precision: "part", part: "morning" }), undefined],
      [exact("12:15"), read({ precision: "part", part: "afternoon" }), "possible"],
      [exact("10:00"), read({ precision: "week" }), "possible"],
      [exact("10:00"), read({ day: "2026-11-26" }), undefined],
    ];
    for (const [a, b, expected] of cases) expect(collide(a, b, zone)).toBe(expected);
  });

  test("only collide for somebody who is wanted for both, or at one place; what is cancelled never does", () => {
    const at = { time: read({ precision: "exact", time: "10:00" }), state: "planned" as const };
    const one = { ...at, people: ["camila-vallejo"], place: "La Moneda" };
    expect(conflictOf(one, { ...at, people: [], place: "" }, zone)).toBeUndefined();
    expect(conflictOf({ ...one, place: "" }, { ...at, people: ["otra"], place: "" }, zone)).toBeUndefined();
    expect(conflictOf(one, { ...at, people: ["otra", "camila-vallejo"], place: "Chaitén" }, zone)).toEqual({
      certainty: "certain",
      people: ["camila-vallejo"],
      place: false,
    });
    expect(conflictOf(one, { ...at, people: [], place: "la  moneda" }, zone)?.place).toBe(true);
    expect(conflictOf(one, { ...one, state: "cancelled" }, zone)).toBeUndefined();
  });
});

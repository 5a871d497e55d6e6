import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { boundsOf, certainlyHolds, holdsWholeDay, possiblyHolds, roleOn, withConfirmation } from "./interval.ts";

const day = fc.integer({ min: 0, max: 800 }).map((count) => addDays("1973-06-01", count));
const edtf = day.chain((one) =>
  fc.constantFrom(one, one.slice(0, 7), one.slice(0, 4), `${one}~`, `${one.slice(0, 7)}?`),
);
const end = fc.oneof(edtf, fc.constantFrom("..", ""));

/** Every tenure in whole days that the two dates allow, which the three questions are checked against. */
function worlds(start: string, finish: string): { from: string; to: string }[] {
  const first = readEdtf(start);
  const last = readEdtf(finish);
  const found = [];
  for (let from = first.min; from <= first.max; from = addDays(from, 1))
    for (let to = last.min < from ? from : last.min; to <= last.max; to = addDays(to, 1)) found.push({ from, to });
  return found;
}

test("the three questions say what holds in some and in every way that it can have been", () => {
  const narrow = fc.oneof(
    day,
    day.map((one) => one.slice(0, 7)),
    day.map((one) => `${one}~`),
  );
  fc.assert(
    fc.property(narrow, narrow, day, (start, finish, asked) => {
      const all = worlds(start, finish);
      fc.pre(all.length > 0);
      const bounds = boundsOf(start, finish);
      expect(possiblyHolds(bounds, asked)).toBe(all.some(({ from, to }) => from <= asked && asked <= to));
      expect(certainlyHolds(bounds, asked)).toBe(all.every(({ from, to }) => from <= asked && asked <= to));
      expect(holdsWholeDay(bounds, asked)).toBe(all.every(({ from, to }) => from < asked && asked < to));
    }),
    { numRuns: 300 },
  );
});

test("whole day implies certain, certain implies possible, and bounds stand in order", () => {
  fc.assert(
    fc.property(fc.oneof(edtf, fc.constant("")), end, day, (start, finish, asked) => {
      const bounds = boundsOf(start, finish);
      expect(bounds.startMin <= bounds.startMax && bounds.endMin <= bounds.endMax).toBe(true);
      if (holdsWholeDay(bounds, asked)) expect(certainlyHolds(bounds, asked)).toBe(true);
      if (certainlyHolds(bounds, asked)) expect(possiblyHolds(bounds, asked)).toBe(true);
    }),
  );
});

test("a confirmation adds certainty up to its last day, takes none away, and never outlives a known end", () => {
  fc.assert(
    fc.property(edtf, end, day, day, (start, finish, until, asked) => {
      const before = boundsOf(start, finish);
      const after = withConfirmation(before, until);
      if (certainlyHolds(before, asked)) expect(certainlyHolds(after, asked)).toBe(true);
      expect(possiblyHolds(after, asked)).toBe(possiblyHolds(before, asked));
      if (certainlyHolds(after, asked)) expect(asked <= before.endMax).toBe(true);
      if (before.startMax <= asked && asked <= until && asked <= before.endMax)
        expect(certainlyHolds(after, asked)).toBe(true);
    }),
  );
});

describe("what a source leaves open stays open", () => {
  test("an unknown end is certain on the first day alone, for the one who entered did hold it then", () => {
    const bounds = boundsOf("1973-09-12", "");
    expect(bounds).toEqual({
      startMin: "1973-09-12",
      startMax: "1973-09-12",
      endMin: "1973-09-12",
      endMax: "infinity",
    });
    expect(certainlyHolds(bounds, "1973-09-12")).toBe(true);
    expect(certainlyHolds(bounds, "1973-09-13")).toBe(false);
    expect(possiblyHolds(bounds, "2026-01-01")).toBe(true);
  });

  test("an ongoing tenure is certain up to the day its source speaks of, and possible after", () => {
    const bounds = boundsOf("2022-03-11", "..", "2024-05-01");
    expect(certainlyHolds(bounds, "2024-05-01")).toBe(true);
    expect(certainlyHolds(bounds, "2024-05-02")).toBe(false);
    expect(possiblyHolds(bounds, "2024-05-02")).toBe(true);
  });

  test("an unknown start makes no day certain but the last", () => {
    const bounds = boundsOf("", "1977-11-15");
    expect(bounds.startMin).toBe("-infinity");
    expect(certainlyHolds(bounds, "1977-11-15")).toBe(true);
    expect(certainlyHolds(bounds, "1977-11-14")).toBe(false);
  });

  test("an inverted interval holds on no day and is kept as its source has it", () => {
    const bounds = boundsOf("1976-03-22", "1974");
    expect(bounds).toEqual({
      startMin: "1976-03-22",
      startMax: "1976-03-22",
      endMin: "1974-01-01",
      endMax: "1974-12-31",
    });
    expect(possiblyHolds(bounds, "1975-01-01")).toBe(false);
  });

  test("on a shared day one holds until it and the other from it; a tenure of one day simply holds", () => {
    expect(roleOn(boundsOf("1970-11-04", "1972-08-08"), "1972-08-08")).toBe("until");
    expect(roleOn(boundsOf("1972-08-08", "1973-03-27"), "1972-08-08")).toBe("from");
    expect(roleOn(boundsOf("1972-08-08", "1972-08-08"), "1972-08-08")).toBe("holds");
    expect(roleOn(boundsOf("1974", "1976-03-22"), "1974-01-01")).toBe("holds");
  });
});

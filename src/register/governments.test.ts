import { expect, test } from "vitest";
import type { Standing } from "./assertions.ts";
import { governmentsBefore } from "./governments.ts";
import type { When } from "./item.ts";

const day = (edtf: string): When => ({ raw: edtf, edtf });
const government = (id: string, start?: string, end?: string): Standing<"institution"> => ({
  id,
  data: {
    kind: "government",
    names: [{ name: { es: id } }],
    ...(start === undefined ? {} : { start: day(start) }),
    ...(end === undefined ? {} : { end: day(end) }),
  },
  source: { id: "s", locator: "1" },
  register: { entry: 1, item: 0 },
});
const known = [
  government("first", "2018-03-11", "2022-03-11"),
  government("second", "2022-03-11", "2026-03-11"),
  government("present", "2026-03-11"),
  government("unsure", "1990~", "1994-03-11"),
  government("undated"),
];
const on = (text: string, today = "2026-11-25", all = known) => governmentsBefore(all, text, today).map(({ id }) => id);

test("a text is of the government of its day, on a day of change of both, once it is over; never of a surer one than the register's", () => {
  expect(on("2020-05-01")).toEqual(["first"]);
  expect(on("2022-03-11")).toEqual(["first", "second"]);
  // The present one was there that day too.
  expect(on("2026-03-11")).toEqual([]);
  expect(on("2026-06-01")).toEqual([]);
  expect(on("1990-06-01")).toEqual([]);
  expect(on("1993-06-01")).toEqual(["unsure"]);
  expect(on("1950-01-01")).toEqual([]);
  // While it was in office, and on its last day.
  expect(on("2023-01-01", "2024-01-01")).toEqual([]);
  expect(on("2023-01-01", "2026-03-11")).toEqual([]);
  expect(on("2023-01-01", "2026-03-12")).toEqual(["second"]);
  expect(on("2020-05-01", "2026-11-25", [])).toEqual([]);
  expect(on("2020-05-01", "2026-11-25", [government("going on", "2018-03-11", "..")])).toEqual([]);
});

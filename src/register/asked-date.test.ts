import { expect, test } from "vitest";
import { readAskedDate } from "./asked-date.ts";

test.each([
  "1973-09-11",
  " 1973-9-11 ",
  "11-09-1973",
  "11/9/1973",
  "11.09.1973",
  "11 de septiembre de 1973",
  "11 de setiembre del 1973",
  "martes 11 de septiembre de 1973",
  "11 SEPTIEMBRE 1973",
  "September 11, 1973",
  "11th September 1973",
  "11 sept. 1973",
])("%s is the 11th of September 1973", (text) => {
  expect(readAskedDate(text)).toEqual({ edtf: "1973-09-11", min: "1973-09-11", max: "1973-09-11" });
});

test.each([
  ["1974", "1974-01-01", "1974-12-31"],
  ["1973-09", "1973-09-01", "1973-09-30"],
  ["septiembre de 1973", "1973-09-01", "1973-09-30"],
  ["09-1973", "1973-09-01", "1973-09-30"],
  ["1974~", "1973-01-01", "1975-12-31"],
  ["197X", "1970-01-01", "1979-12-31"],
])("%s is all the days it can mean", (text, min, max) => {
  expect(readAskedDate(text)).toMatchObject({ min, max });
});

test.each([
  "",
  "ayer",
  "30 de febrero de 1973",
  "1973-02-30",
  "31-04-1973",
  "13/13/1973",
  "11 y 12 de mayo de 1973",
  "73",
  "0000",
  "9".repeat(400),
  "<script>",
])("%s is refused", (text) => {
  expect(() => readAskedDate(text)).toThrow(expect.objectContaining({ code: "invalid" }) as Error);
});

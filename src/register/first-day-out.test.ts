import { expect, test } from "vitest";
import { firstDayOut } from "./first-day-out.ts";
import type { When } from "./item.ts";

const at = (raw: string, edtf: string, interpretation?: string): When => ({
  raw,
  edtf,
  min: edtf,
  max: edtf,
  ...(interpretation === undefined ? {} : { interpretation }),
});
const exclusive = { endConvention: "exclusive" as const };
const inclusive = { endConvention: "inclusive" as const };

test.each<[string, When | undefined, typeof exclusive | typeof inclusive | undefined, string | undefined]>([
  ["the source's day is the first out", at("2015-05-08", "2015-05-07"), exclusive, "2015-05-08"],
  ["in words, at the turn of a year", at("1 de enero de 2016", "2015-12-31"), exclusive, "2016-01-01"],
  ["in words that cannot be read, by the convention", at("8 May 2015[3]", "2015-05-07"), exclusive, "2015-05-08"],
  ["another source has spoken since of its start", at("2015-05-08", "2015-05-07"), inclusive, "2015-05-08"],
  ["the source's day is the last in", at("2015-05-08", "2015-05-08"), inclusive, undefined],
  ["the same in words that cannot be read", at("8 May 2015[3]", "2015-05-08"), inclusive, undefined],
  ["one day in and out is kept", at("2015-05-08", "2015-05-08", "kept"), exclusive, undefined],
  ["an imprecise end has no day to take off", at("2015", "2015"), exclusive, undefined],
  ["it goes on", { raw: "", edtf: ".." }, exclusive, undefined],
  ["an end of our own, which no source words", at("", "2015-05-07"), exclusive, undefined],
  ["no end", undefined, exclusive, undefined],
])("%s", (_, end, source, out) => {
  expect(firstDayOut({ start: at("", "2015-05-08"), ...(end === undefined ? {} : { end }) }, source)).toBe(out);
});

import * as v from "valibot";
import { isDay } from "../register/day.ts";

/*
 * The forms of single values, as parameters and as members of what is answered. What an address or a parameter must be is
 * checked by the very schema that the OpenAPI document is made from.
 */

export const day = v.pipe(
  v.string(),
  v.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, "write a day as 2026-11-25."),
  v.check(isDay, "there is no such day in the calendar."),
  v.description("A day by the office's own clocks, as 2026-11-25."),
);
export const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/),
  v.description("An instant in UTC, to the millisecond."),
);
export const slug = v.pipe(
  v.string(),
  v.maxLength(200, "an id has at most 200 signs."),
  v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "an id has small letters, digits and single hyphens."),
);
export const number = v.pipe(
  v.string(),
  v.maxLength(20, "a number is as 2026-0042."),
  v.regex(/^[0-9H]+-[0-9]+$/, "a number is as 2026-0042, or H-000001 for what was imported."),
  v.description("`2026-0042`, gapless within a year of the office's time zone; `H-000001` for an imported archive."),
);
export const language = v.pipe(v.string(), v.description("A language tag (BCP 47)."));
export const languageAsked = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,8}$/, "give the first part of a language tag, as es."),
  v.description("The first part of a language tag (BCP 47): `es` finds `es-CL`."),
);
export const address = v.pipe(v.string(), v.regex(/^https?:\/\/\S+$/), v.description("A whole address."));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const ordinal = v.pipe(v.number(), v.integer(), v.minValue(1));
export const entry = v.pipe(count, v.description("The index of an entry of the record, from 0."));
export const commitment = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.description("SHA-256, in hexadecimal."));
export const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/));
export const place = v.strictObject({ entry, item: count });
export const severity = v.picklist(["minor", "major"]);

/** A whole number, out of an address. */
export const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^(?:0|[1-9]\d{0,14})$/, "write a whole number."),
    v.transform(Number),
    v.number(),
    v.integer(),
    v.minValue(least, `the least is ${least}.`),
    v.maxValue(most, `the most is ${most}.`),
  );
export const limit = v.optional(v.pipe(wholeNumber(1, 100), v.description("How many at most, from 1 to 100.")), "20");
export const cursor = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(300, "it is not one of ours."),
    v.description("Where to go on: from the `next` of an earlier answer. What is published meanwhile moves nothing."),
  ),
);

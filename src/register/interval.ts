import { beginning, type Day, earlier, forever, later } from "./day.ts";
import { readEdtf } from "./edtf.ts";

/**
 * What is known of when something began and ended, in inclusive days: it began on some day from `startMin` to
 * `startMax` and ended on some day from `endMin` to `endMax`. The last day counts as held.
 */
export type Bounds = { startMin: Day; startMax: Day; endMin: Day; endMax: Day };

/**
 * The four bounds of an interval whose ends are given in EDTF (a date, `..` for ongoing, blank for unknown).
 * `assertedOn` is the day on which a source said that it was ongoing; without it nothing is known past the start.
 * `within` are days between which an end lies besides (see When). Since nothing ends before it began, each end narrows the other, unless the two contradict: then both stay as
 * the source has them, and the audit names the inverted interval.
 */
export function boundsOf(
  start: string,
  end: string,
  assertedOn?: Day,
  within: { start?: Limits | undefined; end?: Limits | undefined } = {},
): Bounds {
  const from = narrowed(
    start === ".." || start === "" ? { min: beginning, max: forever } : readEdtf(start),
    within.start,
  );
  const to = narrowed(
    end === ".."
      ? { min: assertedOn ?? beginning, max: forever }
      : end === ""
        ? { min: beginning, max: forever }
        : readEdtf(end),
    within.end,
  );
  if (from.min > to.max) return { startMin: from.min, startMax: from.max, endMin: to.min, endMax: to.max };
  return {
    startMin: from.min,
    startMax: start === ".." ? from.min : earlier(from.max, to.max),
    endMin: later(to.min, from.min),
    endMax: to.max,
  };
}

type Limits = { min?: Day; max?: Day };

/** What a date can mean, held within the days it must lie between; if the two contradict, what the date means. */
export function narrowed(meant: { min: Day; max: Day }, within: Limits | undefined): { min: Day; max: Day } {
  const min = later(meant.min, within?.min ?? beginning);
  const max = earlier(meant.max, within?.max ?? forever);
  return min <= max ? { min, max } : { min: meant.min, max: meant.max };
}

export function possiblyHolds(bounds: Bounds, day: Day): boolean {
  return bounds.startMin <= day && day <= bounds.endMax;
}

/** Certainly during some part of the day. */
export function certainlyHolds(bounds: Bounds, day: Day): boolean {
  return bounds.startMax <= day && day <= bounds.endMin;
}

export function holdsWholeDay(bounds: Bounds, day: Day): boolean {
  return bounds.startMax < day && day < bounds.endMin;
}

/** "until" on the day it is known to end, "from" on the day it is known to begin, else "holds". */
export function roleOn(bounds: Bounds, day: Day): "holds" | "until" | "from" {
  const ends = bounds.endMin === day && bounds.endMax === day;
  const begins = bounds.startMin === day && bounds.startMax === day;
  if (ends && !begins) return "until";
  return begins && !ends ? "from" : "holds";
}

/**
 * The bounds once a confirmation is counted in: whoever vouched that it was ongoing is relied on until
 * `coversUntil`, but never past an end that has become known since.
 */
export function withConfirmation(bounds: Bounds, coversUntil: Day | undefined): Bounds {
  if (coversUntil === undefined) return bounds;
  return { ...bounds, endMin: later(bounds.endMin, earlier(coversUntil, bounds.endMax)) };
}

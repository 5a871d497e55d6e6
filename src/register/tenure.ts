import { Fault } from "../fault.ts";
import { beginning, type Day, dayInWords, forever } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { type Bounds, boundsOf } from "./interval.ts";
import type { Capacity, CapacityPeriod, GapData, TenureData, When } from "./item.ts";

/** One end of an interval as its source words it, without the bounds that follow from it. */
export type Dated = Pick<When, "raw" | "edtf" | "within" | "interpretation">;
type Span = { start: When; end: When };

export const ongoing: Dated = { raw: "", edtf: ".." };

/** Whoever holds in one of these takes a seat; whoever acts for somebody does not. */
export function takesSeat({ capacities }: TenureData): boolean {
  return capacities.some(({ capacity }) => capacity === "titular" || capacity === "interino");
}

/** Both ends with the bounds that they mean together. Fault("invalid") for an interval that certainly ends before it begins. */
export function spanned(start: Dated, end: Dated, assertedOn?: Day): Span {
  const bounds = boundsOf(start.edtf, end.edtf, assertedOn, { start: start.within, end: end.within });
  if (bounds.startMin > bounds.endMax)
    throw new Fault(
      "invalid",
      `It would end (${end.edtf}) before it begins (${start.edtf}); check both dates.`,
      [],
      `Terminaría (${end.edtf}) antes de empezar (${start.edtf}); revise ambas fechas.`,
    );
  return {
    start: bounded(start, bounds.startMin, bounds.startMax),
    end: bounded(end, bounds.endMin, bounds.endMax),
  };
}

/** A date by itself, with the bounds that it means. */
export function alone(dated: Dated): When {
  if (dated.edtf === "" || dated.edtf === "..") return bounded(dated, beginning, forever);
  const { min, max } = readEdtf(dated.edtf);
  return bounded(dated, min, max);
}

export function boundsOfTenure({ start, end, assertedOn }: TenureData): Bounds {
  return boundsOf(start.edtf, end.edtf, assertedOn, { start: start.within, end: end.within });
}

export function boundsOfGap({ start, end, assertedOn }: GapData): Bounds {
  return boundsOf(start.edtf, end.edtf, assertedOn, { start: start.within, end: end.within });
}

/** The tenure with other ends. Once its end is known, the day on which it was said to go on is of no account. */
export function redated(data: TenureData, { start, end }: { start?: Dated; end?: Dated }, saidOn?: Day): TenureData {
  const { assertedOn: before, ...rest } = data;
  const to = end ?? unbounded(data.end);
  const assertedOn = to.edtf !== ".." ? undefined : end === undefined ? before : saidOn;
  return {
    ...rest,
    ...spanned(start ?? unbounded(data.start), to, assertedOn),
    ...(assertedOn === undefined ? {} : { assertedOn }),
  };
}

/**
 * The tenure with one more period of capacity. A period without end takes the place of an open one before it, which
 * ends where it begins; a period with an end lies within what surrounds it. Fault("invalid") for one that lies outside
 * the tenure.
 */
export function withCapacity(data: TenureData, capacity: Capacity, from: Dated, to: Dated, note?: string): TenureData {
  const tenure = boundsOfTenure(data);
  const { start, end } = spanned(from, to);
  if ((start.max ?? forever) < tenure.startMin || (start.min ?? beginning) > tenure.endMax)
    throw new Fault(
      "invalid",
      `A capacity since ${from.edtf} lies outside the tenure of ${data.person}, which runs from ${data.start.edtf} to ${data.end.edtf === ".." ? "now" : data.end.edtf || "an unknown day"}.`,
      [],
      `Una calidad desde ${from.edtf} queda fuera del período de ${data.person}; revise las fechas.`,
    );
  if (end.min !== undefined && end.min > tenure.endMax)
    throw new Fault(
      "invalid",
      `A capacity until ${to.edtf} lasts longer than the tenure, which ends on ${data.end.edtf}.`,
      [],
      `Una calidad hasta ${to.edtf} dura más que el período, que termina el ${data.end.edtf}.`,
    );
  const period: CapacityPeriod = {
    capacity,
    start: alone(from),
    end: alone(to),
    ...(note === undefined ? {} : { note }),
  };
  const before = data.capacities.map((one) => (to.edtf === ".." ? closed(one, from, capacity) : one));
  return { ...data, capacities: [...before, period] };
}

/** The tenure with its open period of that capacity ended; undefined if it has none. */
export function withoutCapacity(data: TenureData, capacity: Capacity, to: Dated): TenureData | undefined {
  const at = data.capacities.findLastIndex((one) => one.capacity === capacity && one.end?.edtf === "..");
  const open = data.capacities[at];
  if (open === undefined) return undefined;
  if (open.start !== undefined) spanned(unbounded(open.start), to);
  return { ...data, capacities: data.capacities.with(at, { ...open, end: alone(to) }) };
}

/** Somebody on leave keeps what they are on leave from. */
function closed(period: CapacityPeriod, from: Dated, next: Capacity): CapacityPeriod {
  const open = period.end === undefined || period.end.edtf === "..";
  return open && next !== "on-leave" && period.capacity !== "on-leave" ? { ...period, end: alone(from) } : period;
}

/** The words for a Fault: "since 11 March 2022". */
export function sinceInWords({ start }: TenureData): string {
  return start.min !== undefined && start.min === start.max
    ? `since ${dayInWords(start.min, "en")}`
    : `since ${start.edtf === "" ? "an unknown day" : start.edtf}`;
}

export function unbounded({ raw, edtf, within, interpretation }: When): Dated {
  return {
    raw,
    edtf,
    ...(within === undefined ? {} : { within }),
    ...(interpretation === undefined ? {} : { interpretation }),
  };
}

function bounded(dated: Dated, min: Day, max: Day): When {
  return {
    ...dated,
    ...(min === beginning || min === forever ? {} : { min }),
    ...(max === forever || max === beginning ? {} : { max }),
  };
}

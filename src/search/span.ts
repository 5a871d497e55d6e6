import type { Standing } from "../register/assertions.ts";

/** Days from and until which something is looked for, both included. */
export type Span = { from?: string | undefined; until?: string | undefined };

/** What of a span lies within a government, as far as the register knows its days. */
export function spanWithin(government: Standing<"institution"> | undefined, { from, until }: Span) {
  const first = latest(from, dayIn(government?.data.start?.min));
  const last = earliest(until, dayIn(government?.data.end?.max));
  return { ...(first === undefined ? {} : { from: first }), ...(last === undefined ? {} : { until: last }) };
}

function dayIn(day: string | undefined): string | undefined {
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined;
}

function latest(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a > b ? a : b;
}

function earliest(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a < b ? a : b;
}

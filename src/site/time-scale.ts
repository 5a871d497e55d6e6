import type { Day } from "../register/day.ts";

/** Where days stand from left to right. Never goes back: a later day is never left of an earlier one. */
export type TimeScale = {
  /** The place of the beginning of a day. Days beyond the ends stand at the ends. */
  x: (day: Day) => number;
  /** Where the days before are drawn together, out of scale. */
  breakAt?: number;
  ticks: { x: number; year: number }[];
};

type ScaleOptions = {
  /** The first and the last day to be drawn to scale. */
  from: Day;
  to: Day;
  /** The earliest day of all; what lies before `from` is drawn together if it would take much room. */
  earliest: Day;
  left: number;
  right: number;
};

const stripWidth = 92;
/** How far apart years are written. */
const tickRoom = 60;

export function timeScale({ from, to, earliest, left, right }: ScaleOptions): TimeScale {
  const [first, last] = [numberOf(from), Math.max(numberOf(to), numberOf(from) + 1)];
  const before = first - Math.min(numberOf(earliest), first);
  const narrow = before > (last - first) * 0.12 && right - left > 3 * stripWidth;
  const start = narrow ? first : first - before;
  const plot = narrow ? left + stripWidth : left;
  const scaled = (at: number) => plot + ((at - start) / (last - start)) * (right - plot);
  const x = (day: Day) => {
    if (day === "-infinity") return left;
    if (day === "infinity") return right;
    const at = numberOf(day);
    if (at >= last) return right;
    if (at >= start) return scaled(at);
    return narrow ? left + (Math.max(0, at - (first - before)) / before) * stripWidth : left;
  };
  return {
    x,
    ...(narrow ? { breakAt: plot } : {}),
    ticks: [
      ...(narrow ? [{ x: left, year: yearOf(first - before) }] : []),
      ...ticksOf(x, start, last, (right - plot) / (last - start)),
    ],
  };
}

/** Round years, as many as have room. */
function ticksOf(x: (day: Day) => number, start: number, last: number, perDay: number): TimeScale["ticks"] {
  const every = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500].find((years) => years * 365.25 * perDay >= tickRoom) ?? 1000;
  const [first, end] = [yearOf(start), yearOf(last)];
  const ticks: TimeScale["ticks"] = [];
  for (let year = Math.ceil(first / every) * every; year <= end; year += every) {
    const day = `${String(Math.max(year, 1)).padStart(4, "0")}-01-01`;
    if (numberOf(day) >= start && year > 0) ticks.push({ x: x(day), year });
  }
  return ticks;
}

const dayLength = 86_400_000;
const numberOf = (day: Day) => Date.parse(`${day}T00:00:00Z`) / dayLength;
const yearOf = (at: number) => new Date(at * dayLength).getUTCFullYear();

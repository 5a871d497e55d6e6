import { addDays, type Day, earlier, later } from "../register/day.ts";
import type { Bounds } from "../register/interval.ts";
import { textWidth } from "./text-width.ts";
import { type TimeScale, timeScale } from "./time-scale.ts";

/** How a time is drawn: held in full capacity, by somebody acting, by somebody on leave, or by nobody known. */
export type Manner = "full" | "acting" | "leave" | "concurrent" | "vacant" | "unknown";
export type Part = {
  bounds: Bounds;
  manner: Manner;
  /** A source calls it ongoing: certain up to the day until which somebody vouched for it. */
  ongoing: boolean;
};
export type Bar = {
  id: string;
  /** The whole name, never shortened. */
  label: string;
  /** The same with everything else, for a reader who does not see it drawn. */
  says: string;
  /** In short: from when to when. */
  dates: string;
  href?: string;
  /** The day's answer: it is among those asked about. */
  asked: boolean;
  parts: Part[];
};
export type Row = { id: string; title: string; href?: string; bars: Bar[] };
export type Mark = { id: string; label: string; says: string; href?: string; min: Day; max: Day };
export type Timeline = {
  rows: Row[];
  instruments: Mark[];
  governments: Mark[];
  /** The day, or the first and last of the days, asked about. */
  asked?: { min: Day; max: Day; label: string };
  today: Day;
};

export type Segment = {
  kind: "certain" | "fade-in" | "fade-out" | "possible" | "unconfirmed" | "contradictory";
  manner: Manner;
  x: number;
  width: number;
};
export type PlacedText = { text: string; x: number; y: number; width: number; anchor: "start" | "middle" | "end" };
export type PlacedBar = {
  bar: Bar;
  level: number;
  x: number;
  y: number;
  width: number;
  segments: Segment[];
  label: PlacedText;
};
export type PlacedRow = { row: Row; y: number; height: number; title?: PlacedText; bars: PlacedBar[] };
export type PlacedMark = { mark: Mark; x: number; width: number; label: PlacedText };
export type Drawing = {
  width: number;
  height: number;
  /** Between which heights the rows stand. */
  top: number;
  bottom: number;
  scale: TimeScale;
  rows: PlacedRow[];
  instruments: PlacedMark[];
  governments: PlacedMark[];
  asked?: { x: number; width: number; label: PlacedText };
  years: PlacedText[];
};

export const sizes = { bar: 8, pitch: 27, label: 12, title: 12.5, margin: 8 };
const labelGap = 10;
const smallest = 2;

/**
 * Where everything stands. Bars of a row descend like stairs, so that each whole name has room under its bar; a name
 * that would leave the drawing on the right ends where its bar ends.
 */
export function placeTimeline(timeline: Timeline, atLeast: number): Drawing {
  const width = Math.max(
    atLeast,
    ...allLabels(timeline).map((text) => textWidth(text, sizes.title) + 3 * sizes.margin),
  );
  const scale = scaleOf(timeline, sizes.margin, width - sizes.margin);
  const governments = placeMarks(timeline.governments, scale, width, 12);
  const askedRoom = timeline.asked === undefined ? 0 : 20;
  const top = levelsOf(governments) * 20 + askedRoom + 4;
  let y = top + 6;
  const rows = timeline.rows.map((row) => {
    const placed = placeRow(row, scale, width, y, timeline.rows.length > 1);
    y += placed.height;
    return placed;
  });
  const bottom = y + 4;
  const instruments = placeMarks(timeline.instruments, scale, width, bottom + 15);
  const yearsAt = bottom + levelsOf(instruments) * 20 + 18;
  const { asked } = timeline;
  return {
    width,
    height: yearsAt + 6,
    top,
    bottom,
    scale,
    rows,
    instruments,
    governments,
    ...(asked === undefined ? {} : { asked: placeAsked(asked, scale, width, top - 6) }),
    years: scale.ticks.map(({ x, year }) => centred(String(year), x, yearsAt, width)),
  };
}

/** The pieces of a bar on any scale, from left to right: the certain ones lie within the possible ones. */
export function segmentsOf({ parts }: Pick<Bar, "parts">, scale: TimeScale): Segment[] {
  return parts.flatMap((part) => partSegments(part, scale));
}

function partSegments({ bounds, manner, ongoing }: Part, { x }: TimeScale): Segment[] {
  const { startMin, startMax, endMin, endMax } = bounds;
  const piece = (kind: Segment["kind"], from: number, to: number): Segment[] =>
    to > from ? [{ kind, manner, x: from, width: to - from }] : [];
  // The source contradicts itself: drawn between the two, as what it is.
  if (startMin > endMax) {
    const left = Math.min(x(endMax), x("infinity") - smallest);
    return piece("contradictory", left, Math.max(x(after(startMin)), left + smallest));
  }
  const [from, to] = [x(startMin), x(after(endMax))];
  const [sure, unsure] = [x(startMax), x(after(endMin))];
  const tail = ongoing ? "unconfirmed" : "fade-out";
  if (startMax > endMin) return piece(ongoing ? tail : "possible", from, to);
  return [...piece("fade-in", from, sure), ...piece("certain", sure, unsure), ...piece(tail, unsure, to)];
}

/** The last day counts as held, so that a bar goes on to its end. */
function after(day: Day): Day {
  return addDays(day, 1);
}

/** The scale on which all of it can be drawn between two places. */
export function scaleOf({ rows, instruments, governments, today }: Timeline, left: number, right: number): TimeScale {
  const held = rows.flatMap(({ bars }) => bars.flatMap(({ parts }) => parts.filter(({ manner }) => !isEmpty(manner))));
  const finite = (days: readonly Day[]) => days.filter((day) => !day.includes("infinity"));
  const starts = finite(held.flatMap(({ bounds }) => [bounds.startMin, earlier(bounds.endMin, bounds.startMax)]));
  const ends = finite(held.flatMap(({ bounds }) => [bounds.endMax, bounds.startMin]));
  const empty = rows.flatMap(({ bars }) => bars.flatMap(({ parts }) => parts.filter(({ manner }) => isEmpty(manner))));
  const besides = finite([
    ...empty.map(({ bounds }) => bounds.startMin),
    ...[...instruments, ...governments].map(({ min }) => min),
  ]);
  const from = smallestOf(starts) ?? smallestOf(besides) ?? today;
  const open = held.some(({ bounds }) => bounds.endMax === "infinity");
  const latest = [...finite(empty.map(({ bounds }) => bounds.endMax)), ...ends].reduce(later, from);
  return timeScale({
    from,
    to: open ? later(addDays(latest, 1), addDays(today, 1)) : addDays(latest, 1),
    earliest: earlier(from, smallestOf(besides) ?? from),
    left,
    right,
  });
}

function smallestOf(days: readonly Day[]): Day | undefined {
  return days.length === 0 ? undefined : days.reduce(earlier);
}

export function isEmpty(manner: Manner): boolean {
  return manner === "vacant" || manner === "unknown";
}

function placeRow(row: Row, scale: TimeScale, width: number, y: number, titled: boolean): PlacedRow {
  const head = titled ? 20 : 0;
  const pieces = row.bars
    .map((bar) => ({ bar, segments: segmentsOf(bar, scale) }))
    .filter(({ segments }) => segments.length > 0)
    .map(({ bar, segments }) => ({ bar, segments, ...extentOf(segments, scale), ...labelled(bar, segments, width) }))
    .toSorted((a, b) => a.x - b.x || a.end - b.end);
  const levels = levelled(pieces.map(({ x, end, label }) => spread(x, end, label)));
  const bars = pieces.map(({ bar, segments, x, end, label }, index) => {
    const level = levels[index] ?? 0;
    const at = y + head + level * sizes.pitch;
    return { bar, level, x, y: at, width: end - x, segments, label: { ...label, y: at + sizes.bar + 12 } };
  });
  const count = Math.max(0, ...levels.map((level) => level + 1));
  return {
    row,
    y,
    height: head + count * sizes.pitch + (titled ? 10 : 4),
    ...(titled
      ? {
          title: {
            text: row.title,
            x: sizes.margin,
            y: y + 12,
            width: textWidth(row.title, sizes.title),
            anchor: "start",
          },
        }
      : {}),
    bars,
  };
}

function extentOf(segments: readonly Segment[], { x }: TimeScale): { x: number; end: number } {
  const left = Math.min(...segments.map((one) => one.x));
  const right = Math.max(...segments.map((one) => one.x + one.width));
  return { x: left, end: Math.min(Math.max(right, left + smallest), x("infinity")) };
}

function labelled({ label }: Bar, segments: readonly Segment[], width: number): { label: Omit<PlacedText, "y"> } {
  const left = Math.min(...segments.map((one) => one.x));
  const right = Math.max(...segments.map((one) => one.x + one.width));
  const wide = textWidth(label, sizes.label);
  const fits = left + wide <= width - sizes.margin;
  const from = fits ? left : Math.max(sizes.margin, right - wide);
  // One that neither begins nor ends with its bar stands at the left edge.
  const anchor = fits || from === sizes.margin ? "start" : "end";
  return { label: { text: label, x: anchor === "start" ? from : right, width: wide, anchor } };
}

function spread(x: number, end: number, label: Omit<PlacedText, "y">): { from: number; to: number } {
  const left = label.anchor === "start" ? label.x : label.x - label.width;
  return { from: Math.min(x, left), to: Math.max(end, left + label.width) + labelGap };
}

const mostStairs = 18;

/** Stairs of as few steps as leave room for all; where no stairs do, each takes the first step that is free. */
function levelled(spreads: readonly { from: number; to: number }[]): number[] {
  for (let steps = 1; steps <= Math.min(mostStairs, spreads.length); steps++) {
    const taken = Array.from({ length: steps }, () => -Infinity);
    const fits = spreads.every(({ from, to }, index) => {
      const free = (taken[index % steps] ?? 0) <= from;
      taken[index % steps] = to;
      return free;
    });
    if (fits) return spreads.map((_, index) => index % steps);
  }
  const taken: number[] = [];
  return spreads.map(({ from, to }) => {
    const free = taken.findIndex((end) => end <= from);
    const level = free < 0 ? taken.length : free;
    taken[level] = to;
    return level;
  });
}

function placeMarks(marks: readonly Mark[], scale: TimeScale, width: number, y: number): PlacedMark[] {
  const sorted = marks.toSorted((a, b) => (a.min < b.min ? -1 : a.min > b.min ? 1 : 0));
  const placed = sorted.map((mark) => {
    const x = scale.x(mark.min);
    const wide = textWidth(mark.label, sizes.label);
    const fits = x + 4 + wide <= width - sizes.margin;
    const anchor = fits ? ("start" as const) : ("end" as const);
    const at = fits ? x + 4 : Math.max(wide + sizes.margin, x - 4);
    return {
      mark,
      x,
      width: mark.min === mark.max ? 0 : Math.max(0, scale.x(after(mark.max)) - x),
      label: { text: mark.label, x: at, width: wide, anchor },
    };
  });
  const levels = levelled(placed.map(({ x, label }) => spread(x, x, label)));
  return placed.map((one, index) => ({ ...one, label: { ...one.label, y: y + (levels[index] ?? 0) * 20 } }));
}

function levelsOf(marks: readonly PlacedMark[]): number {
  return new Set(marks.map(({ label }) => label.y)).size;
}

function placeAsked(
  { min, max, label }: NonNullable<Timeline["asked"]>,
  scale: TimeScale,
  width: number,
  y: number,
): NonNullable<Drawing["asked"]> {
  const [x, end] = [scale.x(min), scale.x(after(max))];
  return { x, width: min === max ? 0 : end - x, label: centred(label, (x + end) / 2, y, width) };
}

/** Around a place, as far as the edges allow. */
function centred(text: string, x: number, y: number, width: number): PlacedText {
  const wide = textWidth(text, sizes.label);
  const placed = { text, y, width: wide };
  if (x - wide / 2 < sizes.margin) return { ...placed, x: sizes.margin, anchor: "start" };
  if (x + wide / 2 > width - sizes.margin) return { ...placed, x: width - sizes.margin, anchor: "end" };
  return { ...placed, x, anchor: "middle" };
}

function allLabels({ rows, instruments, governments, asked }: Timeline): string[] {
  return [
    ...rows.flatMap(({ title, bars }) => [title, ...bars.map(({ label }) => label)]),
    ...[...instruments, ...governments].map(({ label }) => label),
    ...(asked === undefined ? [] : [asked.label]),
  ];
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "../register/day.ts";
import { boundsOf } from "../register/interval.ts";
import { textWidth } from "./text-width.ts";
import { type Bar, type PlacedBar, type PlacedText, placeTimeline, sizes, type Timeline } from "./timeline.ts";

const day = fc.integer({ min: 0, max: 60_000 }).map((count) => addDays("1870-01-01", count));
const date = fc.oneof(
  day,
  day.map((found) => found.slice(0, 7)),
  day.map((found) => found.slice(0, 4)),
  day.map((found) => `${found.slice(0, 4)}~`),
  fc.constant(""),
);
const bar: fc.Arbitrary<Bar> = fc
  .record({
    start: date,
    end: fc.oneof(date, fc.constant("..")),
    label: fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constant("Alfonso Márquez de la Plata Yrarrázaval")),
    manner: fc.constantFrom("full", "acting", "leave", "vacant", "unknown"),
  })
  .filter(({ start, end }) => start !== "" || end !== "")
  .map(({ start, end, label, manner }) => ({
    id: label,
    label,
    says: label,
    dates: "",
    asked: false,
    parts: [{ bounds: boundsOf(start, end), manner, ongoing: end === ".." }],
  }));
const mark = fc
  .record({ min: day, length: fc.integer({ min: 0, max: 400 }), label: fc.string({ minLength: 1, maxLength: 30 }) })
  .map(({ min, length, label }) => ({ id: label, label, says: label, min, max: addDays(min, length) }));
const timeline: fc.Arbitrary<Timeline> = fc.record(
  {
    rows: fc
      .array(fc.array(bar, { maxLength: 40 }), { minLength: 1, maxLength: 3 })
      .map((rows) => rows.map((bars, index) => ({ id: String(index), title: `Cargo ${index}`, bars }))),
    instruments: fc.array(mark, { maxLength: 6 }),
    governments: fc.array(mark, { maxLength: 6 }),
    asked: day.map((min) => ({ min, max: min, label: min })),
    today: fc.constant("2026-11-23"),
  },
  { requiredKeys: ["rows", "instruments", "governments", "today"] },
);

const leftOf = ({ anchor, x, width }: PlacedText) =>
  anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
const near = 0.001;
const runs = { numRuns: 300 };

test("nothing leaves the drawing, and every label is whole", () => {
  fc.assert(
    fc.property(timeline, fc.constantFrom(320, 1140), (given, atLeast) => {
      const drawing = placeTimeline(given, atLeast);
      const texts = [
        ...drawing.rows.flatMap(({ bars, title }) => [...bars.map(({ label }) => label), ...(title ? [title] : [])]),
        ...[...drawing.instruments, ...drawing.governments].map(({ label }) => label),
        ...drawing.years,
        ...(drawing.asked ? [drawing.asked.label] : []),
      ];
      for (const text of texts) {
        expect(text.width).toBeGreaterThanOrEqual(textWidth(text.text, sizes.label) - near);
        expect(leftOf(text)).toBeGreaterThanOrEqual(-near);
        expect(leftOf(text) + text.width).toBeLessThanOrEqual(drawing.width + near);
        expect(text.y).toBeGreaterThan(0);
        expect(text.y).toBeLessThanOrEqual(drawing.height);
      }
      for (const { bars } of drawing.rows)
        for (const { x, width, y, segments } of bars) {
          expect(x).toBeGreaterThanOrEqual(sizes.margin - near);
          expect(x + width).toBeLessThanOrEqual(drawing.width - sizes.margin + near);
          expect(y + sizes.bar).toBeLessThanOrEqual(drawing.bottom);
          for (const one of segments)
            expect(one.x + one.width).toBeLessThanOrEqual(drawing.width - sizes.margin + near);
        }
    }),
    runs,
  );
});

test("bars and names of one step never touch their neighbours", () => {
  fc.assert(
    fc.property(timeline, (given) => {
      for (const { bars } of placeTimeline(given, 1140).rows)
        for (const level of Map.groupBy(bars, (one) => one.level).values()) {
          let end = -Infinity;
          for (const one of level) {
            expect(Math.min(one.x, leftOf(one.label))).toBeGreaterThanOrEqual(end - near);
            end = Math.max(one.x + one.width, leftOf(one.label) + one.label.width);
          }
        }
    }),
    runs,
  );
});

test("a later day is never left of an earlier one, and no year of the axis hides another", () => {
  fc.assert(
    fc.property(timeline, fc.array(day, { minLength: 2 }), (given, days) => {
      const { scale, years } = placeTimeline(given, 1140);
      const places = days.toSorted().map((one) => scale.x(one));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      for (const [index, year] of years.slice(1).entries()) {
        const before = years[index] as PlacedText;
        expect(leftOf(year)).toBeGreaterThan(leftOf(before) + before.width);
      }
    }),
    runs,
  );
});

test("what is drawn as certain lies within what is possible, and on the days that are certain", () => {
  fc.assert(
    fc.property(timeline, (given) => {
      const { rows, scale } = placeTimeline(given, 1140);
      for (const { bars } of rows)
        for (const { segments, bar: drawn } of bars) {
          const { startMin, startMax, endMin, endMax } = drawn.parts[0]?.bounds ?? boundsOf("", "");
          for (const one of segments.filter(({ kind }) => kind === "certain")) {
            expect(startMax <= endMin).toBe(true);
            expect(one.x).toBeGreaterThanOrEqual(scale.x(startMin) - near);
            expect(one.x).toBeCloseTo(scale.x(startMax), 3);
            expect(one.x + one.width).toBeLessThanOrEqual(scale.x(addDays(endMax, 1)) + near);
          }
          if (startMin > endMax) expect(segments.map(({ kind }) => kind)).toEqual(["contradictory"]);
          for (const [index, one] of segments.slice(1).entries())
            expect(one.x).toBeGreaterThanOrEqual((segments[index]?.x ?? 0) + (segments[index]?.width ?? 0) - near);
        }
    }),
    runs,
  );
});

test("holders who follow each other stand on stairs, in the order in which they began", () => {
  const bars = Array.from({ length: 20 }, (_, index) => named(`Nombre Largo de la Persona ${index}`, 1950 + index * 3));
  const { rows } = placeTimeline(
    { rows: [{ id: "a", title: "Cargo", bars }], instruments: [], governments: [], today: "2026-11-23" },
    1140,
  );
  const placed = rows[0]?.bars ?? [];
  expect(placed.map(({ bar: { id } }) => id)).toEqual(bars.map(({ id }) => id));
  const steps = Math.max(...placed.map(({ level }) => level)) + 1;
  expect(steps).toBeGreaterThan(1);
  expect(placed.map(({ level }) => level)).toEqual(placed.map((_: PlacedBar, index) => index % steps));
});

test("a long time of which nothing is known does not press together what is known", () => {
  const unknown: Bar = {
    ...named("Nadie conocido", 1800),
    parts: [{ bounds: boundsOf("1800", "1969"), manner: "unknown", ongoing: false }],
  };
  const rows = [{ id: "a", title: "Cargo", bars: [unknown, named("Una", 1970), named("Otra", 1990)] }];
  const { scale, width } = placeTimeline({ rows, instruments: [], governments: [], today: "2026-11-23" }, 1140);
  expect(scale.breakAt).toBeLessThan(width / 8);
  expect(scale.x("1970-01-01")).toBe(scale.breakAt);
});

function named(label: string, year: number): Bar {
  return {
    id: label,
    label,
    says: label,
    dates: "",
    asked: false,
    parts: [{ bounds: boundsOf(String(year), String(year + 3)), manner: "full", ongoing: false }],
  };
}

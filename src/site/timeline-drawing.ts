import type { Language } from "../page/language.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { TimeScale } from "./time-scale.ts";
import {
  type Bar,
  type Drawing,
  isEmpty,
  type Mark,
  type PlacedBar,
  type PlacedMark,
  type PlacedText,
  placeTimeline,
  type Row,
  scaleOf,
  type Segment,
  segmentsOf,
  sizes,
  type Timeline,
} from "./timeline.ts";

/** More bars than these nobody can tell apart. */
const mostBars = 320;
const wideWidth = 1140;
const listWidth = 320;

/** A timeline to look at: drawn wide, as a list of bars on a phone, with a legend of what occurs in it. */
export function drawTimeline(
  timeline: Timeline,
  { t, language, title }: { t: SiteCatalogue; language: Language; title: string },
): Html {
  const bars = timeline.rows.flatMap((row) => row.bars);
  if (bars.length === 0) return html``;
  const held = countOf(bars.filter(({ parts }) => parts.some(({ manner }) => !isEmpty(manner))).length, language);
  if (bars.length > mostBars) return html`<p class="measure quiet">${t.timelineTooMany(held)}</p>`;
  const drawing = placeTimeline(timeline, wideWidth);
  const undated = bars.filter(({ parts }) => parts.every(({ bounds }) => isUndated(bounds)));
  const drawnTimeline = { ...timeline, rows: timeline.rows.map((row) => without(row, undated)) };
  return html`<figure class="timeline" data-timeline>
    ${patterns}
    <div class="timeline-tools" role="group" aria-label="${t.timelineTools}" hidden>
      <button type="button" data-zoom="in" aria-label="${t.timelineIn}">+</button
      ><button type="button" data-zoom="out" aria-label="${t.timelineOut}">−</button
      ><button type="button" data-zoom="whole">${t.timelineWhole}</button>
      <p class="small quiet">${t.timelineKeys}</p>
    </div>
    <div class="timeline-wide" tabindex="0" role="region" aria-label="${t.timelineTitle}">
      ${undated.length === 0 ? wide(drawing, t.timelineLabel(title, held)) : wide(placeTimeline(drawnTimeline, wideWidth), t.timelineLabel(title, held))}
    </div>
    ${list(drawnTimeline)}
    <p class="timeline-said small" role="status"></p>
    <figcaption>
      ${legend(bars, timeline.instruments, t)}
      ${undated.length > 0 && html`<p>${t.timelineUndated(undated.map(({ label }) => label).join("; "))}</p>`}
    </figcaption>
  </figure>`;
}

function isUndated({ startMin, startMax, endMin, endMax }: Bar["parts"][number]["bounds"]): boolean {
  return [startMin, startMax, endMin, endMax].every((day) => day.includes("infinity"));
}

function without(row: Row, undated: readonly Bar[]): Row {
  return { ...row, bars: row.bars.filter((bar) => !undated.includes(bar)) };
}

function wide(drawing: Drawing, label: string): Html {
  const { width, height, top, bottom, scale, rows, instruments, governments, asked, years } = drawing;
  return html`<svg
    class="time"
    viewBox="0 0 ${round(width)} ${round(height)}"
    width="${round(width)}"
    height="${round(height)}"
    role="group"
    aria-label="${label}"
    data-margin="${sizes.margin}"
  >
    <g class="plot" aria-hidden="true">
      ${scale.ticks.map(({ x }) => upright("hair", x, top, bottom + 4))}
      ${scale.breakAt !== undefined && brokenAxis(scale.breakAt, top, bottom)} ${years.map((year) => text("year", year))}
    </g>
    <g class="plot">
      ${governments.map((mark) => government(mark, bottom))} ${instruments.map((mark) => instrument(mark, top))}
      ${
        asked !== undefined &&
        html`<g class="asked-day">
          ${asked.width > 0 && html`<rect class="wash" x="${round(asked.x)}" y="${round(top - 2)}" width="${round(asked.width)}" height="${round(bottom - top)}" />`}
          ${upright("asked-line", asked.x, top - 2, bottom)} ${text("asked-label", asked.label)}
        </g>`
      }
    </g>
    ${rows.map(
      ({ row, title, bars }) =>
        html`<g role="group" aria-label="${row.title}" data-row>
          ${title && rowTitle(row, title)}
          <g class="plot">${bars.map(drawnBar)}</g>
        </g>`,
    )}
  </svg>`;
}

function rowTitle({ href }: Row, title: PlacedText): Html {
  const drawn = text("row-title", title);
  return href === undefined ? drawn : html`<a href="${href}">${drawn}</a>`;
}

function drawnBar({ bar, x, y, width, segments, label }: PlacedBar): Html {
  const left = Math.min(x, label.anchor === "start" ? label.x : label.x - label.width);
  const right = Math.max(x + width, label.anchor === "start" ? label.x + label.width : label.x);
  const inside = html`<title>${bar.says}</title
    ><rect class="hit" x="${round(left)}" y="${round(y - 3)}" width="${round(right - left)}" height="${sizes.pitch}" />${segments.map(
      (segment) => drawnSegment(segment, y, sizes.bar),
    )}${text("name", label)}`;
  const name = bar.asked ? "bar asked" : "bar";
  return bar.href === undefined
    ? html`<g class="${name}" role="img" aria-label="${bar.says}">${inside}</g>`
    : html`<a class="${name}" href="${bar.href}" aria-label="${bar.says}">${inside}</a>`;
}

/** A tenure of a day would else be too thin to be seen. */
const thinnest = 1.6;

function drawnSegment({ kind, manner, x, width }: Segment, y: number, height: number): Html {
  if (kind === "unconfirmed")
    return html`<line class="dotted" x1="${round(x + 1)}" x2="${round(x + width)}" y1="${round(y + height / 2)}" y2="${round(y + height / 2)}" />`;
  const fill = fillOf(kind, manner);
  return html`<rect
    class="${kind} ${manner}"
    x="${round(x)}"
    y="${round(y)}"
    width="${round(Math.max(width, thinnest))}"
    height="${height}"
    ${fill && html` fill="${fill}"`}
  />`;
}

function fillOf(kind: Segment["kind"], manner: Segment["manner"]): string | undefined {
  if (kind === "contradictory" || isEmpty(manner) || manner === "leave") return undefined;
  if (manner === "acting") return "url(#hatched)";
  if (kind === "fade-in") return "url(#fading-in)";
  return kind === "fade-out" ? "url(#fading-out)" : undefined;
}

function government({ mark, x, width, label }: PlacedMark, bottom: number): Html {
  const inside = html`<title>${mark.says}</title>${upright("government", x, label.y - 10, bottom)}<rect
      class="government-span"
      x="${round(x)}"
      y="${round(label.y + 4)}"
      width="${round(Math.max(width, thinnest))}"
      height="2"
    />${text("government-name", label)}`;
  return html`<a href="${mark.href ?? ""}" aria-label="${mark.says}">${inside}</a>`;
}

function instrument({ mark, x, width, label }: PlacedMark, top: number): Html {
  const inside = html`<title>${mark.says}</title>${
    width > 0 &&
    html`<rect class="instrument-span" x="${round(x)}" y="${round(top)}" width="${round(width)}" height="${round(label.y - top)}" />`
  }${upright("instrument", x, top, label.y)}${text("instrument-name", label)}`;
  return html`<a href="${mark.href ?? ""}" aria-label="${mark.says}">${inside}</a>`;
}

function brokenAxis(x: number, top: number, bottom: number): Html {
  return html`${upright("break", x - 2, top, bottom)}${upright("break", x + 2, top, bottom)}`;
}

function upright(name: string, x: number, y1: number, y2: number): Html {
  return html`<line class="${name}" x1="${round(x)}" x2="${round(x)}" y1="${round(y1)}" y2="${round(y2)}" />`;
}

function text(name: string, { text: said, x, y, anchor }: PlacedText): Html {
  return html`<text class="${name}" x="${round(x)}" y="${round(y)}" ${anchor !== "start" && html` text-anchor="${anchor}"`}
    >${said}</text
  >`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** On a narrow screen: one below the other, each with its bar on the one scale of all. */
function list(timeline: Timeline): Html {
  const scale = scaleOf(timeline, 0, listWidth);
  const several = timeline.rows.length > 1;
  return html`<div class="timeline-list">
    ${timeline.rows.map(
      (row) =>
        html`${several && html`<p class="row-title">${row.href === undefined ? row.title : html`<a href="${row.href}">${row.title}</a>`}</p>`}
          <ol>
            ${lines(row, several ? [] : timeline.instruments).map((line) => line.draw(scale, timeline))}
          </ol>`,
    )}
    ${
      several &&
      timeline.instruments.length > 0 &&
      html`<ol>
        ${timeline.instruments.map((mark) => markLine(mark))}
      </ol>`
    }
  </div>`;
}

type Line = { from: string; draw: (scale: TimeScale, timeline: Timeline) => Html };

/** A row's bars and the instruments between them, in the order of time. */
function lines(row: Row, instruments: readonly Mark[]): Line[] {
  const bars = row.bars.map((bar): Line => ({
    from: startOf(bar),
    draw: (scale, timeline) => barLine(bar, scale, timeline),
  }));
  const marks = instruments.map((mark): Line => ({ from: mark.min, draw: () => markLine(mark) }));
  return [...bars, ...marks].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function startOf({ parts }: Bar): string {
  return parts.map(({ bounds }) => bounds.startMin).toSorted()[0] ?? "";
}

function barLine(bar: Bar, scale: TimeScale, { asked }: Timeline): Html {
  return html`<li class="${bar.asked ? "asked" : "held"}">
    <span class="name">${bar.href === undefined ? bar.label : html`<a href="${bar.href}">${bar.label}</a>`}</span>
    <span class="dates">${bar.dates}</span>
    <svg viewBox="0 0 ${listWidth} 8" preserveAspectRatio="none" aria-hidden="true">
      <line class="hair" x1="0" x2="${listWidth}" y1="4" y2="4" />
      ${asked !== undefined && upright("asked-line", scale.x(asked.min), 0, 8)}
      ${segmentsOf(bar, scale).map((segment) => drawnSegment(segment, 1, 6))}
    </svg>
  </li>`;
}

function markLine(mark: Mark): Html {
  return html`<li class="mark"><a href="${mark.href ?? ""}">${mark.says}</a></li>`;
}

/** What the shapes mean, of those that occur. */
function legend(bars: readonly Bar[], instruments: readonly Mark[], t: SiteCatalogue): Html {
  const scale: TimeScale = {
    x: (day) => (day === "-infinity" ? 0 : day === "infinity" ? 40_000 : Date.parse(day) / 86_400_000),
    ticks: [],
  };
  const segments = bars.flatMap((bar) => segmentsOf(bar, scale));
  const has = (test: (segment: Segment) => boolean) => segments.some(test);
  const held = (segment: Segment) => !isEmpty(segment.manner);
  const swatch = (kind: Segment["kind"], manner: Segment["manner"], says: string) =>
    html`<li>
      <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
        ${drawnSegment({ kind, manner, x: 1, width: 26 }, 2, 8)}</svg
      >${says}
    </li>`;
  return html`<ul class="legend-list" aria-label="${t.legendTitle}">
    ${has((one) => one.kind === "certain" && one.manner === "full") && swatch("certain", "full", t.legendCertain)}
    ${has((one) => held(one) && ["fade-in", "fade-out", "possible"].includes(one.kind)) && swatch("fade-out", "full", t.legendFading)}
    ${has((one) => one.kind === "unconfirmed") && swatch("unconfirmed", "full", t.legendUnconfirmed)}
    ${has((one) => one.manner === "acting") && swatch("certain", "acting", t.legendActing)}
    ${has((one) => one.manner === "leave") && swatch("certain", "leave", t.legendLeave)}
    ${has((one) => one.manner === "vacant") && swatch("certain", "vacant", t.legendVacant)}
    ${has((one) => one.manner === "unknown") && swatch("certain", "unknown", t.legendUnknown)}
    ${has((one) => one.kind === "contradictory") && swatch("contradictory", "full", t.legendContradictory)}
    ${
      instruments.length > 0 &&
      html`<li>
        <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">${upright("instrument", 14, 0, 12)}</svg
        >${t.legendInstrument}
      </li>`
    }
  </ul>`;
}

const patterns = html`<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
  <defs>
    <linearGradient id="fading-in">
      <stop offset="0" stop-opacity="0.08" />
      <stop offset="1" />
    </linearGradient>
    <linearGradient id="fading-out">
      <stop offset="0" />
      <stop offset="1" stop-opacity="0.08" />
    </linearGradient>
    <pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="hatch-ground" width="5" height="5" />
      <rect class="hatch" width="2.4" height="5" />
    </pattern>
  </defs>
</svg>`;

import { type Html, html } from "../page/html.ts";

/** One bar of a table, beside its figure: drawn to the longest, and never quite nothing where there is something. */
export function drawBar(value: number, longest: number): Html {
  const width = longest === 0 || value === 0 ? 0 : Math.max(0.6, (value / longest) * 100);
  return html`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="track" width="100" height="10" />
    <rect class="filled" width="${width.toFixed(2)}" height="10" />
  </svg>`;
}

/** A column of parts from below upwards; `label` is said of the whole column when pointed at. */
export type StackedColumn = { name: string; label: string; parts: { part: string; value: number }[] };

const room = { width: 960, height: 300, left: 64, right: 8, top: 12, bottom: 40 };

/** Columns over time with a scale of round figures; the same figures stand in the table below it. */
export function drawColumns(
  columns: readonly StackedColumn[],
  { label, figure }: { label: string; figure: (value: number) => string },
): Html {
  const highest = Math.max(1, ...columns.map(({ parts }) => sum(parts)));
  const every = roundStep(highest / 4);
  const top = Math.ceil(highest / every) * every;
  const [plotWidth, plotHeight] = [room.width - room.left - room.right, room.height - room.top - room.bottom];
  const y = (value: number) => room.top + plotHeight * (1 - value / top);
  const pitch = plotWidth / Math.max(1, columns.length);
  const width = Math.min(pitch * 0.72, 72);
  const named = Math.max(1, Math.ceil(columns.length / (plotWidth / 56)));
  const lines = Array.from({ length: Math.round(top / every) + 1 }, (_, index) => index * every);
  return html`<svg class="columns" role="img" aria-label="${label}" viewBox="0 0 ${room.width} ${room.height}">
    ${lines.map(
      (value) =>
        html`<path class="line" d="M${room.left} ${y(value).toFixed(1)}H${room.width - room.right}" /><text
            x="${room.left - 8}"
            y="${(y(value) + 4).toFixed(1)}"
            text-anchor="end"
          >
            ${figure(value)}
          </text>`,
    )}
    ${columns.map((column, index) => {
      const middle = room.left + pitch * (index + 0.5);
      return html`<g>
        <title>${column.label}</title>
        ${stacked(column).map(
          ({ part, from, to }) =>
            html`<rect
              class="part ${part}"
              x="${(middle - width / 2).toFixed(1)}"
              y="${y(to).toFixed(1)}"
              width="${width.toFixed(1)}"
              height="${(y(from) - y(to)).toFixed(1)}"
            />`,
        )}
        ${
          index % named === 0 &&
          html`<text x="${middle.toFixed(1)}" y="${room.height - room.bottom + 20}" text-anchor="middle">${column.name}</text>`
        }
      </g>`;
    })}
  </svg>`;
}

function stacked({ parts }: StackedColumn): { part: string; from: number; to: number }[] {
  let height = 0;
  return parts.map(({ part, value }) => {
    const from = height;
    height += value;
    return { part, from, to: height };
  });
}

function sum(parts: StackedColumn["parts"]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}

/** 1, 2 or 5 times a power of ten, not less than what is asked. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least) ?? power * 10;
}

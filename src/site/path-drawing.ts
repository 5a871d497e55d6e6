import type { Plan } from "@voceria/record";
import { type Html, html } from "../page/html.ts";

const step = 34;
const reach = 46;
const margin = 24;

/**
 * The way from an entry up to the root: at each step its own hash and the one given are hashed into one. Filled is
 * what one computes, ringed what the proof hands over, on the side it stands on in the tree.
 */
export function drawPath(index: number, plan: Plan, words: { label: string; leaf: string; root: string }): Html {
  // The given hash is on the right where it covers entries after this one.
  const onRight = plan.map((coordinates) => coordinates.some(({ level, index: at }) => at * 2 ** level > index));
  const height = plan.length * step + 2 * margin;
  let x = 0;
  const points = [{ x, y: height - margin }];
  for (const [at, right] of onRight.entries()) {
    x += right ? reach / 2 : -reach / 2;
    points.push({ x, y: height - margin - (at + 1) * step });
  }
  const given = onRight.map((right, at) => ({
    x: (points[at]?.x ?? 0) + (right ? reach : -reach),
    y: points[at]?.y ?? 0,
  }));
  const all = [...points, ...given].map((point) => point.x);
  // Room for the words beside the first and the last point.
  const left = Math.min(Math.min(...all) - margin, -(onRight[0] === true ? 110 : 0));
  const width = Math.max(...all) - left + 130;
  const top = points.at(-1) ?? { x: 0, y: 0 };
  const bottom = points[0] ?? { x: 0, y: 0 };
  const lines = given.map((side, at) => {
    const up = points[at + 1] ?? top;
    const own = points[at] ?? bottom;
    return html`<path class="edge" d="M${side.x} ${side.y}L${up.x} ${up.y}" /><path
        class="path"
        d="M${own.x} ${own.y}L${up.x} ${up.y}"
      />`;
  });
  return html`<svg
    class="tree"
    role="img"
    aria-label="${words.label}"
    viewBox="${left} 0 ${width} ${height}"
    width="${width}"
    height="${height}"
  >
    ${lines} ${given.map((side) => html`<circle class="given" cx="${side.x}" cy="${side.y}" r="6" />`)}
    ${points.map((point) => html`<circle class="own" cx="${point.x}" cy="${point.y}" r="5" />`)}
    <text
      class="strong"
      x="${bottom.x + (onRight[0] === true ? -12 : 12)}"
      y="${bottom.y + 4}"
      ${onRight[0] === true && html` text-anchor="end"`}
    >
      ${words.leaf}
    </text>
    <text class="strong" x="${top.x + 12}" y="${top.y + 4}">${words.root}</text>
  </svg>`;
}

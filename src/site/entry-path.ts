import { inclusionPlan } from "@voceria/record";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { PageRequest } from "./context.ts";
import { drawPath } from "./path-drawing.ts";

/** The way from an entry to the root that the office signed, in words and as a drawing. */
export function entryPath({ t, horizon, language }: PageRequest, index: number): Html {
  if (index >= horizon.signed) return html`<p class="notice waiting">${t.entryUnsigned}</p>`;
  const plan = inclusionPlan(index, horizon.signed);
  if (plan.length === 0) return html`<p>${t.entryPathAlone}</p>`;
  const size = countOf(horizon.signed, language);
  return html`<p class="measure">${t.entryPathText(size)}</p>
    ${drawPath(index, plan, {
      label: t.entryPathDrawing(countOf(index, language), size, plan.length),
      leaf: t.entryLeafHere,
      root: t.entryRoot,
    })}`;
}

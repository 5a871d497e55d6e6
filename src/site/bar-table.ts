import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { drawBar } from "./bars-drawing.ts";
import type { PageRequest } from "./context.ts";

const rowsShown = 20;

export type BarTable = {
  title: string;
  caption: string;
  first: string;
  /** The bars show turns, not words. */
  byTurns?: boolean;
  rows: { name: Html; words: number; turns: number; more: [string, number][] }[];
};

/** The first rows of a table, each with its bar; that there are more is said. Nothing where there are none. */
export function barTable(
  { t, language }: PageRequest,
  { title, caption, first, byTurns = false, rows }: BarTable,
): Html {
  if (rows.length === 0) return html``;
  const drawn = (row: BarTable["rows"][number]) => (byTurns ? row.turns : row.words);
  const longest = Math.max(...rows.map(drawn));
  const names = byTurns ? [t.figuresTurns, t.figuresWords] : [t.figuresWords, t.figuresTurns];
  const more = rows[0]?.more.map(([name]) => name) ?? [];
  return html`<section class="figures">
    <h2>${title}</h2>
    <table class="bars">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">${first}</th>
          <th scope="col" class="number">${names[0]}</th>
          <td></td>
          ${[names[1] ?? "", ...more].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.slice(0, rowsShown).map(
          (row) =>
            html`<tr>
              <th scope="row">${row.name}</th>
              <td class="number first">${countOf(drawn(row), language)}</td>
              <td class="drawn">${drawBar(drawn(row), longest)}</td>
              ${numbers(language, [[names[1] ?? "", byTurns ? row.words : row.turns], ...row.more])}
            </tr>`,
        )}
      </tbody>
    </table>
    ${rows.length > rowsShown && html`<p class="quiet small">${t.figuresMore(countOf(rows.length, language))}</p>`}
  </section>`;
}

/** Cells of figures, each naming its column for where the head is not seen. */
export function numbers(language: PageRequest["language"], cells: readonly (readonly [string, number])[]): Html[] {
  return cells.map(([name, value]) => html`<td class="number" data-label="${name}">${countOf(value, language)}</td>`);
}

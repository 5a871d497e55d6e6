import { type Html, html } from "../page/html.ts";

/** More than fit a few lines of a phone are folded, whether many or long. */
const manyChoices = 14;
const manyCharacters = 170;

/** A row of links; the one that applies is marked. A row with nothing to choose is left out. */
export function filterRow(
  name: string,
  all: string,
  chosen: string | undefined,
  choices: readonly (readonly [string, string])[],
  address: (value: string | undefined) => string,
): Html {
  if (choices.length < 2 && chosen === undefined) return html``;
  const link = (value: string | undefined, text: string) =>
    html`<li><a href="${address(value)}" ${value === chosen && html` aria-current="true"`}>${text}</a></li>`;
  const row = html`<ul class="filters">
    <li class="filter-name">${name}</li>
    ${link(undefined, all)}${choices.map(([value, text]) => link(value, text))}
  </ul>`;
  const characters = choices.reduce((sum, [, text]) => sum + text.length, 0);
  if (choices.length <= manyChoices && characters <= manyCharacters) return row;
  return html`<details class="filter">
    <summary>${name}: ${choices.find(([value]) => value === chosen)?.[1] ?? all}</summary>
    ${row}
  </details>`;
}

/** `?kind=discurso&year=2026`, or nothing. */
export function queryOf(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

import { localeOf, type Language } from "../page/language.ts";
import { plainDay, shortDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type CardShape, cardShapes } from "./card-picture.ts";
import type { PageRequest } from "./context.ts";

/** What a citation in any style is made of. `within`: what the cited thing is a part of. */
export type Citable = {
  author: string;
  title: string;
  within?: string;
  /** Where in what: «n.º 2026-0042, edición 1». */
  place: string;
  publisher: string;
  /** The day on which it was said or published, `YYYY-MM-DD`. */
  day: string;
  url: string;
};

/** The same words in the styles that papers, theses and newsrooms ask for. A name is never turned about or shortened: whose part is which, nobody here knows. */
export function otherStyles({ t, language }: Pick<PageRequest, "t" | "language">, cited: Citable): Html {
  return html`<details>
    <summary>${t.citeOtherStyles}</summary>
    <dl class="styles">
      <dt>APA</dt>
      <dd class="breakable">${inApa(cited, language)}</dd>
      <dt>ISO 690</dt>
      <dd class="breakable">${inIso690(cited, language, t)}</dd>
      <dt>BibTeX</dt>
      <dd><pre class="bibtex">${inBibtex(cited)}</pre></dd>
    </dl>
  </details>`;
}

/** The pictures of it, to be saved and sent. */
export function cardLinks({ t }: Pick<PageRequest, "t">, address: string, saveAs: string, text: string): Html {
  return html`<section class="card citation">
    <h2>${t.cardTitle}</h2>
    <p class="small">${text}</p>
    <ul>
      ${(Object.keys(cardShapes) as CardShape[]).map(
        (shape) =>
          html`<li>
            <a href="${address}/${shape}.png" download="${saveAs}${shape === "square" ? "-1080" : ""}.png"
              >${shape === "square" ? t.cardSquare : t.cardWide}</a
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

function inApa({ author, title, within, place, publisher, day, url }: Citable, language: Language): string {
  const [year = ""] = day.split("-");
  const named = shortDay(day, language);
  const source = author === publisher ? "" : ` ${publisher}.`;
  return `${ended(author)} (${year}, ${named}). ${within === undefined ? title : `${ended(title)} ${within}`} [${place}].${source} ${url}`;
}

function inIso690(
  { author, title, within, place, publisher, day, url }: Citable,
  language: Language,
  t: PageRequest["t"],
): string {
  const part = within === undefined ? `${title} [${t.citeOnline}]` : `${ended(title)} ${within} [${t.citeOnline}]`;
  const source = author === publisher ? "" : `${publisher}, `;
  return `${ended(author.toLocaleUpperCase(localeOf(language)))} ${part}. ${source}${plainDay(day, language)}. ${capitalised(place)}. ${t.citeAvailable} ${url}`;
}

function inBibtex({ author, title, within, place, publisher, day, url }: Citable): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const key = (
    url
      .split("/")
      .slice(3)
      .join("-")
      .match(/[\w-]+/g) ?? []
  ).join("");
  const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
  const fields: [string, string][] = [
    ["author", `{{${texWords(author)}}}`],
    ["title", `{{${texWords(title)}}}`],
    ...(within === undefined ? [] : ([["booktitle", `{${texWords(within)}}`]] as [string, string][])),
    ["publisher", `{${texWords(publisher)}}`],
    ["number", `{${texWords(place)}}`],
    ["year", year],
    ["month", months[Number(month) - 1] ?? month],
    ["day", String(Number(date))],
    ["url", `{${url}}`],
  ];
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = ${value}`).join(",\n")}\n}`;
}

/** No brace, command or comment of TeX comes from a text: it stays words wherever it is pasted. */
function texWords(text: string): string {
  return text
    .replace(/[\\{}~^]/g, " ")
    .replace(/[#$%&_]/g, "\\$&")
    .replace(/\s+/g, " ")
    .trim();
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

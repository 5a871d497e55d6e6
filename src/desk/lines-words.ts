import type { EarlierStatement } from "../newsroom/earlier-statements.ts";
import type { LineView } from "../newsroom/find-line.ts";
import { type Evidence, type LineContent, validityOn } from "../newsroom/line.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";

/** From when until when it holds; in alarm where that is over. */
export function validityInWords(
  { t, language }: Pick<DeskRequest, "t" | "language">,
  line: Pick<LineContent, "validFrom" | "validUntil">,
  today: string,
): Html {
  const until = line.validUntil === undefined ? "" : plainDay(line.validUntil, language);
  switch (validityOn(today, line)) {
    case "expired":
      return html`<span class="tag alarm">${t.lineExpired(until)}</span>`;
    case "ahead":
      return html`<span class="tag ahead">${t.lineAhead(plainDay(line.validFrom, language))}</span>`;
    case "current":
      return html`<span>${line.validUntil === undefined ? t.lineOpen : t.lineUntil(until)}</span>`;
  }
}

/** Whether the officer who asked has read the version that stands. */
export function readInWords(
  { t }: Pick<DeskRequest, "t">,
  { readVersion, version }: Pick<LineView, "readVersion" | "version">,
): Html {
  if (readVersion === version) return html`<span class="tag sure">${t.lineRead}</span>`;
  return html`<span class="tag turn">${readVersion === undefined ? t.lineUnread : t.lineChanged}</span>`;
}

export function evidenceList({ href }: Pick<DeskRequest, "href">, evidence: readonly Evidence[]): Html {
  return html`<ul class="evidence">
    ${evidence.map((one) => {
      const note = one.note === undefined ? undefined : html`<span>${one.note}</span>`;
      return "number" in one
        ? html`<li><a href="${href(`/statements/${one.number}`)}">${one.number}</a> ${note}</li>`
        : html`<li><a href="${one.link}" rel="noopener noreferrer">${one.link.replace(/^https?:\/\//, "")}</a> ${note}</li>`;
    })}
  </ul>`;
}

/** What the office has published before, the words found as plain text. */
export function earlierList({ t, language, href }: DeskRequest, found: readonly EarlierStatement[]): Html {
  return html`<ul class="earlier">
    ${found.map(
      ({ number, title, language: spoken, spokenDay, excerpt, status }) =>
        html`<li>
          <a href="${href(`/statements/${number}`)}" lang="${spoken}">${title}</a>
          <span class="quiet">${number}, ${plainDay(spokenDay, language)}</span>
          ${status === "withdrawn" && html`<span class="tag alarm">${t.statusWithdrawn}</span>`}
          <span class="excerpt" lang="${spoken}">${withoutMarks(excerpt)}</span>
        </li>`,
    )}
  </ul>`;
}

/** The words of a stretch of Markdown that may begin or end anywhere. */
function withoutMarks(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)\s]*\)?/g, "$1").replaceAll(/[*_>#\\[\]]+/g, "");
}

export function linePath({ id }: { id: number }, rest = ""): string {
  return `/desk/lines/${id}${rest}`;
}

import type { LineView } from "../newsroom/find-line.ts";
import { type Evidence, type LineContent, validityOn } from "../newsroom/line.ts";
import { plainDay } from "../page/dates.ts";
import { isWithdrawn, numberOf, pathOf } from "../page/found-path.ts";
import { type Html, html } from "../page/html.ts";
import { marked } from "../page/marked.ts";
import { type SaidBefore, saidBefore } from "../search/said-before.ts";
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

const fewEarlier = 4;

/** What the office has said on a line's subject, the most of its words first. */
export function saidBeforeOn({ desk }: Pick<DeskRequest, "desk">, { subject }: Pick<LineView, "subject">) {
  const { db, means } = desk.installation;
  return saidBefore(db, subject, { upTo: desk.horizon().size, now: means.clock.now(), limit: fewEarlier });
}

/** What the office has said before: in a text, before the press, or in answer to a question. */
export function earlierList({ t, language, href }: DeskRequest, { hits, cut }: SaidBefore): Html {
  if (cut && hits.length === 0) return html`<p class="quiet">${t.searchOver}</p>`;
  return html`<ul class="earlier">
    ${hits.map(
      (hit) =>
        html`<li>
          <a href="${href(pathOf(hit))}" lang="${hit.language}">${hit.title}</a>
          <span class="quiet">${hit.source === "statement" ? "" : `${t.searchKind[hit.source === "turn" ? "intervencion" : "respuesta"]}, `}${numberOf(hit)}, ${plainDay(hit.spokenDay, language)}</span>
          ${isWithdrawn(hit) && html`<span class="tag alarm">${t.statusWithdrawn}</span>`}
          <span class="excerpt" lang="${hit.language}">${marked(hit.excerpt)}</span>
        </li>`,
    )}
  </ul>`;
}

export function linePath({ id }: { id: number }, rest = ""): string {
  return `/desk/lines/${id}${rest}`;
}

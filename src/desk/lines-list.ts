import { institutionsFor } from "../access/rights.ts";
import { listLines, type LineView } from "../newsroom/find-line.ts";
import { validityOn } from "../newsroom/line.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { linePath, readInWords, validityInWords } from "./lines-words.ts";
import { when } from "./newsroom-words.ts";

const shown = ["current", "ahead", "expired", "all"] as const;
type Shown = (typeof shown)[number];

/** Every line that this officer may read: those in force first, and among them what they have not read. */
export async function linesPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const words = c.req.query("q") ?? "";
  const asked = shown.find((one) => one === c.req.query("show"));
  const which: Shown = asked ?? (words.trim() === "" ? "current" : "all");
  const found = await listLines(db, words, actor);
  const listed = found
    .filter((line) => which === "all" || validityOn(today, line) === which)
    .toSorted((a, b) => rank(a, today) - rank(b, today));
  const none = found.length === 0 && words.trim() === "";
  return answerDesk(request, {
    title: t.linesTitle,
    current: "lines",
    body: html`<h1 class="plain">${t.linesTitle}</h1>
      <p class="quiet">${t.linesLead}</p>
      <div class="actions">
        ${mayWrite(request) && html`<a class="button" href="/desk/lines/new">${t.linesNew}</a>`}
        <a class="button second" href="/desk/brief">${t.briefTitle}</a>
      </div>
      ${
        !none &&
        html`<form class="ask" role="search">
            <label>${t.linesSearch}<input type="search" name="q" value="${words}" maxlength="400" /></label>
            <button class="button">${t.linesSearchButton}</button>
          </form>
          <nav class="filters" aria-label="${t.linesShow}">
            ${shown.map((one) => {
              const query = new URLSearchParams({ ...(words === "" ? {} : { q: words }), show: one }).toString();
              return html`<a href="/desk/lines?${query}" ${one === which && html` aria-current="page"`}
                >${t[`linesShow_${one}`]}</a
              >`;
            })}
          </nav>`
      }
      ${
        none
          ? html`<div class="empty">
              <h2>${t.linesEmpty}</h2>
              <p>${t.linesEmptyText}</p>
            </div>`
          : listed.length === 0
            ? html`<p class="empty">${which === "all" || words.trim() !== "" ? t.linesNone : t[`linesNone_${which}`]}</p>`
            : html`<ul class="entries lines">
                ${listed.map((line) => lineItem(request, line, today, now))}
              </ul>`
      }`,
  });
}

export function mayWrite({ actor }: DeskRequest): boolean {
  return institutionsFor(actor, "line.write").length > 0;
}

function lineItem(request: DeskRequest, line: LineView, today: string, now: Date): Html {
  const { t } = request;
  return html`<li class="item">
    <p class="kicker">${readInWords(request, line)} ${validityInWords(request, line, today)}</p>
    <h2><a href="${linePath(line)}">${line.subject}</a></h2>
    <p>${t.lineOwner(line.ownerName)} · ${t.lineBy(line.by, when(request, line.changedAt, now))}</p>
  </li>`;
}

function rank(line: LineView, today: string): number {
  const standing = { current: 0, ahead: 2, expired: 4 }[validityOn(today, line)];
  return standing + (line.readVersion === line.version ? 1 : 0);
}

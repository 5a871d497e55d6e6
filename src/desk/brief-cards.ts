import type { LineView } from "../newsroom/find-line.ts";
import { longDay } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { answerDesk } from "./answer.ts";
import { briefAsked, briefPath, type BriefRequest, keptByPhone } from "./brief-asked.ts";
import { briefPage, phoneStatus } from "./brief-page.ts";
import type { DeskRequest } from "./context.ts";
import { earlierList, evidenceList, readInWords, validityInWords, saidBeforeOn } from "./lines-words.ts";

/** The brief as cards for a phone: one subject each, in big type, passed with a thumb; open without a network too. */
export async function cardsPage(visitor: DeskRequest): Promise<Response> {
  const request = await briefAsked(visitor);
  const { t, day, language, brief, person } = request;
  if (brief === undefined) return briefPage(visitor);
  const all = brief.lines.length + (brief.note === "" ? 0 : 1);
  const read = brief.lines.filter(({ readVersion, version }) => readVersion === version).length;
  return answerDesk(request, {
    title: t.briefOf(longDay(day, language)),
    current: "brief",
    wide: true,
    scripts: ["brief.js"],
    headers: keptByPhone(request),
    body: html`<div class="deck">
      <header class="deck-head">
        <h1 class="plain">${t.briefOf(longDay(day, language))}</h1>
        <p class="quiet">
          ${person !== undefined && t.briefFor(person.name)} ·
          <span data-read-count>${t.briefReadOf(read, brief.lines.length)}</span> ·
          <a href="${briefPath(day, brief.person)}">${t.briefToPage}</a>
        </p>
        ${phoneStatus(request)}
      </header>
      <div class="deck-cards" tabindex="0" role="group" aria-label="${t.briefCards}">
        ${await Promise.all(brief.lines.map((line, at) => card(request, line, { at: at + 1, all })))}
        ${
          brief.note !== "" &&
          html`<article class="deck-card" id="card-${all}" aria-labelledby="subject-${all}">
            <p class="kicker"><b>${t.briefCardOf(all, all)}</b></p>
            <h2 id="subject-${all}">${t.briefNoteCard}</h2>
            <p class="deck-note">${brief.note}</p>
            ${passing(request, all, all)}
          </article>`
        }
      </div>
    </div>`,
  });
}

async function card(request: BriefRequest, line: LineView, { at, all }: { at: number; all: number }): Promise<Html> {
  const { t, day } = request;
  const found = await saidBeforeOn(request, line);
  return html`<article class="deck-card" id="card-${at}" aria-labelledby="subject-${at}">
    <p class="kicker">
      <b>${t.briefCardOf(at, all)}</b> ${validityInWords(request, line, day)}
      <span data-read-mark>${readInWords(request, line)}</span>
    </p>
    <h2 id="subject-${at}">${line.subject}</h2>
    <div class="deck-say">${alreadyEscaped(renderMarkdown(line.body))}</div>
    ${line.readVersion !== line.version && readForm(request, line, at)}
    ${
      (found.hits.length > 0 || found.cut) &&
      html`<section class="deck-before">
        <h3>${t.briefSaidBefore}</h3>
        ${earlierList(request, found)}
      </section>`
    }
    ${
      line.evidence.length > 0 &&
      html`<section class="deck-before">
        <h3>${t.briefEvidence}</h3>
        ${evidenceList(request, line.evidence)}
      </section>`
    }
    ${passing(request, at, all)}
  </article>`;
}

function readForm({ t, day, brief, formToken }: BriefRequest, line: LineView, at: number): Html {
  return html`<form method="post" action="/desk/brief/read" data-reading>
    ${formToken()}
    <input type="hidden" name="line" value="${line.id}" />
    <input type="hidden" name="version" value="${line.version}" />
    <input type="hidden" name="day" value="${day}" />
    <input type="hidden" name="person" value="${brief?.person ?? ""}" />
    <input type="hidden" name="card" value="${at}" />
    <button class="button deck-read">${t.briefIRead}</button>
  </form>`;
}

/** Big buttons for a thumb; links, so that they need no program. */
function passing({ t }: BriefRequest, at: number, all: number): Html {
  return html`<nav class="deck-passing" aria-label="${t.briefCardOf(at, all)}">
    ${at > 1 ? html`<a href="#card-${at - 1}" rel="prev">${t.briefPrevious}</a>` : html`<span></span>`}
    ${at < all ? html`<a href="#card-${at + 1}" rel="next">${t.briefNext}</a>` : html`<span></span>`}
  </nav>`;
}

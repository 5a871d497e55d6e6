import { institutionsFor, may } from "../access/rights.ts";
import { listDeskBriefings } from "../briefings/find-briefing.ts";
import { type DraftCard, listDrafts, type WaitsFor } from "../newsroom/list-drafts.ts";
import { listReviews, type PublicationToReview } from "../newsroom/publication-reviews.ts";
import { hasPublished } from "../newsroom/release-report.ts";
import { kinds } from "../newsroom/statement.ts";
import { startOfDay } from "../register/start-of-day.ts";
import type { State } from "../newsroom/workflow.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { answerDesk, seeOther } from "./answer.ts";
import { briefingKicker, briefingWhen } from "./briefings-list.ts";
import type { DeskRequest } from "./context.ts";
import { deadline, institutionNames, when } from "./newsroom-words.ts";

const columns = [
  ["draft", ["draft"]],
  ["review", ["in-review"]],
  ["clearance", ["in-clearance"]],
  ["ready", ["cleared", "scheduled"]],
  ["published", ["published"]],
] as const satisfies readonly (readonly [string, readonly State[]])[];

/** Where an officer arrives: what the office is at, what each text waits for, and whose move it is. */
export async function boardPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  if (actor.grants.length === 0)
    return answerDesk(request, {
      title: t.boardTitle,
      current: "board",
      body: html`<h1 class="plain">${t.deskWelcome(actor.name)}</h1>
        <p class="standfirst">${t.deskNoRights}</p>`,
    });
  // Whoever only certifies has no texts to see: theirs are the transcripts.
  if (actor.grants.every(({ right }) => right === "stenographer")) return seeOther(request, "/desk/transcripts");
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const since = startOfDay(today, office.timeZone);
  const mine = c.req.query("mine") === "1";
  const cards = (await listDrafts(db, { since, mine }, actor)).filter(({ state }) => state !== "dropped");
  const named = await institutionNames(db, cards.flatMap(institutionsOf), { ...request, today });
  const shown = (card: DraftCard) => cardOf(request, card, named, now);
  const [reviews, published] = await Promise.all([listReviews(db, actor), hasPublished(db)]);
  const mayWrite = may(actor, "draft.write", office.institution);
  const open = cards.filter(({ state }) => state !== "published");
  return answerDesk(request, {
    title: t.boardTitle,
    current: "board",
    wide: true,
    body: html`<div class="board-head">
        <h1 class="plain">${t.boardTitle}</h1>
        <p class="quiet">${t.boardOpen(open.length)}</p>
        <nav class="filters" aria-label="${t.boardFilter}">
          <a href="/desk" ${!mine && html` aria-current="page"`}>${t.boardAll}</a>
          <a href="/desk?mine=1" ${mine && html` aria-current="page"`}>${t.boardMine}</a>
        </nav>
      </div>
      ${
        !published &&
        mayWrite &&
        html`<div class="notice first">
          <p>${t.firstBoard}</p>
          <p><a class="button" href="/desk/first">${t.firstBegin}</a></p>
        </div>`
      }
      ${await briefingsAhead(request)} ${mayWrite && newText(request, published && cards.length === 0)}
      ${
        reviews.length > 0 &&
        html`<section class="overdue" aria-labelledby="overdue">
          <h2 id="overdue">${t.boardOverdue}</h2>
          <p>${t.boardOverdueText}</p>
          <ul class="cards">
            ${reviews.map((one) => reviewCard(request, one, now))}
          </ul>
        </section>`
      }
      ${
        cards.length === 0
          ? html`<div class="empty">
              <h2>${t.boardEmpty}</h2>
              <p>${t.boardEmptyText}</p>
            </div>`
          : html`<div class="board">
              ${columns.map(([key, states]) => {
                const here = cards.filter(({ state }) => (states as readonly State[]).includes(state));
                return html`<section aria-labelledby="column-${key}" ${here.length === 0 && html` class="none"`}>
                  <h2 id="column-${key}">
                    ${t[`boardColumn_${key}`]} <small class="tabular">${here.length > 0 && here.length}</small>
                  </h2>
                  ${
                    here.length === 0
                      ? html`<p class="quiet small">${t[`boardNone_${key}`]}</p>`
                      : html`<ul class="cards">
                          ${yoursFirst(request, here).map(shown)}
                        </ul>`
                  }
                </section>`;
              })}
            </div>`
      }`,
  });
}

/** What is on before the press and what was announced, for whoever may follow it. */
async function briefingsAhead(request: DeskRequest): Promise<Html | undefined> {
  const { desk, t, actor } = request;
  if (institutionsFor(actor, "briefing.read").length === 0) return undefined;
  const found = await listDeskBriefings(desk.installation.db, actor);
  const ahead = found.filter(({ state }) => state === "live" || state === "announced");
  if (ahead.length === 0) return undefined;
  return html`<section class="briefings-ahead" aria-label="${t.briefingsTitle}">
    ${ahead.map(
      (one) =>
        html`<div>
          ${briefingKicker(request, one)}
          <p>
            <a href="/desk/briefings/${one.id}">${one.title}</a> <span class="quiet">${briefingWhen(request, one)}</span>
          </p>
        </div>`,
    )}
  </section>`;
}

/** One tap and the draft stands, with what its kind's template brings. Open where there is nothing else to do. */
function newText({ t, formToken }: DeskRequest, open: boolean): Html {
  return html`<details class="new-text" ${open && html` open`}>
    <summary class="button">${t.boardNew}</summary>
    <form method="post" action="/desk/drafts">
      ${formToken()}
      <p id="new-kind">${t.boardNewIn}</p>
      <div class="kinds" role="group" aria-labelledby="new-kind">
        ${kinds.map(
          (kind) =>
            html`<button name="kind" value="${kind}"><b>${t[`kind_${kind}`]}</b> <small>${t[`newKind_${kind}`]}</small></button>`,
        )}
      </div>
    </form>
  </details>`;
}

function cardOf(request: DeskRequest, card: DraftCard, named: (id: string) => string, now: Date): Html {
  const { t } = request;
  const yours = isYours(request, card);
  const at = card.published?.at;
  return html`<li ${yours && html` class="yours"`}>
    <p class="kicker">
      <b>${t[`kind_${card.kind}`]}</b>
      ${card.purpose !== "publication" && html`<span>${t[`purpose_${card.purpose}`]}</span>`}
      ${card.published && html`<span>${card.published.number}</span>`}
      ${card.state === "scheduled" && html`<span class="tag sure">${t.state_scheduled}</span>`}
      ${yours && html`<span class="tag turn">${t.boardYours}</span>`}
    </p>
    <h3 lang="${card.language}">
      <a href="/desk/drafts/${card.id}">${card.title === "" ? t.boardUntitled : card.title}</a>
    </h3>
    ${
      card.notPublished !== undefined &&
      html`<p class="tag alarm">${t["event_not-published"]}</p>
        <p><q>${card.notPublished}</q></p>`
    }
    <p>${at === undefined || card.waitsFor.what === "review" ? waiting(request, card, named, now) : when(request, at, now)}</p>
    ${card.waitsFor.what !== "its-author" && html`<p class="quiet">${t.by(t.listed(card.authors))}</p>`}
  </li>`;
}

/** What went out urgently and nobody else has looked at; the command line's texts among them. */
function reviewCard(request: DeskRequest, review: PublicationToReview, now: Date): Html {
  const { t } = request;
  const { number, edition, title, by, reason, dueAt } = review;
  return html`<li>
    <p class="kicker"><b>${number}</b> <span>${by}</span></p>
    <h3><a href="/desk/statements/${number}/review/${edition}">${title}</a></h3>
    <p>${t.waits_review}, ${deadline(request, dueAt, now)}</p>
    <p class="quiet"><q>${reason}</q></p>
  </li>`;
}

function waiting(request: DeskRequest, card: DraftCard, named: (id: string) => string, now: Date): Html {
  const { t } = request;
  const wait = card.waitsFor;
  switch (wait.what) {
    case "its-author":
      return html`${t.waits_author(t.listed(card.authors))}`;
    case "acceptance":
      return html`${t.waits_acceptance}`;
    case "schedule":
      return html`${t.waits_schedule}`;
    case "clearance":
      return html`${t.waits_clearance(t.listed(wait.institutions.map(named)))}, ${deadline(request, wait.until, now)}`;
    case "objection":
      return html`<span class="tag alarm">${t.waits_objection(t.listed(wait.institutions.map(named)))}</span>`;
    case "asking-again":
      return html`${t.waits_again(t.listed(wait.institutions.map(named)))}`;
    case "its-hour":
      return html`${t.waits_hour} ${when(request, wait.until, now)}`;
    case "review":
      return html`${t.waits_review}, ${deadline(request, wait.until, now)}`;
    case "nothing":
      return html`${t.waits_nothing}`;
  }
}

/** Whether the next move is this officer's: by what the text waits for, by their rights and by their own hand in it. */
function isYours({ actor }: DeskRequest, card: DraftCard): boolean {
  const { institution, mine, alone } = card;
  switch (card.waitsFor.what) {
    case "its-author":
    case "objection":
    case "asking-again":
      return mine;
    case "acceptance":
      return !alone && may(actor, "draft.review", institution);
    case "schedule":
      return may(actor, "draft.schedule", institution);
    case "review":
      return !alone && may(actor, "publication.review", institution);
    case "clearance":
    case "its-hour":
    case "nothing":
      return false;
  }
}

function yoursFirst(request: DeskRequest, cards: readonly DraftCard[]): DraftCard[] {
  return cards.toSorted((a, b) => Number(isYours(request, b)) - Number(isYours(request, a)));
}

function institutionsOf({ waitsFor }: { waitsFor: WaitsFor }): string[] {
  return "institutions" in waitsFor ? waitsFor.institutions : [];
}

import { institutionsFor, permit } from "../access/rights.ts";
import { dayOf, longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { distance } from "../page/near-dates.ts";
import { countDeskQuestions, type DeskFilter, type DeskQuestion, listDeskQuestions } from "../press/desk-questions.ts";
import { similarAnswers } from "../press/find-answer.ts";
import { isOverdue, isProtected, queues } from "../press/question.ts";
import { answerDesk, answerJson } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

const filters = ["waiting", "mine", "overdue", "ended"] as const satisfies readonly DeskFilter[];

/** The two queues, apart: what waits first, by the day it is due. */
export async function questionsPage(request: DeskRequest): Promise<Response> {
  if (institutionsFor(request.actor, "question.read").length === 0)
    permit(request.actor, "question.read", request.office.institution);
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const today = dayOf(now, office.timeZone);
  const queue = queues.find((one) => one === c.req.query("queue")) ?? "press";
  const filter = filters.find((one) => one === c.req.query("show")) ?? "waiting";
  const words = (c.req.query("q") ?? "").slice(0, 400);
  const [counts, found] = await Promise.all([
    countDeskQuestions(db, today, actor),
    listDeskQuestions(db, { queue, filter, words, today }, actor),
  ]);
  const address = (change: Record<string, string>) =>
    `/desk/questions?${new URLSearchParams({ queue, show: filter, ...(words === "" ? {} : { q: words }), ...change }).toString()}`;
  return answerDesk(request, {
    title: t.questionsTitle,
    current: "questions",
    body: html`<h1 class="plain">${t.questionsTitle}</h1>
      <p class="quiet">${t.questionsLead}</p>
      <div class="actions">
        ${institutionsFor(actor, "question.write").length > 0 && html`<a class="button" href="/desk/questions/new">${t.questionsLog}</a>`}
      </div>
      <nav class="filters" aria-label="${t.questionsQueues}">
        ${queues.map(
          (one) =>
            html`<a href="${address({ queue: one, show: "waiting" })}" ${one === queue && html` aria-current="page"`}
              >${t.questionsQueue[one]}
              (${String(counts[one].waiting)}${counts[one].overdue > 0 && `, ${t.questionsLate(counts[one].overdue)}`})</a
            >`,
        )}
      </nav>
      <form class="ask" role="search">
        <input type="hidden" name="queue" value="${queue}" />
        <input type="hidden" name="show" value="${filter}" />
        <label>${t.questionsSearch}<input type="search" name="q" value="${words}" maxlength="400" /></label>
        <button class="button">${t.linesSearchButton}</button>
      </form>
      <nav class="filters" aria-label="${t.questionsShow}">
        ${filters.map(
          (one) =>
            html`<a href="${address({ show: one })}" ${one === filter && html` aria-current="page"`}
              >${t.questionsFilter[one]}</a
            >`,
        )}
      </nav>
      ${
        found.length === 0
          ? html`<p class="empty">${words === "" ? t.questionsNoneIn[filter] : t.questionsNoneWith}</p>`
          : html`<ul class="entries">
              ${found.map((one) => questionItem(request, one, now))}
            </ul>`
      }`,
  });
}

/** Published answers to questions with the words that are being typed, for an island. */
export async function similarAnswer(request: DeskRequest): Promise<Response> {
  if (institutionsFor(request.actor, "question.read").length === 0)
    permit(request.actor, "question.read", request.office.institution);
  const { desk, c, office } = request;
  const { db, means } = desk.installation;
  const moment = { upTo: desk.horizon().size, now: means.clock.now(), timeZone: office.timeZone };
  const found = await similarAnswers(db, (c.req.query("q") ?? "").slice(0, 2_000), moment);
  return answerJson(
    request,
    found.map(({ number, question, answer }) => ({ number, question, answer: answer.slice(0, 400) })),
  );
}

function questionItem(request: DeskRequest, question: DeskQuestion, now: Date): Html {
  const { t, language } = request;
  return html`<li class="item">
    <p class="kicker">
      ${questionMarks(request, question, now)} <span>${t.questionChannel[question.channel]}</span>
      <span>${distance(question.askedAt, now, language)}</span>
    </p>
    <h2><a href="/desk/questions/${question.id}">${firstWords(question.text)}</a></h2>
    <p>
      ${askerInWords(request, question)}${question.assignedTo !== undefined && html` · ${t.questionAssignedTo(question.assignedTo)}`}
    </p>
  </li>`;
}

/** Where a question stands, and what must be known of it before anybody speaks of it outside. */
export function questionMarks({ t, language, office }: DeskRequest, question: DeskQuestion, now: Date): Html {
  const today = dayOf(now, office.timeZone);
  const { dueOn } = question;
  return html`<b>${question.number ?? t.questionUnnumbered}</b>
    <span class="mark">${t.questionState[question.state]}${question.basis === "background" && ` (${t.questionOnBackground})`}</span>
    ${
      dueOn !== undefined &&
      (question.state === "taken" || question.state === "assigned") &&
      (isOverdue(question, today)
        ? html`<span class="mark alarm">${t.questionOverdueSince(longDay(dueOn, language))}</span>`
        : html`<span>${t.questionDue(longDay(dueOn, language))}</span>`)
    }
    ${isProtected(question, now) && html`<span class="mark alarm">${t.questionExclusive}</span>`}
    ${question.withheld && html`<span class="mark alarm">${t.questionWithheld}</span>`}
    ${question.shownAt !== undefined && html`<span>${t.questionShown}</span>`}`;
}

export function askerInWords({ t }: Pick<DeskRequest, "t">, { asker, queue }: DeskQuestion): string {
  const known = [asker.name, asker.outlet].filter((one) => one !== undefined).join(", ");
  return known === "" ? t.questionUnknownAsker[queue] : known;
}

export function firstWords(text: string): string {
  const [line = ""] = text.split("\n");
  return Array.from(line).length <= 160 ? line : `${Array.from(line).slice(0, 158).join("")}…`;
}

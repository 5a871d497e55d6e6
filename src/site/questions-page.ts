import { tongueOf } from "../page/language.ts";
import { longDay, plainInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import {
  countPublicQuestions,
  listPublicQuestions,
  type PublicQuestion,
  shownFilters,
} from "../press/find-question.ts";
import { queues } from "../press/question.ts";
import { pastForm, stayingThen } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { momentOf } from "./moment.ts";

const perPage = 30;
/** What is late stands on one page, whatever is owed: it has no place to go on from. */
const mostOverdue = 300;

/** Every question that may be shown: what waits, what was promised, what is late and what was answered. */
export async function questionsPage(request: PageRequest): Promise<Response> {
  if (request.past !== undefined) return answeredThen(request);
  const { site, c, t, office, language, href } = request;
  const { db } = site.installation;
  const moment = await momentOf(site);
  const filter = shownFilters.find((one) => one === c.req.query("show"));
  const queue = queues.find((one) => one === c.req.query("queue"));
  const words = (c.req.query("q") ?? "").slice(0, 400);
  const before = c.req.query("before");
  const limit = filter === "overdue" ? mostOverdue : perPage;
  const [counts, found] = await Promise.all([
    countPublicQuestions(db, moment),
    listPublicQuestions(db, { filter, queue, words, before, limit: limit + 1 }, moment),
  ]);
  const shown = found.slice(0, limit);
  const last = found.length > limit && filter !== "overdue" ? shown.at(-1)?.number : undefined;
  const given = { show: filter, queue, q: words === "" ? undefined : words };
  const address = (change: Record<string, string | undefined>) => href(`/questions${query({ ...given, ...change })}`);
  const link = (one: typeof filter, name: string, count: number) =>
    html`<li><a href="${address({ show: one })}" ${one === filter && html` aria-current="true"`}>${name} (${String(count)})</a></li>`;
  const body = html`<h1>${t.publicQuestions}</h1>
    <p class="standfirst">${t.publicQuestionsLead(office.name[tongueOf(language)])}</p>
    <p class="actions">
      <a class="button" href="/questions/ask">${t.askTitle}</a>
      <a class="more" href="${href("/questions/figures")}">${t.questionFigures}</a>
    </p>
    <nav aria-label="${t.publicQuestions}">
      <ul class="filters">
        <li class="filter-name">${t.questionsShow}</li>
        ${link(undefined, t.publicFilter.all, counts.all)}
        ${shownFilters.map((one) => link(one, t.publicFilter[one], counts[one]))}
      </ul>
      <ul class="filters">
        <li class="filter-name">${t.questionWho}</li>
        <li><a href="${address({ queue: undefined })}" ${queue === undefined && html` aria-current="true"`}>${t.publicFilter.all}</a></li>
        ${queues.map((one) => html`<li><a href="${address({ queue: one })}" ${one === queue && html` aria-current="true"`}>${t.questionsQueue[one]}</a></li>`)}
      </ul>
    </nav>
    <form class="ask" role="search" action="${href("/questions")}">
      ${filter !== undefined && html`<input type="hidden" name="show" value="${filter}" />`}
      <label>${t.questionsSearch} <input type="search" name="q" value="${words}" maxlength="400" /></label>
      <button class="button">${t.linesSearchButton}</button>
    </form>
    ${
      shown.length === 0
        ? html`<p class="standfirst">${counts.all === 0 ? t.publicNone : t.publicNoneHere}</p>`
        : html`<ol class="entries">
            ${shown.map((one) => questionItem(request, one))}
          </ol>`
    }
    ${last !== undefined && html`<p class="pages"><a class="more" rel="next" href="${address({ before: last })}">${t.listOlder}</a></p>`}`;
  return answerPage(
    request,
    {
      title: t.publicQuestions,
      description: t.publicQuestionsLead(office.name[tongueOf(language)]),
      path: `/questions${query({ show: filter, queue })}`,
      body,
      current: "questions",
      indexed: words === "" && before === undefined,
    },
    ["questions", "changes"],
  );
}

/** Those that had been answered in the record by then: of what waited there is no past that could be proven. */
async function answeredThen(asked: PageRequest): Promise<Response> {
  const request = stayingThen(asked);
  const { site, c, t, horizon, href } = request;
  const moment = { ...(await momentOf(site)), upTo: horizon.size };
  const before = c.req.query("before");
  const found = await listPublicQuestions(
    site.installation.db,
    { words: "", before, limit: perPage + 1, recorded: true },
    moment,
  );
  const last = found.length > perPage ? found[perPage - 1]?.number : undefined;
  const body = html`<h1>${t.publicQuestions}</h1>
    <p class="standfirst">${t.pastQuestions}</p>
    ${
      found.length === 0
        ? html`<p class="empty">${t.pastNothing}.</p>`
        : html`<ol class="entries">
            ${found.slice(0, perPage).map((one) => questionItem(request, one))}
          </ol>`
    }
    ${last !== undefined && html`<p class="pages"><a class="more" rel="next" href="${href(`/questions${query({ before: last })}`)}">${t.listOlder}</a></p>`}
    ${pastForm(asked, "/questions")}`;
  return answerPage(asked, { title: t.publicQuestions, path: "/questions", body, current: "questions" }, undefined);
}

function questionItem(request: PageRequest, question: PublicQuestion): Html {
  const { language, office, href } = request;
  const [line = ""] = question.text.split("\n");
  return html`<li class="item">
    <p class="kicker">
      <b>${question.number}</b> ${stateMark(request, question)}
      <span><time datetime="${question.askedAt.toISOString()}">${plainInstant(question.askedAt, language, office.timeZone)}</time></span>
    </p>
    <h2 ${question.language.slice(0, 2) !== language && html` lang="${question.language}"`}>
      <a href="${href(`/questions/${question.number}`)}">${line}</a>
    </h2>
    <p>${publicAsker(request, question)}</p>
  </li>`;
}

/** Where a question stands, in words; what is late says since when. */
export function stateMark({ t, language }: PageRequest, question: PublicQuestion): Html {
  const { state, dueOn, overdue, basis } = question;
  if (state === "taken" && dueOn !== undefined)
    return overdue
      ? html`<span class="mark alarm">${t.questionOverdueSince(longDay(dueOn, language))}</span>`
      : html`<span class="mark">${t.publicPromised(longDay(dueOn, language))}</span>`;
  if (state === "answered" && basis === "background") return html`<span class="mark">${t.publicBackground}</span>`;
  return html`<span class="mark ${state === "answered" && "checked"}">${t.questionState[state]}</span>`;
}

export function publicAsker({ t }: PageRequest, { asker, queue }: PublicQuestion): string {
  const known = [asker.name, asker.outlet].filter((one) => one !== undefined).join(", ");
  return known === "" ? t.questionUnknownAsker[queue] : known;
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

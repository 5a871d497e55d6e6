import { may } from "../access/rights.ts";
import { acknowledgeLines, type Reading } from "../newsroom/acknowledge-lines.ts";
import { listBriefs } from "../newsroom/find-brief.ts";
import type { LineView } from "../newsroom/find-line.ts";
import { dayOf, longDay, plainInstant } from "../page/dates.ts";
import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { addDays, isDay } from "../register/day.ts";
import { renderMarkdown } from "../text/markdown.ts";
import { answerDesk, answerJson, seeOther } from "./answer.ts";
import { jsonIn } from "./body.ts";
import { briefAsked, briefPath, type BriefRequest, keptByPhone } from "./brief-asked.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { earlierList, evidenceList, linePath, readInWords, validityInWords, saidBeforeOn } from "./lines-words.ts";
import { when } from "./newsroom-words.ts";

/** The way to the brief of a day: tomorrow's first. */
export async function briefsPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office, language } = request;
  const { db, means } = desk.installation;
  const asked = c.req.query("day") ?? "";
  if (isDay(asked)) return seeOther(request, briefPath(asked));
  const today = dayOf(means.clock.now(), office.timeZone);
  const tomorrow = addDays(today, 1);
  const listed = await listBriefs(db, office.institution, actor);
  const people = await listStanding(db, "person", { ids: [...new Set(listed.map(({ person }) => person))] });
  const nameOf = (id: string) => people.find((one) => one.id === id)?.data.names.at(-1)?.full ?? id;
  return answerDesk(request, {
    title: t.briefTitle,
    current: "brief",
    body: html`<h1 class="plain">${t.briefTitle}</h1>
      <p class="quiet">${t.briefLead}</p>
      <div class="actions">
        <a class="button" href="${briefPath(tomorrow)}">${t.briefTomorrow}</a>
        <a class="button second" href="${briefPath(today)}">${t.briefToday}</a>
      </div>
      <form class="ask">
        <label>${t.briefOther}<input type="date" name="day" value="${addDays(tomorrow, 1)}" required /></label>
        <button class="button second">${t.briefGo}</button>
      </form>
      <h2>${t.briefListTitle}</h2>
      ${
        listed.length === 0
          ? html`<p class="empty">${t.briefNone}</p>`
          : html`<ul class="entries">
              ${listed.map(
                ({ day, person, lines }) =>
                  html`<li class="item">
                    <h3><a href="${briefPath(day, person)}">${longDay(day, language)}</a></h3>
                    <p>${t.briefFor(nameOf(person))} · ${t.briefLines(lines)}</p>
                  </li>`,
              )}
            </ul>`
      }`,
  });
}

/** The brief of a day for one person, to be read on a screen and on paper. */
export async function briefPage(visitor: DeskRequest): Promise<Response> {
  const request = await briefAsked(visitor);
  const { t, day, language, brief, person, office, desk } = request;
  const now = desk.installation.means.clock.now();
  const title = t.briefOf(longDay(day, language));
  return answerDesk(request, {
    title,
    current: "brief",
    scripts: ["brief.js"],
    headers: brief === undefined ? [] : keptByPhone(request),
    body: html`<div class="brief">
      <header class="brief-head">
        <p class="kicker"><b>${office.name[language]}</b> <span>${t.briefInternal}</span></p>
        <h1 class="plain">${title}</h1>
        ${
          person !== undefined &&
          html`<p class="brief-for">
            ${t.briefFor(person.name)}${person.title !== undefined && html`<small>${person.title}</small>`}
          </p>`
        }
        ${brief !== undefined && html`<p class="print-only">${t.briefPrinted(plainInstant(now, language, office.timeZone))}</p>`}
      </header>
      ${otherBriefs(request)}
      ${
        brief === undefined
          ? html`<div class="empty">
              <h2>${t.briefEmpty}</h2>
              <p>${t.briefEmptyText}</p>
              ${mayCompose(request) && html`<p><a class="button" href="${briefPath(day, person?.person, "/edit")}">${t.briefCompose}</a></p>`}
            </div>`
          : html`<div class="actions">
                <a class="button" href="${briefPath(day, brief.person, "/cards")}">${t.briefCards}</a>
                <button class="button second" type="button" data-print hidden>${t.briefPrint}</button>
                ${mayCompose(request) && html`<a class="button second" href="${briefPath(day, brief.person, "/edit")}">${t.briefChange}</a>`}
              </div>
              ${phoneStatus(request)}
              ${
                brief.note !== "" &&
                html`<section class="brief-note" aria-labelledby="besides">
                  <h2 id="besides">${t.briefNote}</h2>
                  <p>${brief.note}</p>
                </section>`
              }
              <ol class="brief-lines">
                ${await Promise.all(brief.lines.map((line) => briefLine(request, line)))}
              </ol>
              <p class="quiet">${t.briefBy(brief.by, when(request, brief.changedAt, now))}</p>`
      }
    </div>`,
  });
}

export function mayCompose({ actor, office }: DeskRequest): boolean {
  return may(actor, "line.write", office.institution);
}

/** Where the phone's program says how things stand: what it keeps, that the network is away, that the session ended. */
export function phoneStatus(request: BriefRequest): Html {
  const { t, day, person, actor, desk, language, office } = request;
  const made = desk.installation.means.clock.now();
  const place = {
    officer: actor.officer,
    cards: briefPath(day, person?.person, "/cards"),
    send: "/desk/brief/readings",
    kept: keptByPhone(request).length > 0,
    words: t.briefWords,
    read: t.briefAcknowledged,
    copy: plainInstant(made, language, office.timeZone),
  };
  return html`<p class="phone-status" role="status" data-brief="${JSON.stringify(place)}"></p>`;
}

function otherBriefs({ t, briefs, brief, people, day }: BriefRequest): Html | undefined {
  if (people.length < 2) return undefined;
  return html`<nav class="filters" aria-label="${t.briefWho}">
    ${people.map(
      ({ person, name }) =>
        html`<a href="${briefPath(day, person)}" ${person === brief?.person && html` aria-current="page"`}
          >${name}${!briefs.some((one) => one.person === person) && html` <small>(${t.briefNotYet})</small>`}</a
        >`,
    )}
  </nav>`;
}

async function briefLine(request: BriefRequest, line: LineView): Promise<Html> {
  const { t, day } = request;
  const found = await saidBeforeOn(request, line);
  return html`<li>
    <h2><a href="${linePath(line)}">${line.subject}</a></h2>
    <p class="kicker">${readInWords(request, line)} ${validityInWords(request, line, day)} <span>${t.lineOwner(line.ownerName)}</span></p>
    <div class="prose">${alreadyEscaped(renderMarkdown(line.body))}</div>
    ${
      line.evidence.length > 0 &&
      html`<h3>${t.briefEvidence}</h3>
        ${evidenceList(request, line.evidence)}`
    }
    ${
      (found.hits.length > 0 || found.cut) &&
      html`<h3>${t.briefSaidBefore}</h3>
        ${earlierList(request, found)}`
    }
  </li>`;
}

/** «Leído» without a program: back to the card that was read. */
export async function readCardAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const [line, version, card] = ["line", "version", "card"].map((name) => Number(fieldOf(form, name)));
  await acknowledgeLines(db, [{ line: line ?? 0, version: version ?? 0 }], actor, means);
  const [day, person] = [fieldOf(form, "day"), fieldOf(form, "person")];
  if (!isDay(day) || !/^[a-z0-9-]{1,200}$/.test(person)) return seeOther(request, "/desk/brief");
  const at = Number.isSafeInteger(card) ? `#card-${card}` : "";
  return seeOther(request, briefPath(day, person, "/cards") + at);
}

const mostReadings = 500;

/** What a phone read, sent once it is back on the network: `[{ line, version, at }]`. */
export async function readingsSent(request: DeskRequest, body: Uint8Array): Promise<Response> {
  const { desk, actor } = request;
  const { db, means } = desk.installation;
  const sent = jsonIn(body);
  const readings = (Array.isArray(sent) ? sent : []).slice(0, mostReadings).flatMap((one: unknown): Reading[] => {
    const { line, version, at } = (one ?? {}) as Record<string, unknown>;
    if (typeof line !== "number" || typeof version !== "number") return [];
    return [{ line, version, ...(typeof at === "string" ? { at: new Date(at) } : {}) }];
  });
  return answerJson(request, await acknowledgeLines(db, readings, actor, means));
}

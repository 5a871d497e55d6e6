import { type Action, may } from "../access/rights.ts";
import { briefingsOfItem, briefItem } from "../briefings/agenda-briefings.ts";
import { countedHours, daysOf } from "../briefings/agenda-time.ts";
import { cancelItem, reinstateItem } from "../briefings/cancel-item.ts";
import { type DeskChange, type DeskItem, listDeskChanges, listDeskItems } from "../briefings/find-agenda.ts";
import { publishItem } from "../briefings/publish-item.ts";
import type { AgendaNames } from "../page/agenda-names.ts";
import { kindInWords, timeInWords } from "../page/agenda-words.ts";
import { type Html, html } from "../page/html.ts";
import { capitalized } from "../register/display.ts";
import { agendaPath, collisionList, collisionsOf, namesFor, pressing, stateTags } from "./agenda-words.ts";
import { itemAsked } from "./agenda-form.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** One item with all that the desk knows of it: what it collides with, what is open to this officer, every version. */
export async function agendaItemDeskPage(request: DeskRequest, refused?: Refused): Promise<Response> {
  const { desk, c, t, language, office, actor } = request;
  const { db, means } = desk.installation;
  const item = await itemAsked(request);
  const { first, last } = daysOf(item.time, office.timeZone);
  const near = await listDeskItems(db, { from: first, to: last }, actor, office.timeZone);
  const collisions = collisionsOf(near, office.timeZone).get(item.id) ?? [];
  const [names, changes, briefings] = await Promise.all([
    namesFor(request, near),
    listDeskChanges(db, item),
    may(actor, "briefing.read", item.institution) ? briefingsOfItem(db, item.id) : [],
  ]);
  const now = means.clock.now();
  const saved = c.req.query("saved");
  const mayDo = (action: Action) => may(actor, action, item.institution);
  return answerDesk(request, {
    title: item.title,
    current: "agenda",
    ...statusOfRefusal(refused),
    body: html`<p class="kicker">
        <b>${kindInWords(item.kind, t)}</b> <span>${t.agendaPoint(item.id)}</span> ${stateTags(request, item, pressing(item, collisions))}
      </p>
      <h1 class="plain">${item.title}</h1>
      ${refusalOf(request, refused)}
      ${saved !== undefined && html`<div class="notice" role="status"><p>${saved === "told" ? t.agendaSavedTold : t.agendaSaved}</p></div>`}
      ${item.reason !== undefined && html`<div class="notice alarm"><p>${t.agendaCancelledBecause(item.reason)}</p></div>`}
      ${facts(request, item, names)}
      <div class="actions">
        ${mayDo("agenda.write") && item.state === "planned" && html`<a class="button second" href="${agendaPath(item, "/edit")}">${t.agendaEdit}</a>`}
        ${item.number !== undefined && html`<a href="${request.href(`/agenda/${item.number}`)}">${t.agendaPublicPage}</a>`}
      </div>
      <h2>${t.agendaConflicts}</h2>
      ${
        collisions.length === 0
          ? html`<p class="quiet">${t.agendaConflictsNone}</p>`
          : html`${collisionList(request, collisions, names)}
              <p class="quiet small">${t.agendaConflictCounted(countedHours)}</p>`
      }
      ${moves(request, item, mayDo, refused)}
      ${
        (briefings.length > 0 || (mayDo("briefing.run") && item.state === "planned")) &&
        html`<h2>${t.agendaBriefings}</h2>
          <ul class="plain-list">
            ${briefings.map(
              (briefing) =>
                html`<li>
                  <a href="/desk/briefings/${briefing.id}">${briefing.title}</a>
                  <span class="quiet">${[briefing.number, t.briefingStates[briefing.state]].filter(Boolean).join(" · ")}</span>
                </li>`,
            )}
          </ul>
          ${
            mayDo("briefing.run") &&
            item.state === "planned" &&
            briefings.every(({ state }) => state === "cancelled") &&
            html`<form method="post" action="${agendaPath(item, "/briefing")}">
              ${request.formToken()}<input type="hidden" name="read" value="${item.version}" />
              <button class="button second">${t.agendaNewBriefing}</button>
            </form>`
          }`
      }
      <h2>${t.agendaHistory}</h2>
      <ol class="agenda-changes">
        ${changes.map((change, index) => changeLine(request, change, changes[index + 1], now, language))}
      </ol>`,
  });
}

function facts({ t, language, office }: DeskRequest, item: DeskItem, names: AgendaNames): Html {
  const who = item.people.map((person) => names.people.get(person) ?? person).join("; ");
  const press = [item.press === "unsaid" ? "" : t[`agendaPress_${item.press}`], item.pressNote].filter(
    (part) => part !== "",
  );
  const rows: [string, Html | string][] = [
    [t.agendaWhen, html`<b>${capitalized(timeInWords(item.time, { t, language, timeZone: office.timeZone }))}</b>`],
    [t.agendaWhere, item.place],
    [t.agendaWho, who],
    [t.agendaPressLabel, press.join(". ")],
    [t.agendaNoteField, item.note],
    [
      t.agendaLink,
      item.link === undefined ? "" : html`<a href="${item.link}" rel="noopener noreferrer">${item.link}</a>`,
    ],
    [t.agendaTopics, item.topics.map((topic) => names.topics.get(topic) ?? topic).join(", ")],
    [
      t.agendaInstitution,
      item.institution === office.institution ? "" : (names.institutions.get(item.institution) ?? item.institution),
    ],
    [t.agendaInternalField, item.internalNote],
  ];
  return html`<dl class="facts wide agenda-facts">
    ${rows
      .filter(([, value]) => value !== "")
      .map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
  </dl>`;
}

/** Publishing under the sentence that says what will happen; cancelling, or taking that back, with its reason. */
function moves(request: DeskRequest, item: DeskItem, mayDo: (action: Action) => boolean, refused?: Refused): Html {
  const { t, language, office, formToken } = request;
  const cancelled = item.state === "cancelled";
  const told = item.number !== undefined;
  const able = mayDo(told ? "agenda.publish" : "agenda.write");
  const hidden = html`${formToken()}<input type="hidden" name="read" value="${item.version}" />`;
  const reason = html`<label>${t.agendaReason}<input name="reason" value="${typed(refused, "reason")}" maxlength="600" required /></label>`;
  const publishing = html`<h2>${t.agendaPublishTitle}</h2>
    <p>${t.agendaPublishText(timeInWords(item.time, { t, language, timeZone: office.timeZone }))}</p>
    ${
      mayDo("agenda.publish")
        ? html`<form method="post" action="${agendaPath(item, "/publish")}">
            ${hidden}<button class="button">${t.agendaPublishButton}</button>
          </form>`
        : html`<p class="quiet">${t.agendaPublishLacks}</p>`
    }`;
  return html`${!told && !cancelled && publishing}
  ${
    able &&
    (cancelled
      ? html`<details class="agenda-move" ${refused !== undefined && html` open`}>
          <summary>${t.agendaReinstateTitle}</summary>
          <form method="post" class="form" action="${agendaPath(item, "/reinstate")}">
            ${hidden} ${reason}
            <button class="button second">${t.agendaReinstateButton}</button>
          </form>
        </details>`
      : html`<details class="agenda-move" ${refused !== undefined && html` open`}>
          <summary>${t.agendaCancelTitle}</summary>
          <p>${told ? t.agendaCancelPublic : t.agendaCancelInternal}</p>
          <form method="post" class="form" action="${agendaPath(item, "/cancel")}">
            ${hidden} ${reason}
            <button class="button danger">${t.agendaCancelButton}</button>
          </form>
        </details>`)
  }`;
}

/** What it said then, where it said something else before. */
function changeLine(
  request: DeskRequest,
  change: DeskChange,
  before: DeskChange | undefined,
  now: Date,
  language: "es" | "en",
): Html {
  const { t, office } = request;
  const said = ({ content }: DeskChange) =>
    [content.title, timeInWords(content.time, { t, language, timeZone: office.timeZone }), content.place]
      .filter((part) => part !== "")
      .join("; ");
  const other = before !== undefined && said(before) !== said(change) ? said(before) : undefined;
  return html`<li>
    <p class="kicker">
      <b>${t[`agendaChange_${change.what}`]}</b> <span>${t.agendaBy(change.by, when(request, change.at, now))}</span>
      ${change.told && html`<span class="tag sure">${t.agendaTold}</span>`}
    </p>
    ${change.note !== "" && html`<p>${change.note}</p>`}
    ${other !== undefined && html`<p class="quiet">${t.agendaBefore(other)}</p>`}
  </li>`;
}

export function publishItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  return moved(request, form, async (id, read) => {
    const { db, means } = request.desk.installation;
    await publishItem(db, id, { read }, request.actor, means);
  });
}

export function cancelItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  return moved(request, form, (id, read) => {
    const { db, means } = request.desk.installation;
    return cancelItem(db, id, { read, reason: fieldOf(form, "reason") }, request.actor, means);
  });
}

export function reinstateItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  return moved(request, form, (id, read) => {
    const { db, means } = request.desk.installation;
    return reinstateItem(db, id, { read, reason: fieldOf(form, "reason") }, request.actor, means);
  });
}

export function briefItemAct(request: DeskRequest, form: FormData): Promise<Response> {
  return moved(request, form, async (id, read) => {
    const { db, means } = request.desk.installation;
    const { briefing } = await briefItem(db, id, { read }, request.actor, means);
    return `/desk/briefings/${briefing}`;
  });
}

async function moved(
  request: DeskRequest,
  form: FormData,
  act: (id: number, read: number) => Promise<string | void>,
): Promise<Response> {
  const { id } = await itemAsked(request);
  return orAgain(
    form,
    async () => {
      const next = await act(id, Number(fieldOf(form, "read")));
      return seeOther(request, next ?? agendaPath({ id }));
    },
    (refused) => agendaItemDeskPage(request, refused),
  );
}

import { endCalendarLink, listCalendarLinks, makeCalendarLink, openCalendarLink } from "../briefings/calendar-links.ts";
import { institutionsFor } from "../access/rights.ts";
import { listDeskItems } from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { agendaCalendar, webcal } from "../page/agenda-calendar.ts";
import { readAgendaNames } from "../page/agenda-names.ts";
import { catalogues } from "../page/catalogue.ts";
import { dayOf } from "../page/dates.ts";
import { html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { addDays } from "../register/day.ts";
import { agendaPath, speakersAsked } from "./agenda-words.ts";
import { answerDesk, seeOther } from "./answer.ts";
import type { DeskRequest, VisitorRequest } from "./context.ts";
import { fieldOf } from "./form.ts";
import { privateHeaders } from "./headers.ts";
import { when } from "./newsroom-words.ts";
import { orAgain, type Refused, refusalOf, statusOfRefusal, typed } from "./refused.ts";

/** An officer's own addresses for calendar programs; `made`: the one that was made just now, shown this once. */
export async function calendarLinksPage(request: DeskRequest, refused?: Refused, made?: string): Promise<Response> {
  const { desk, t, actor, office, formToken } = request;
  const { db, means } = desk.installation;
  const now = means.clock.now();
  if (institutionsFor(actor, "agenda.read").length === 0) throw new Fault("not-found", "");
  const [links, speakers] = await Promise.all([
    listCalendarLinks(db, actor),
    speakersAsked(request, dayOf(now, office.timeZone)),
  ]);
  const named = links.flatMap(({ person }) => (person === undefined ? [] : [person]));
  const people = named.length === 0 ? [] : await listStanding(db, "person", { ids: [...new Set(named)] });
  const nameOf = (person: string) => people.find(({ id }) => id === person)?.data.names.at(-1)?.full ?? person;
  const whose = typed(refused, "person", speakers[0]?.id ?? "");
  return answerDesk(request, {
    title: t.agendaLinksTitle,
    current: "agenda",
    ...statusOfRefusal(refused),
    body: html`<h1 class="plain">${t.agendaLinksTitle}</h1>
      <p class="measure">${t.agendaLinksLead}</p>
      ${refusalOf(request, refused)}
      ${
        made !== undefined &&
        html`<div class="notice" role="status">
          <p><b>${t.agendaLinkMade}</b></p>
          <p><a class="button" href="${webcal(made)}">${t.agendaLinkOpen}</a></p>
          <p>${t.agendaLinkCopy}</p>
          <p class="mono breakable">${made}</p>
        </div>`
      }
      <form method="post" action="/desk/agenda/links" class="form">
        ${formToken()}
        <label
          >${t.agendaLinkName}<small>${t.agendaLinkNameHint}</small
          ><input name="name" value="${typed(refused, "name")}" maxlength="80" required
        /></label>
        <label
          >${t.agendaLinkWhose}
          <select name="person">
            ${speakers.map(({ id, name }) => html`<option value="${id}" ${id === whose && html` selected`}>${name}</option>`)}
            <option value="" ${whose === "" && html` selected`}>${t.agendaEverybody}</option>
          </select></label
        >
        <button class="button">${t.agendaLinkMake}</button>
      </form>
      <h2>${t.agendaLinksMine}</h2>
      ${
        links.length === 0
          ? html`<p class="empty">${t.agendaLinksNone}</p>`
          : html`<ul class="plain-list">
              ${links.map(
                ({ id, name, person, readAt }) =>
                  html`<li>
                    <b>${name}</b>
                    <span>${person === undefined ? t.agendaEverybody : t.agendaDayFor(nameOf(person))}</span>
                    <span class="quiet">${readAt === undefined ? t.agendaLinkUnread : t.agendaLinkRead(when(request, readAt, now))}</span>
                    <form method="post" action="/desk/agenda/links/${id}/end">
                      ${formToken()}<button class="link">${t.agendaLinkEnd}<span class="visually-hidden"> ${name}</span></button>
                    </form>
                  </li>`,
              )}
            </ul>`
      }`,
  });
}

export async function makeCalendarLinkAct(request: DeskRequest, form: FormData): Promise<Response> {
  const { db, means } = request.desk.installation;
  return orAgain(
    form,
    async () => {
      const person = fieldOf(form, "person");
      const known = person === "" ? [] : await listStanding(db, "person", { ids: [person] });
      if (person !== "" && known.length === 0)
        throw new Fault("invalid", "whose: choose from the list.", [], "de quién: elija de la lista.");
      const asked = { name: fieldOf(form, "name"), ...(person === "" ? {} : { person }) };
      const { token } = await makeCalendarLink(db, asked, request.actor, means);
      return calendarLinksPage(request, undefined, `${request.desk.url}/desk/agenda/calendar/${token}.ics`);
    },
    (refused) => calendarLinksPage(request, refused),
  );
}

export async function endCalendarLinkAct(request: DeskRequest): Promise<Response> {
  const { db, means } = request.desk.installation;
  const id = Number(request.c.req.param("link"));
  await endCalendarLink(db, Number.isSafeInteger(id) ? id : 0, request.actor, means);
  return seeOther(request, "/desk/agenda/links");
}

/** How far back a private calendar reaches, in days. */
const reachesBack = 62;

/**
 * The internal agenda for the calendar program of whoever holds the address: what its officer may read now. One that is of no use,
 * for whatever reason, answers as one that never was.
 */
export async function privateCalendar({ desk, c, office }: VisitorRequest): Promise<Response> {
  const { db, means } = desk.installation;
  const now = means.clock.now();
  const opened = await openCalendarLink(db, (c.req.param("file") ?? "").replace(/\.ics$/, ""), now);
  if (opened === undefined) throw new Fault("not-found", "");
  const { actor, person } = opened;
  const { language } = actor;
  const t = catalogues[language];
  const from = addDays(dayOf(now, office.timeZone), -reachesBack);
  const items = await listDeskItems(db, { from, ...(person === undefined ? {} : { person }) }, actor, office.timeZone);
  const names = await readAgendaNames(db, items, language);
  const text = agendaCalendar(
    items.map(({ startedAt, changedAt, internalNote, version, ...item }) => ({
      ...item,
      // Its own count: what the desk alone changes reaches its calendars too.
      sequence: version,
      toldAt: changedAt,
      publishedAt: startedAt,
      url: desk.url + agendaPath(item),
      notes: [
        item.number === undefined ? t.agendaInternal : t.agendaPublic,
        ...(internalNote === "" ? [] : [`${t.agendaInternalField}: ${internalNote}`]),
      ],
    })),
    {
      name: t.agendaPrivateName(person === undefined ? undefined : (names.people.get(person) ?? person)),
      // The address itself lets whoever has it in: a calendar that is passed on must not bear it.
      address: `${desk.url}/desk/agenda`,
      language,
      t,
      timeZone: office.timeZone,
      topics: names.topics,
      people: names.people,
      private: true,
    },
  );
  return new Response(text, {
    headers: {
      ...privateHeaders(desk.url),
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'inline; filename="agenda.ics"',
    },
  });
}

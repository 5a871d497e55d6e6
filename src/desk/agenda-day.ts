import { may } from "../access/rights.ts";
import { daysOf, spanOf } from "../briefings/agenda-time.ts";
import { type DeskItem, listDeskItems } from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { hourInWords, kindInWords } from "../page/agenda-words.ts";
import { dayOf, longDay, monthInWords, shortDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { addDays, isDay } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import {
  agendaPath,
  type Collision,
  collisionList,
  collisionsOf,
  namesFor,
  pressing,
  speakersAsked,
  stateTags,
} from "./agenda-words.ts";
import { answerDesk, seeOther } from "./answer.ts";
import { briefPath } from "./brief-asked.ts";
import type { DeskRequest } from "./context.ts";

export async function todayOfSpeaker(request: DeskRequest): Promise<Response> {
  const { desk, office } = request;
  return seeOther(request, dayPath(dayOf(desk.installation.means.clock.now(), office.timeZone)));
}

/** One day of whoever speaks, for a phone in a car: what is now, what is next, where, and what collides. */
export async function speakerDayPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, language, office, actor } = request;
  const { db, means } = desk.installation;
  const day = c.req.param("day") ?? "";
  if (!isDay(day)) throw new Fault("not-found", "");
  const now = means.clock.now();
  const all = await listDeskItems(db, { from: day, to: day }, actor, office.timeZone);
  const names = await namesFor(request, all);
  const people = new Map([
    ...(await speakersAsked(request, day)).map(({ id, name }) => [id, name] as const),
    ...names.people,
  ]);
  const asked = c.req.query("for") ?? "";
  const person = people.has(asked) ? asked : people.keys().next().value;
  const items = all.filter((item) => person !== undefined && item.people.includes(person));
  const loose = items.filter(({ time }) => time.precision === "week" || time.precision === "month");
  const fixed = items.filter((item) => !loose.includes(item));
  const collisions = collisionsOf(all, office.timeZone);
  const ahead = fixed.filter(({ time, state }) => state === "planned" && spanOf(time, office.timeZone).to > now);
  // What has no hour may come at any: it is next only where nothing has one.
  const next = ahead.find(({ time }) => time.precision === "exact") ?? ahead[0];
  const title = t.agendaDayTitle(longDay(day, language));
  return answerDesk(request, {
    title,
    current: "agenda",
    body: html`<div class="speaker-day">
      <p class="kicker">
        <a rel="prev" href="${dayPath(addDays(day, -1), person)}">← ${shortDay(addDays(day, -1), language)}</a>
        <a href="${dayPath(dayOf(now, office.timeZone), person)}">${t.agendaToToday}</a>
        <a rel="next" href="${dayPath(addDays(day, 1), person)}">${shortDay(addDays(day, 1), language)} →</a>
      </p>
      <h1 class="plain">${title}</h1>
      ${person !== undefined && html`<p class="brief-for">${t.agendaDayFor(people.get(person) ?? person)}</p>`}
      ${
        people.size > 1 &&
        html`<nav class="filters" aria-label="${t.agendaForWhom}">
          ${[...people].map(([id, name]) => html`<a href="${dayPath(day, id)}" ${id === person && html` aria-current="page"`}>${name}</a>`)}
        </nav>`
      }
      ${
        fixed.length === 0
          ? html`<p class="empty">${t.agendaDayNone}</p>`
          : html`<ol class="speaker-items">
              ${fixed.map((item) => dayLine(request, item, item === next, { day, now, collisions: pressing(item, collisions.get(item.id)), names }))}
            </ol>`
      }
      ${
        loose.length > 0 &&
        html`<h2>${t.agendaDayLoose}</h2>
          <ul class="plain-list">
            ${loose.map(
              (item) =>
                html`<li>
                  <a href="${agendaPath(item)}">${item.title}</a>
                  <span class="quiet"
                    >${item.time.precision === "week" ? t.agendaWeekOf(shortDay(item.time.day, language)) : t.agendaDuring(monthInWords(item.time.day, language))}</span
                  >
                </li>`,
            )}
          </ul>`
      }
      <div class="actions">
        ${may(actor, "line.read", office.institution) && html`<a class="button" href="${briefPath(day, person)}">${t.agendaDayBrief}</a>`}
        <a class="button second" href="/desk/agenda/links">${t.agendaMyLinks}</a>
      </div>
    </div>`,
  });
}

function dayLine(
  request: DeskRequest,
  item: DeskItem,
  next: boolean,
  {
    day,
    now,
    collisions,
    names,
  }: { day: string; now: Date; collisions: readonly Collision[]; names: Awaited<ReturnType<typeof namesFor>> },
): Html {
  const { t, language, office } = request;
  const { from } = spanOf(item.time, office.timeZone);
  const { last } = daysOf(item.time, office.timeZone);
  const going = next && item.time.precision === "exact" && from <= now && last >= day;
  const press = [item.press === "unsaid" ? "" : t[`agendaPress_${item.press}`], item.pressNote].filter(
    (part) => part !== "",
  );
  const classes = [...(item.state === "cancelled" ? ["cancelled"] : []), ...(next ? ["next"] : [])];
  return html`<li ${classes.length > 0 && html` class="${classes.join(" ")}"`}>
    ${next && html`<p class="speaker-next">${going ? t.agendaDayNow : t.agendaDayNextUp}</p>`}
    <p class="agenda-hour">${capitalized(hourInWords(item.time, { t, language, timeZone: office.timeZone }, day))}</p>
    <h2><a href="${agendaPath(item)}">${item.title}</a></h2>
    ${item.place !== "" && html`<p class="speaker-place">${item.place}</p>`}
    <p class="kicker"><span>${kindInWords(item.kind, t)}</span> ${stateTags(request, item)}</p>
    ${press.length > 0 && html`<p>${press.join(". ")}</p>`}
    ${item.internalNote !== "" && html`<p class="speaker-note">${item.internalNote}</p>`}
    ${item.reason !== undefined && html`<p>${item.reason}</p>`}
    ${collisions.length > 0 && collisionList(request, collisions, names)}
  </li>`;
}

function dayPath(day: string, person?: string): string {
  return `/desk/agenda/day/${day}${person === undefined ? "" : `?${new URLSearchParams({ for: person }).toString()}`}`;
}

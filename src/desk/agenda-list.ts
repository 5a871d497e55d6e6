import { daysOf, mondayOf } from "../briefings/agenda-time.ts";
import { type DeskItem, listDeskItems } from "../briefings/find-agenda.ts";
import { institutionsFor } from "../access/rights.ts";
import type { AgendaNames } from "../page/agenda-names.ts";
import { hourInWords } from "../page/agenda-words.ts";
import { dayOf, longDay, monthInWords, shortDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { addDays, daysInMonth, type Day, isDay, later } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import {
  agendaPath,
  type Collision,
  collisionsOf,
  namesFor,
  pressing,
  speakersAsked,
  stateTags,
} from "./agenda-words.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

const views = ["list", "week", "month"] as const;
type View = (typeof views)[number];
const listedDays = 30;

/** What a view shows: from the first to the last of these days, with the days to which one goes back and on. */
type Shown = { view: View; from: Day; to: Day; before: Day; after: Day; title: string };
type Listing = { items: DeskItem[]; names: AgendaNames; collisions: ReadonlyMap<number, Collision[]>; today: Day };

/** The agenda as the desk sees it, internal and public: as a list, a week or a month. */
export async function agendaDeskPage(request: DeskRequest): Promise<Response> {
  const { desk, c, t, actor, office } = request;
  const { db, means } = desk.installation;
  const today = dayOf(means.clock.now(), office.timeZone);
  const asked = c.req.query("day") ?? "";
  const person = /^[a-z0-9-]{1,200}$/.test(c.req.query("for") ?? "") ? c.req.query("for") : undefined;
  const shown = shownOf(
    request,
    views.find((one) => one === c.req.query("view")) ?? "list",
    isDay(asked) ? asked : today,
  );
  const { from, to } = shown;
  const all = await listDeskItems(db, { from, to }, actor, office.timeZone);
  const items = person === undefined ? all : all.filter(({ people }) => people.includes(person));
  const names = await namesFor(request, all);
  const listing = { items, names, collisions: collisionsOf(all, office.timeZone), today };
  const none = all.length === 0 && (await listDeskItems(db, {}, actor, office.timeZone)).length === 0;
  const address = (change: Record<string, string | undefined>) => {
    const query = { view: shown.view, day: asked === "" ? undefined : asked, for: person, ...change };
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `/desk/agenda?${new URLSearchParams(given).toString()}`;
  };
  const mayWrite = institutionsFor(actor, "agenda.write").length > 0;
  return answerDesk(request, {
    title: t.agendaTitle,
    current: "agenda",
    wide: shown.view !== "list",
    body: html`<h1 class="plain">${t.agendaTitle}</h1>
      <p class="quiet">${t.agendaDeskLead}</p>
      <div class="actions">
        ${mayWrite && html`<a class="button" href="/desk/agenda/new">${t.agendaNew}</a>`}
        <a class="button second" href="/desk/agenda/day">${t.agendaMyDay}</a>
        <a class="button second" href="/desk/agenda/links">${t.agendaMyLinks}</a>
      </div>
      ${
        none
          ? html`<div class="empty">
              <h2>${t.agendaEmpty}</h2>
              <p>${t.agendaEmptyText}</p>
            </div>`
          : html`<nav class="filters" aria-label="${t.agendaViews}">
                ${views.map((view) => html`<a href="${address({ view })}" ${view === shown.view && html` aria-current="page"`}>${t[`agendaView_${view}`]}</a>`)}
              </nav>
              ${await personForm(request, shown, names, person, asked)}
              <div class="agenda-pages">
                <a rel="prev" href="${address({ day: shown.before })}">← ${t.agendaEarlier}</a>
                <h2>${shown.title}</h2>
                <span
                  ><a href="${address({ day: undefined })}">${t.agendaToToday}</a>
                  <a rel="next" href="${address({ day: shown.after })}">${t.agendaLater} →</a></span
                >
              </div>
              ${shown.view === "list" ? listView(request, shown, listing) : gridView(request, shown, listing)}`
      }`,
  });
}

function shownOf({ t, language }: DeskRequest, view: View, day: Day): Shown {
  if (view === "week") {
    const from = mondayOf(day);
    return {
      view,
      from,
      to: addDays(from, 6),
      before: addDays(from, -7),
      after: addDays(from, 7),
      title: capitalized(t.agendaWeekOf(shortDay(from, language))),
    };
  }
  if (view === "month") {
    const first = `${day.slice(0, 8)}01`;
    const last = addDays(first, daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))) - 1);
    // Whole weeks, so that each column is one day of the week.
    return {
      view,
      from: mondayOf(first),
      to: addDays(mondayOf(last), 6),
      before: `${addDays(first, -1).slice(0, 8)}01`,
      after: addDays(last, 1),
      title: capitalized(monthInWords(day, language)),
    };
  }
  const to = addDays(day, listedDays - 1);
  const title = capitalized(t.agendaFromDayTo(shortDay(day, language), shortDay(to, language)));
  return { view, from: day, to, before: addDays(day, -listedDays), after: addDays(day, listedDays), title };
}

async function personForm(
  request: DeskRequest,
  { view, from }: Shown,
  names: AgendaNames,
  person: string | undefined,
  asked: string,
): Promise<Html> {
  const { t } = request;
  const people = new Map([
    ...(await speakersAsked(request, from)).map(({ id, name }) => [id, name] as const),
    ...names.people,
  ]);
  if (person !== undefined && !people.has(person)) people.set(person, person);
  return html`<form class="form row agenda-whose">
    <input type="hidden" name="view" value="${view}" />
    ${asked !== "" && html`<input type="hidden" name="day" value="${asked}" />`}
    <label
      >${t.agendaForWhom}
      <select name="for">
        <option value="">${t.agendaEverybody}</option>
        ${[...people].map(([id, name]) => html`<option value="${id}" ${id === person && html` selected`}>${name}</option>`)}
      </select></label
    >
    <button class="button second">${t.agendaShow}</button>
  </form>`;
}

/** Under each day what begins on it, or was under way when the list begins. */
function listView(request: DeskRequest, { from }: Shown, listing: Listing): Html {
  const { t, language, office } = request;
  if (listing.items.length === 0) return html`<p class="empty">${t.agendaNothingThen}</p>`;
  const days = Map.groupBy(listing.items, ({ time }) => later(daysOf(time, office.timeZone).first, from));
  return html`${[...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([day, items]) =>
        html`<section class="agenda-day">
          <h3>${capitalized(longDay(day, language))}${day === listing.today && html` <small>${t.agendaToday}</small>`}</h3>
          <ol class="agenda-items">
            ${items.map((item) => deskLine(request, item, listing, day))}
          </ol>
        </section>`,
    )}`;
}

function deskLine(request: DeskRequest, item: DeskItem, { names, collisions }: Listing, day: Day): Html {
  const who = item.people.map((person) => names.people.get(person) ?? person).join("; ");
  const about = [item.place, who].filter((part) => part !== "").join(" · ");
  return html`<li ${item.state === "cancelled" && html` class="cancelled"`}>
    <p class="agenda-hour">${whenIn(request, item, day)}</p>
    <div>
      <p class="kicker">${stateTags(request, item, pressing(item, collisions.get(item.id)))}</p>
      <h3><a href="${agendaPath(item)}">${item.title}</a></h3>
      ${about !== "" && html`<p>${about}</p>`}
      ${item.reason !== undefined && html`<p class="quiet">${item.reason}</p>`}
    </div>
  </li>`;
}

function whenIn({ t, language, office }: DeskRequest, { time }: DeskItem, of: Day): string {
  if (time.precision === "week") return t.agendaWeekOf(shortDay(time.day, language));
  if (time.precision === "month") return t.agendaDuring(monthInWords(time.day, language));
  return hourInWords(time, { t, language, timeZone: office.timeZone }, of);
}

/** Seven columns; what has no day of its own stands over them. On a phone the days come one under another, the empty ones left out. */
function gridView(request: DeskRequest, { view, from, to, title }: Shown, listing: Listing): Html {
  const { t, language, office } = request;
  const loose = listing.items.filter(({ time }) => time.precision === "week" || time.precision === "month");
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  const spans = listing.items
    .filter((item) => !loose.includes(item))
    .map((item) => ({ item, ...daysOf(item.time, office.timeZone) }));
  const link = (item: DeskItem, words: string) => {
    const certain = listing.collisions.get(item.id)?.some(({ conflict }) => conflict.certainty === "certain") ?? false;
    const classes = [item.number === undefined ? "internal" : "public", item.state, ...(certain ? ["collides"] : [])];
    return html`<li class="${classes.join(" ")}">
      <a href="${agendaPath(item)}"><span class="agenda-hour">${capitalized(words)}</span> ${item.title}</a>
      ${item.number === undefined && html`<span class="visually-hidden">${t.agendaInternal}</span>`}
      ${certain && html`<span class="tag alarm">${t.agendaConflictCertain}</span>`}
    </li>`;
  };
  return html`${
    loose.length > 0 &&
    html`<ul class="agenda-loose">
        ${loose.map((item) => link(item, whenIn(request, item, from)))}
      </ul>`
  }
  <ol class="agenda-grid ${view}" aria-label="${title}">
    ${days.map((day) => {
      const here = spans.filter(({ first, last }) => first <= day && day <= last);
      const [weekday = "", ...date] = longDay(day, language)
        .replace(/ (?:de )?\d{4}$/, "")
        .split(" ");
      return html`<li ${here.length === 0 && html` class="none"`}${day === listing.today && html` aria-current="date"`}>
        <h3><span>${capitalized(weekday.replace(",", ""))}</span> ${view === "week" ? date.join(" ") : Number(day.slice(8))}</h3>
        <ul>
          ${here.map(({ item }) => link(item, whenIn(request, item, day)))}
        </ul>
      </li>`;
    })}
  </ol>`;
}

import type { PublicItem } from "../briefings/find-agenda.ts";
import { daysOf } from "../briefings/agenda-time.ts";
import { hourInWords, kindInWords } from "../page/agenda-words.ts";
import type { AgendaNames } from "../page/agenda-names.ts";
import { longDay, monthInWords, shortDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { addDays, type Day, later } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import type { PageRequest } from "./context.ts";

type Group = { key: string; day: Day; rank: number; items: PublicItem[] };

/**
 * Under the day on which each begins, or `from` where it began before; what has no day of its own under its week or month.
 * Each group under its heading, in order.
 */
export function agendaGroups(
  request: PageRequest,
  items: readonly PublicItem[],
  names: AgendaNames,
  { from, today }: { from?: Day; today: Day },
): Html {
  const { timeZone } = request.office;
  const groups = new Map<string, Group>();
  for (const item of items) {
    const { time } = item;
    const { first } = daysOf(time, timeZone);
    const rank = time.precision === "week" ? 1 : time.precision === "month" ? 2 : 0;
    const start = from === undefined ? first : later(first, from);
    const key = rank === 0 ? start : `${time.precision} ${time.day}`;
    const group = groups.get(key) ?? { key, day: start, rank, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  const ordered = [...groups.values()].toSorted((a, b) => (a.day === b.day ? a.rank - b.rank : a.day < b.day ? -1 : 1));
  return html`${ordered.map(
    (group) => html`<section class="agenda-day">
      <h2>${headingOf(request, group, today)}</h2>
      <ol class="agenda-items">
        ${group.items.map((item) => agendaLine(request, item, names, group.rank === 0 ? group.day : undefined))}
      </ol>
    </section>`,
  )}`;
}

function headingOf({ t, language }: PageRequest, { day, rank, items }: Group, today: Day): Html | string {
  const at = items[0]?.time.day ?? day;
  if (rank === 1) return capitalized(t.agendaWeekOf(shortDay(at, language)));
  if (rank === 2) return capitalized(t.agendaDuring(monthInWords(at, language)));
  const near = day === today ? t.agendaToday : day === addDays(today, 1) ? t.agendaTomorrow : undefined;
  return near === undefined
    ? capitalized(longDay(day, language))
    : html`${near} <small>${longDay(day, language)}</small>`;
}

/** One line of the press's agenda: hour, what, where, who, and how the press attends. `day`: the one it stands under. */
function agendaLine(request: PageRequest, item: PublicItem, names: AgendaNames, day: Day | undefined): Html {
  const { t, language, office, href } = request;
  const cancelled = item.state === "cancelled";
  const who = item.people.map((person) => names.people.get(person) ?? person).join("; ");
  const press = [item.press === "unsaid" ? "" : t[`agendaPress_${item.press}`], item.pressNote].filter(Boolean);
  return html`<li ${cancelled && html` class="cancelled"`}>
    <p class="agenda-hour">${hourInWords(item.time, { t, language, timeZone: office.timeZone }, day)}</p>
    <div>
      <p class="kicker">
        <span>${kindInWords(item.kind, t)}</span>
        ${cancelled && html`<span class="tag alarm">${t.agendaCancelled}</span>`}
        ${!cancelled && item.sequence > 0 && html`<span class="tag changed">${t.agendaChangedTag}</span>`}
        ${item.institution !== office.institution && html`<span>${names.institutions.get(item.institution) ?? item.institution}</span>`}
      </p>
      <h3><a href="${href(`/agenda/${item.number}`)}">${item.title}</a></h3>
      ${cancelled && item.reason !== undefined && html`<p>${item.reason}</p>`}
      ${
        (item.place !== "" || who !== "") &&
        html`<p>
          ${item.place !== "" && html`<span>${item.place}</span>`}${item.place !== "" && who !== "" && " · "}${who}
        </p>`
      }
      ${press.length > 0 && html`<p class="quiet">${press.join(". ")}</p>`}
    </div>
  </li>`;
}

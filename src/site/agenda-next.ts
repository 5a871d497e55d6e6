import { shortDay } from "../page/dates.ts";
import { spanOf } from "../briefings/agenda-time.ts";
import { listPublicItems } from "../briefings/find-agenda.ts";
import { hourInWords } from "../page/agenda-words.ts";
import { type Html, html } from "../page/html.ts";
import { dayIn, later } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import type { PageRequest, Tag } from "./context.ts";

const shown = 5;

/**
 * The next things of the agenda that have a day, for the front page; nothing where there are none. What is over leaves it: `tags`
 * says until when the card holds.
 */
export async function agendaNext(request: PageRequest): Promise<{ card: Html | undefined; tags: Tag[] }> {
  const { site, t, language, office, href } = request;
  const { timeZone } = office;
  const now = site.installation.means.clock.now();
  const today = dayIn(timeZone, now);
  const ahead = (await listPublicItems(site.installation.db, { from: today }, timeZone)).filter(
    ({ time, state }) =>
      state === "planned" && time.precision !== "week" && time.precision !== "month" && spanOf(time, timeZone).to > now,
  );
  const next = ahead.slice(0, shown);
  if (next.length === 0) return { card: undefined, tags: [] };
  const over = Math.min(...next.map(({ time }) => spanOf(time, timeZone).to.getTime()));
  const card = html`<section class="card agenda-next">
    <h2>${t.agendaNext}</h2>
    <ul>
      ${next.map(({ number, title, time, place }) => {
        const day = later(time.day, today);
        const near = day === today ? t.agendaToday : capitalized(shortDay(day, language));
        return html`<li>
          <span class="quiet">${near}, ${hourInWords(time, { t, language, timeZone }, day)}</span>
          <a href="${href(`/agenda/${number}`)}">${title}</a>
          ${place !== "" && html`<span class="quiet">${place}</span>`}
        </li>`;
      })}
    </ul>
    <p><a class="more" href="${href("/agenda")}">${t.agendaAll}</a></p>
  </section>`;
  return { card, tags: [`until:${over}`] };
}

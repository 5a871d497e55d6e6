import { listNow } from "../briefings/public-briefing.ts";
import { clockTime } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { addDays, dayIn } from "../register/day.ts";
import { startOfDay } from "../register/start-of-day.ts";
import type { PageRequest } from "./context.ts";
import { languageOf } from "./statement-lines.ts";

/** What is on at this moment and what is announced for today; nothing where neither. A page with it has the tag "briefings". */
export async function liveBand(request: PageRequest): Promise<Html | undefined> {
  const { site, t, language, office, href } = request;
  const { timeZone } = office;
  const now = site.installation.means.clock.now();
  const today = dayIn(timeZone, now);
  const tomorrow = startOfDay(addDays(today, 1), timeZone);
  const found = await listNow(site.installation.db, { from: startOfDay(today, timeZone), to: tomorrow });
  if (found.length === 0) return undefined;
  return html`<section class="live-band" aria-label="${t.navBriefings}">
    <ul>
      ${found.map((one) => {
        const live = one.state === "live";
        const at = live ? one.openedAt : one.startsAt;
        const time = at === undefined ? undefined : clockTime(at, language, timeZone);
        return html`<li ${live && html` class="on"`}>
          <b>${live ? t.bandLive : t.bandToday}</b>
          <span>
            <a href="${href(`/briefings/${one.number}`)}" ${languageOf(request, one.language)}>${one.title}</a>${time !== undefined && html`, ${live ? t.bandSince(time) : t.bandAt(time)}`}${one.place !== undefined && html` <span class="quiet">· ${one.place}</span>`}
          </span>
        </li>`;
      })}
    </ul>
  </section>`;
}

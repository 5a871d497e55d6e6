import { listAhead, listBriefings, type PublicBriefing } from "../briefings/public-briefing.ts";
import { Fault } from "../fault.ts";
import { longDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { isDay } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import { briefingKicker, whenOf } from "./briefing-page.ts";
import { pastForm, stayingThen } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { queryOf } from "./filter-row.ts";
import { liveBand } from "./live-band.ts";
import { languageOf } from "./statement-lines.ts";

const perPage = 40;

/** What is on and what is announced, then everything that was, imported archives too: the newest day first, a page at a time. */
export async function briefingsPage(asked: PageRequest): Promise<Response> {
  const request = stayingThen(asked);
  const { site, c, t, office, horizon, href, past } = request;
  const { db } = site.installation;
  const before = c.req.query("before");
  const [live, ahead, { briefings, next }] = await Promise.all([
    before === undefined && past === undefined ? liveBand(request) : undefined,
    before === undefined && past === undefined ? listAhead(db) : [],
    listBriefings(db, {
      upTo: horizon.size,
      timeZone: office.timeZone,
      limit: perPage,
      ...(past === undefined ? { over: true } : { transcribed: true }),
      ...(before === undefined ? {} : { after: readPlace(before) }),
    }),
  ]);
  const all = [...ahead, ...briefings];
  const older = next && href(`/briefings${queryOf({ before: `${next.day}.${next.id}` })}`);
  const body = html`${live}<h1>${t.briefingsTitle}</h1>
    <p class="standfirst">${past === undefined ? t.briefingsLead : t.pastBriefings}</p>
    ${
      all.length === 0
        ? html`<p class="empty">${past === undefined ? t.briefingsNone : `${t.pastNothing}.`}</p>`
        : html`<ul class="entries">
            ${all.map((one) => item(request, one))}
          </ul>`
    }
    <p class="pages">
      ${before !== undefined && html`<a class="more" href="${href("/briefings")}">${t.listNewest}</a>`}
      ${older !== undefined && html`<a class="more" rel="next" href="${older}">${t.listOlder}</a>`}
    </p>
    ${pastForm(asked, "/briefings")}`;
  return answerPage(
    asked,
    { title: t.briefingsTitle, path: "/briefings", body, current: "briefings", indexed: before === undefined },
    ["briefings"],
  );
}

function item(request: PageRequest, one: PublicBriefing & { day?: string }): Html {
  const { href, language } = request;
  // Of what came with an archive no more is known than the day.
  const known = one.state === "imported" ? "" : whenOf(request, one);
  const when = known || (one.day === undefined ? "" : capitalized(longDay(one.day, language)));
  return html`<li class="item">
    ${briefingKicker(request, one)}
    <h2><a href="${href(`/briefings/${one.number}`)}" ${languageOf(request, one.language)}>${one.title}</a></h2>
    <p class="quiet">${[when, one.place].filter(Boolean).join(" · ")}</p>
  </li>`;
}

function readPlace(before: string): { day: string; id: number } {
  const [, day = "", id] = /^([\d-]{10}|infinity)\.(\d{1,15})$/.exec(before) ?? [];
  if (day === "infinity" || isDay(day)) return { day, id: Number(id) };
  throw new Fault("invalid", "before: it is no place in this list. Follow its own links.");
}

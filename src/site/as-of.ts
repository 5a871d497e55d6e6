import { Fault } from "../fault.ts";
import { plainInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { sizeAt } from "../recorder/size-at.ts";
import { readAskedDate } from "../register/asked-date.ts";
import { addDays, type Day, dayIn, isDay } from "../register/day.ts";
import { startOfDay } from "../register/start-of-day.ts";
import type { PageRequest } from "./context.ts";
import { addressAt, isTakenBack, type Moment } from "./past.ts";

/**
 * With `?at=`, the same request as of then: nothing that was entered later is shown. A day is meant to its end, on the office's clocks;
 * one that has not ended is now. A page that has no past to show says so and is that of now. Fault("invalid") for what is no moment, or is still to come.
 */
export async function asOf(request: PageRequest): Promise<PageRequest> {
  const { site, c, office, horizon } = request;
  const asked = c.req.query("at")?.trim() ?? "";
  if (asked === "") return request;
  const { db, means } = site.installation;
  const now = means.clock.now();
  const today = dayIn(office.timeZone, now);
  const moment = readMoment(asked, office.timeZone);
  if (moment.day === undefined ? moment.at > now : moment.day > today)
    throw new Fault(
      "invalid",
      `"${asked}" is still to come: only what has been can be read.`,
      [],
      `«${asked}» todavía no llega: solo se puede leer lo que ya fue.`,
    );
  if (moment.day === today) return request;
  if (!isTakenBack(c.req.path)) return { ...request, pastless: moment };
  const size = await sizeAt(db, moment.at, horizon.size);
  return { ...request, horizon: { ...horizon, size }, past: { ...moment, now: horizon } };
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

function readMoment(asked: string, timeZone: string): Moment {
  if (instant.test(asked) && isDay(asked.slice(0, 10)) && !Number.isNaN(Date.parse(asked))) {
    const at = new Date(asked);
    return { text: at.toISOString(), at };
  }
  const day = dayOf(asked);
  if (day !== undefined) return { text: day, day, at: new Date(startOfDay(addDays(day, 1), timeZone).getTime() - 1) };
  const shown = asked.length > 40 ? `${asked.slice(0, 40)}…` : asked;
  throw new Fault(
    "invalid",
    `"${shown}" is no day that can be gone back to; write it as 2026-03-11, or an instant as 2026-03-11T15:00:00-03:00.`,
    [],
    `«${shown}» no es un día al que se pueda volver; escríbalo como 2026-03-11, o un instante como 2026-03-11T15:00:00-03:00.`,
  );
}

function dayOf(asked: string): Day | undefined {
  try {
    const { edtf, min, max } = readAskedDate(asked);
    return min === max && isDay(edtf) ? edtf : undefined;
  } catch {
    return undefined;
  }
}

/** The same request, whose links stay in the past: for lists. */
export function stayingThen(request: PageRequest): PageRequest {
  const { past, href } = request;
  return past === undefined ? request : { ...request, href: (path) => href(addressAt(path, past)) };
}

/** What is there now was not yet then: since when it is. */
export function notYet(
  request: PageRequest,
  { title, path, since }: { title: string; path: string; since: Date | undefined },
): { title: string; path: string; body: Html } {
  const { t, language, office } = request;
  const when =
    since && html`<time datetime="${since.toISOString()}">${plainInstant(since, language, office.timeZone)}</time>`;
  return {
    title: t.pastNothing,
    path,
    body: html`<p class="kicker"><b>${title}</b></p>
      <h1>${t.pastNothing}</h1>
      <p class="standfirst">${when === undefined ? t.pastNotEntered : t.pastSince(when)}</p>`,
  };
}

/** The field in which a past day is chosen, to read a page as it read when that day ended. */
export function pastForm({ t, href, past }: PageRequest, path: string): Html {
  return html`<form class="ask recorded" action="${href(path)}" method="get">
    <label for="at"
      >${t.pastLabel}<input
        id="at"
        name="at"
        type="text"
        required
        maxlength="40"
        aria-describedby="at-hint"
        value="${past?.text ?? ""}" /></label
    ><button class="second">${t.recordedButton}</button>
    <p id="at-hint" class="hint small quiet">${t.pastHint}</p>
  </form>`;
}

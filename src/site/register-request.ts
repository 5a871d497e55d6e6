import { startOfDay } from "../register/start-of-day.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { type AskedDate, readAskedDate } from "../register/asked-date.ts";
import { batchAt } from "../register/assertions.ts";
import { batchBelow } from "../register/chain.ts";
import { addDays, type Day, dayIn } from "../register/day.ts";
import type { Reader } from "../store/database.ts";
import type { PageRequest, Tag } from "./context.ts";

export { shownBatch } from "../page/register-json.ts";

/** A request for a page of the register: all of it is read as of one batch, so that no page mixes two states of it. */
export type RegisterRequest = PageRequest & {
  db: Reader;
  asOf: number;
  today: Day;
  /** The past day as of whose end the register is to be read. */
  recorded?: Day;
};

/** With `?recorded=`, the register as it stood when that day ended; else as it may be shown now. */
export async function registerRequest(request: PageRequest): Promise<RegisterRequest> {
  const { site, office, c } = request;
  const { db, means } = site.installation;
  const today = dayIn(office.timeZone, means.clock.now());
  const shown = await batchBelow(db, request.horizon.size);
  const { past } = request;
  if (past !== undefined)
    return { ...request, db, today, asOf: shown, recorded: past.day ?? dayIn(office.timeZone, past.at) };
  const asked = readOr(c.req.query("recorded"));
  if (asked === undefined || asked.min !== asked.max || asked.min >= today)
    return { ...request, db, today, asOf: shown };
  const then = await batchAt(db, endOf(asked.min, office.timeZone));
  return { ...request, db, today, asOf: Math.min(then, shown), recorded: asked.min };
}

/** The last instant of a day, to the millisecond. */
function endOf(day: Day, timeZone: string): Date {
  return new Date(startOfDay(addDays(day, 1), timeZone).getTime() - 1);
}

function readOr(text: string | undefined): AskedDate | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  try {
    return readAskedDate(text);
  } catch {
    return undefined;
  }
}

/** A page as of a past day is made anew for each who asks; the others hold until the register says something new. */
export function registerTags({ recorded, c }: RegisterRequest, ...more: Tag[]): Tag[] | undefined {
  return recorded === undefined && c.req.query("recorded") === undefined ? ["register", ...more] : undefined;
}

/** Over a page as of a past day: that it is one, and the way back. */
export function recordedNotice({ recorded, t, language, asOf, past }: RegisterRequest, now: string): Html {
  if (recorded === undefined) return html``;
  // With `?at=` every page says it by itself.
  if (past !== undefined) return asOf === 0 ? html`<p class="notice waiting">${t.recordedEmpty}</p>` : html``;
  return html`<p class="notice waiting">
    ${t.recordedNotice(plainDay(recorded, language))} ${asOf === 0 && t.recordedEmpty}
    <a href="${now}">${t.recordedBack}</a>
  </p>`;
}

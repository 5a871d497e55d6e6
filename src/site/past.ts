import { addressedIn, inLanguage, type Language } from "../page/language.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { plainDay, plainInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { Day } from "../register/day.ts";

/** The moment as of which a page is read: `text` as addresses have it, `at` its last instant, `now` what may be shown of the present. */
export type Past = { text: string; day?: Day; at: Date; now: Horizon };

/** A day, meant to its end, or an instant, as it was asked for. */
export type Moment = Omit<Past, "now">;

type Said = { t: SiteCatalogue; language: Language; timeZone: string };

/**
 * The pages that `?at=` takes back: those that are made of the record alone. What waits outside of it (the agenda, what is being said
 * now, questions without an answer) has no past that could be proven.
 */
const takenBack =
  /^\/(?:statements(?:\/[0-9H]+-[0-9]+(?:\/(?:history|delivery|editions\/\d+))?)?|corrections|questions(?:\/[0-9]+-[0-9]+)?|briefings(?:\/[0-9H]+-[0-9]+(?:\/(?:edited|history|difference|turns\/\d+|(?:edited\/)?editions\/\d+))?)?|register(?:\/.*)?)?$/;

export function isTakenBack(address: string): boolean {
  return takenBack.test(addressedIn(address).path);
}

/** The address with the moment in it, where the page is one that can be taken back. */
export function addressAt(path: string, past: Past | undefined): string {
  const [, plain = path, query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(path) ?? [];
  if (past === undefined || !isTakenBack(plain)) return path;
  return `${plain}${query === "" ? "?" : `${query}&`}at=${encodeURIComponent(past.text)}${fragment}`;
}

/** Over a page of today that was asked for as of then: that it has no such past. */
export function pastlessNotice({ t, language, timeZone }: Said, { day, at }: Moment): Html {
  return html`<p class="notice waiting">
    ${t.pastless(day === undefined ? plainInstant(at, language, timeZone) : plainDay(day, language))}
  </p>`;
}

/** Over a page as of then: that it is one, and the way back to `path` as it is now. */
export function pastNotice({ t, language, timeZone }: Said, { day, at }: Past, path: string): Html {
  const moment =
    day === undefined ? t.pastAt(plainInstant(at, language, timeZone)) : t.pastDay(plainDay(day, language));
  return html`<p class="notice waiting">
    <strong>${moment}</strong> ${t.pastMeans} <a href="${inLanguage(language, path)}">${t.pastBack}</a>
  </p>`;
}

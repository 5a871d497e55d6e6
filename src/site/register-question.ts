import { inTongue } from "../page/told.ts";
import { tongueOf, type Language } from "../page/language.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { type AsOf, registerAsOf } from "../register/as-of.ts";
import { type AskedDate, readAskedDate } from "../register/asked-date.ts";
import { addDays } from "../register/day.ts";
import { type During, registerDuring } from "../register/during.ts";
import type { Holding } from "../register/holdings.ts";
import { instrumentTitle } from "./timeline-rows.ts";
import { listStanding } from "../register/assertions.ts";
import { citation, lastDayNote, readingsOf } from "./register-citation.ts";
import { type RegisterRequest, shownBatch } from "./register-request.ts";

/** What somebody asked, and what the register answers; undefined `date`: what they wrote is no date. */
export type Asked = { text: string; post?: string; date?: AskedDate; day?: AsOf; span?: During };

/** Of one post, or without it of those that speak. Fault("not-found") for a post that is not there. */
export async function answerFor(
  { db, asOf }: Pick<RegisterRequest, "db" | "asOf">,
  text: string,
  post?: string,
): Promise<Asked> {
  const date = readOr(text);
  const of = post === undefined ? {} : { post };
  if (date === undefined) return { text, ...of };
  if (date.min === date.max) return { text, ...of, date, day: await registerAsOf(db, { day: date.min, ...of, asOf }) };
  return { text, ...of, date, span: await registerDuring(db, { span: date, ...of, asOf }) };
}

/** Where the answer for a date stands. */
export function askedAddress(date: string, post?: string): string {
  return `/register/as-of/${encodeURIComponent(date)}${post === undefined ? "" : `?${new URLSearchParams({ post }).toString()}`}`;
}

function readOr(text: string): AskedDate | undefined {
  try {
    return readAskedDate(text);
  } catch {
    return undefined;
  }
}

export function holdingsOf({ day, span }: Asked): Holding[] {
  return day?.holdings ?? span?.holdings ?? [];
}

/** What was asked, as people write it. */
export function askedInWords({ date, text }: Asked, language: Language): string {
  return date === undefined ? text : edtfInWords({ raw: text, edtf: date.edtf }, language);
}

/** The field, and under it the answer in words, with how sure it is and on whose word. */
export async function question(request: RegisterRequest, asked: Asked | undefined): Promise<Html> {
  const { t, language, href } = request;
  const value = asked === undefined ? "" : askedInWords(asked, language);
  return html`<form class="ask" action="${href("/register")}" method="get">
      ${asked?.post !== undefined && html`<input type="hidden" name="post" value="${asked.post}" />`}
      <label for="date"
        >${t.askLabel}<input
          id="date"
          name="date"
          type="text"
          required
          maxlength="60"
          autocomplete="bday"
          aria-describedby="date-hint"
          value="${value}" /></label
      ><button>${t.askButton}</button>
      <p id="date-hint" class="hint small quiet">${t.askBorn} ${t.askHint}</p>
    </form>
    ${asked && (await answered(request, asked))}`;
}

async function answered(request: RegisterRequest, asked: Asked): Promise<Html> {
  const { t, language, href } = request;
  if (asked.date === undefined) return html`<p class="notice alarm" role="alert">${t.askBad(asked.text)}</p>`;
  return html`<section id="answer" aria-label="${t.askAnswer}">
    <p class="answer">${askedSpan(request, asked)}${inTongue(answerOf(request, asked), language)}</p>
    <p class="certainty" data-certainty="${verdictOf(asked)}">${t[`certainty_${verdictOf(asked)}`]}</p>
    ${await laws(request, asked)} ${sources(request, asked)}
    ${
      asked.day &&
      html`<p class="pages small">
        ${[-1, 1].map((step) => {
          const day = addDays(asked.day?.day ?? "", step);
          const name = step < 0 ? t.dayBefore : t.dayAfter;
          return html`<a rel="nofollow" href="${href(askedAddress(day, asked.post))}">${name}: ${plainDay(day, language)}</a>`;
        })}
      </p>`
    }
  </section>`;
}

export function sentenceOf({ t, language }: RegisterRequest, asked: Asked): string {
  return askedSpan({ t, language }, asked) + answerOf({ language }, asked);
}

/** «Durante 1974:», where a span of days was asked about; the register's own sentence names its day. */
function askedSpan({ t, language }: Pick<RegisterRequest, "t" | "language">, asked: Asked): string {
  return asked.day === undefined ? `${t.askSpan(askedInWords(asked, language))} ` : "";
}

function answerOf({ language }: Pick<RegisterRequest, "language">, { day, span }: Asked): string {
  return (day ?? span)?.sentence[tongueOf(language)] ?? "";
}

export function verdictOf({ day, span }: Asked): AsOf["verdict"] | "possible" {
  if (day !== undefined) return day.verdict;
  if (span === undefined || span.holdings.length === 0) return "unknown";
  return span.holdings.some(({ certainty }) => certainty === "certain") ? "certain" : "possible";
}

/** Under which law the posts speak that were asked about; that no source names one is said too. */
async function laws({ db, asOf, t, language, href }: RegisterRequest, asked: Asked): Promise<Html | false> {
  const speaking = holdingsOf(asked).filter(({ post }) => post.spokesperson);
  if (speaking.length === 0) return false;
  const ids = [...new Set(speaking.flatMap(({ instrument }) => instrument ?? []))];
  const found = ids.length === 0 ? [] : await listStanding(db, "instrument", { ids, asOf });
  return html`<p class="small">
    ${found.map(
      ({ id, data }) =>
        html`${t.askLaw(html`<a href="${href(`/register/instruments/${id}`)}">${instrumentTitle(data, language)}</a>`)} `,
    )}
    ${speaking.some(({ instrument }) => instrument === undefined) && (found.length === 0 ? t.askNoLaw : t.askNotAllLaws)}
  </p>`;
}

function sources(request: RegisterRequest, asked: Asked): Html {
  const { t, href } = request;
  const holdings = holdingsOf(asked);
  const gaps = asked.day?.gaps ?? [];
  if (holdings.length + gaps.length === 0) return html``;
  return html`<ul class="sources">
    ${holdings.map(
      (one) =>
        html`<li>
          <a href="${href(`/register/people/${one.person.slug}`)}">${one.person.name}</a>
          ${one.certainty === "possible" && html`<span class="quiet small">${t.certainty_possible}.</span>`}
          ${citation(request, one.register, one.source)}
          ${one.confirmation && citation(request, one.confirmation.register, one.confirmation.source)}
          ${one.role === "until" && lastDayNote(request, one.end, one.firstDayOut)}
          ${readingsOf(request, one)}
        </li>`,
    )}
    ${gaps.map(
      (gap) =>
        html`<li>
          ${gap.state === "vacant" ? t.vacant : t.nobodyKnown} ${citation(request, gap.register, gap.source)}
        </li>`,
    )}
  </ul>`;
}

/** Beside what was answered then, what is answered now, where it is not the same. */
export async function nowAnswers(request: RegisterRequest, then: Asked): Promise<Html> {
  const { t } = request;
  const now = await answerFor({ db: request.db, asOf: await shownBatch(request.site) }, then.text, then.post);
  const said = sentenceOf(request, now);
  return said === sentenceOf(request, then)
    ? html`<p class="quiet small">${t.recordedSame}</p>`
    : html`<p class="notice"><b>${t.recordedNow}</b> ${askedSpan(request, now)}${inTongue(answerOf(request, now), request.language)}</p>`;
}

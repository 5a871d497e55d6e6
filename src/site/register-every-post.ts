import { inTongue, told } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { countOf, plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { type AskedDate, readAskedDate } from "../register/asked-date.ts";
import { addDays, type Day } from "../register/day.ts";
import { capacityInWords, capitalized, titleInWords } from "../register/display.ts";
import { everyPost } from "../register/every-post.ts";
import type { EveryPost, PostAnswer } from "../register/every-post-answer.ts";
import type { GapOnDay } from "../register/gaps.ts";
import type { Holding } from "../register/holdings.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { citation, lastDayNote, readingsOf } from "./register-citation.ts";
import { recordedForm } from "./register-recorded.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags, shownBatch } from "./register-request.ts";

/** How many posts one page, and one file, lists. */
export const postsOnPage = 200;

/** Every post of the register on a day, by institution; or at any time in a month or a year. */
export function everyPostPage(page: PageRequest, date: string): Promise<Response> {
  return answered(page, date);
}

/** The same of one institution: who held anything here on that day. */
export function institutionOnDayPage(page: PageRequest, slug: string, date: string): Promise<Response> {
  return answered(page, date, slug);
}

async function answered(page: PageRequest, text: string, institution?: string): Promise<Response> {
  const request = await registerRequest(page);
  const { t, language, href, db, asOf, c, recorded } = request;
  const span = askedOr(text);
  const number = pageAsked(c.req.query("page"));
  const found =
    span === undefined
      ? undefined
      : await everyPost(db, {
          span,
          asOf,
          after: (number - 1) * postsOnPage,
          limit: postsOnPage,
          ...(institution === undefined ? {} : { institution }),
        });
  if (found !== undefined && number > 1 && found.institutions.length === 0) throw new Fault("not-found", "");
  const own = addressOf(institution, span?.edtf ?? text);
  const asked = span === undefined ? text : edtfInWords({ raw: text, edtf: span.edtf }, language);
  const name = found?.institution?.name[tongueOf(language)];
  const title = name === undefined ? t.everyTitle(asked) : t.everyTitleIn(name, asked);
  const body = html`<p class="kicker">
      <b>${t.registerTitle}</b>
      ${institution !== undefined && html`<a href="${href(`/register/institutions/${institution}`)}">${name ?? institution}</a>`}
    </p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(own))} ${everyPostForm(request, institution, asked)}
    ${
      found === undefined
        ? html`<p class="notice alarm" role="alert">${t.askBad(text)}</p>`
        : html`${everyPostAnswer(request, found, own)} ${recorded !== undefined && (await nowAnswers(request, found))}
          ${recordedForm(request, own)}`
    }`;
  const query = new URLSearchParams({
    ...(recorded === undefined ? {} : { recorded }),
    ...(number === 1 ? {} : { page: String(number) }),
  }).toString();
  return answerPage(
    request,
    {
      title,
      description: found?.sentence[tongueOf(language)] ?? t.askBad(text),
      path: query === "" ? own : `${own}?${query}`,
      canonicalPath: own,
      body,
      current: "register",
      indexed: found !== undefined && recorded === undefined,
    },
    registerTags(request),
    found === undefined ? 400 : 200,
  );
}

function addressOf(institution: string | undefined, date: string): string {
  const folder = institution === undefined ? "/register/posts" : `/register/institutions/${institution}`;
  return `${folder}/as-of/${encodeURIComponent(date)}`;
}

/** What was asked in the field of another page, at its own address; undefined where it is no date. */
export function everyPostAddress(text: string, institution?: string): string | undefined {
  const span = askedOr(text);
  return span === undefined ? undefined : addressOf(institution, span.edtf);
}

function askedOr(text: string): AskedDate | undefined {
  try {
    return readAskedDate(text);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function pageAsked(text = "1"): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Fault("not-found", "");
  return Number(text);
}

/** The field: who held anything here, or any post at all, on the day that somebody writes. */
export function everyPostForm({ t, href }: RegisterRequest, institution?: string, value = ""): Html {
  const action = institution === undefined ? "/register/posts" : `/register/institutions/${institution}`;
  return html`<form class="ask" action="${href(action)}" method="get">
    <label for="date"
      >${institution === undefined ? t.everyLabel : t.everyLabelIn}<input
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
  </form>`;
}

function everyPostAnswer(request: RegisterRequest, found: EveryPost, own: string): Html {
  const { t, language, href } = request;
  const { span, sentence, institutions, institution, counts } = found;
  const day = span.min === span.max ? span.min : undefined;
  return html`<section id="answer" aria-label="${t.askAnswer}">
      <p class="${counts.posts > 8 ? "answer summed" : "answer"}"${told(language)}>${sentence[tongueOf(language)]}</p>
      ${counts.without > 0 && html`<p class="quiet small measure">${t.everyWithout(counts.without)}</p>`}
      ${
        day !== undefined &&
        html`<p class="pages small">
          ${[-1, 1].map((step) => {
            const other = addDays(day, step);
            const name = step < 0 ? t.dayBefore : t.dayAfter;
            return html`<a rel="nofollow" href="${href(addressOf(institution?.slug, other))}"
              >${name}: ${plainDay(other, language)}</a
            >`;
          })}
        </p>`
      }
    </section>
    ${institutions.map((one) => ofInstitution(request, one, found))} ${pages(request, found, own)}
    <p class="pages small"><a href="${own}.json">${t.dataOf} (JSON)</a></p>`;
}

function ofInstitution(
  request: RegisterRequest,
  { slug, name, posts }: EveryPost["institutions"][number],
  { institution, span }: EveryPost,
): Html {
  const { t, language, href } = request;
  const alone = institution !== undefined;
  const then = span.min === span.max ? t.columnThatDay : t.columnCertainty;
  return html`<div class="of-institution"${!alone && html` role="region" aria-labelledby="at-${slug}"`}>
    ${
      !alone &&
      html`<h2 id="at-${slug}"><a href="${href(`/register/institutions/${slug}`)}">${name[tongueOf(language)]}</a></h2>`
    }
    <table class="register tenures on-day">
      <thead>
        <tr>
          <th scope="col">${t.columnHolder}</th>
          <th scope="col">${t.columnCapacity}</th>
          <th scope="col">${then}</th>
          <th scope="col">${t.columnSince}</th>
          <th scope="col">${t.columnUntil}</th>
        </tr>
      </thead>
      <tbody>
        ${posts.map((post) => rowsOf(request, post, then, span.min))}
      </tbody>
    </table>
  </div>`;
}

function rowsOf(
  request: RegisterRequest,
  { post, holdings, gaps, sentence }: PostAnswer,
  then: string,
  day: Day,
): Html {
  const { t, language, href } = request;
  const link = (title: string) => html`<a href="${href(`/register/posts/${post.slug}`)}">${capitalized(title)}</a>`;
  return html`${holdings.map((one) => holdingRow(request, one, link, then))}${gaps.map(
    (gap) =>
      html`<tr><th scope="row">${gap.state === "vacant" ? t.vacant : t.nobodyKnown}<small class="cited">${link(post.title[tongueOf(language)])}</small>${citation(request, gap.register, gap.source)}</th><td data-label="${t.columnCapacity}">—</td><td data-label="${then}">${gapThen(request, gap, day)}</td><td data-label="${t.columnSince}">${edtfInWords(gap.data.start, language)}</td><td data-label="${t.columnUntil}">${edtfInWords(gap.data.end, language)}${lastDayNote(request, gap.data.end, gap.firstDayOut, "gap")}</td></tr>`,
  )}${holdings.length + gaps.length === 0 && html`<tr><th scope="row">${link(post.title[tongueOf(language)])}</th><td colspan="4"${told(language)}>${sentence[tongueOf(language)]}</td></tr>`}`;
}

/** How sure it is that nobody held it; of a vacancy left or ended that day, from when or until when. */
function gapThen({ t }: RegisterRequest, { certainty, turn, bounds }: GapOnDay, day: Day): string {
  if (turn === "from") return bounds.startMin === day ? t.fromThatDay : t.fromNextDay;
  if (turn === "until") return bounds.endMax === day ? t.untilThatDay : t.untilDayBefore;
  return certainty === "certain" ? t.certainty_certain : t.certainty_possible;
}

function holdingRow(request: RegisterRequest, one: Holding, link: (title: string) => Html, then: string): Html {
  const { t, language, href } = request;
  const title = titleInWords(
    { title: one.post.titles, gender: one.person.gender, capacity: one.capacity },
    tongueOf(language),
  );
  const certainty =
    one.certainty === "certain"
      ? t.certainty_certain
      : one.incumbent === "asserted-on"
        ? t["certainty_per-source"]
        : t.certainty_possible;
  const role = one.role === "holds" ? "" : one.role === "until" ? t.untilThatDay : t.fromThatDay;
  return html`<tr id="${one.tenure}"><th scope="row"><a href="${href(`/register/people/${one.person.slug}`)}">${one.person.name}</a><small class="cited">${link(title)}</small>${citation(request, one.register, one.source)}${
    one.confirmation && citation(request, one.confirmation.register, one.confirmation.source)
  }${readingsOf(request, one)}</th><td data-label="${t.columnCapacity}">${capitalized(capacityInWords(one.capacity, one.person.gender, tongueOf(language)))}${
    !one.capacityCertain && html` <span class="quiet">(${t.certainty_possible.toLowerCase()})</span>`
  }${one.rank !== undefined && html`<small class="cited" lang="">${one.rank}</small>`}</td><td data-label="${then}"><span class="sure" data-certainty="${one.certainty}">${certainty}</span>${role !== "" && html`<small class="cited">${role}</small>`}</td><td data-label="${t.columnSince}">${edtfInWords(one.start, language)}</td><td data-label="${t.columnUntil}">${edtfInWords(one.end, language)}${lastDayNote(request, one.end, one.firstDayOut)}</td></tr>`;
}

function pages({ t, language, href, recorded }: RegisterRequest, found: EveryPost, own: string): Html {
  const { after, next, counts } = found;
  if (after === 0 && next === undefined) return html``;
  const to = Math.min(after + postsOnPage, counts.posts);
  const number = after / postsOnPage + 1;
  const link = (page: number, name: string) => {
    const query = new URLSearchParams({
      ...(recorded === undefined ? {} : { recorded }),
      ...(page === 1 ? {} : { page: String(page) }),
    }).toString();
    return html`<a rel="nofollow" href="${href(query === "" ? own : `${own}?${query}`)}">${name}</a>`;
  };
  return html`<p class="pages small">
    <span class="quiet"
      >${t.everyShown(`${countOf(after + 1, language)}–${countOf(to, language)}`, countOf(counts.posts, language))}</span
    >
    ${number > 1 && link(number - 1, t.pageBefore)} ${next !== undefined && link(number + 1, t.pageNext)}
  </p>`;
}

/** Beside what was answered then, what is answered now, where it is not the same. */
async function nowAnswers({ db, site, t, language }: RegisterRequest, then: EveryPost): Promise<Html> {
  const now = await everyPost(db, {
    span: then.span,
    asOf: await shownBatch(site),
    limit: postsOnPage,
    ...(then.institution === undefined ? {} : { institution: then.institution.slug }),
  });
  return now.sentence[tongueOf(language)] === then.sentence[tongueOf(language)]
    ? html`<p class="quiet small">${t.recordedSame}</p>`
    : html`<p class="notice"><b>${t.recordedNow}</b> ${inTongue(now.sentence[tongueOf(language)], language)}</p>`;
}

import { told } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { asksEveryPost } from "../register/every-post.ts";
import { readChains } from "../register/chain.ts";
import { readGaps } from "../register/gaps.ts";
import { listGovernments } from "../register/governments.ts";
import { type InstitutionPage, institutionPage } from "../register/institution-page.ts";
import { readTenures } from "../register/tenures.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { holdersTable } from "./holders-table.ts";
import { postOnDayPage } from "./register-post-on-day.ts";
import {
  type Asked,
  answerFor,
  askedAddress,
  askedInWords,
  holdingsOf,
  nowAnswers,
  question,
  sentenceOf,
} from "./register-question.ts";
import { everyPostAddress, everyPostForm, everyPostPage } from "./register-every-post.ts";
import { recordedForm } from "./register-recorded.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags } from "./register-request.ts";
import { drawTimeline } from "./timeline-drawing.ts";
import { type Drawn, markOfGovernment, markOfInstrument, rowsOfPosts } from "./timeline-rows.ts";

/** The front of the register: who has spoken for the government, to look at, to ask, and as a table. */
export async function registerPage(page: PageRequest): Promise<Response> {
  const request = await registerRequest(page);
  const text = page.c.req.query("date")?.trim();
  const post = page.c.req.query("post");
  if (post !== undefined && text !== undefined) return postOnDayPage(request, post, text);
  if (text !== undefined && text !== "" && (await asksEveryPost(request.db, request.asOf)))
    return everyPostPage(page, text);
  return front(request, text === undefined || text === "" ? undefined : await answerFor(request, text));
}

/** The same for one day, or the days that a month or a year can mean, at an address of its own; `?post=`: of one post. */
export async function asOfPage(page: PageRequest, date: string): Promise<Response> {
  const request = await registerRequest(page);
  const post = page.c.req.query("post");
  if (post !== undefined) return postOnDayPage(request, post, date);
  if (await asksEveryPost(request.db, request.asOf)) return everyPostPage(page, date);
  return front(request, await answerFor(request, date), askedAddress(date));
}

/** The answer for every post of the register: where a day was asked about, at its own address. */
export async function postsPage(page: PageRequest): Promise<Response> {
  const text = page.c.req.query("date")?.trim() ?? "";
  const address = everyPostAddress(text);
  if (address !== undefined) return page.c.redirect(page.href(address), 303);
  if (text !== "") return everyPostPage(page, text);
  const request = await registerRequest(page);
  const { t, office, language } = request;
  return answerPage(
    request,
    {
      title: t.everyFrontTitle,
      description: t.registerDescription(office.name[tongueOf(language)]),
      path: "/register/posts",
      body: html`<p class="kicker"><b>${t.registerTitle}</b></p>
        <h1>${t.everyFrontTitle}</h1>
        ${everyPostForm(request)}
        <p class="pages"><a class="more" href="${request.href("/register/institutions")}">${t.institutionsTitle}</a></p>`,
      current: "register",
    },
    registerTags(request),
  );
}

async function front(request: RegisterRequest, asked: Asked | undefined, own?: string): Promise<Response> {
  const { t, office, language, href, recorded } = request;
  const bad = asked !== undefined && asked.date === undefined;
  const canonical = asked?.date === undefined ? "/register" : askedAddress(asked.date.edtf);
  const path =
    own ?? (asked === undefined ? "/register" : `/register?${new URLSearchParams({ date: asked.text }).toString()}`);
  const every = await asksEveryPost(request.db, request.asOf);
  const plain = every ? t.everyFrontTitle : t.registerFrontTitle;
  const title = asked?.date === undefined ? plain : t.asOfTitle(askedInWords(asked, language));
  const whole =
    request.asOf === 0
      ? undefined
      : await institutionPage(request.db, { at: request.site.installation.means.clock.now(), asOf: request.asOf });
  const body = html`<p class="kicker"><b>${t.registerTitle}</b> <span>${office.name[tongueOf(language)]}</span></p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(canonical))} ${every ? everyPostForm(request) : await question(request, asked)}
    ${asked?.day !== undefined && html`<p class="pages small"><a href="${href(`/register/posts/as-of/${asked.day.day}`)}">${t.asOfOtherPosts}</a></p>`}
    ${recorded !== undefined && asked?.date !== undefined && (await nowAnswers(request, asked))}
    ${whole === undefined ? html`<p>${t.registerEmpty}</p>` : await drawnAndTold(request, whole, asked)}
    ${asked?.date !== undefined && recordedForm(request, canonical)} ${ways(request)}`;
  return answerPage(
    request,
    {
      title,
      description:
        asked?.date === undefined ? t.registerDescription(office.name[tongueOf(language)]) : sentenceOf(request, asked),
      path: recorded === undefined ? path : `${canonical}?recorded=${recorded}`,
      canonicalPath: canonical,
      body,
      current: "register",
      scripts: ["timeline.js"],
      indexed: !bad && recorded === undefined && own !== undefined ? true : asked === undefined,
    },
    own === undefined && asked !== undefined ? undefined : registerTags(request),
    bad ? 400 : 200,
  );
}

async function drawnAndTold(request: RegisterRequest, whole: InstitutionPage, asked: Asked | undefined): Promise<Html> {
  const { t, language, asOf, db, today, href } = request;
  const ids = new Set(asked === undefined ? [] : holdingsOf(asked).map(({ tenure }) => tenure));
  const drawn: Drawn = { language, t, href, asked: ids };
  const posts = (await listStanding(db, "post", { ids: request.office.spokespersonPosts, asOf })).toSorted((a, b) =>
    (a.data.start?.min ?? "") < (b.data.start?.min ?? "") ? -1 : 1,
  );
  const speaking = posts.map(({ id }) => id);
  const [tenures, gaps, governments, chains] = await Promise.all([
    readTenures(db, { posts: speaking }, { asOf }),
    readGaps(db, speaking, asOf),
    listGovernments(db, asOf),
    readChains(
      db,
      "tenure",
      whole.tenures.map(({ slug }) => slug),
      asOf,
    ),
  ]);
  const { date } = asked ?? {};
  const timeline = {
    rows: rowsOfPosts(posts, tenures, gaps, drawn),
    instruments: whole.instruments.flatMap((one) => markOfInstrument(one, drawn)),
    governments: governments.flatMap((one) => markOfGovernment(one, today, drawn)),
    ...(date === undefined || asked === undefined
      ? {}
      : { asked: { min: date.min, max: date.max, label: askedInWords(asked, language) } }),
    today,
  };
  return html`${drawTimeline(timeline, { t, language, title: t.registerFrontTitle })}
    ${whole.gaps.map(({ note }) => note?.[tongueOf(language)] && html`<p class="measure quiet small"${told(language)}>${note[tongueOf(language)]}</p>`)}
    ${
      whole.rows.length === 0
        ? html`<p>${t.registerEmpty}</p>`
        : html`<details class="same">
            <summary>${t.tableTitle}</summary>
            ${holdersTable(request, whole.rows, { asked: ids, chains, address: href("/register") })}
          </details>`
    }`;
}

function ways({ t, href, office }: RegisterRequest): Html {
  return html`<p class="pages">
    <a class="more" href="${href(`/register/institutions/${office.institution}`)}">${t.institutionWhole}</a>
    <a class="more" href="${href("/register/people")}">${t.peopleAll}</a>
    <a class="more" href="${href("/register/institutions")}">${t.institutionsTitle}</a>
  </p>`;
}

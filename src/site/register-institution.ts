import { inTongue, told } from "../page/told.ts";
import { tongueOf, type Tongue } from "../page/language.ts";
import { Fault } from "../fault.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { listStanding, readStanding, type Standing } from "../register/assertions.ts";
import { registerAsOf } from "../register/as-of.ts";
import { type Chained, readChain, readChains } from "../register/chain.ts";
import { capitalized } from "../register/display.ts";
import { institutionNameOn } from "../register/holdings.ts";
import { type InstitutionPage, institutionPage } from "../register/institution-page.ts";
import { listInstitutions } from "../register/list-institutions.ts";
import { retractedAbout, retractedPosts } from "../register/retraction.ts";
import type { Passage } from "../register/item.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { holdersTable, tenuresTable } from "./holders-table.ts";
import { citation, supersession } from "./register-citation.ts";
import { everyPostAddress, everyPostForm, institutionOnDayPage } from "./register-every-post.ts";
import { retractedPage, retractedSection } from "./register-retracted.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags } from "./register-request.ts";
import { drawTimeline } from "./timeline-drawing.ts";
import { datesInWords, type Drawn, instrumentTitle, markOfInstrument, rowsOfPosts } from "./timeline-rows.ts";

/** An institution as its source tells it: lead, history, and who held its posts, row by row; then all else that is known. */
export async function institutionRegisterPage(page: PageRequest, slug: string): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href, site, c } = request;
  const asked = c.req.query("date")?.trim() ?? "";
  if (asked !== "") {
    const address = everyPostAddress(asked, slug);
    return address === undefined ? institutionOnDayPage(page, slug, asked) : c.redirect(href(address), 303);
  }
  if ((await readStanding(db, "institution", slug, asOf)) === undefined) {
    const retracted = await retractedPage(request, "institution", slug, `/register/institutions/${slug}`);
    if (retracted !== undefined) return retracted;
  }
  const whole = await institutionPage(db, { institution: slug, at: site.installation.means.clock.now(), asOf });
  const [chain, chains, around] = await Promise.all([
    readChain(db, "institution", slug, asOf),
    readChains(
      db,
      "tenure",
      whole.tenures.map(({ slug: id }) => id),
      asOf,
    ),
    listInstitutions(db, asOf),
  ]);
  const { data, name } = whole;
  const path = `/register/institutions/${slug}`;
  const title = data.title === undefined ? name[tongueOf(language)] : textOf(data.title, tongueOf(language));
  const body = html`<p class="kicker"><b>${t.institutionKicker}</b> ${data.title && html`<span>${name[tongueOf(language)]}</span>`}</p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(path))} ${whole.posts.length > 0 && everyPostForm(request, slug)}
    ${data.lead && quotation(request, whole, [data.lead])} ${await heldOtherwise(request, whole, chains)}
    ${
      data.history &&
      html`<h2>${t.registerHistory}</h2>
        ${quotation(request, whole, data.history)}`
    }
    ${data.lead === undefined && data.history === undefined && html`<p>${citation(request, whole.register, cited(whole))}</p>`}
    ${supersession(request, "institution", chain)}
    <h2>${data.holders === undefined ? t.institutionHolders : inTongue(textOf(data.holders, tongueOf(language)), language)}</h2>
    ${
      whole.rows.length === 0
        ? html`<p>${t.institutionEmpty}</p>`
        : data.holders === undefined
          ? tenuresTable(request, whole.tenures, { by: "both", chains, address: href(path) })
          : holdersTable(request, whole.rows, { chains, address: href(path) })
    }
    ${drawn(request, whole)} ${named(request, whole)} ${posts(request, whole)} ${instruments(request, whole)}
    ${relatives(request, whole, around)}
    ${await retractedSection(request, [
      ...(await retractedPosts(db, slug, asOf)),
      ...(await retractedAbout(db, { posts: whole.posts.map(({ id }) => id) }, asOf)),
    ])}
    <p class="pages small"><a href="${path}.json">${t.dataOf} (JSON)</a> <a href="${path}.jsonld">JSON-LD</a></p>`;
  return answerPage(
    request,
    {
      title,
      description: t.registerDescription(name[tongueOf(language)]),
      path,
      body,
      current: "register",
      scripts: ["timeline.js"],
      feeds: [{ path: `/feeds/institutions/${slug}`, name: title }],
      indexed: request.recorded === undefined,
      data: {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        name: name[tongueOf(language)],
        url: `${site.url}${href(path)}`,
      },
    },
    registerTags(request),
  );
}

function cited({ source }: InstitutionPage): { name: string; locator: string; url?: string | undefined } {
  return { name: source.data.name, locator: source.locator, url: source.data.url };
}

/** The source's own words, never the office's: what is true of today stands in the register, not in them. */
function quotation(request: RegisterRequest, whole: InstitutionPage, passages: readonly Passage[]): Html {
  const { t, language } = request;
  const translated = passages.some(
    ({ text, original }) => original !== tongueOf(language) && text[tongueOf(language)] !== undefined,
  );
  return html`<figure class="quoted">
    <blockquote class="prose"${told(language)}>${passages.map((one) => passage(one, tongueOf(language)))}</blockquote>
    <figcaption class="small quiet">
      ${translated ? t.quotedTranslated : t.quoted}. ${citation(request, whole.register, cited(whole))}
    </figcaption>
  </figure>`;
}

/** Where the source calls somebody incumbent whose tenure has an end by now: who holds the post, by the register. */
async function heldOtherwise(
  { db, asOf, today, t, language }: RegisterRequest,
  { source, tenures }: InstitutionPage,
  chains: ReadonlyMap<string, readonly Chained<"tenure">[]>,
): Promise<Html> {
  const posts = tenures
    .filter(({ slug, data }) => {
      const called = chains.get(slug)?.some((one) => one.source.id === source.id && one.data?.end.edtf === "..");
      return data.end.edtf !== ".." && called === true;
    })
    .map(({ data }) => data.post);
  const answers = await Promise.all([...new Set(posts)].map((post) => registerAsOf(db, { day: today, post, asOf })));
  return html`${answers.map(({ sentence }) => html`<p class="notice">${t.quotedOtherwise(inTongue(sentence[tongueOf(language)], language))}</p>`)}`;
}

function drawn(request: RegisterRequest, whole: InstitutionPage): Html {
  const { language, t, href, today } = request;
  const how: Drawn = { language, t, href };
  const timeline = {
    rows: rowsOfPosts(whole.posts, whole.tenures, whole.gaps, how).filter(({ bars }) => bars.length > 0),
    instruments: whole.instruments.flatMap((one) => markOfInstrument(one, how)),
    governments: [],
    today,
  };
  if (timeline.rows.length === 0) return html``;
  return html`<h2>${t.timelineTitle}</h2>
    ${drawTimeline(timeline, { t, language, title: whole.name[tongueOf(language)] })}`;
}

function named({ t, language }: RegisterRequest, { data }: InstitutionPage): Html {
  // A name that a source gives in another language alone is no name in this one.
  const own = data.names.filter(({ name }) => name[tongueOf(language)] !== undefined);
  if (own.length < 2) return html``;
  return html`<h2>${t.institutionNames}</h2>
    <ul class="plain">
      ${own.map(
        ({ name, short, start, end }) =>
          html`<li>
            ${name[tongueOf(language)]}${short !== undefined && ` (${short})`}
            <span class="quiet small">${start && datesInWords(start, end, language)}</span>
          </li>`,
      )}
    </ul>`;
}

function posts({ t, language, href }: RegisterRequest, whole: InstitutionPage): Html {
  if (whole.posts.length === 0) return html``;
  return html`<h2>${t.institutionPosts}</h2>
    <ul class="plain">
      ${whole.posts.map(
        ({ id, data }) =>
          html`<li>
            <a href="${href(`/register/posts/${id}`)}">${capitalized(data.title[tongueOf(language)].neutral)}</a>
            <span class="quiet small">${data.start && datesInWords(data.start, data.end, language)}</span>
          </li>`,
      )}
    </ul>`;
}

function instruments(request: RegisterRequest, whole: InstitutionPage): Html {
  if (whole.instruments.length === 0) return html``;
  return html`<h2>${request.t.institutionInstruments}</h2>
    ${instrumentList(request, whole.instruments)}`;
}

export function instrumentList(
  { language, href }: RegisterRequest,
  found: readonly Pick<Standing<"instrument">, "id" | "data">[],
): Html {
  return html`<ul class="plain">
    ${found.map(
      ({ id, data }) =>
        html`<li>
          <a href="${href(`/register/instruments/${id}`)}">${instrumentTitle(data, language)}</a>
          <span class="quiet small">${data.date && edtfInWords(data.date, language)}</span>
          ${data.note?.[tongueOf(language)] && html`<br /><span class="small"${told(language)}>${data.note[tongueOf(language)]}</span>`}
        </li>`,
    )}
  </ul>`;
}

function relatives(
  { t, language, href, today }: RegisterRequest,
  { data, slug }: InstitutionPage,
  around: readonly Standing<"institution">[],
): Html {
  const parent = around.find(({ id }) => id === data.parent);
  const parts = around.filter((one) => one.data.parent === slug);
  const link = ({ id, data: its }: Standing<"institution">) =>
    html`<a href="${href(`/register/institutions/${id}`)}">${institutionNameOn(its, today)[tongueOf(language)]}</a>`;
  return html`${parent && html`<p>${t.institutionParent(link(parent))}</p>`}
  ${
    parts.length > 0 &&
    html`<h2>${t.institutionParts}</h2>
      <ul class="plain">
        ${parts.map((one) => html`<li>${link(one)}</li>`)}
      </ul>`
  }`;
}

/** All institutions of the register, by name. */
export async function institutionsPage(page: PageRequest): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href, today, office } = request;
  const collator = new Intl.Collator(language);
  const found = (await listInstitutions(db, asOf))
    .map(({ id, data }) => ({ id, name: institutionNameOn(data, today)[tongueOf(language)] }))
    .toSorted((a, b) => collator.compare(a.name, b.name));
  const body = html`<p class="kicker"><b>${t.registerTitle}</b></p>
    <h1>${t.institutionsTitle}</h1>
    ${everyPostForm(request)}
    <ul class="plain">
      ${found.map(({ id, name }) => html`<li><a href="${href(`/register/institutions/${id}`)}">${name}</a></li>`)}
    </ul>`;
  return answerPage(
    request,
    {
      title: t.institutionsTitle,
      description: t.registerDescription(office.name[tongueOf(language)]),
      path: "/register/institutions",
      body,
      current: "register",
    },
    registerTags(request),
  );
}

function passage(found: Passage, language: Tongue): Html {
  return html`<p>${textOf(found, language)}</p>`;
}

function textOf({ text, original }: Passage, language: Tongue): string {
  return text[language] ?? text[original] ?? "";
}

/** The institution a post belongs to, as it is called today. */
export async function institutionOf(
  { db, asOf, language, today }: RegisterRequest,
  id: string,
): Promise<{ id: string; name: string }> {
  const [found] = await listStanding(db, "institution", { ids: [id], asOf });
  if (found === undefined) throw new Fault("not-found", "");
  return { id, name: institutionNameOn(found.data, today)[tongueOf(language)] };
}

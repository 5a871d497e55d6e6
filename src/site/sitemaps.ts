import { everyLanguage, inLanguage, tongueOf } from "../page/language.ts";
import { sql } from "kysely";
import { listBriefingAddresses } from "../briefings/list-addresses.ts";
import { Fault } from "../fault.ts";
import { listNews, listStep, listSteps } from "../newsroom/list-sitemap.ts";
import { listQuestionAddresses } from "../press/find-question.ts";
import { listStanding } from "../register/assertions.ts";
import { batchBelow } from "../register/chain.ts";
import { listInstitutions } from "../register/list-institutions.ts";
import { type Xml, xml, xmlDocument } from "../text/xml.ts";
import { feedLanguage } from "./feeds.ts";
import { type SiteContext, type Tag, tagsHeader } from "./context.ts";
import { fileHeaders } from "../page/headers.ts";

/**
 * How many texts or other things one sitemap has, each with an address for each language. sitemaps.org allows 50,000
 * addresses and 50 MB: these stay far below, so that they are kept ready in memory and one act makes few of them anew.
 */
const perSitemap = 2_500;
const mostNews = 1_000;
/** For how long a text is news (Google's rule), in milliseconds. */
const newsFor = 48 * 60 * 60 * 1_000;

type Entry = { path: string; at?: Date };

export function robots(site: SiteContext): Response {
  const lines = [
    "User-agent: *",
    "Allow: /",
    "",
    `Sitemap: ${site.url}/sitemap.xml`,
    `Sitemap: ${site.url}/sitemaps/news.xml`,
  ];
  return answer(site, "text/plain; charset=utf-8", `${lines.join("\n")}\n`, ["changes", "agenda"]);
}

/** The index of all sitemaps, each with when something in it last changed, where that is known. */
export async function sitemapIndex(site: SiteContext): Promise<Response> {
  const { size } = site.horizon();
  const steps = await listSteps(site.installation.db, size, perSitemap);
  const others = await Promise.all(
    otherMaps.map(async (name) => ({ name, count: (await entriesOf[name](site)).length })),
  );
  const parts = (name: string, count: number) =>
    Array.from({ length: Math.ceil(count / perSitemap) }, (_, index): Entry => ({ path: `${name}-${index + 1}` }));
  const maps: Entry[] = [
    { path: "pages" },
    ...steps.map((at, index) => ({ path: `statements-${index + 1}`, at })),
    ...others.flatMap(({ name, count }) => parts(name, count)),
  ];
  const root = xml`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${maps.map(({ path, at }) => xml`<sitemap><loc>${site.url}/sitemaps/${path}.xml</loc>${lastmod(at)}</sitemap>\n`)}</sitemapindex>`;
  return answer(site, xmlType, xmlDocument(root), mapTags);
}

const entriesOf = {
  briefings: briefingEntries,
  questions: questionEntries,
  agenda: agendaEntries,
  register: registerEntries,
};
const otherMaps = Object.keys(entriesOf) as (keyof typeof entriesOf)[];
export const sitemapNames = ["statements", ...otherMaps] as const;
export type SitemapName = (typeof sitemapNames)[number];
const mapTags: readonly Tag[] = ["changes", "agenda", "briefings", "questions"];

/** One of those that the index names. */
export async function sitemapPart(site: SiteContext, name: SitemapName, part: number): Promise<Response> {
  const from = (part - 1) * perSitemap;
  const entries =
    name === "statements"
      ? await statementEntries(site, part - 1)
      : (await entriesOf[name](site)).slice(from, from + perSitemap);
  if (entries.length === 0) throw new Fault("not-found", `There is no sitemap ${name}-${part}.`);
  return urlset(site, entries);
}

/** The pages that are always there. */
export function sitemapOfPages(site: SiteContext): Response {
  const register = ["/register", "/register/people", "/register/institutions"];
  const pages = [
    "/",
    "/statements",
    "/corrections",
    "/agenda",
    "/briefings",
    "/briefings/figures",
    "/questions",
    "/questions/figures",
    ...register,
    "/feeds",
    "/api",
    "/record",
    "/verify",
  ];
  return urlset(
    site,
    pages.map((path) => ({ path })),
  );
}

/** What was published in the last two days. It is over once its oldest text is no news any more. */
export async function newsSitemap(site: SiteContext): Promise<Response> {
  const { db, means } = site.installation;
  const since = new Date(means.clock.now().getTime() - newsFor);
  const news = await listNews(db, site.horizon().size, since, mostNews);
  const [office, language] = await Promise.all([site.office(), feedLanguage(site)]);
  const oldest = news.at(-1);
  const root = xml`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${news.map(
  ({ number, at, title, language: its }) => xml`<url><loc>${site.url}/statements/${number}</loc><news:news>
<news:publication><news:name>${office.name[tongueOf(language)]}</news:name><news:language>${its.split("-")[0]}</news:language></news:publication>
<news:publication_date>${at.toISOString()}</news:publication_date>
<news:title>${title}</news:title>
</news:news></url>
`,
)}</urlset>`;
  const over: Tag[] = oldest === undefined ? [] : [`until:${oldest.at.getTime() + newsFor}`];
  return answer(site, xmlType, xmlDocument(root), ["changes", ...over]);
}

async function statementEntries(site: SiteContext, index: number): Promise<Entry[]> {
  const listed = await listStep(site.installation.db, site.horizon().size, perSitemap, index);
  return listed.map(({ number, at }) => ({ path: `/statements/${number}`, at }));
}

async function briefingEntries(site: SiteContext): Promise<Entry[]> {
  const listed = await listBriefingAddresses(site.installation.db, site.horizon().size);
  return listed.map(({ number, at }) => ({ path: `/briefings/${number}`, ...(at === null ? {} : { at }) }));
}

async function questionEntries(site: SiteContext): Promise<Entry[]> {
  const { db, means } = site.installation;
  const { timeZone } = await site.office();
  const listed = await listQuestionAddresses(db, { upTo: site.horizon().size, now: means.clock.now(), timeZone });
  return listed.map(({ number, at }) => ({ path: `/questions/${number}`, at }));
}

async function agendaEntries(site: SiteContext): Promise<Entry[]> {
  const { rows } = await sql<{ number: string; at: Date }>`
    select number, told_at as at from agenda_item where number is not null order by published_at, number`.execute(
    site.installation.db,
  );
  return rows.map(({ number, at }) => ({ path: `/agenda/${number}`, at }));
}

async function registerEntries(site: SiteContext): Promise<Entry[]> {
  const { db } = site.installation;
  const asOf = await batchBelow(db, site.horizon().size);
  const [posts, people, institutions] = await Promise.all([
    listStanding(db, "post", { asOf }),
    listStanding(db, "person", { asOf }),
    listInstitutions(db, asOf),
  ]);
  return [
    ...institutions.map(({ id }) => ({ path: `/register/institutions/${id}` })),
    ...posts.map(({ id }) => ({ path: `/register/posts/${id}` })),
    ...people.map(({ id }) => ({ path: `/register/people/${id}` })),
  ];
}

/** Each page under its address in each language, and with each address all the others (Google's hreflang in sitemaps). */
function urlset(site: SiteContext, entries: readonly Entry[]): Response {
  const urls = entries.map(({ path, at }) => {
    const alternates = [
      ...everyLanguage.map((language) => ({
        hreflang: language as string,
        href: site.url + inLanguage(language, path),
      })),
      { hreflang: "x-default", href: site.url + path },
    ].map(({ hreflang, href }) => xml`<xhtml:link rel="alternate" hreflang="${hreflang}" href="${href}"/>`);
    return everyLanguage.map(
      (language): Xml =>
        xml`<url><loc>${site.url}${inLanguage(language, path)}</loc>${lastmod(at)}${alternates}</url>\n`,
    );
  });
  const root = xml`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${urls}</urlset>`;
  return answer(site, xmlType, xmlDocument(root), mapTags);
}

const xmlType = "application/xml; charset=utf-8";

function lastmod(at: Date | undefined): Xml | undefined {
  return at && xml`<lastmod>${at.toISOString()}</lastmod>`;
}

function answer(site: SiteContext, type: string, body: string, tags: readonly Tag[]): Response {
  return new Response(body, { headers: { ...fileHeaders(site.url, type), [tagsHeader]: tags.join(" ") } });
}

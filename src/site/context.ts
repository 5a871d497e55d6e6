import { catalogueOf, inLanguage, tongueOf, type Language } from "../page/language.ts";
import type { Context } from "hono";
import type { Assets } from "../page/assets.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { type Layout, layout } from "../page/layout.ts";
import { httpDate, originalLinks } from "../page/memento.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { RecordIdentity } from "../recorder/record-identity.ts";
import type { Office } from "../register/office.ts";
import { notKept, type PublicContext, type Tag, tagsHeader } from "../page/kept.ts";
import { pageHeaders } from "../page/headers.ts";
import { html } from "../page/html.ts";
import { timedRegister } from "./register-mementos.ts";
import { addressAt, type Moment, type Past, pastlessNotice, pastNotice } from "./past.ts";

export { notKept, type Tag, tagsHeader } from "../page/kept.ts";

export type SiteContext = PublicContext & {
  record: () => Promise<RecordIdentity>;
  assets: Assets;
};

/** One request for a page, with what every page needs. */
export type PageRequest = {
  site: SiteContext;
  c: Context;
  language: Language;
  t: SiteCatalogue;
  office: Office;
  record: RecordIdentity;
  horizon: Horizon;
  /** With `?at=`: the horizon is that of then, and the page is told as past, kept by nobody and found by no search engine. */
  past?: Past;
  /** The same, of a page that has no past: it is told as that of now. */
  pastless?: Moment;
  /** The address of a page of ours in this language. */
  href: (path: string) => string;
};

export type PageBody = Pick<
  Layout,
  | "title"
  | "description"
  | "path"
  | "canonicalPath"
  | "body"
  | "current"
  | "scripts"
  | "data"
  | "kind"
  | "publishedAt"
  | "picture"
  | "feeds"
  | "indexed"
>;

export async function pageRequest(site: SiteContext, c: Context, language: Language): Promise<PageRequest> {
  const horizon = site.horizon();
  const [office, record] = await Promise.all([site.office(), site.record()]);
  return {
    site,
    c,
    language,
    t: catalogueOf(language),
    office,
    record,
    horizon,
    href: (path) => inLanguage(language, path),
  };
}

/** What can be followed from any page. */
const everyFeed = [
  { path: "/feeds/statements", name: "feedAll" },
  { path: "/feeds/corrections", name: "correctionsTitle" },
] as const;

export function answerPage(
  request: PageRequest,
  page: PageBody,
  tags: readonly Tag[] | undefined,
  status = 200,
): Response {
  const { past, pastless, t, language, office } = request;
  if (past !== undefined) return answerPast(request, past, page, status);
  if (pastless === undefined) return answerNow(request, page, tags, status);
  const notice = pastlessNotice({ t, language, timeZone: office.timeZone }, pastless);
  return answerNow(request, { ...page, body: html`${notice} ${page.body}`, indexed: false }, undefined, status);
}

function answerNow(request: PageRequest, page: PageBody, tags: readonly Tag[] | undefined, status: number): Response {
  const { site, language, office, record } = request;
  const motto = office.motto?.[tongueOf(language)];
  const markup = layout({
    ...page,
    feeds: [...(page.feeds ?? []), ...everyFeed.map(({ path, name }) => ({ path, name: request.t[name] }))],
    language,
    office: {
      name: office.name[tongueOf(language)],
      ...(motto === undefined ? {} : { motto }),
      ...(office.pressContact === undefined ? {} : { pressContact: office.pressContact }),
    },
    trial: record.kind === "trial",
    siteUrl: site.url,
    asset: (name) => site.assets.url(name),
  });
  const timed = status === 200 ? timedRegister(site.url, language, page.path) : undefined;
  const headers = {
    ...pageHeaders(site.url, status),
    ...(timed === undefined ? {} : { link: originalLinks(timed) }),
    [tagsHeader]: tags?.join(" ") ?? notKept,
  };
  return new Response(markup, { status, headers });
}

function answerPast(request: PageRequest, past: Past, page: PageBody, status: number): Response {
  const { language, site, t, office } = request;
  const path = page.path.replace(/\?recorded=[^&]*$|&recorded=[^&]*$/, "");
  const notice = pastNotice({ t, language, timeZone: office.timeZone }, past, path);
  const body = html`${notice} ${page.body}`;
  const response = answerNow(
    request,
    { ...page, path: addressAt(path, past), body, indexed: false },
    undefined,
    status,
  );
  if (status !== 200) return response;
  response.headers.set("memento-datetime", httpDate(past.at));
  const timed = timedRegister(site.url, language, path);
  const original = `<${site.url}${inLanguage(language, path)}>; rel="original"`;
  response.headers.set("link", timed === undefined ? original : `${original}, ${originalLinks(timed)}`);
  return response;
}

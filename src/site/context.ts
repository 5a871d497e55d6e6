import type { Context } from "hono";
import type { Assets } from "../page/assets.ts";
import { type Catalogue, catalogues } from "../page/catalogue.ts";
import type { Language } from "../page/dates.ts";
import { inLanguage, type Layout, layout } from "../page/layout.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { RecordIdentity } from "../recorder/record-identity.ts";
import type { Office } from "../register/office.ts";
import { notKept, type PublicContext, type Tag, tagsHeader } from "../page/kept.ts";
import { pageHeaders } from "../page/headers.ts";

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
  t: Catalogue;
  office: Office;
  record: RecordIdentity;
  horizon: Horizon;
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
    t: catalogues[language],
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
  const { site, language, office, record } = request;
  const motto = office.motto?.[language];
  const markup = layout({
    ...page,
    feeds: [...(page.feeds ?? []), ...everyFeed.map(({ path, name }) => ({ path, name: request.t[name] }))],
    language,
    office: {
      name: office.name[language],
      ...(motto === undefined ? {} : { motto }),
      ...(office.pressContact === undefined ? {} : { pressContact: office.pressContact }),
    },
    trial: record.kind === "trial",
    siteUrl: site.url,
    asset: (name) => site.assets.url(name),
  });
  const headers = { ...pageHeaders(site.url, status), [tagsHeader]: tags?.join(" ") ?? notKept };
  return new Response(markup, { status, headers });
}

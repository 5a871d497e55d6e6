import { catalogueOf, everyLanguage, inLanguage, type Language, localeOf } from "./language.ts";
import { dataBlock, type Html, html } from "./html.ts";
import { told } from "./told.ts";
import { trialMark } from "./trial-mark.ts";

export type NavigationKey =
  | "statements"
  | "search"
  | "agenda"
  | "briefings"
  | "questions"
  | "register"
  | "record"
  | "verify";

export type Layout = {
  language: Language;
  title: string;
  description?: string;
  /** The address of this page in the first language, from its first slash; in the others it follows their prefix. */
  path: string;
  /** Where the page belongs when another address shows the same (an edition that is the newest). */
  canonicalPath?: string;
  /** The language of the words in the body, where it is not that of the interface. */
  body: Html;
  current?: NavigationKey;
  office: { name: string; motto?: string; pressContact?: string };
  trial: boolean;
  /** The site's own address, without a slash at its end. */
  siteUrl: string;
  asset: (name: string) => string;
  scripts?: readonly string[];
  data?: unknown;
  kind?: "website" | "article";
  publishedAt?: Date;
  /** What a link to the page shows elsewhere, by its path, with its size in pixels. */
  picture?: { address: string; alt: string; width: number; height: number };
  /** What can be followed from here by a feed reader: the path of each without its ending. */
  feeds?: readonly { path: string; name: string }[];
  /** False for pages that are no place to arrive at: errors, answers to a question. */
  indexed?: boolean;
};

/** One whole page. Everything that varies is escaped here or was escaped when it was made. */
export function layout(page: Layout): string {
  const { language, office, asset, path } = page;
  const t = catalogueOf(language);
  const title = page.title === office.name ? office.name : `${page.title} · ${office.name}`;
  const canonical = page.siteUrl + inLanguage(language, page.canonicalPath ?? path);
  const others = everyLanguage.filter((each) => each !== language);
  const own = told(language);
  const navigation = [
    ["statements", "/statements", t.navStatements],
    ["search", "/search", t.navSearch],
    ["agenda", "/agenda", t.navAgenda],
    ["briefings", "/briefings", t.navBriefings],
    ["questions", "/questions", t.publicQuestions],
    ["register", "/register", t.navRegister],
    ["record", "/record", t.navRecord],
    ["verify", "/verify", t.navVerify],
  ] as const;
  const markup = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        ${page.description && html`<meta name="description" content="${page.description}" />`}
        ${
          page.indexed === false
            ? html`<meta name="robots" content="noindex" />`
            : html`<link rel="canonical" href="${canonical}" />
                ${everyLanguage.map((each) => html`<link rel="alternate" hreflang="${each}" href="${page.siteUrl}${inLanguage(each, path)}" />`)}
                <link rel="alternate" hreflang="x-default" href="${page.siteUrl}${path}" />
                <meta property="og:type" content="${page.kind ?? "website"}" />
                <meta property="og:title" content="${page.title}" />
                <meta property="og:site_name" content="${office.name}" />
                <meta property="og:url" content="${canonical}" />
                <meta property="og:locale" content="${graphLocale(language)}" />
                ${others.map((each) => html`<meta property="og:locale:alternate" content="${graphLocale(each)}" />`)}
                ${page.description && html`<meta property="og:description" content="${page.description}" />`}
                ${page.publishedAt && html`<meta property="article:published_time" content="${page.publishedAt.toISOString()}" />`}
                ${
                  page.picture &&
                  html`<meta property="og:image" content="${page.siteUrl}${page.picture.address}" />
                    <meta property="og:image:width" content="${page.picture.width}" />
                    <meta property="og:image:height" content="${page.picture.height}" />
                    <meta property="og:image:alt" content="${page.picture.alt}" />`
                }
                <meta
                  name="twitter:card"
                  content="${page.picture !== undefined && page.picture.width > page.picture.height ? "summary_large_image" : "summary"}"
                />`
        }
        ${(page.feeds ?? []).map(({ path: feed, name }) => html`<link rel="alternate" type="application/atom+xml" title="${name}" href="${feed}.atom" />`)}
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fbfaf6" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#11151b" />
        <link rel="icon" type="image/svg+xml" href="${asset("icon.svg")}" />
        ${["source-serif-4", "public-sans"].map(
          (font) =>
            html`<link rel="preload" as="font" type="font/woff2" crossorigin href="${asset(`${font}-latin-wght-normal.woff2`)}" />`,
        )}
        <link rel="stylesheet" href="${asset("gaceta.css")}" />
        ${(page.scripts ?? []).map((script) => html`<script type="module" src="${asset(script)}"></script>`)}
        ${page.data !== undefined && dataBlock(page.data)}
      </head>
      <body>
        <a class="skip" href="#content">${t.skip}</a>
        ${page.trial && trialMark(t, inLanguage(language, "/record"))}
        <header class="mast">
          <div class="wrap">
            <a class="name" ${own} href="${inLanguage(language, "/")}"
              >${office.name}${office.motto && html`<small>${office.motto}</small>`}</a
            >
            <nav aria-label="${t.navigation}">
              <ul>
                ${navigation.map(
                  ([key, address, name]) =>
                    html`<li>
                      <a href="${inLanguage(language, address)}" ${page.current === key && html` aria-current="page"`}
                        >${name}</a
                      >
                    </li>`,
                )}
                ${others.map(
                  (each) =>
                    html`<li class="switch">
                      <a lang="${each}" hreflang="${each}" href="${inLanguage(each, path)}">${catalogueOf(each).ownName}</a>
                    </li>`,
                )}
              </ul>
            </nav>
          </div>
        </header>
        <main id="content" class="wrap">${page.body}</main>
        <footer class="foot">
          <div class="wrap">
            <a href="${inLanguage(language, "/record")}">${t.footRecord}</a>
            <a href="${inLanguage(language, "/verify")}">${t.footVerify}</a>
            <a href="${inLanguage(language, "/corrections")}">${t.footCorrections}</a>
            <a href="${inLanguage(language, "/feeds")}">${t.footFeeds}</a>
            <a href="${inLanguage(language, "/api")}">${t.footPrograms}</a>
            ${office.pressContact && html`<span>${t.footContact(office.pressContact)}</span>`}
            <span>${t.footSoftware}</span>
          </div>
        </footer>
      </body>
    </html> `;
  return markup.toString();
}

/** As the Open Graph writes a locale. */
function graphLocale(language: Language): string {
  return localeOf(language).replaceAll("-", "_");
}

import {
  addressedIn,
  catalogueOf,
  everyLanguage,
  firstLanguage,
  inLanguage,
  type Language,
  tongueOf,
} from "../page/language.ts";
import { type Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { isAway, statusFor } from "../page/fault-status.ts";
import { briefingFigureFiles, briefingFigurePages } from "./briefing-figures-files.ts";
import { asOf } from "./as-of.ts";
import { awayPage } from "./away-page.ts";
import { agendaFiles, agendaPages } from "./agenda-routes.ts";
import { cardFiles } from "./cards.ts";
import { apiPage } from "./api-page.ts";
import { claimPicture, claimPictures } from "./claim-picture.ts";
import { type PageRequest, pageRequest, type SiteContext, tagsHeader } from "./context.ts";
import { deliveryPage } from "./delivery-page.ts";
import { entryPage } from "./entry-page.ts";
import { faultPage } from "./fault-page.ts";
import { feedFiles, feedPages } from "./feeds-routes.ts";
import { frontPage } from "./front-page.ts";
import { assetHeaders, everywhere, pictureWorkerPolicy } from "../page/headers.ts";
import { historyPage } from "./history-page.ts";
import { listPage } from "./list-page.ts";
import { mementoFiles } from "./memento-routes.ts";
import { recordPage } from "./record-page.ts";
import { recordRoutes } from "./record-routes.ts";
import { quotePages } from "./quote-routes.ts";
import { questionFiles, questionPages } from "./question-routes.ts";
import { registerFiles, registerPages } from "./register-routes.ts";
import { searchFiles, searchPages } from "./search-routes.ts";
import { statementFile, suffixes } from "./statement-files.ts";
import { statementPage } from "./statement-page.ts";
import { transcriptFiles, transcriptPages } from "./transcript-routes.ts";
import {
  newsSitemap,
  robots,
  sitemapIndex,
  type SitemapName,
  sitemapNames,
  sitemapOfPages,
  sitemapPart,
} from "./sitemaps.ts";
import { health, readiness, securityText } from "./well-known.ts";

/** Where an unexpected failure is told, for the operator. */
export type Report = (error: unknown, path: string) => void;

/** Every public address of the site. Pages stand at the root in the first language and in each other one under its prefix; files at the root alone. */
export function siteRoutes(site: SiteContext, report: Report = () => undefined): Hono {
  const app = new Hono();
  for (const language of everyLanguage) {
    const page = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) =>
      app.get(inLanguage(language, path), async (c) => {
        try {
          return await make(await asOf(await pageRequest(site, c, language)), c);
        } catch (error) {
          return failed(c, language, error);
        }
      });
    page("/", frontPage);
    page("/statements", listPage);
    page("/statements/:number{[0-9H]+-[0-9]+}", (request, c) => statementPage(request, param(c, "number")));
    page("/statements/:number{[0-9H]+-[0-9]+}/history", (request, c) => historyPage(request, param(c, "number")));
    page("/statements/:number{[0-9H]+-[0-9]+}/delivery", (request, c) => deliveryPage(request, param(c, "number")));
    page("/statements/:number{[0-9H]+-[0-9]+}/editions/:edition{[1-9][0-9]*}", (request, c) =>
      statementPage(request, param(c, "number"), ordinal(c, "edition")),
    );
    page("/away", (request) => Promise.resolve(awayPage(request)));
    page("/record", recordPage);
    page("/record/entries/:index{(?:0|[1-9][0-9]*)}", (request, c) => entryPage(request, ordinal(c, "index")));
    agendaPages(page);
    questionPages(page);
    registerPages(page);
    searchPages(page);
    briefingFigurePages(page);
    transcriptPages(page);
    feedPages(page);
    page("/api", apiPage);
    quotePages(app, page, language, async (c, make) => {
      try {
        return await make(await pageRequest(site, c, language), c);
      } catch (error) {
        return failed(c, language, error);
      }
    });
  }
  for (const suffix of suffixes) {
    const dotted = suffix.replaceAll(".", "\\.");
    app.get(`/statements/:file{[0-9H]+-[0-9]+${dotted}}`, (c: Context) =>
      file(c, () => statementFile(site, param(c, "file").slice(0, -suffix.length), undefined, suffix)),
    );
    app.get(`/statements/:number{[0-9H]+-[0-9]+}/editions/:file{[1-9][0-9]*${dotted}}`, (c: Context) =>
      file(c, () =>
        statementFile(site, param(c, "number"), inRange(param(c, "file").slice(0, -suffix.length)), suffix),
      ),
    );
  }
  for (const name of claimPictures)
    app.get(`/statements/:number{[0-9H]+-[0-9]+}/editions/:edition{[1-9][0-9]*}/${name}`, (c: Context) =>
      file(c, () => claimPicture(site, param(c, "number"), ordinal(c, "edition"), name)),
    );
  mementoFiles(app, site, file);
  agendaFiles(app, site, file);
  questionFiles(app, site, file);
  registerFiles(app, site, file);
  searchFiles(app, site, file);
  briefingFigureFiles(app, site, file);
  transcriptFiles(app, site, file);
  cardFiles(app, site, file);
  feedFiles(app, site, file);
  app.route("/record", recordRoutes(site));
  app.get("/assets/:name", async (c) => {
    const asset = site.assets.files.get(c.req.param("name"));
    if (asset === undefined) return failed(c, firstLanguage, new Fault("not-found", ""));
    const reads = c.req.path === site.assets.url("picture-worker.js");
    return c.body(new Uint8Array(asset.body), 200, {
      ...assetHeaders(site.url, asset.type),
      ...(reads ? { "content-security-policy": pictureWorkerPolicy } : {}),
      [tagsHeader]: "assets",
    });
  });
  app.get("/robots.txt", () => robots(site));
  app.get("/sitemap.xml", () => sitemapIndex(site));
  app.get("/sitemaps/pages.xml", () => sitemapOfPages(site));
  app.get("/sitemaps/news.xml", () => newsSitemap(site));
  app.get(`/sitemaps/:file{(?:${sitemapNames.join("|")})-[1-9][0-9]{0,5}\\.xml}`, (c: Context) =>
    file(c, () => {
      const [name = "", part = ""] = param(c, "file").slice(0, -4).split("-");
      return sitemapPart(site, name as SitemapName, Number(part));
    }),
  );
  app.get("/.well-known/security.txt", () => securityText(site));
  app.get("/healthz", () => health());
  app.get("/readyz", () => readiness(site));

  app.notFound((c) => {
    const { path } = c.req;
    // Relative to our own address always: a path that begins with two slashes must not lead to another site.
    if (path.length > 1 && path.endsWith("/")) return c.redirect(`${site.url}/${path.replace(/^\/+|\/+$/g, "")}`, 301);
    return failed(c, addressedIn(path).language, new Fault("not-found", ""));
  });
  app.onError((error, c) => failed(c, addressedIn(c.req.path).language, error));
  return app;

  async function failed(c: Context, language: Language, error: unknown): Promise<Response> {
    const status = statusFor(error);
    if (status >= 500) report(error, c.req.path);
    try {
      const request = await pageRequest(site, c, language);
      const sentence = error instanceof Fault ? toldIn(language, error) : undefined;
      const asked = addressedIn(c.req.path).path;
      return faultPage(request, status, /^\/(?!\/)[\w\-./]*$/.test(asked) ? asked : "/", sentence || undefined);
    } catch (second) {
      return bare(isAway(second) || status === 503 ? 503 : 500, language);
    }
  }

  async function file(c: Context, make: () => Promise<Response>): Promise<Response> {
    try {
      return await make();
    } catch (error) {
      const status = statusFor(error);
      if (status >= 500) report(error, c.req.path);
      const sentence = error instanceof Fault ? error.message : "Something failed on our side.";
      return new Response(`${sentence}\n`, {
        status,
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "cache-control": "no-cache",
          "access-control-allow-origin": "*",
        },
      });
    }
  }

  /** When not even the office's name can be read: no style, no link, the words alone. */
  function bare(status: 500 | 503, language: Language): Response {
    const words = catalogueOf(language).unavailableBare;
    return new Response(
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${words}</title><h1>${words}</h1></html>\n`,
      {
        status,
        headers: {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "retry-after": "5",
          "content-security-policy": "default-src 'none'",
          ...everywhere(site.url),
        },
      },
    );
  }
}

/** Refusals are in English, some in Spanish too; where the page is in neither, its own words say that there is nothing. */
function toldIn(language: Language, { code, message, es }: Fault): string | undefined {
  if (tongueOf(language) === "es") return es;
  return code === "not-found" || es !== undefined ? message : undefined;
}

function param(c: Context, name: string): string {
  return c.req.param(name) ?? "";
}

function ordinal(c: Context, name: string): number {
  return inRange(param(c, name));
}

/** Beyond what a database's integer holds there is nothing, and nothing to ask it. */
function inRange(digits: string): number {
  const value = Number(digits);
  if (value > 2_147_483_647) throw new Fault("not-found", "");
  return value;
}

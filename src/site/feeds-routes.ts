import { catalogueOf } from "../page/language.ts";
import type { Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import type { PageRequest, SiteContext } from "./context.ts";
import { correctionsPage } from "./corrections-page.ts";
import { allStatements, feedFolders, feedScope } from "./feed-scopes.ts";
import { type FeedFormat, feedFormats } from "./feed.ts";
import { correctionsFeed, feedLanguage, statementsFeed } from "./feeds.ts";
import { feedsPage } from "./feeds-page.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

export function feedPages(page: AddPage): void {
  page("/feeds", feedsPage);
  page("/corrections", correctionsPage);
}

/** Every feed under its own address with the ending of its format, and its archives under that address: `…/archive/3.atom`. */
export function feedFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  const endings = `(?:${Object.keys(feedFormats).join("|")})`;
  const archive = `archive/:file{[1-9][0-9]{0,8}\\.${endings}}`;
  const all = async (c: Context) => {
    const { name, format } = asked(c);
    return statementsFeed(site, allStatements(catalogueOf(await feedLanguage(site))), format, archiveIn(name));
  };
  const corrections = (c: Context) => {
    const { name, format } = asked(c);
    return correctionsFeed(site, format, archiveIn(name));
  };
  app.get(`/feeds/:file{statements\\.${endings}}`, (c) => file(c, () => all(c)));
  app.get(`/feeds/statements/${archive}`, (c) => file(c, () => all(c)));
  app.get(`/feeds/:file{corrections\\.${endings}}`, (c) => file(c, () => corrections(c)));
  app.get(`/feeds/corrections/${archive}`, (c) => file(c, () => corrections(c)));
  for (const folder of feedFolders) {
    app.get(`/feeds/${folder}/:file{[a-z0-9-]+\\.${endings}}`, (c) =>
      file(c, async () => {
        const { name, format } = asked(c);
        return statementsFeed(site, await feedScope(site, folder, name, await feedLanguage(site)), format);
      }),
    );
    app.get(`/feeds/${folder}/:name{[a-z0-9-]+}/${archive}`, (c) =>
      file(c, async () => {
        const { name, format } = asked(c);
        const scope = await feedScope(site, folder, c.req.param("name") ?? "", await feedLanguage(site));
        return statementsFeed(site, scope, format, archiveIn(name));
      }),
    );
  }
}

function asked(c: Context): { name: string; format: FeedFormat } {
  const [name = "", format = ""] = (c.req.param("file") ?? "").split(".");
  if (!(format in feedFormats)) throw new Fault("not-found", "There is no such feed.");
  return { name, format: format as FeedFormat };
}

/** undefined for the document that is followed, which is called by a name. */
function archiveIn(name: string): number | undefined {
  return /^\d+$/.test(name) ? Number(name) : undefined;
}

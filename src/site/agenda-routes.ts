import type { Context, Hono } from "hono";
import { agendaFeed, agendaItemFile, feedFolders } from "./agenda-feeds.ts";
import { agendaItemPage } from "./agenda-item-page.ts";
import { agendaPage, filterAsked } from "./agenda-page.ts";
import type { PageRequest, SiteContext } from "./context.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = "[0-9]{4}-[0-9]{4,10}";

export function agendaPages(page: AddPage): void {
  page("/agenda", agendaPage);
  page(`/agenda/:number{${number}}`, (request, c) => agendaItemPage(request, c.req.param("number") ?? ""));
}

export function agendaFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  app.get("/agenda.ics", (c: Context) =>
    file(c, async () => {
      const filter = filterAsked({ c });
      return agendaFeed(site, filter, Object.keys(filter).length === 0);
    }),
  );
  for (const [folder, name] of Object.entries(feedFolders))
    app.get(`/agenda/${folder}/:file{[a-z0-9-]+\\.ics}`, (c: Context) =>
      file(c, () => agendaFeed(site, { [name]: nameIn(c) }, true)),
    );
  app.get(`/agenda/:file{${number}\\.ics}`, (c: Context) => file(c, () => agendaItemFile(site, nameIn(c))));
}

function nameIn(c: Context): string {
  return (c.req.param("file") ?? "").replace(/\.ics$/, "");
}

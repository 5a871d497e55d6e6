import type { Context, Hono } from "hono";
import { Fault } from "../fault.ts";
import { briefingFiguresPage, type Figures, figuresOfBriefingPage, readFigures, readYear } from "./briefing-figures.ts";
import { type PageRequest, type SiteContext, tagsHeader } from "./context.ts";
import { csv, type Row } from "./csv-table.ts";
import { fileHeaders } from "../page/headers.ts";
import { shownBatch } from "./register-request.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

const number = "[0-9H]+-[0-9]+";

export function briefingFigurePages(page: AddPage): void {
  page("/briefings/figures", briefingFiguresPage);
  page(`/briefings/:number{${number}}/figures`, (request, c) =>
    figuresOfBriefingPage(request, c.req.param("number") ?? ""),
  );
}

/** The same figures as JSON, and each table as CSV (RFC 4180, UTF-8). */
export function briefingFigureFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const [path, of] of [
    ["/briefings/figures", () => undefined],
    [`/briefings/:number{${number}}/figures`, (c: Context) => c.req.param("number")],
  ] as const) {
    app.get(`${path}.json`, (c: Context) => file(c, () => figuresData(site, c, of(c))));
    app.get(`${path}/:table{(?:speakers|posts|months|outlets)\\.csv}`, (c: Context) =>
      file(c, () => figuresTable(site, c, of(c), (c.req.param("table") ?? "").replace(/\.csv$/, ""))),
    );
  }
}

async function figuresData(site: SiteContext, c: Context, briefing: string | undefined): Promise<Response> {
  const { total, speakers, posts, months, outlets } = await figuresFor(site, c, briefing);
  return new Response(JSON.stringify({ total, speakers, posts, months, outlets }), {
    headers: { ...fileHeaders(site.url, "application/json; charset=utf-8"), ...tags(c) },
  });
}

async function figuresTable(
  site: SiteContext,
  c: Context,
  briefing: string | undefined,
  name: string,
): Promise<Response> {
  const { speakers, posts, months, outlets } = await figuresFor(site, c, briefing);
  const rows: readonly Row[] = { speakers, posts, months, outlets }[name] ?? [];
  return new Response(csv(rows), { headers: { ...fileHeaders(site.url, "text/csv; charset=utf-8"), ...tags(c) } });
}

async function figuresFor(site: SiteContext, c: Context, briefing: string | undefined): Promise<Figures> {
  const year = readYear({ c });
  const figures = await readFigures(
    { db: site.installation.db, asOf: await shownBatch(site), language: "es" },
    {
      upTo: site.horizon().size,
      ...(year === undefined ? {} : { year }),
      ...(briefing === undefined ? {} : { briefing }),
    },
  );
  if (briefing !== undefined && figures.total.turns === 0)
    throw new Fault("not-found", `There is no transcript of the briefing ${briefing}.`);
  return figures;
}

/** What depends on a parameter is made anew for each who asks. */
function tags(c: Context): Record<string, string> {
  return c.req.query("year") === undefined ? { [tagsHeader]: "changes register" } : {};
}

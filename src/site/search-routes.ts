import { catalogueOf, everyLanguage, inLanguage, tongueOf } from "../page/language.ts";
import type { Context, Hono } from "hono";
import { nameOn } from "../register/holdings.ts";
import { suggest } from "../search/suggest.ts";
import { notKept, type PageRequest, type SiteContext, tagsHeader } from "./context.ts";
import { pathOf } from "../page/found-path.ts";
import { fileHeaders } from "../page/headers.ts";
import { searchPage } from "./search-page.ts";

type AddPage = (path: string, make: (request: PageRequest, c: Context) => Promise<Response>) => unknown;
type AnswerFile = (c: Context, make: () => Promise<Response>) => Promise<Response>;

/** What the field of search proposes, in groups: each an address and its words. */
export type SuggestionGroups = { name: string; choices: { href: string; text: string; lang?: string }[] }[];

export function searchPages(page: AddPage): void {
  page("/search", searchPage);
}

export function searchFiles(app: Hono, site: SiteContext, file: AnswerFile): void {
  for (const language of everyLanguage)
    app.get(inLanguage(language, "/search/suggest"), (c: Context) =>
      file(c, async () => {
        const t = catalogueOf(language);
        const { db, means } = site.installation;
        const today = means.clock.now().toISOString().slice(0, 10);
        const found = await suggest(db, c.req.query("q") ?? "", site.horizon().size);
        const to = (path: string) => inLanguage(language, path);
        const groups: SuggestionGroups = [
          {
            name: t.searchTitles,
            choices: found.titles.map((text) => ({ href: to(pathOf(text)), text: text.title, lang: text.language })),
          },
          {
            name: t.searchPeople,
            choices: found.people.map(({ id, data }) => ({
              href: to(`/register/people/${id}`),
              text: nameOn(data, today).full,
            })),
          },
          {
            name: t.searchTopics,
            choices: found.topics.map(({ slug, name }) => ({
              href: to(`/search?topic=${slug}`),
              text: name[tongueOf(language)],
            })),
          },
        ];
        const shown = groups.filter(({ choices }) => choices.length > 0);
        const count = shown.reduce((sum, { choices }) => sum + choices.length, 0);
        return new Response(`${JSON.stringify({ groups: shown, said: t.searchSuggestionCount(count) })}\n`, {
          headers: { ...fileHeaders(site.url, "application/json; charset=utf-8"), [tagsHeader]: notKept },
        });
      }),
    );
}

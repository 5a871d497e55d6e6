import { tongueOf } from "../page/language.ts";
import { type Html, html } from "../page/html.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { feedFormats, type FeedFormat } from "./feed.ts";
import { allStatements, feedFolders, type FeedScope, scopesOf } from "./feed-scopes.ts";

/** What can be followed and how, in plain words. */
export async function feedsPage(request: PageRequest): Promise<Response> {
  const { site, t, office, language, href } = request;
  const folders = await Promise.all(
    feedFolders.map(async (folder) => ({ folder, scopes: await scopesOf(site, folder, language) })),
  );
  const all = [allStatements(t), { path: "/feeds/corrections", name: t.correctionsTitle, home: "/corrections" }];
  const body = html`<h1>${t.feedsTitle}</h1>
    <div class="measure">
      <p class="standfirst">${t.feedsLead}</p>
      <p>${t.feedsCorrected}</p>
      <p>${t.feedsFormats(html`<a href="${href("/agenda")}">${t.feedsAgenda}</a>`)}</p>
    </div>
    <section aria-labelledby="feeds-all">
      <h2 id="feeds-all">${t.feedsAllTitle}</h2>
      ${list(request, all)}
    </section>
    ${folders.map(
      ({ folder, scopes }) =>
        scopes.length > 0 &&
        html`<section aria-labelledby="feeds-${folder}">
          <h2 id="feeds-${folder}">${t[`feeds_${folder}`]}</h2>
          ${list(request, scopes)}
        </section>`,
    )}`;
  return answerPage(
    request,
    {
      title: t.feedsTitle,
      description: t.feedsDescription(office.name[tongueOf(language)]),
      path: "/feeds",
      body,
    },
    ["changes"],
  );
}

const names: Record<FeedFormat, string> = { atom: "Atom", rss: "RSS", json: "JSON" };

function list({ href }: PageRequest, scopes: readonly Pick<FeedScope, "path" | "name" | "home">[]): Html {
  return html`<ul class="feeds">
    ${scopes.map(
      ({ path, name, home }) =>
        html`<li>
          <a href="${href(home)}">${name}</a>
          <span class="formats"
            >${(["atom", "rss", "json"] as const).map(
              (format) =>
                html`<a href="${path}.${format}" type="${feedFormats[format].type}" aria-label="${name}, ${names[format]}"
                  >${names[format]}</a
                > `,
            )}</span
          >
        </li>`,
    )}
  </ul>`;
}

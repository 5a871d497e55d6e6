import { tongueOf } from "../page/language.ts";
import { listAmendments } from "../newsroom/list-corrections.ts";
import { countOf, shortInstant } from "../page/dates.ts";
import { amendedPath } from "../page/amended-path.ts";
import { html } from "../page/html.ts";
import { pastForm, stayingThen } from "./as-of.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { amendedName, amendmentAddress, amendmentName, amendmentTitle } from "./feed-entries.ts";
import { languageOf } from "./statement-lines.ts";

const perPage = 30;

/** All that was corrected or withdrawn, newest first, with the public note of each and where to read what changed. */
export async function correctionsPage(asked: PageRequest): Promise<Response> {
  const request = stayingThen(asked);
  const { site, c, t, office, language, horizon, href } = request;
  const cursor = c.req.query("before");
  // A cursor that we did not make is as none.
  const before = cursor !== undefined && /^[1-9]\d{0,14}$/.test(cursor) ? Number(cursor) : undefined;
  const { amendments, next, total } = await listAmendments(site.installation.db, {
    upTo: horizon.size,
    limit: perPage,
    ...(before === undefined ? {} : { before }),
  });
  const body = html`<h1>${t.correctionsTitle}</h1>
    <p class="standfirst">${t.correctionsLead}</p>
    ${
      total === 0
        ? html`<p>${t.correctionsNone}</p>`
        : html`<p class="quiet small tabular">${t.correctionsCount(countOf(total, language))}</p>
            <ol class="entries">
              ${amendments.map((amendment) => {
                const { at, words, severity } = amendment;
                const lang = languageOf(request, amendment.language);
                return html`<li class="item">
                  <p class="kicker">
                    <b class="tag${severity === undefined && " alarm"}">${amendmentName(t, amendment)}</b>
                    <span
                      ><time datetime="${at.toISOString()}">${shortInstant(at, language, office.timeZone)}</time></span
                    >
                    <span>${amendedName(t, amendment)}</span>
                  </p>
                  <h2><a href="${href(amendedPath(amendment))}" ${lang}>${amendmentTitle(amendment)}</a></h2>
                  <p>${severity === undefined && html`${t.correctionsReason} `}<span ${lang}>${words}</span></p>
                  ${severity !== undefined && html`<p><a href="${href(amendmentAddress(amendment))}">${t.seeDifference}</a></p>`}
                </li>`;
              })}
            </ol>`
    }
    <p class="pages">
      ${before !== undefined && html`<a class="more" href="${href("/corrections")}">${t.listNewest}</a>`}
      ${next !== undefined && html`<a class="more" rel="next" href="${href(`/corrections?before=${next}`)}">${t.listOlder}</a>`}
    </p>
    <p><a href="${href("/feeds")}">${t.correctionsFollow}</a></p>
    ${pastForm(asked, "/corrections")}`;
  return answerPage(
    request,
    {
      title: t.correctionsTitle,
      description: t.correctionsDescription(office.name[tongueOf(language)]),
      path: "/corrections",
      body,
      indexed: before === undefined,
    },
    ["changes"],
  );
}

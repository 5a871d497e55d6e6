import { told } from "../page/told.ts";
import { tongueOf } from "../page/language.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { edtfInWords } from "../page/register-dates.ts";
import { readStanding, type Standing } from "../register/assertions.ts";
import { readChain, readChains } from "../register/chain.ts";
import { capitalized } from "../register/display.ts";
import { type PostRead, readPost } from "../register/read-post.ts";
import { retractedAbout } from "../register/retraction.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { tenuresTable } from "./holders-table.ts";
import { citation, lastDayNote, supersession } from "./register-citation.ts";
import { institutionOf, instrumentList } from "./register-institution.ts";
import { retractedPage, retractedSection } from "./register-retracted.ts";
import { recordedNotice, type RegisterRequest, registerRequest, registerTags } from "./register-request.ts";
import { spokenSection } from "./spoken-at.ts";
import { drawTimeline } from "./timeline-drawing.ts";
import { datesInWords, type Drawn, markOfInstrument, rowsOfPosts } from "./timeline-rows.ts";

/** A post: its holders, its founding and its laws. */
export async function postPage(page: PageRequest, slug: string): Promise<Response> {
  const request = await registerRequest(page);
  const { db, asOf, t, language, href, today } = request;
  if ((await readStanding(db, "post", slug, asOf)) === undefined) {
    const retracted = await retractedPage(request, "post", slug, `/register/posts/${slug}`);
    if (retracted !== undefined) return retracted;
  }
  const read = await readPost(db, slug, asOf);
  const { post, tenures, gaps, instruments } = read;
  const [chain, chains, institution] = await Promise.all([
    readChain(db, "post", slug, asOf),
    readChains(
      db,
      "tenure",
      tenures.map(({ slug: id }) => id),
      asOf,
    ),
    institutionOf(request, post.data.institution),
  ]);
  const title = capitalized(post.data.title[tongueOf(language)].neutral);
  const path = `/register/posts/${slug}`;
  const how: Drawn = { language, t, href };
  const rows = rowsOfPosts([post], tenures, gaps, how);
  const marks = instruments.flatMap((one) => markOfInstrument(one, how));
  const body = html`<p class="kicker">
      <b>${t.postKicker}</b> <a href="${href(`/register/institutions/${institution.id}`)}">${institution.name}</a>
    </p>
    <h1>${title}</h1>
    ${recordedNotice(request, href(path))} ${founding(request, read)} ${supersession(request, "post", chain)}
    ${drawTimeline({ rows, instruments: marks, governments: [], today }, { t, language, title })}
    <h2>${t.postHolders}</h2>
    ${
      tenures.length === 0
        ? html`<p>${t.postNobody}</p>`
        : tenuresTable(request, tenures, { by: "person", chains, address: href(path) })
    }
    ${gapList(request, read)}
    ${
      instruments.length > 0 &&
      html`<h2>${t.postLaws}</h2>
        ${instrumentList(request, instruments)}`
    }
    ${await retractedSection(request, await retractedAbout(db, { posts: [slug] }, asOf))}
    ${await spokenSection(request, { post: slug })}
    <p class="pages small"><a href="${path}.json">${t.dataOf} (JSON)</a> <a href="${path}.jsonld">JSON-LD</a></p>`;
  return answerPage(
    request,
    {
      title,
      description: t.registerDescription(title),
      path,
      body,
      current: "register",
      scripts: ["timeline.js"],
      feeds: [{ path: `/feeds/posts/${slug}`, name: title }],
      indexed: request.recorded === undefined,
      data: {
        "@context": "https://schema.org",
        "@type": "OrganizationRole",
        "@id": `${request.site.url}${path}`,
        roleName: title,
        memberOf: {
          "@type": "GovernmentOrganization",
          "@id": `${request.site.url}/register/institutions/${post.data.institution}`,
          url: `${request.site.url}${href(`/register/institutions/${post.data.institution}`)}`,
        },
      },
    },
    registerTags(request, "changes"),
  );
}

function founding(request: RegisterRequest, { post, source, predecessor, successors }: PostRead): Html {
  const { t, language } = request;
  const { start, end, seats, functions, note, rank } = post.data;
  return html`<dl class="facts wide">
      ${
        (start !== undefined || end !== undefined) &&
        html`<dt>${t.postFounding}</dt>
          <dd>
            ${start && t.postFrom(edtfInWords(start, language))}${end && html`<br />${t.postTo(edtfInWords(end, language))}`}
          </dd>`
      }
      ${predecessor && other(request, t.postPredecessor, predecessor)}
      ${successors.map((one) => other(request, t.postSuccessor, one))}
    </dl>
    <p class="measure">
      ${functions.includes("spokesperson") && t.postSpeaks}
      ${seats !== undefined && seats > 1 && t.postSeats(countOf(seats, language))}
      ${rank && html`<span lang="">${rank.name}</span>`} ${note !== undefined && html`<span lang="en">${note}</span>`}
      ${citation(request, post.register, { name: source?.name ?? post.source.id, locator: post.source.locator, url: source?.url })}
    </p>`;
}

function other({ language, href }: RegisterRequest, name: string, post: Standing<"post">): Html {
  return html`<dt>${name}</dt>
    <dd><a href="${href(`/register/posts/${post.id}`)}">${post.data.title[tongueOf(language)].neutral}</a></dd>`;
}

function gapList(request: RegisterRequest, { gaps }: PostRead): Html {
  const { t, language } = request;
  if (gaps.length === 0) return html``;
  return html`<h2>${t.postGaps}</h2>
    <ul class="plain">
      ${gaps.map(
        ({ state, data, note, register, source, firstDayOut }) =>
          html`<li>
            ${state === "vacant" ? t.vacant : t.nobodyKnown}: ${datesInWords(data.start, data.end, language)}
            ${lastDayNote(request, data.end, firstDayOut, "gap")}
            ${note?.[tongueOf(language)] && html`<br /><span class="small"${told(language)}>${note[tongueOf(language)]}</span>`}
            ${citation(request, register, source)}
          </li>`,
      )}
    </ul>`;
}

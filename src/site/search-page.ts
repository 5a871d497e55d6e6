import { localeOf, tongueOf } from "../page/language.ts";
import { kinds } from "../newsroom/statement.ts";
import { countOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { batchBelow } from "../register/chain.ts";
import { capitalized } from "../register/display.ts";
import { listGovernments } from "../register/governments.ts";
import { institutionNameOn, nameOn } from "../register/holdings.ts";
import { listTopics } from "../register/topics.ts";
import { answerKind } from "../search/answer-documents.ts";
import { turnKinds } from "../search/turn-documents.ts";
import { type FilterName, filterNames } from "../search/candidates.ts";
import { type Found, search } from "../search/query.ts";
import { spanWithin } from "../search/span.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { filterRow, queryOf } from "./filter-row.ts";
import { type SearchAsked, searchAsked } from "./search-asked.ts";
import { hitItem, readHitNames } from "./search-hits.ts";
import { kindName } from "./statement-lines.ts";
import type { VoiceNames } from "./voice.ts";

/** What was said, by its words: each found with the sentence where they stand; narrowed by links, of which none leads to nothing. */
export async function searchPage(request: PageRequest): Promise<Response> {
  const { site, t, office, language, horizon, href } = request;
  const { db, means } = site.installation;
  const asked = searchAsked(request);
  const asOf = await batchBelow(db, horizon.size);
  const governments = await listGovernments(db, asOf);
  const government = governments.find(({ id }) => id === asked.government);
  const filters = Object.fromEntries(
    filterNames.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])),
  );
  const found = await search(db, {
    words: asked.q ?? "",
    filters,
    ...spanWithin(government, asked),
    ...(asked.order === undefined ? {} : { order: asked.order }),
    ...(asked.page === undefined ? {} : { page: Number(asked.page) }),
    ...(asked.before === undefined ? {} : { before: asked.before }),
    upTo: horizon.size,
    now: means.clock.now(),
  });
  const [names, labels] = await Promise.all([
    readHitNames(request, found.hits),
    readLabels(request, found, asked, asOf),
  ]);
  const address = (change: Partial<Record<keyof SearchAsked, string | undefined>>) =>
    href(`/search${queryOf({ ...asked, page: undefined, before: undefined, ...change })}`);
  const title = asked.q === undefined ? t.searchTitle : t.searchResultsOf(asked.q);
  const narrowed = asked.government !== undefined || asked.from !== undefined || asked.until !== undefined;
  const body = html`<h1>${t.searchTitle}</h1>
    <form class="search" role="search" action="${href("/search")}" method="get" data-suggest="${href("/search/suggest")}">
      <div class="ask">
        <label for="q"
          >${t.searchLabel}<input
            id="q"
            name="q"
            type="search"
            maxlength="300"
            autocomplete="off"
            enterkeyhint="search"
            aria-describedby="q-how"
            value="${asked.q ?? ""}" /></label
        ><button>${t.searchButton}</button>
      </div>
      <p id="q-how" class="hint small quiet">${t.searchHow}</p>
      ${filterNames.map((name) => asked[name] !== undefined && html`<input type="hidden" name="${name}" value="${asked[name]}" />`)}
      ${asked.order !== undefined && html`<input type="hidden" name="order" value="${asked.order}" />`}
      <details class="filter" ${narrowed && html`open`}>
        <summary>${t.searchNarrow}</summary>
        <div class="ask">
          <label>${t.searchFrom}<input name="from" type="date" value="${asked.from ?? ""}" /></label>
          <label>${t.searchUntil}<input name="until" type="date" value="${asked.until ?? ""}" /></label>
          ${
            governments.length > 0 &&
            html`<label
              >${t.searchGovernment}<select name="government">
                <option value="">${t.searchAnyGovernment}</option>
                ${governments.map(
                  ({ id, data }) =>
                    html`<option value="${id}" ${id === asked.government && html`selected`}>
                      ${institutionNameOn(data, data.start?.min ?? "").es && institutionNameOn(data, data.start?.min ?? "")[tongueOf(language)]}
                    </option>`,
                )}
              </select></label
            >`
          }
        </div>
      </details>
      <div id="suggestions" hidden></div>
      <p class="visually-hidden" role="status" id="suggestions-said"></p>
    </form>
    ${filterRows(request, found, asked, labels, address)} ${results(request, found, asked, names, address)}`;
  return answerPage(
    request,
    {
      title,
      description: t.searchDescription(office.name[tongueOf(language)]),
      path: `/search${queryOf(asked)}`,
      body,
      current: "search",
      indexed: Object.keys(asked).length === 0,
      scripts: ["suggest.js"],
    },
    undefined,
    found.cut && found.hits.length === 0 ? 503 : 200,
  );
}

type Address = (change: Partial<Record<keyof SearchAsked, string | undefined>>) => string;

function results(request: PageRequest, found: Found, asked: SearchAsked, names: VoiceNames, address: Address): Html {
  const { t, language } = request;
  const chosen =
    filterNames.some((name) => asked[name] !== undefined) ||
    asked.from !== undefined ||
    asked.until !== undefined ||
    asked.government !== undefined;
  const meant =
    found.meant !== undefined &&
    html`<p class="meant">
      ${t.searchMeant} <a href="${address({ q: found.meant })}">${found.meant}</a>${t.searchMeantEnd}
    </p>`;
  if (found.hits.length === 0)
    return html`<section aria-label="${t.searchTitle}">
      ${meant}
      <p class="standfirst">${found.cut ? t.searchOver : asked.q === undefined ? t.searchNoneFiltered : t.searchNone}</p>
      ${chosen && html`<p><a href="${request.href(`/search${queryOf({ q: asked.q })}`)}">${t.searchWithoutFilters}</a></p>`}
    </section>`;
  const count = countOf(found.total, language);
  const byDate = asked.order === "date";
  const words = asked.q !== undefined;
  return html`<section aria-label="${t.searchTitle}">
    ${
      words &&
      html`<ul class="filters">
        <li class="filter-name">${t.searchOrder}</li>
        <li><a href="${address({ order: undefined })}" ${!byDate && html` aria-current="true"`}>${t.searchByRelevance}</a></li>
        <li><a href="${address({ order: "date" })}" ${byDate && html` aria-current="true"`}>${t.searchByDate}</a></li>
      </ul>`
    }
    ${found.cut && html`<p class="notice">${t.searchCut}</p>`}
    <p class="quiet small tabular" role="status">
      ${!words && !chosen ? t.searchEmpty : ""}
      ${found.more ? t.searchCountMore(count) : t.searchCount(found.total)}.
      ${
        found.ranked !== undefined &&
        html`${t.searchRanked(countOf(found.ranked, language))} <a href="${address({ order: "date" })}">${t.searchRankedAll}</a>.`
      }
    </p>
    <ol class="entries hits">
      ${found.hits.map((hit) => hitItem(request, hit, names))}
    </ol>
    <p class="pages">
      ${(asked.page ?? asked.before) !== undefined && html`<a class="more" href="${address({})}">${t.searchFirst}</a>`}
      ${
        found.next !== undefined &&
        html`<a class="more" rel="next" href="${address(words && !byDate && !found.next.includes(".") ? { page: found.next } : { before: found.next })}"
          >${t.searchNext}</a
        >`
      }
    </p>
  </section>`;
}

type Labels = Record<FilterName, ReadonlyMap<string, string>>;

function filterRows(request: PageRequest, found: Found, asked: SearchAsked, labels: Labels, address: Address): Html {
  const { t } = request;
  const called: Record<FilterName, [string, string]> = {
    kind: [t.filterKind, t.filterAll],
    topic: [t.filterTopic, t.filterAllTopics],
    person: [t.searchPerson, t.searchAny],
    post: [t.searchPost, t.searchAny],
    institution: [t.searchInstitution, t.searchAny],
    language: [t.searchLanguage, t.searchAny],
  };
  const rows = filterNames.map((name) => {
    const values = found.facets[name].map(({ value }) => value);
    const chosen = asked[name];
    if (chosen !== undefined && !values.includes(chosen)) values.unshift(chosen);
    return filterRow(
      ...called[name],
      chosen,
      values.map((value) => [value, labels[name].get(value) ?? value] as const),
      (value) => address({ [name]: value }),
    );
  });
  return html`<nav aria-label="${t.searchFilters}">${rows}</nav>`;
}

/** What people call each thing that those found have. */
async function readLabels(request: PageRequest, found: Found, asked: SearchAsked, asOf: number): Promise<Labels> {
  const { site, t, language, office } = request;
  const { db, means } = site.installation;
  const today = means.clock.now().toISOString().slice(0, 10);
  const ids = (name: FilterName) => [
    ...new Set([...found.facets[name].map(({ value }) => value), ...(asked[name] === undefined ? [] : [asked[name]])]),
  ];
  const standing = async <K extends "person" | "post" | "institution">(kind: K) => {
    const wanted = ids(kind);
    return wanted.length === 0 ? [] : listStanding(db, kind, { ids: wanted, asOf });
  };
  const [topics, people, posts, institutions] = await Promise.all([
    listTopics(db),
    standing("person"),
    standing("post"),
    standing("institution"),
  ]);
  const tongues = new Intl.DisplayNames([localeOf(language)], { type: "language" });
  return {
    kind: new Map([
      ...[...turnKinds, answerKind].map((kind) => [kind, t.searchKind[kind]] as const),
      ...kinds.map((kind) => [kind, kindName(t, kind)] as const),
    ]),
    topic: new Map(topics.map(({ slug, name }) => [slug, name[tongueOf(language)]])),
    person: new Map(people.map(({ id, data }) => [id, nameOn(data, today).full])),
    post: new Map(
      posts.map(({ id, data }) => [
        id,
        capitalized(data.title[tongueOf(language)].neutral ?? data.title[tongueOf(language)].masculine ?? id),
      ]),
    ),
    institution: new Map(
      institutions.map(({ id, data }) => [
        id,
        institutionNameOn(data, today)[tongueOf(language)] ?? office.name[tongueOf(language)],
      ]),
    ),
    language: new Map(ids("language").map((tag) => [tag, tongueName(tongues, tag)])),
  };
}

function tongueName(names: Intl.DisplayNames, tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

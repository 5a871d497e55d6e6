import { tongueOf } from "../page/language.ts";
import { plainDay, shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { listStanding } from "../register/assertions.ts";
import { readLastSaid } from "../register/chain.ts";
import { agree, capitalized } from "../register/display.ts";
import type { DataOf } from "../register/item.ts";
import {
  type RetractableKind,
  readRetracted,
  type Retracted,
  retractedAbout,
  retractedPosts,
} from "../register/retraction.ts";
import { answerPage } from "./context.ts";
import { citation, entryLink, factsOf, supersession } from "./register-citation.ts";
import { recordedNotice, type RegisterRequest, registerTags } from "./register-request.ts";

const gone = 410;

/**
 * The page of a thing that was retracted: what was said of it, that it never was so, why, and on whose word; undefined where
 * nothing at that address was. Its address stays, as gone.
 */
export async function retractedPage(
  request: RegisterRequest,
  kind: RetractableKind,
  id: string,
  path: string,
): Promise<Response | undefined> {
  const { db, asOf, t, href } = request;
  const found = await readRetracted(db, kind, id, asOf);
  if (found === undefined) return undefined;
  const title = factsOf(request, kind, found.data);
  const body = html`<p class="kicker"><b>${t.retractedKicker}</b></p>
    <h1><s>${title}</s></h1>
    ${recordedNotice(request, href(path))}
    <p class="notice alarm">${t.retractedNever}</p>
    ${await retractedList(request, [found, ...(await goneWith(request, kind, id))])} ${supersession(request, kind, found.said.slice(0, -1))}
    <p class="pages small"><a href="${path}.json">${t.dataOf} (JSON)</a></p>`;
  return answerPage(
    request,
    { title: t.retractedPageTitle(title), path, body, current: "register", indexed: false },
    registerTags(request),
    gone,
  );
}

/** What was retracted besides, of the same person, post or institution. */
async function goneWith({ db, asOf }: RegisterRequest, kind: RetractableKind, id: string): Promise<Retracted[]> {
  if (kind === "person") return retractedAbout(db, { people: [id] }, asOf);
  if (kind === "post") return retractedAbout(db, { posts: [id] }, asOf);
  return kind === "institution" ? retractedPosts(db, id, asOf) : [];
}

/** What was retracted of a post, a person or an institution, under a heading; nothing if nothing was. */
export async function retractedSection(request: RegisterRequest, found: readonly Retracted[]): Promise<Html> {
  if (found.length === 0) return html``;
  return html`<h2>${request.t.retractedTitle}</h2>
    <p class="measure">${request.t.retractedLead}</p>
    ${await retractedList(request, found)}`;
}

async function retractedList(request: RegisterRequest, found: readonly Retracted[]): Promise<Html> {
  const { t, language, office, db, asOf } = request;
  const sources = new Map(
    (
      await listStanding(db, "source", {
        ids: found.flatMap(({ said }) => said.map(({ source }) => source.id)),
        asOf,
      })
    ).map(({ id, data }) => [id, data]),
  );
  const cited = (source: { id: string; locator: string }) => ({
    name: sources.get(source.id)?.name ?? source.id,
    locator: source.locator,
    url: sources.get(source.id)?.url,
  });
  const names = await namesIn(request, found);
  return html`<ul class="plain retracted">
    ${found.map(({ kind, data, said, retraction }) => {
      const before = said.findLast((one) => one.change !== "retraction");
      return html`<li>
        <s>${names(kind, data)}${factsOf(request, kind, data)}</s>
        ${before && citation(request, before.register, cited(before.source))}
        <small class="cited"
          >${t.retractedBy(entryLink(request, retraction.register.entry), shortInstant(retraction.recordedAt, language, office.timeZone))}
          ${t.retractedReason(retraction.reason)} <span lang="">(${cited(retraction.source).name}, ${retraction.source.locator})</span></small
        >
      </li>`;
    })}
  </ul>`;
}

/** Whose tenure, of which post: names that may themselves have been retracted. */
async function namesIn({ db, asOf, language }: RegisterRequest, found: readonly Retracted[]) {
  const tenures = found.flatMap(({ kind, data }) => (kind === "tenure" ? [data as DataOf["tenure"]] : []));
  const gaps = found.flatMap(({ kind, data }) => (kind === "gap" ? [data as DataOf["gap"]] : []));
  const [people, posts] = await Promise.all([
    readLastSaid(
      db,
      "person",
      tenures.map(({ person }) => person),
      asOf,
    ),
    readLastSaid(
      db,
      "post",
      [...tenures, ...gaps].map(({ post }) => post),
      asOf,
    ),
  ]);
  return (kind: RetractableKind, data: Retracted["data"]): string => {
    if (kind === "confirmation") {
      const { day, until } = data as DataOf["confirmation"];
      return `${plainDay(day, language)} – ${plainDay(until, language)}, `;
    }
    if (kind !== "tenure" && kind !== "gap") return "";
    const { person, post } = data as { person?: string; post: string };
    const holder = person === undefined ? undefined : people.get(person)?.data;
    const title = posts.get(post)?.data.title[tongueOf(language)];
    const parts = [
      ...(person === undefined ? [] : [holder?.names.at(-1)?.full ?? person]),
      title === undefined ? post : agree(title, holder?.gender),
    ];
    return `${capitalized(parts.join(", "))}: `;
  };
}

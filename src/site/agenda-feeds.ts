import { languageFor, catalogueOf, inLanguage, tongueOf } from "../page/language.ts";
import {
  type AgendaFilter,
  findPublicItem,
  listPublicFilters,
  listPublicItems,
  type PublicItem,
} from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { agendaCalendar } from "../page/agenda-calendar.ts";
import { type AgendaNames, readAgendaNames } from "../page/agenda-names.ts";
import { kindInWords } from "../page/agenda-words.ts";
import type { SiteCatalogue } from "../page/catalogue.ts";
import { dayOf } from "../page/dates.ts";
import { batchBelow } from "../register/chain.ts";
import { addDays } from "../register/day.ts";
import { notKept, type SiteContext, tagsHeader } from "./context.ts";
import { queryOf } from "./filter-row.ts";
import { fileHeaders } from "../page/headers.ts";

/** The folder of the feeds that are narrowed to one thing. */
export const feedFolders = { kinds: "kind", topics: "topic", institutions: "institution", people: "person" } as const;

/** How far back a calendar reaches, in days: older things are on the pages of their months. */
const reachesBack = 366;

/** The calendar of what the agenda is narrowed to: under an address of its own where that is one thing. */
export function agendaFeedPath(filter: AgendaFilter): string {
  const given = Object.entries(filter);
  const [[name, value] = []] = given;
  const folder = Object.entries(feedFolders).find(([, of]) => of === name)?.[0];
  if (given.length === 1 && folder !== undefined && value !== undefined) return `/agenda/${folder}/${value}.ics`;
  return `/agenda.ics${queryOf({ ...filter })}`;
}

/** What follows is public, at most a year old, cancelled or not. Fault("not-found") for what no public item names. */
export async function agendaFeed(site: SiteContext, filter: AgendaFilter, kept: boolean): Promise<Response> {
  const { db, means } = site.installation;
  const office = await site.office();
  const known = await listPublicFilters(db);
  for (const [name, value] of Object.entries(filter))
    if (!known[name as keyof AgendaFilter].includes(value))
      throw new Fault("not-found", `Nothing of the agenda has the ${name} ${value}.`);
  const from = addDays(dayOf(means.clock.now(), office.timeZone), -reachesBack);
  const items = await listPublicItems(db, { ...filter, from }, office.timeZone);
  return calendarFile(site, items, filter, agendaFeedPath(filter), kept);
}

/** One item, to be taken into a calendar by itself. */
export async function agendaItemFile(site: SiteContext, number: string): Promise<Response> {
  const item = await findPublicItem(site.installation.db, number);
  if (item === undefined) throw new Fault("not-found", `There is no ${number} in the agenda.`);
  return calendarFile(site, [item], {}, `/agenda/${number}.ics`, true);
}

async function calendarFile(
  site: SiteContext,
  items: readonly PublicItem[],
  filter: AgendaFilter,
  path: string,
  kept: boolean,
): Promise<Response> {
  const { db } = site.installation;
  const office = await site.office();
  const language = languageFor(office.language);
  const t = catalogueOf(language);
  const names = await readAgendaNames(db, items, language, await batchBelow(db, site.horizon().size));
  const name = t.agendaFeedName(office.shortName ?? office.name[tongueOf(language)], namesOfFilter(filter, names, t));
  const page = inLanguage(language, "/agenda");
  const text = agendaCalendar(
    items.map((item) => ({ ...item, url: `${site.url}${page}/${item.number}` })),
    {
      name,
      address: site.url + path,
      language,
      t,
      timeZone: office.timeZone,
      topics: names.topics,
      people: names.people,
    },
  );
  return new Response(text, {
    headers: {
      ...fileHeaders(site.url, "text/calendar; charset=utf-8"),
      "content-disposition": `inline; filename="${path.split("/").at(-1)?.replace(/\?.*/, "") ?? "agenda.ics"}"`,
      [tagsHeader]: kept ? "agenda" : notKept,
    },
  });
}

/** What the agenda is narrowed to, in words. */
export function namesOfFilter(filter: AgendaFilter, names: AgendaNames, t: SiteCatalogue): string | undefined {
  const { kind, topic, institution, person } = filter;
  const words = [
    ...(kind === undefined ? [] : [kindInWords(kind, t)]),
    ...(topic === undefined ? [] : [names.topics.get(topic) ?? topic]),
    ...(institution === undefined ? [] : [names.institutions.get(institution) ?? institution]),
    ...(person === undefined ? [] : [names.people.get(person) ?? person]),
  ];
  return words.length === 0 ? undefined : words.join(", ");
}

import { tongueOf } from "../page/language.ts";
import { agendaKinds } from "../briefings/agenda-item.ts";
import { type AgendaFilter, listPublicFilters, listPublicItems, listPublicMonths } from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { webcal } from "../page/agenda-calendar.ts";
import { readAgendaNames } from "../page/agenda-names.ts";
import { kindInWords } from "../page/agenda-words.ts";
import { countOf, dayOf, monthInWords } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { batchBelow } from "../register/chain.ts";
import { daysInMonth } from "../register/day.ts";
import { agendaFeedPath, namesOfFilter } from "./agenda-feeds.ts";
import { agendaGroups } from "./agenda-lines.ts";
import { answerPage, type PageRequest } from "./context.ts";
import { filterRow, queryOf } from "./filter-row.ts";

/** The press's agenda: today, what comes, and any month that was; narrowed by kind, topic, institution or person. */
export async function agendaPage(request: PageRequest): Promise<Response> {
  const { site, t, office, language, horizon, href } = request;
  const { db, means } = site.installation;
  const today = dayOf(means.clock.now(), office.timeZone);
  const month = monthAsked(request);
  const filter = filterAsked(request);
  const days =
    month === undefined
      ? { from: today }
      : { from: `${month}-01`, to: `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}` };
  const [items, months, known] = await Promise.all([
    listPublicItems(db, { ...filter, ...days }, office.timeZone),
    listPublicMonths(db, filter),
    listPublicFilters(db),
  ]);
  for (const [name, value] of Object.entries(filter))
    if (!known[name as keyof AgendaFilter].includes(value)) throw new Fault("not-found", t.agendaNoneFiltered);
  const asOf = await batchBelow(db, horizon.size);
  const naming = [
    ...items,
    ...known.institution.map((institution) => ({
      institution,
      people: known.person,
      topics: [],
      time: { precision: "day" as const, day: today },
    })),
  ];
  const names = await readAgendaNames(db, naming, language, asOf);
  const narrowed = Object.keys(filter).length > 0;
  const address = (change: Partial<Record<keyof AgendaFilter | "month", string | undefined>>) =>
    href(`/agenda${queryOf({ ...filter, month, ...change })}`);
  const named = (map: ReadonlyMap<string, string>, ids: readonly string[]) =>
    ids.map((id) => [id, map.get(id) ?? id] as const).toSorted(([, a], [, b]) => a.localeCompare(b, language));
  const title = month === undefined ? t.agendaTitle : t.agendaOfMonth(monthInWords(month, language));
  const kinds = agendaKinds
    .filter((kind) => known.kind.includes(kind))
    .map((kind) => [kind, kindInWords(kind, t)] as const);
  const body = html`<div class="cols">
    <div>
      <h1>${title}</h1>
      ${month === undefined && html`<p class="standfirst">${t.agendaLead}</p>`}
      <nav aria-label="${t.agendaTitle}">
        ${filterRow(t.filterKind, t.agendaFilterAll, filter.kind, kinds, (kind) => address({ kind }))}
        ${filterRow(t.filterTopic, t.filterAllTopics, filter.topic, named(names.topics, known.topic), (topic) => address({ topic }))}
        ${filterRow(t.agendaFilterInstitution, t.agendaFilterAllInstitutions, filter.institution, named(names.institutions, known.institution), (institution) => address({ institution }))}
        ${filterRow(t.agendaFilterPerson, t.agendaFilterAllPeople, filter.person, named(names.people, known.person), (person) => address({ person }))}
      </nav>
      ${
        items.length === 0
          ? html`<p class="standfirst">${month !== undefined ? t.agendaNoneMonth : narrowed ? t.agendaNoneFiltered : t.agendaNone}</p>`
          : agendaGroups(request, items, names, { ...(month === undefined ? { from: today } : {}), today })
      }
      ${(month !== undefined || narrowed) && html`<p><a class="more" href="${href("/agenda")}">${t.agendaAll}</a></p>`}
    </div>
    <div>
      ${subscribeCard(request, filter, namesOfFilter(filter, names, t))}
      ${
        months.length > 0 &&
        html`<section class="card">
          <h2>${t.agendaMonths}</h2>
          <ul class="agenda-months">
            ${months.map(
              ({ month: one, count }) =>
                html`<li>
                  <a href="${address({ month: one })}" ${one === month && html` aria-current="true"`}>${monthInWords(one, language)}</a>
                  <span class="quiet">${t.agendaMonthCount(countOf(count, language))}</span>
                </li>`,
            )}
          </ul>
        </section>`
      }
    </div>
  </div>`;
  return answerPage(
    request,
    {
      title,
      description: t.agendaDescription(office.name[tongueOf(language)]),
      path: `/agenda${queryOf({ ...filter, month })}`,
      body,
      current: "agenda",
    },
    ["agenda"],
  );
}

/** In plain words: one button for a phone, and the address for whoever must paste it. */
function subscribeCard({ site, t }: PageRequest, filter: AgendaFilter, of: string | undefined): Html {
  const address = site.url + agendaFeedPath(filter);
  return html`<section class="card">
    <h2>${t.agendaSubscribe}</h2>
    <p>${t.agendaSubscribeText}</p>
    ${of !== undefined && html`<p>${t.agendaFeedOf(of)}</p>`}
    <p><a class="button" href="${webcal(address)}">${t.agendaSubscribeButton}</a></p>
    <details>
      <summary>${t.agendaSubscribeOther}</summary>
      <p>${t.agendaSubscribeHow}</p>
      <p class="mono breakable"><a href="${address}">${address}</a></p>
    </details>
  </section>`;
}

function monthAsked({ c, t }: PageRequest): string | undefined {
  const month = c.req.query("month");
  if (month === undefined || month === "") return undefined;
  if (/^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/.test(month)) return month;
  throw new Fault("not-found", t.agendaNoneMonth);
}

/** What the address narrows the agenda to. */
export function filterAsked({ c }: Pick<PageRequest, "c">): AgendaFilter {
  const filter: AgendaFilter = {};
  for (const name of ["kind", "topic", "institution", "person"] as const) {
    const value = c.req.query(name);
    if (value !== undefined && /^[a-z0-9-]{1,200}$/.test(value)) filter[name] = value;
    else if (value) throw new Fault("not-found", "");
  }
  return filter;
}

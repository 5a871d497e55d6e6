import { tongueOf } from "../page/language.ts";
import { publicBriefingsOf } from "../briefings/agenda-briefings.ts";
import { type AgendaTime, offsetInstant } from "../briefings/agenda-time.ts";
import { findPublicItem, listPublicChanges, type PublicChange, type PublicItem } from "../briefings/find-agenda.ts";
import { Fault } from "../fault.ts";
import { type AgendaNames, readAgendaNames } from "../page/agenda-names.ts";
import { kindInWords, timeInWords } from "../page/agenda-words.ts";
import { shortInstant } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { batchBelow } from "../register/chain.ts";
import { capitalized, titleInWords } from "../register/display.ts";
import { type Holding, readHoldings } from "../register/holdings.ts";
import { answerPage, type PageRequest } from "./context.ts";

/** One thing of the agenda: when, where, who, how the press attends, and all that was said of it since it was published. */
export async function agendaItemPage(request: PageRequest, number: string): Promise<Response> {
  const { site, t, language, office, horizon } = request;
  const { db } = site.installation;
  const item = await findPublicItem(db, number);
  if (item === undefined) throw new Fault("not-found", "");
  const asOf = await batchBelow(db, horizon.size);
  const [changes, names, holdings, briefings] = await Promise.all([
    listPublicChanges(db, number),
    readAgendaNames(db, [item], language, asOf),
    item.people.length === 0 ? [] : readHoldings(db, item.time.day, { people: item.people }, asOf),
    publicBriefingsOf(db, number),
  ]);
  const telling = { t, language, timeZone: office.timeZone };
  const when = capitalized(timeInWords(item.time, telling));
  const cancelled = item.state === "cancelled";
  const calendar = `/agenda/${number}.ics`;
  const body = html`<div class="cols">
    <article ${cancelled && html` class="cancelled"`}>
      <p class="kicker">
        <b>${kindInWords(item.kind, t)}</b> <span>${t.agendaOne(number)}</span>
        ${cancelled && html`<span class="tag alarm">${t.agendaCancelled}</span>`}
      </p>
      <h1>${item.title}</h1>
      ${cancelled && html`<div class="notice alarm"><p>${t.agendaCancelledBecause(item.reason ?? "")}</p></div>`}
      ${!cancelled && item.sequence > 0 && latestNotice(request, changes)}
      <dl class="facts wide">
        <dt>${t.agendaWhen}</dt>
        <dd class="agenda-when"><b>${when}</b></dd>
        ${
          item.place !== "" &&
          html`<dt>${t.agendaWhere}</dt>
            <dd>${item.place}</dd>`
        }
        ${
          item.people.length > 0 &&
          html`<dt>${t.agendaWho}</dt>
            <dd>${item.people.map((person) => personLine(request, person, names, holdings))}</dd>`
        }
        ${
          (item.press !== "unsaid" || item.pressNote !== "") &&
          html`<dt>${t.agendaPressLabel}</dt>
            <dd>
              ${[item.press === "unsaid" ? "" : t[`agendaPress_${item.press}`], item.pressNote].filter(Boolean).join(". ")}
            </dd>`
        }
        ${
          item.link !== undefined &&
          html`<dt>${t.agendaLink}</dt>
            <dd><a href="${item.link}" rel="noopener noreferrer">${item.link.replace(/^https?:\/\//, "")}</a></dd>`
        }
        ${
          item.topics.length > 0 &&
          html`<dt>${t.agendaTopics}</dt>
            <dd>${item.topics.map((topic) => names.topics.get(topic) ?? topic).join(", ")}</dd>`
        }
        <dt>${t.agendaInstitution}</dt>
        <dd>${names.institutions.get(item.institution) ?? item.institution}</dd>
      </dl>
      ${item.note !== "" && html`<div class="prose agenda-note"><p>${item.note}</p></div>`}
      ${
        briefings.length > 0 &&
        html`<h2>${t.agendaBriefings}</h2>
          <ul>
            ${briefings.map((briefing) => html`<li><a href="${request.href(`/briefings/${briefing.number}`)}">${briefing.title}</a></li>`)}
          </ul>`
      }
      ${changes.length > 1 && changeList(request, changes)}
    </article>
    <div>
      ${
        !cancelled &&
        html`<section class="card">
          <h2>${t.agendaAddOne}</h2>
          <p>${t.agendaAddOneText}</p>
          <p><a class="button" href="${calendar}">${t.agendaSubscribeButton}</a></p>
        </section>`
      }
      <p><a class="more" href="${request.href("/agenda")}">${t.agendaAll}</a></p>
    </div>
  </div>`;
  return answerPage(
    request,
    {
      title: item.title,
      description: [when, item.place].filter((part) => part !== "").join(". "),
      path: `/agenda/${number}`,
      body,
      current: "agenda",
      data: eventData(request, item, changes, names),
    },
    ["agenda", "briefings"],
  );
}

/** What was said with the newest change, over everything else. */
function latestNotice(request: PageRequest, [newest]: readonly PublicChange[]): Html | undefined {
  const { t, language, office } = request;
  if (newest === undefined || newest.what === "published") return undefined;
  return html`<div class="notice waiting">
    <p><b>${t[`agendaChange_${newest.what}`]}</b>, ${shortInstant(newest.at, language, office.timeZone)}. ${newest.note}</p>
    ${beforeLine(request, newest)}
  </div>`;
}

function changeList(request: PageRequest, changes: readonly PublicChange[]): Html {
  const { t, language, office } = request;
  return html`<h2>${t.agendaChanges}</h2>
    <ol class="agenda-changes">
      ${changes.map(
        (change) =>
          html`<li>
            <p class="kicker">
              <b>${t[`agendaChange_${change.what}`]}</b>
              <span>${shortInstant(change.at, language, office.timeZone)}</span>
            </p>
            ${change.note !== "" && html`<p>${change.note}</p>`} ${beforeLine(request, change)}
          </li>`,
      )}
    </ol>`;
}

function beforeLine({ t, language, office }: PageRequest, { before }: PublicChange): Html | undefined {
  if (before === undefined) return undefined;
  const when = before.time && timeInWords(before.time, { t, language, timeZone: office.timeZone });
  const parts = [before.title, when, before.place].filter((part) => part !== undefined && part !== "");
  return parts.length === 0 ? undefined : html`<p class="quiet">${t.agendaBefore(parts.join("; "))}</p>`;
}

/** The name, leading to the register, and the post that the register says is theirs that day. */
function personLine({ language, href }: PageRequest, person: string, names: AgendaNames, holdings: Holding[]): Html {
  const held = holdings.filter((one) => one.person.slug === person && one.certainty === "certain");
  const holding = held.find((one) => one.post.spokesperson) ?? held[0];
  const title =
    holding &&
    titleInWords(
      { title: holding.post.titles, gender: holding.person.gender, capacity: holding.capacity },
      tongueOf(language),
    );
  return html`<span class="agenda-person"
    ><a href="${href(`/register/people/${person}`)}">${names.people.get(person) ?? person}</a>${title !== undefined && html`, ${title}`}</span
  >`;
}

/** schema.org: days and hours as they are known, none made up; before an hour that was changed, the one it was. */
function eventData(
  { site, language, office, href }: PageRequest,
  item: PublicItem,
  changes: readonly PublicChange[],
  names: AgendaNames,
): unknown {
  const moved = changes.find(({ before }) => before?.time !== undefined)?.before?.time;
  const status = item.state === "cancelled" ? "Cancelled" : moved === undefined ? "Scheduled" : "Rescheduled";
  const previous =
    status === "Rescheduled" && moved !== undefined ? startOf(moved, office.timeZone).startDate : undefined;
  return {
    "@context": "https://schema.org",
    "@type": "Event",
    "@id": `${site.url}/agenda/${item.number}`,
    url: site.url + href(`/agenda/${item.number}`),
    identifier: item.uid,
    name: item.title,
    ...startOf(item.time, office.timeZone),
    ...(previous === undefined ? {} : { previousStartDate: previous }),
    eventStatus: `https://schema.org/Event${status}`,
    ...(item.place === "" ? {} : { location: { "@type": "Place", name: item.place, address: item.place } }),
    ...(item.note === "" ? {} : { description: item.note }),
    organizer: {
      "@type": "GovernmentOrganization",
      name: names.institutions.get(item.institution) ?? item.institution,
      ...(item.institution === office.institution ? { url: site.url } : {}),
    },
    ...(item.people.length === 0
      ? {}
      : {
          performer: item.people.map((person) => ({
            "@type": "Person",
            name: names.people.get(person) ?? person,
            url: `${site.url}${href(`/register/people/${person}`)}`,
          })),
        }),
    inLanguage: language,
  };
}

/** Of a week or a month no day is known: then there is no date to give. */
function startOf(time: AgendaTime, timeZone: string): { startDate?: string; endDate?: string } {
  if (time.precision === "exact")
    return {
      startDate: offsetInstant(time.start, timeZone),
      ...(time.end === undefined ? {} : { endDate: offsetInstant(time.end, timeZone) }),
    };
  if (time.precision === "days") return { startDate: time.day, endDate: time.last };
  return time.precision === "day" || time.precision === "part" ? { startDate: time.day } : {};
}

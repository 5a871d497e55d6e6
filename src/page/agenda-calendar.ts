import type { Language } from "./language.ts";
import type { AgendaContent } from "../briefings/agenda-item.ts";
import { daysOf } from "../briefings/agenda-time.ts";
import { addDays } from "../register/day.ts";
import { capitalized } from "../register/display.ts";
import { calendarDay, calendarInstant, type CalendarLine, calendarText, calendarWords } from "../text/icalendar.ts";
import { kindInWords, timeInWords, vaguenessInWords } from "./agenda-words.ts";
import type { SiteCatalogue } from "./catalogue.ts";

/** One event of a calendar, public or private; `notes` stand in its description after all that is said of it otherwise. */
export type CalendarItem = Omit<AgendaContent, "internalNote"> & {
  uid: string;
  state: "planned" | "cancelled";
  reason?: string;
  sequence: number;
  /** When what it says changed last, and when it was first said. */
  toldAt: Date;
  publishedAt: Date;
  /** Its own page. */
  url: string;
  notes?: readonly string[];
};

export type CalendarOptions = {
  name: string;
  /** Where the calendar itself is read. */
  address: string;
  language: Language;
  t: SiteCatalogue;
  timeZone: string;
  topics: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
  /** For somebody's own days: hours that are known then count as taken. */
  private?: boolean;
};

/**
 * A calendar (RFC 5545, with the names of RFC 7986) of these items. Hours are in UTC. What has no hour is told as whole days with
 * its words before the title, and takes up no time. UIDs are for ever, SEQUENCE grows with each change, what is cancelled stays.
 */
export function agendaCalendar(items: readonly CalendarItem[], options: CalendarOptions): string {
  const { name, address, language, timeZone } = options;
  return calendarText(
    [
      ["VERSION", "2.0"],
      ["PRODID", `-//Voceria//Agenda//${language.toUpperCase()}`],
      ["CALSCALE", "GREGORIAN"],
      ["METHOD", "PUBLISH"],
      ["NAME", calendarWords(name)],
      ["X-WR-CALNAME", calendarWords(name)],
      ["X-WR-TIMEZONE", calendarWords(timeZone)],
      ["SOURCE;VALUE=URI", address],
      ["REFRESH-INTERVAL;VALUE=DURATION", "PT15M"],
      ["X-PUBLISHED-TTL", "PT15M"],
    ],
    items.map((item) => eventOf(item, options)),
  );
}

function eventOf(item: CalendarItem, options: CalendarOptions): CalendarLine[] {
  const { language, t, timeZone, topics } = options;
  const { time } = item;
  const vague = vaguenessInWords(time, { t, language, timeZone });
  const summary = vague === undefined ? item.title : `${capitalized(vague)}: ${item.title}`;
  const { first, last } = daysOf(time, timeZone);
  const when: CalendarLine[] =
    time.precision === "exact"
      ? [
          ["DTSTART", calendarInstant(time.start)],
          ...(time.end === undefined ? [] : [["DTEND", calendarInstant(time.end)] as const]),
        ]
      : [
          ["DTSTART;VALUE=DATE", calendarDay(first)],
          // The first day that it does not reach any more (3.6.1).
          ["DTEND;VALUE=DATE", calendarDay(addDays(last, 1))],
        ];
  const categories = [kindInWords(item.kind, t), ...item.topics.map((topic) => topics.get(topic) ?? topic)];
  return [
    ["UID", item.uid],
    ["DTSTAMP", calendarInstant(item.toldAt)],
    ["CREATED", calendarInstant(item.publishedAt)],
    ["LAST-MODIFIED", calendarInstant(item.toldAt)],
    ["SEQUENCE", String(item.sequence)],
    ["STATUS", item.state === "cancelled" ? "CANCELLED" : "CONFIRMED"],
    // Some programs show what is cancelled like anything else: then the words say it.
    ["SUMMARY", calendarWords(item.state === "cancelled" ? `${t.agendaCancelled.toUpperCase()}: ${summary}` : summary)],
    ...when,
    ...(item.place === "" ? [] : [["LOCATION", calendarWords(item.place)] as const]),
    ["DESCRIPTION", calendarWords(descriptionOf(item, options))],
    ["URL", item.url],
    ["CATEGORIES", categories.map(calendarWords).join(",")],
    ["CLASS", options.private === true ? "PRIVATE" : "PUBLIC"],
    ["TRANSP", options.private === true && time.precision === "exact" ? "OPAQUE" : "TRANSPARENT"],
  ];
}

function descriptionOf(item: CalendarItem, { t, language, timeZone, people }: CalendarOptions): string {
  const who = item.people.map((person) => people.get(person) ?? person).join("; ");
  const press = item.press === "unsaid" ? [] : [t[`agendaPress_${item.press}`]];
  return [
    ...(item.reason === undefined ? [] : [t.agendaCancelledBecause(item.reason)]),
    capitalized(timeInWords(item.time, { t, language, timeZone })),
    kindInWords(item.kind, t),
    ...(who === "" ? [] : [`${t.agendaWho}: ${who}`]),
    ...(press.length === 0 && item.pressNote === ""
      ? []
      : [`${t.agendaPressLabel}: ${[...press, item.pressNote].filter((part) => part !== "").join(". ")}`]),
    ...(item.note === "" ? [] : [item.note]),
    ...(item.notes ?? []),
    ...(item.link === undefined ? [] : [t.agendaIcsLink(item.link)]),
    t.agendaIcsPage(item.url),
  ].join("\n");
}

/** The address under which calendar programs follow it, once it is opened. */
export function webcal(address: string): string {
  return address.replace(/^https?:/, "webcal:");
}

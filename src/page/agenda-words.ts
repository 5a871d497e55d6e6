import type { Language } from "./language.ts";
import { type AgendaKind, agendaKinds } from "../briefings/agenda-item.ts";
import { type AgendaTime, daysOf } from "../briefings/agenda-time.ts";
import type { Day } from "../register/day.ts";
import type { SiteCatalogue } from "./catalogue.ts";
import { clockTime, dayOfMonth, longDay, monthInWords, plainDay, shortDay, zoneName } from "./dates.ts";

type Telling = { t: SiteCatalogue; language: Language; timeZone: string };

/** «10:30 a 11:15», «por la mañana», «hora por confirmar»: beside the day, which is said elsewhere. */
export function hourInWords(time: AgendaTime, { t, language, timeZone }: Telling, of?: Day): string {
  const { first, last } = daysOf(time, timeZone);
  switch (time.precision) {
    case "exact": {
      const from = clockTime(time.start, language, timeZone);
      if (of !== undefined && of > first) return t.agendaUntilDay(shortDay(last, language));
      if (time.end === undefined) return from;
      const to = clockTime(time.end, language, timeZone);
      return t.agendaFromTo(from, last === first ? to : `${to}, ${shortDay(last, language)}`);
    }
    case "part":
      return t[`agendaPart_${time.part}`];
    case "day":
      return t.agendaHourOpen;
    case "days":
      // Under its first day, or one that it lasts through, only its end is news.
      return of === undefined
        ? daysInWords(first, last, { t, language }, shortDay)
        : t.agendaUntilDay(shortDay(last, language));
    case "week":
    case "month":
      return t.agendaWithoutDay;
  }
}

/** «miércoles 25 de noviembre de 2026, 10:30 (hora de Chile)», «semana del 23 de noviembre de 2026»: to stand by itself. */
export function timeInWords(time: AgendaTime, telling: Telling): string {
  const { t, language, timeZone } = telling;
  switch (time.precision) {
    case "exact":
      return `${longDay(time.day, language)}, ${hourInWords(time, telling)} ${t.agendaZone(zoneName(time.start, language, timeZone))}`;
    case "part":
    case "day":
      return `${longDay(time.day, language)}, ${hourInWords(time, telling)}`;
    case "days":
      return daysInWords(time.day, time.last, telling, longDay);
    case "week":
      return t.agendaWeekOf(plainDay(time.day, language));
    case "month":
      return t.agendaDuring(monthInWords(time.day, language));
  }
}

/** What stands before a title where a calendar can only give whole days: «Por la mañana», «Semana del 23 de noviembre». */
export function vaguenessInWords(time: AgendaTime, { t, language }: Telling): string | undefined {
  switch (time.precision) {
    case "exact":
    case "days":
      return undefined;
    case "part":
      return t[`agendaPart_${time.part}`];
    case "day":
      return t.agendaHourOpen;
    case "week":
      return t.agendaWeekOf(shortDay(time.day, language));
    case "month":
      return t.agendaDuring(monthInWords(time.day, language));
  }
}

/** «del 1 al 3 de diciembre»: the month once, where it is one. */
function daysInWords(
  first: Day,
  last: Day,
  { t, language }: Pick<Telling, "t" | "language">,
  word: (day: Day, language: Language) => string,
): string {
  const begins =
    first.slice(0, 7) === last.slice(0, 7) ? dayOfMonth(first, language, word === longDay) : word(first, language);
  return t.agendaFromDayTo(begins, word(last, language));
}

export function kindInWords(kind: string, t: SiteCatalogue): string {
  const known: AgendaKind = agendaKinds.find((one) => one === kind) ?? "otro";
  return t[`agendaKind_${known === "punto-de-prensa" ? "puntodeprensa" : known}`];
}

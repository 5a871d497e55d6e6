import { addDays, type Day, dayIn, daysInMonth, isDay } from "../register/day.ts";
import { instantAt } from "../register/hour.ts";
import { startOfDay, wallClock } from "../register/start-of-day.ts";
import { invalid } from "../text/field.ts";

export const precisions = ["exact", "part", "day", "days", "week", "month"] as const;
export const partsOfDay = ["morning", "afternoon", "evening"] as const;
export type PartOfDay = (typeof partsOfDay)[number];

/**
 * When something of the agenda is, never surer than it was said. `day`: the first that it can be on; of a week its Monday, of a
 * month its first. Only "days" lasts all of its days; a week or a month has it on some day.
 */
export type AgendaTime =
  | { precision: "exact"; day: Day; start: Date; end?: Date }
  | { precision: "part"; day: Day; part: PartOfDay }
  | { precision: "day" | "week" | "month"; day: Day }
  | { precision: "days"; day: Day; last: Day };

/** As it is typed into a form: what the precision does not ask for is left aside. */
export type AgendaTimeTyped = {
  precision: string;
  day: string;
  time: string;
  /** The hour at which an exact one ends, if that is known; on `last` where it is another day. */
  until: string;
  part: string;
  last: string;
};

const longestDays = 366;

/** Fault("invalid") names the field, for days and hours that do not exist, and for an end before the beginning. */
export function readAgendaTime(typed: AgendaTimeTyped, timeZone: string): AgendaTime {
  const precision = precisions.find((one) => one === typed.precision);
  const { day } = typed;
  if (precision === undefined)
    throw invalid("when: choose how much is known of the time.", "cuándo: elija cuánto se sabe de la hora.");
  if (!isDay(day))
    throw invalid("day: give a day that exists, as 2026-11-25.", "día: indique un día que exista, como 2026-11-25.");
  switch (precision) {
    case "exact":
      return readExact(typed, timeZone);
    case "part": {
      const part = partsOfDay.find((one) => one === typed.part);
      if (part === undefined)
        throw invalid("part of the day: choose one.", "parte del día: elija mañana, tarde o noche.");
      return { precision, day, part };
    }
    case "days":
      if (!isDay(typed.last) || typed.last <= day || typed.last > addDays(day, longestDays))
        throw invalid(
          `until: give a last day after ${day}, at most a year later.`,
          `hasta: indique un último día posterior al ${day}, a lo más un año después.`,
        );
      return { precision, day, last: typed.last };
    case "week":
      return { precision, day: mondayOf(day) };
    case "month":
      return { precision, day: `${day.slice(0, 7)}-01` };
    case "day":
      return { precision, day };
  }
}

function readExact({ day, time, until, last }: AgendaTimeTyped, timeZone: string): AgendaTime {
  const start = instantAt(day, time, timeZone);
  if (until === "") return { precision: "exact", day, start };
  const end = instantAt(last === "" ? day : last, until, timeZone);
  if (end <= start || end.getTime() - start.getTime() > longestDays * 86_400_000)
    throw invalid(
      `until: ${until} is not after ${time}. Give the day too if it ends on another.`,
      `hasta: las ${until} no son después de las ${time}. Si termina otro día, indíquelo también.`,
    );
  return { precision: "exact", day, start, end };
}

/** The days that it lasts or can fall on, both included. */
export function daysOf(time: AgendaTime, timeZone: string): { first: Day; last: Day } {
  const { day } = time;
  switch (time.precision) {
    case "exact": {
      // What ends at midnight does not reach into the day that begins then.
      const end = time.end === undefined ? day : dayIn(timeZone, new Date(time.end.getTime() - 1));
      return { first: day, last: end };
    }
    case "part":
    case "day":
      return { first: day, last: day };
    case "days":
      return { first: day, last: time.last };
    case "week":
      return { first: day, last: addDays(day, 6) };
    case "month": {
      const last = daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)));
      return { first: day, last: `${day.slice(0, 8)}${last}` };
    }
  }
}

/** The instants between which all of it lies, as far as it was said: `to` is no part of it. */
export type Span = { from: Date; to: Date };

/** For how long something is counted whose end nobody has said, in hours. */
export const countedHours = 2;

/** A noon belongs to morning and afternoon, an early evening to both: words overlap, so their spans do. */
const hoursOf: Record<PartOfDay, readonly [string | undefined, string | undefined]> = {
  morning: [undefined, "13:00"],
  afternoon: ["12:00", "20:00"],
  evening: ["19:00", undefined],
};

export function spanOf(time: AgendaTime, timeZone: string): Span {
  if (time.precision === "exact")
    return { from: time.start, to: time.end ?? new Date(time.start.getTime() + countedHours * 3_600_000) };
  const { first, last } = daysOf(time, timeZone);
  const [from, to] = time.precision === "part" ? hoursOf[time.part] : [];
  return {
    from: from === undefined ? startOfDay(first, timeZone) : instantAt(first, from, timeZone),
    to: to === undefined ? startOfDay(addDays(last, 1), timeZone) : instantAt(last, to, timeZone),
  };
}

/** The order of an agenda: by when it can begin, then by when it ends; whatever is known less of comes first. */
export function compareSpans(a: Span, b: Span): number {
  return a.from.getTime() - b.from.getTime() || b.to.getTime() - a.to.getTime();
}

/** EDTF as far as it goes (ISO 8601-2): instants with the zone's offset, days, intervals and months; of a part of a day, its day. */
export function edtfOf(time: AgendaTime, timeZone: string): string {
  switch (time.precision) {
    case "exact":
      return [time.start, ...(time.end === undefined ? [] : [time.end])]
        .map((at) => offsetInstant(at, timeZone))
        .join("/");
    case "part":
    case "day":
      return time.day;
    case "days":
    case "week": {
      const { first, last } = daysOf(time, timeZone);
      return `${first}/${last}`;
    }
    case "month":
      return time.day.slice(0, 7);
  }
}

/** `2026-11-25T10:30:00-03:00`. */
export function offsetInstant(at: Date, timeZone: string): string {
  const shown = wallClock(at, timeZone);
  const minutes = Math.round((Date.parse(`${shown}Z`) - at.getTime()) / 60_000);
  const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${shown}${minutes < 0 ? "-" : "+"}${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

export function mondayOf(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

export function sameTime(a: AgendaTime, b: AgendaTime): boolean {
  return JSON.stringify(timeColumns(a)) === JSON.stringify(timeColumns(b));
}

export type TimeColumns = {
  precision: string;
  first_day: Day;
  part: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
};

/** As it is kept, but for its last day, which hangs on a time zone where it ends at an hour. */
export function timeColumns(time: AgendaTime): TimeColumns & { until: Day | null } {
  return {
    precision: time.precision,
    first_day: time.day,
    part: time.precision === "part" ? time.part : null,
    starts_at: time.precision === "exact" ? time.start : null,
    ends_at: time.precision === "exact" ? (time.end ?? null) : null,
    until: time.precision === "days" ? time.last : null,
  };
}

export function timeOf(row: TimeColumns & { last_day: Day }): AgendaTime {
  const { first_day: day, precision } = row;
  if (precision === "exact" && row.starts_at !== null)
    return {
      precision,
      day,
      start: new Date(row.starts_at),
      ...(row.ends_at === null ? {} : { end: new Date(row.ends_at) }),
    };
  if (precision === "part") return { precision, day, part: partsOfDay.find((one) => one === row.part) ?? "morning" };
  if (precision === "days") return { precision, day, last: row.last_day };
  return { precision: precision === "week" || precision === "month" ? precision : "day", day };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The first instant of a day in a time zone. Where midnight is skipped by summer time, the day starts after the gap. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The zone's offset around that midnight: the one before and the one after a possible change.
  const candidates = [-24, 24].map((hours) => {
    const near = new Date(midnight + hours * 3_600_000);
    return midnight - offset(near, timeZone);
  });
  const exact = candidates.filter((instant) => wallClock(new Date(instant), timeZone) === `${day}T00:00:00`);
  // The earlier of two midnights; in a gap, both candidates miss and the later offset gives the end of the gap.
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

function offset(instant: Date, timeZone: string): number {
  return Date.parse(`${wallClock(instant, timeZone)}Z`) - Math.floor(instant.getTime() / 1000) * 1000;
}

/** 'YYYY-MM-DDTHH:MM:SS' on the clocks of that zone. */
export function wallClock(instant: Date, timeZone: string): string {
  let format = clocks.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA-u-ca-iso8601-nu-latn", {
      timeZone,
      era: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part["year"]?.padStart(4, "0")}-${part["month"]}-${part["day"]}T${part["hour"]}:${part["minute"]}:${part["second"]}`;
}

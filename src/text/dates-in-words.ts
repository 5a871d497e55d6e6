const formats = new Map<string, Intl.DateTimeFormat>();
const zoned = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const whole = { day: "numeric", month: "long", year: "numeric" } as const;
/** The Gregorian calendar repeats itself after so many years, to the day of the week. */
const cycle = 400;

/** «martes 11 de septiembre de 1973, 21:04, hora de Chile»: an instant as people of a locale write it, in a zone. */
export function longInstantIn(locale: string, at: Date, timeZone: string): string {
  return `${written(locale, at, timeZone, { weekday: "long", ...whole })}, ${clockIn(locale, at, timeZone)}, ${zoneIn(locale, at, timeZone)}`;
}

/** «11 de septiembre de 1973, 21:04» */
export function shortInstantIn(locale: string, at: Date, timeZone: string): string {
  return `${written(locale, at, timeZone, whole)}, ${clockIn(locale, at, timeZone)}`;
}

/** «21:04» on the clocks of that zone. */
export function clockIn(locale: string, at: Date, timeZone: string): string {
  return written(locale, at, timeZone, zoned);
}

/** «hora de Chile» */
export function zoneIn(locale: string, at: Date, timeZone: string): string {
  const parts = format(locale, timeZone, { timeZoneName: "longGeneric" }).formatToParts(at);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  return name.replace(/ Time$/, " time").replace(/^GMT\+00:00$/, "UTC");
}

/**
 * A calendar day `YYYY-MM-DD`, or as much of it as `fields` asks for, by the locale's own pattern. Days before 1582 too are of the
 * Gregorian calendar, as everywhere here, where Intl goes over to the Julian one.
 */
export function dayWritten(locale: string, day: string, fields: Intl.DateTimeFormatOptions = whole): string {
  const [year = "", month = "", date = ""] = day.split("-");
  const late = Number(year) % cycle;
  const at = new Date(`${String(late + 4 * cycle).padStart(4, "0")}-${month}-${date}T12:00:00Z`);
  return written(locale, at, "UTC", fields, String(Number(year)));
}

/** «11.782», «11,782»: a number as the locale groups it. */
export function countIn(locale: string, value: number): string {
  return value.toLocaleString(locale, { useGrouping: "always" });
}

function written(
  locale: string,
  at: Date,
  timeZone: string,
  fields: Intl.DateTimeFormatOptions,
  year?: string,
): string {
  const parts = format(locale, timeZone, fields).formatToParts(at);
  return parts
    .map(({ type, value }, index) => {
      if (type === "year" && year !== undefined) return year;
      const besideWeekday = parts[index - 1]?.type === "weekday";
      return besideWeekday && plainWeekday.test(locale) ? value.replace(/^, /, " ") : value;
    })
    .join("");
}

/** Where offices write the day of the week without a comma behind it, which Intl sets. */
const plainWeekday = /^(?:es|en)\b/;

function format(locale: string, timeZone: string, fields: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.entries(fields).join(" ")}`;
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale, { ...fields, timeZone })));
  return made;
}

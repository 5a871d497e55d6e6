/** One line of a calendar before it is folded: its name with its parameters, and its value as it stands in the file. */
export type CalendarLine = readonly [name: string, value: string];

/**
 * An iCalendar object (RFC 5545) of these properties and components: lines end in CRLF and none is longer than 75 bytes of UTF-8,
 * no character cut in two. One without any component bears the zone UTC, since there must be one (3.6).
 */
export function calendarText(
  properties: readonly CalendarLine[],
  events: readonly (readonly CalendarLine[])[],
): string {
  const components = events.map((event) => component("VEVENT", event));
  return component("VCALENDAR", properties, components.length === 0 ? [utc()] : components);
}

/** TEXT (RFC 5545, 3.3.11): what ends a value, and ends of lines, are marked; control characters have no place in it. */
export function calendarWords(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\u{0}-\u{8}\u{b}-\u{1f}\u{7f}]/gu, "")
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`);
}

/** `20261125T133000Z` */
export function calendarInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/** `20261125`, of `2026-11-25`. */
export function calendarDay(day: string): string {
  return day.replaceAll("-", "");
}

const utc = () =>
  component(
    "VTIMEZONE",
    [["TZID", "Etc/UTC"]],
    [
      component("STANDARD", [
        ["DTSTART", "19700101T000000"],
        ["TZOFFSETFROM", "+0000"],
        ["TZOFFSETTO", "+0000"],
      ]),
    ],
  );

function component(name: string, lines: readonly CalendarLine[], inner: readonly string[] = []): string {
  const own = lines.map(([key, value]) => folded(`${key}:${value}`));
  return [`BEGIN:${name}\r\n`, ...own, ...inner, `END:${name}\r\n`].join("");
}

const longest = 75;

/** A long line goes on in the next, which begins with a blank that is no part of it (RFC 5545, 3.1). */
function folded(line: string): string {
  let text = "";
  let room = longest;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
    if (bytes > room) {
      text += "\r\n ";
      room = longest - 1;
    }
    text += character;
    room -= bytes;
  }
  return `${text}\r\n`;
}

import { Fault } from "../fault.ts";
import { dayIn, isDay } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { readDate } from "./import/read-date.ts";
import type { Dated } from "./tenure.ts";

/**
 * A date as somebody types it at the desk: EDTF, 11-03-2026, "11 de marzo de 2026", "5 October 1582 (Julian)", or an instant
 * (2026-03-11T12:00, or with an offset, which is turned into the office's own time: its day is the day there; or a day as
 * above with an hour behind it, "11-03-2026 12:00", "11 de marzo de 2026 a las 12:00"). Kept in
 * those words, with what they mean. `what` names it in a refusal. Fault("invalid") for anything that is not a date.
 */
export function readTyped(text: string, what: string, timeZone: string): Dated {
  const raw = text.normalize("NFC").trim();
  const instant = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/.exec(raw);
  if (instant !== null) {
    const [, time = "", seconds = ":00", offset = ""] = instant;
    readEdtf(`${time}${seconds}${offset}`);
    return { raw, edtf: offset === "" ? `${time}${seconds}` : inOffice(`${time}${seconds}${offset}`, timeZone) };
  }
  const [, day = raw, hour, minutes] =
    /^(.*?[^\s,]),?(?: a las?| at)? +([01]?\d|2[0-3]):([0-5]\d)(?: ?h(?:rs|oras)?\.?)?$/i.exec(raw) ?? [];
  const { unread, ...read } = readDate(day, "dmy");
  // Read for its day alone, an hour would be lost without a word.
  if (hour !== undefined && isDay(read.edtf))
    return { ...read, raw, edtf: `${read.edtf}T${hour.padStart(2, "0")}:${minutes}:00` };
  if (unread === true || hour !== undefined || read.edtf === "..")
    throw new Fault(
      "invalid",
      `${what}: "${raw.slice(0, 60)}" is not a date; write it as 2026-03-11, 11-03-2026, 2026-03, 2026 or 2026-03-11T12:00.`,
      [],
      `«${raw.slice(0, 60)}» no es una fecha; escríbala como 2026-03-11, 11-03-2026, 2026-03, 2026 o 2026-03-11T12:00.`,
    );
  return read;
}

/** The same instant as the clocks of the office show it, with their offset: 2026-03-11T12:00:00-03:00. */
function inOffice(text: string, timeZone: string): string {
  const at = new Date(text);
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(at);
  const local = `${dayIn(timeZone, at)}T${time}`;
  const minutes = Math.round((Date.parse(`${local}Z`) - at.getTime()) / 60_000);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

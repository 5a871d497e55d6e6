import { Fault } from "../fault.ts";
import { dayIn } from "./day.ts";
import { readEdtf } from "./edtf.ts";
import { readDate } from "./import/read-date.ts";
import type { Dated } from "./tenure.ts";

/**
 * A date as somebody types it at the desk: EDTF, 11-03-2026, "11 de marzo de 2026", "5 October 1582 (Julian)", or an instant
 * (2026-03-11T12:00, or with an offset, which is turned into the office's own time: its day is the day there). Kept in
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
  const { unread, ...read } = readDate(raw, "dmy");
  if (unread === true || read.edtf === "..")
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

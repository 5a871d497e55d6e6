import { Fault } from "../../fault.ts";
import { addDays, type Day, earlier, isDay, later } from "../day.ts";
import { readEdtf } from "../edtf.ts";
import { monthNumber } from "../months.ts";
import { besideDate, hullOf } from "./beside-date.ts";
import { alsoRead, reading } from "../reading.ts";

/** What one end of an interval was read as: a date in EDTF, `..` for ongoing, "" for unknown. `raw` is the source's own text. */
export type ReadDate = {
  raw: string;
  edtf: string;
  within?: { min?: Day; max?: Day };
  /** Where the reading is ours and another would be possible. */
  interpretation?: string;
  /** Set where the text was not understood: it is kept as it is, the date stays unknown. */
  unread?: true;
};
/** How a source writes dates in figures alone; without it 3/4/1990 lies between its two readings. */
export type DateOrder = "dmy" | "mdy";

/**
 * Reads a date as registers write it: EDTF, or words of a day, month or year in Spanish, English, Portuguese, French, Italian
 * or German, with marks of doubt ("c.", "hacia", "?"). Julian dates only where the text says so ("O.S.", "juliano").
 * What it does not understand stays unknown with its raw text. Throws Fault("invalid") for a day that does not exist.
 */
export function readDate(text: string, order?: DateOrder): ReadDate {
  const raw = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (raw.length > longest) return { raw: `${raw.slice(0, longest)}…`, edtf: "", unread: true };
  const words = plain(raw);
  if (words === "" || unknownWords.has(words)) return { raw, edtf: "" };
  if (ongoingWords.has(words.replace(/^(el|la|the) /, ""))) return { raw, edtf: ".." };
  try {
    return {
      raw,
      ...(inHull(raw, words, order) ??
        inEdtf(raw) ??
        inFigures(words, order) ??
        inWords(words) ??
        withoutRemarks(raw, order) ?? { edtf: "", unread: true as const }),
    };
  } catch (error) {
    // Told in the source's own words, not in those they were folded to for reading.
    throw error instanceof Fault && error.code === "invalid"
      ? new Fault(
          "invalid",
          error.message.replace(`"${words}"`, `"${raw}"`),
          [],
          error.es?.replace(`«${words}»`, `«${raw}»`),
        )
      : error;
  }
}

const longest = 200;
type Read = Omit<ReadDate, "raw">;

/** In small letters without accents, with one kind of dash and single blanks. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[‐-―−]/gu, "-")
    .replace(/\s+/g, " ")
    .trim();
}

const unknownWords = new Set(
  [
    "unknown",
    "desconocido",
    "desconocida",
    "desconhecido",
    "inconnu",
    "sconosciuto",
    "unbekannt",
    "?",
    "??",
    "-",
    "--",
  ].concat(["n/a", "na", "none", "null", "s/f", "s.f.", "sin fecha", "no date", "n.d.", "no consta", "s/d", "u", "x"]),
);
const ongoingWords = new Set(
  [
    "..",
    "incumbent",
    "present",
    "current",
    "currently",
    "ongoing",
    "in office",
    "to date",
    "now",
    "today",
    "serving",
    "sitting",
  ].concat(
    [
      "en el cargo",
      "en ejercicio",
      "actual",
      "actualidad",
      "presente",
      "hoy",
      "a la fecha",
      "vigente",
      "en funciones",
      "actualmente",
    ],
    [
      "hasta la fecha",
      "atual",
      "em exercicio",
      "en fonction",
      "in carica",
      "amtierend",
      "heute",
      "present day",
      "still in office",
    ],
  ),
);

/** One of several days, or a stretch of years: nothing is known but where it lies. */
function inHull(raw: string, words: string, order: DateOrder | undefined): Read | undefined {
  const [first, second] = (hullOf(words) ?? []).map((part) => readDate(part, order));
  if (first === undefined || second === undefined || !/^\d/.test(first.edtf) || !/^\d/.test(second.edtf))
    return undefined;
  const [min, max] = [readEdtf(first.edtf).min, readEdtf(second.edtf).max];
  if (min > max) return undefined;
  return { edtf: "", within: { min, max }, interpretation: saysNoMore(raw) };
}

/** What stands beside a date takes nothing from it: it is kept in the source's words and said not to be read. */
function withoutRemarks(raw: string, order: DateOrder | undefined): Read | undefined {
  const isDate = (text: string) => {
    try {
      const { edtf, within } = readDate(text, order);
      return edtf !== "" || within !== undefined;
    } catch {
      return true;
    }
  };
  const found = besideDate(raw, isDate);
  if (found === undefined) return undefined;
  const { raw: _, ...read } = readDate(found.date, order);
  if (read.unread === true || (read.edtf === "" && read.within === undefined)) return undefined;
  if (found.remarks.length === 0) return read;
  const remarks = found.remarks.join(" ");
  return { ...read, interpretation: alsoRead(read.interpretation, reading("read-without", { words: remarks })) };
}

const saysNoMore = (words: string) => reading("no-more", { words });

function inEdtf(raw: string): Read | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}/.exec(raw)?.[1];
  if (day !== undefined) return { edtf: readEdtf(day).value };
  if (/^\d{4}(-\d{2}){0,2}$/.test(raw) && raw.startsWith("0000")) return undefined;
  if (/^(\d{4}|\d{3}X|\d{2}XX)(-(\d{2}|XX)){0,2}[?~%]?$/.test(raw)) return { edtf: readEdtf(raw).value };
  // ISO 8601 without hyphens, as databases write it.
  const basic = /^(\d{4})(\d{2})(\d{2})$/.exec(raw);
  return basic === null ? undefined : { edtf: readEdtf(`${basic[1]}-${basic[2]}-${basic[3]}`).value };
}

function inFigures(words: string, order: DateOrder | undefined): Read | undefined {
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(words) ?? /^(\d{1,2})( )(\d{1,2}) (\d{4})$/.exec(words);
  if (match === null) {
    const first = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(words);
    return first === null ? undefined : exact(Number(first[1]), Number(first[2]), Number(first[3]), words);
  }
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const known = order ?? (match[2] === "." ? "dmy" : undefined);
  const dmy = iso(year, second, first);
  const mdy = iso(year, first, second);
  if (known !== undefined)
    return exact(year, ...(known === "dmy" ? ([second, first] as const) : ([first, second] as const)), words);
  if (dmy === undefined && mdy === undefined) throw missing(words);
  if (dmy === undefined || mdy === undefined || dmy === mdy) return { edtf: (dmy ?? mdy) as Day };
  return {
    edtf: "",
    within: { min: earlier(dmy, mdy), max: later(dmy, mdy) },
    interpretation: reading("day-or-month-first", { day: dmy, other: mdy }),
  };
}

function inWords(words: string): Read | undefined {
  const before = /^(?:before|until before|antes de|by|prior to|a mas tardar)(?: el)? (.+)$/.exec(words);
  const after = /^(?:after|despues de|since|desde|not before)(?: el)? (.+)$/.exec(words);
  const relative = before ?? after;
  if (relative !== null) {
    const found = inWords(relative[1] ?? "") ?? inEdtfPlain(relative[1] ?? "");
    if (found === undefined || found.edtf === "") return undefined;
    const { min, max } = readEdtf(found.edtf);
    const within = before !== null ? { max } : { min };
    return { edtf: "", within, interpretation: saysNoMore(words) };
  }
  const julian = /\(?\b(o\.? ?s\.?|old style|julian|juliano|calendario juliano)\)?/.test(words);
  let rest = words.replace(
    /\(?\b(o\.? ?s\.?|old style|julian calendar|calendario juliano|juliano|julian)(?![a-z])\)?/g,
    "",
  );
  const circa =
    /^(c\.|ca\.?|circa|around|about|approximately|approx\.?|hacia|alrededor de|aprox\.?|c\.a\.|cerca de|vers|um|~) ?/;
  const doubtful = rest.includes("?");
  const roughly = circa.test(rest) || /\((circa|aprox\.?)\)/.test(rest);
  rest = rest
    .replace(circa, "")
    .replace(/\(\?\)|\?|\((circa|aprox\.?)\)/g, "")
    .trim();
  const partly =
    /^(early|mid|late|start of|end of|principios de|mediados de|fines de|finales de|inicios de|comienzos de)[ -]/.exec(
      rest,
    );
  if (partly !== null) rest = rest.slice(partly[0].length);
  const found = dayMonthYear(rest) ?? inEdtfPlain(rest);
  if (found === undefined) return undefined;
  if (julian) return fromJulian(found, words);
  const mark = doubtful && roughly ? "%" : doubtful ? "?" : roughly ? "~" : "";
  const part = partly === null ? {} : { interpretation: reading("no-bounds", { words }) };
  return { edtf: `${found.edtf}${mark}`, ...part };
}

function inEdtfPlain(words: string): { edtf: string } | undefined {
  return /^\d{4}(-\d{2}){0,2}$/.test(words) && !words.startsWith("0000") ? { edtf: readEdtf(words).value } : undefined;
}

function dayMonthYear(words: string): { edtf: string } | undefined {
  const clean = words
    .replace(/^(\d{1,2})\.(?=[ao] )/, "$1")
    .replace(/^(on|el|le|am|em) /, "")
    .replace(
      /^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunes|martes|miercoles|jueves|viernes|sabado|domingo),? /,
      "",
    )
    .replace(/[,.]/g, " ")
    .replace(/\b(de|del|of|the|d'|do|ano|year)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const day = String.raw`(\d{1,2})(?:st|nd|rd|th|o|º|°|a|er)?`;
  const dayFirst = new RegExp(`^${day} ?-? ?([a-z]+) ?-? ?(\\d{4})$`).exec(clean);
  const monthFirst = new RegExp(`^([a-z]+) ${day} (\\d{4})$`).exec(clean);
  const yearFirst = new RegExp(`^(\\d{4}) ([a-z]+)(?: ${day})?$`).exec(clean);
  const monthOnly = /^([a-z]+) (\d{4})$/.exec(clean);
  if (dayFirst !== null) return exactInWords(dayFirst[3], dayFirst[2], dayFirst[1], words);
  if (monthFirst !== null) return exactInWords(monthFirst[3], monthFirst[1], monthFirst[2], words);
  if (yearFirst !== null) return exactInWords(yearFirst[1], yearFirst[2], yearFirst[3], words);
  if (monthOnly !== null)
    return exactInWords(monthOnly[2], monthOnly[1], undefined, words) ?? seasonOf(monthOnly[1], monthOnly[2]);
  const decade = /^(?:the |los (?:anos )?)?(\d{3})0'?s$/.exec(clean);
  return decade === null ? undefined : { edtf: `${decade[1]}X` };
}

function exactInWords(year = "", month = "", day: string | undefined, words: string): { edtf: string } | undefined {
  const number = monthNumber(month);
  if (number === undefined || year === "0000") return undefined;
  if (day === undefined) return { edtf: `${year}-${two(number)}` };
  return exact(Number(year), number, Number(day), words);
}

function seasonOf(word = "", year = ""): { edtf: string } | undefined {
  const seasons = ["spring primavera", "summer verano", "autumn otono fall", "winter invierno"];
  const at = seasons.findIndex((names) => names.split(" ").includes(word));
  return at < 0 ? undefined : { edtf: `${year}-${21 + at}` };
}

function exact(year: number, month: number, day: number, words: string): { edtf: Day } {
  const found = iso(year, month, day);
  if (found === undefined) throw missing(words);
  return { edtf: found };
}

function iso(year: number, month: number, day: number): Day | undefined {
  const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return isDay(text) ? text : undefined;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function missing(words: string): Fault {
  return new Fault("invalid", `"${words}" is a day that does not exist.`, [], `«${words}» es un día que no existe.`);
}

/** Only whole days are moved: a Julian year or month is said to be one. */
function fromJulian({ edtf }: { edtf: string }, words: string): Read {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(edtf))
    return {
      edtf,
      interpretation: reading("julian-part", { words }),
    };
  const day = gregorianFromJulian(edtf);
  return { edtf: day, interpretation: reading("julian", { words, day }) };
}

/** The Gregorian day of a Julian one, both 'YYYY-MM-DD' (29 February of a Julian century year is given as 28 by callers). */
export function gregorianFromJulian(day: Day): Day {
  const [year = 1, month = 1] = day.split("-").map(Number);
  const century = month <= 2 ? Math.floor((year - 1) / 100) : Math.floor(year / 100);
  return addDays(day, century - Math.floor(century / 4) - 2);
}

/** The day before an exclusive end; an imprecise one is kept and said to be the first day out. */
export function lastDayIn(end: ReadDate): ReadDate {
  if (end.edtf === "" || end.edtf === "..") {
    const { min, max } = end.within ?? {};
    if (min === undefined && max === undefined) return end;
    return {
      ...end,
      within: {
        ...(min === undefined ? {} : { min: addDays(min, -1) }),
        ...(max === undefined ? {} : { max: addDays(max, -1) }),
      },
    };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(end.edtf)) return { ...end, edtf: addDays(end.edtf, -1) };
  return { ...end, interpretation: alsoRead(end.interpretation, reading("exclusive-imprecise")) };
}

import { type Day, dayInWords } from "../day.ts";
import { capitalized, type Language } from "../display.ts";
import { readingIn } from "../reading.ts";
import type { Finding, FindingRow } from "./finding.ts";

/** A finding in one sentence, with the source's own words for its dates where they are for people to read. */
export function inWords(finding: Omit<Finding, "sentence">, language: Language): string {
  const { kind, post, days, others = 0, seats } = finding;
  const [first, second = first] = finding.rows;
  if (first === undefined || second === undefined) return post.title[language];
  const say = words[language];
  const [one, two] = [told(first, language), told(second, language)];
  const d = say.between(days?.least, days?.most);
  const about = capitalized(post.title[language]);
  const sentences: Record<Finding["kind"], () => string> = {
    "inverted-interval": () => say.inverted(one),
    "certain-overlap": () =>
      seats !== undefined && seats > 1 ? say.crowded(two, others, seats) : say.overlap(two, one, days?.most),
    "self-overlap": () => say.self(two, one),
    "before-post": () => say.before(two, saidOf(first, "start", language)),
    "after-post": () => say.after(two, saidOf(first, "end", language)),
    "duplicate-tuple": () => say.duplicate(two, first.id, second.id),
    "duplicate-id": () => say.repeated(two, second.source.locator),
    "sources-disagree": () => say.disagree(one, first.source.name, two, second.source.name),
    "certain-gap": () =>
      first.kind === "post"
        ? say.unheld(two, span(finding, language))
        : seats !== undefined && seats > 1
          ? say.seat(one, two, seats, span(finding, language))
          : say.gap(one, two, span(finding, language)),
    "possible-gap": () => say.possible(one, two, d),
    undeterminable: () => say.undeterminable(one, two, d),
    "several-holders": () => say.several(two, one),
    "incumbent-unconfirmed": () => say.incumbent(one),
    "known-unknown": () => say.unknown(dates(first, language)),
    vacancy: () => say.vacancy(dates(first, language)),
    interpretation: () => say.interpretation(one, readingIn(first.interpretation ?? "", language).text),
  };
  return `${about}: ${sentences[kind]()}`;
}

function told(row: FindingRow, language: Language): string {
  return row.person === undefined ? row.id : `${row.person.name} (${dates(row, language)})`;
}

function dates(row: FindingRow, language: Language): string {
  return `${saidOf(row, "start", language)} – ${saidOf(row, "end", language)}`;
}

function saidOf(row: FindingRow, which: "start" | "end", language: Language): string {
  const { raw = "", edtf = "" } = row[which] ?? {};
  if (raw !== "" && !(forMachines.test(raw) && edtf !== "")) return `«${raw}»`;
  return edtf === ".." ? words[language].ongoing : edtf === "" ? words[language].unsaid : edtf;
}

/** As Wikidata writes times: "+1974-03-00T00:00:00Z (precision 10)". */
const forMachines = /^\+\d{4,}-\d{2}-\d{2}T/;

function span({ from, to }: { from?: Day; to?: Day }, language: Language): string {
  if (from === undefined || to === undefined) return words[language].unsaid;
  if (from === to) return dayInWords(from, language);
  return words[language].fromTo(dayInWords(from, language), dayInWords(to, language));
}

const wordsOfDays = {
  es: { day: "día", days: "días", before: "antes de", after: "después de", on: "el mismo día de" },
  en: { day: "day", days: "days", before: "before", after: "after", on: "on the day" },
};

/** A signed number of days, as its place before or after something: "364 days before". */
function spaced(number: number, say: (typeof wordsOfDays)[Language]): string {
  if (number === 0) return say.on;
  const size = Math.abs(number);
  return `${size} ${size === 1 ? say.day : say.days} ${number < 0 ? say.before : say.after}`;
}

const words = {
  es: {
    ongoing: "en el cargo",
    unsaid: "sin fecha",
    fromTo: (from: string, to: string) => `del ${from} al ${to}`,
    between: (least?: number, most?: number) => {
      if (least === undefined && most === undefined) return "entre lo uno y lo otro no hay límite conocido";
      if (least === undefined)
        return `lo segundo comenzó como muy tarde ${spaced(most ?? 0, wordsOfDays.es)} terminar lo primero`;
      if (most === undefined)
        return `lo segundo comenzó como muy temprano ${spaced(least, wordsOfDays.es)} terminar lo primero`;
      return `lo segundo comenzó entre ${spaced(least, wordsOfDays.es)} y ${spaced(most, wordsOfDays.es)} terminar lo primero`;
    },
    inverted: (one: string) => `${one} termina antes de comenzar.`,
    overlap: (two: string, one: string, most?: number) =>
      `${two} ya lo ejercía mientras lo ejercía ${one}${most === undefined ? "" : `, al menos ${-most} días`}.`,
    crowded: (two: string, others: number, seats: number) =>
      `al comenzar ${two} ya había otras ${others} personas y el cargo tiene ${seats} plazas.`,
    self: (two: string, one: string) => `dos períodos de la misma persona se superponen: ${one} y ${two}.`,
    before: (two: string, start: string) => `${two} comienza antes que el cargo, que existe desde ${start}.`,
    after: (two: string, end: string) => `${two} sigue después de terminado el cargo, ${end}.`,
    duplicate: (two: string, a: string, b: string) => `${two} está dos veces: ${a} y ${b}.`,
    repeated: (two: string, locator: string) =>
      `${two} lleva un identificador que su fuente usa más de una vez: ${locator}.`,
    disagree: (one: string, a: string, two: string, b: string) =>
      `las fuentes no coinciden: ${one}, según ${a}; ${two}, según ${b}.`,
    gap: (one: string, two: string, when: string) => `nadie entre ${one} y ${two}: ${when}.`,
    seat: (one: string, two: string, seats: number, when: string) =>
      `en una de sus ${seats} plazas no hubo nadie después de ${one} y antes de ${two}: ${when}.`,
    unheld: (two: string, when: string) => `nadie desde que existe hasta ${two}: ${when}.`,
    possible: (one: string, two: string, d: string) => `puede que nadie lo ejerciera entre ${one} y ${two}: ${d}.`,
    undeterminable: (one: string, two: string, d: string) =>
      `no se puede determinar si entre ${one} y ${two} hubo un vacío o una superposición: ${d}.`,
    several: (two: string, one: string) => `${two} y ${one} a la vez, y ninguna fuente dice cuántas plazas tiene.`,
    incumbent: (one: string) => `${one} sigue en el cargo según la fuente, y nadie lo ha confirmado hasta hoy.`,
    unknown: (when: string) => `no se sabe quién lo ejerció, ${when}; así consta.`,
    vacancy: (when: string) => `vacante según la fuente, ${when}.`,
    interpretation: (one: string, why: string) => `las fechas de ${one} son lectura nuestra. ${why}`,
  },
  en: {
    ongoing: "in office",
    unsaid: "no date",
    fromTo: (from: string, to: string) => `from ${from} to ${to}`,
    between: (least?: number, most?: number) => {
      if (least === undefined && most === undefined)
        return "nothing bounds when the second began after the first ended";
      if (least === undefined)
        return `the second began at the latest ${spaced(most ?? 0, wordsOfDays.en)} the first ended`;
      if (most === undefined)
        return `the second began at the earliest ${spaced(least, wordsOfDays.en)} the first ended`;
      return `the second began between ${spaced(least, wordsOfDays.en)} and ${spaced(most, wordsOfDays.en)} the first ended`;
    },
    inverted: (one: string) => `${one} ends before it begins.`,
    overlap: (two: string, one: string, most?: number) =>
      `${two} held it while ${one} did${most === undefined ? "" : `, for at least ${-most} days`}.`,
    crowded: (two: string, others: number, seats: number) =>
      `when ${two} began, ${others} others held it and the post has ${seats} seats.`,
    self: (two: string, one: string) => `two tenures of the same person overlap: ${one} and ${two}.`,
    before: (two: string, start: string) => `${two} begins before the post, which exists since ${start}.`,
    after: (two: string, end: string) => `${two} goes on after the post ended, ${end}.`,
    duplicate: (two: string, a: string, b: string) => `${two} stands twice: ${a} and ${b}.`,
    repeated: (two: string, locator: string) => `${two} has an id that its source uses more than once: ${locator}.`,
    disagree: (one: string, a: string, two: string, b: string) =>
      `the sources disagree: ${one}, per ${a}; ${two}, per ${b}.`,
    gap: (one: string, two: string, when: string) => `nobody between ${one} and ${two}: ${when}.`,
    seat: (one: string, two: string, seats: number, when: string) =>
      `one of its ${seats} seats had nobody after ${one} and before ${two}: ${when}.`,
    unheld: (two: string, when: string) => `nobody from its beginning to ${two}: ${when}.`,
    possible: (one: string, two: string, d: string) => `possibly nobody between ${one} and ${two}: ${d}.`,
    undeterminable: (one: string, two: string, d: string) =>
      `whether ${one} and ${two} left a gap or overlapped cannot be determined: ${d}.`,
    several: (two: string, one: string) => `${two} and ${one} at once, and no source says how many seats it has.`,
    incumbent: (one: string) => `${one} is in office per the source, and nobody has confirmed it up to today.`,
    unknown: (when: string) => `who held it is not known, ${when}; so it is recorded.`,
    vacancy: (when: string) => `vacant per the source, ${when}.`,
    interpretation: (one: string, why: string) => `the dates of ${one} are our reading. ${why}`,
  },
};

import { dayInWords, isDay } from "./day.ts";
import type { Language } from "./display.ts";

/**
 * Where the reading of a source is ours: each form in both languages, {words} as the source has them, {day} a day. What is
 * entered is the text itself in both, so that the record can be read without this table; by it a text of a former version,
 * in English alone, is told in Spanish too. A form that was once entered is never taken out.
 */
const forms = {
  ongoing: {
    es: "La fuente no da término: se lee como que sigue.",
    en: "The source gives no end: read as ongoing.",
  },
  "within-term": {
    es: "La fuente no da aquí ninguna fecha; está dentro del período «{words}».",
    en: 'The source gives no date here; it lies within the term "{words}".',
  },
  "day-or-month-first": {
    es: "Es el {day} o el {other}: la fuente no dice si pone primero el día o el mes.",
    en: "It is {day} or {other}: the source does not say whether it puts the day or the month first.",
  },
  "no-more": { es: "La fuente no dice más que «{words}».", en: 'The source says no more than "{words}".' },
  "no-bounds": {
    es: "La fuente dice «{words}», que no tiene límites propios.",
    en: 'The source says "{words}", which has no bounds of its own.',
  },
  "read-without": {
    es: "La fecha se lee sin «{words}», que está a su lado.",
    en: 'The date is read without "{words}", which stands beside it.',
  },
  "julian-part": {
    es: "«{words}» es del calendario juliano y coincide solo en parte con su homónimo gregoriano.",
    en: '"{words}" is of the Julian calendar and overlaps its Gregorian namesake only in part.',
  },
  julian: {
    es: "«{words}» es una fecha juliana; en el calendario gregoriano es el {day}.",
    en: '"{words}" is a Julian date; in the Gregorian calendar it is {day}.',
  },
  "julian-figures": {
    es: "{words} es una fecha juliana; en el calendario gregoriano es el {day}.",
    en: "{words} is a Julian date; in the Gregorian calendar it is {day}.",
  },
  "exclusive-imprecise": {
    es: "En la fuente el término es el primer día fuera del cargo; este es demasiado impreciso para quitarle un día.",
    en: "The source's ends are the first day out of office; this one is too imprecise to take a day off.",
  },
  "one-day": {
    es: "La fuente da el mismo día como primero en el cargo y primero fuera de él; se deja ese día.",
    en: "The source gives the same day as the first in office and the first out of it; that day is kept.",
  },
  "several-dates": {
    es: "La fuente da varias fechas; está entre ellas.",
    en: "The source gives several dates; it lies between them.",
  },
  death: {
    es: "La fuente no da término, y sí la muerte de la persona ({words}).",
    en: "The source gives no end and the person's death ({words}).",
  },
  "earliest-latest": {
    es: "Sus límites son las fechas más temprana y más tardía que da la fuente.",
    en: "Its bounds are the earliest and latest dates that the source gives.",
  },
  "unknown-day": {
    es: "La fuente dice que hay tal día y que no se conoce.",
    en: "The source says that there is such a day and that it is unknown.",
  },
  century: { es: "La fuente da el siglo.", en: "The source gives the century." },
  "beyond-century": {
    es: "La precisión de la fuente es menor que un siglo.",
    en: "The source's precision is coarser than a century.",
  },
  "two-dates": {
    es: "La celda dice «{words}», dos fechas en una: comenzó entre ellas.",
    en: 'The cell is "{words}", two dates in one: it began between them.',
  },
  "two-posts": {
    es: "La celda dice «{words}», dos fechas en una: se lee como {first} desde «{from}», y {second} desde «{since}».",
    en: 'The cell is "{words}", two dates in one: read as {first} from {from}, and {second} from {since}.',
  },
  successor: {
    es: "Termina donde comienza el período de quien sucede.",
    en: "Ended where the tenure of the successor begins.",
  },
  "named-on-days": {
    es: "La fuente no dice desde ni hasta cuándo: nombra así a la persona entre el {day} y el {other}, y al menos entonces ejercía el cargo.",
    en: "The source says neither since nor until when: it names the person so between {day} and {other}, when they held the post at least.",
  },
} as const satisfies Record<string, Record<Language, string>>;

export type Form = keyof typeof forms;
type Parts<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Parts<Rest> : never;
/** What a form needs to be told. */
type Told<F extends Form> = { readonly [Name in Parts<(typeof forms)[F]["en"]>]: string };

const between = " [en] ";
/** No form with the words of a source makes a longer text; a longer one is not searched for one. */
const longestKnown = 2000;

/** The text to be entered: Spanish, " [en] ", English. */
export function reading<F extends Form>(form: F, ...[told]: keyof Told<F> extends never ? [] : [Told<F>]): string {
  return both(filled(form, told ?? {}, "es"), filled(form, told ?? {}, "en"));
}

/** Two readings of one date, the one after the other in each language. */
export function alsoRead(before: string | undefined, more: string): string {
  if (before === undefined) return more;
  return both(
    ...(["es", "en"] as const).map(
      (language) => `${readingIn(before, language).text} ${readingIn(more, language).text}`,
    ),
  );
}

/** A reading (`interpretation`) as it is told in a language, and in which it is where there is no other. */
export function readingIn(entered: string, language: Language): { text: string; language: Language } {
  const [before, after, ...more] = entered.split(between);
  if (before !== undefined && after !== undefined && more.length === 0)
    return { text: language === "es" ? before : after, language };
  if (language === "en") return { text: entered, language };
  const known = entered.length > longestKnown ? undefined : inSpanish(entered);
  return known === undefined ? { text: entered, language: "en" } : { text: known, language };
}

function both(...[es = "", en = ""]: string[]): string {
  return `${es}${between}${en}`;
}

function filled(form: Form, told: Readonly<Record<string, string>>, language: Language): string {
  return forms[form][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = (told[name] ?? "").replaceAll(between, " [en]\u00a0");
    return isDay(value) && (name === "day" || name === "other") ? dayInWords(value, language) : value;
  });
}

/** Each form as a pattern of the English texts it has made, a further reading behind it or not. */
const patterns = (Object.keys(forms) as Form[]).map((form) => {
  const source = forms[form].en
    .split(/\{\w+\}/)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("([^]*?)");
  const names = [...forms[form].en.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return { form, names, pattern: new RegExp(`^${source}(?: (?=\\S)([^]*))?$`) };
});

/** A text in English alone, in Spanish: every sentence of it by its form; undefined where one is of no form. */
function inSpanish(entered: string): string | undefined {
  for (const { form, names, pattern } of patterns) {
    const found = pattern.exec(entered);
    if (found === null) continue;
    const told = Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
    const rest = found[names.length + 1];
    const more = rest === undefined ? "" : inSpanish(rest);
    if (more !== undefined) return [filled(form, told, "es"), more].filter(Boolean).join(" ");
  }
  return undefined;
}

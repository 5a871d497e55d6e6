import { dayInWords } from "../register/day.ts";
import { catalogues } from "./catalogue.ts";
import type { Language } from "./dates.ts";

const months: Record<Language, readonly string[]> = {
  es: "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(" "),
  en: "January February March April May June July August September October November December".split(" "),
};

type When = { raw: string; edtf: string; within?: { min?: string; max?: string } };

/** A date of the register in the language of the page, with its doubt: «hacia 1974», «marzo de 1976». */
export function edtfInWords({ raw, edtf, within }: When, language: Language): string {
  const t = catalogues[language];
  if (edtf === "..") return t.incumbent;
  if (edtf === "") return withinInWords(within, language) ?? t.dateUnknown;
  const [, year = "", month, day, doubt] = /^([\dX]{4})(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([?~%])?$/.exec(edtf) ?? [];
  const plain = dateInWords(year, month, day, language);
  if (plain === undefined) return raw === "" ? edtf : raw;
  if (doubt === "~") return t.dateAbout(plain);
  if (doubt === "?") return t.dateDoubtful(plain);
  return doubt === "%" ? t.dateAboutDoubtful(plain) : plain;
}

function dateInWords(year: string, month: string | undefined, day: string | undefined, language: Language) {
  const t = catalogues[language];
  if (year === "") return undefined;
  if (year.includes("X")) {
    if (month !== undefined) return undefined;
    const [from, to] = [year.replaceAll("X", "0"), year.replaceAll("X", "9")];
    return year.endsWith("XX") ? t.dateCentury(from, to) : t.dateDecade(from);
  }
  if (month === undefined || month === "XX") return year;
  const name = months[language][Number(month) - 1];
  if (name === undefined) return undefined;
  if (day !== undefined && day !== "XX") return dayInWords(`${year}-${month}-${day}`, language);
  return language === "es" ? `${name} de ${year}` : `${name} ${year}`;
}

function withinInWords(within: When["within"], language: Language): string | undefined {
  const t = catalogues[language];
  const [min, max] = [within?.min, within?.max].map((day) =>
    day === undefined ? undefined : dayInWords(day, language),
  );
  if (min !== undefined && max !== undefined) return t.dateBetween(min, max);
  if (min !== undefined) return t.dateFrom(min);
  return max === undefined ? undefined : t.dateUntil(max);
}

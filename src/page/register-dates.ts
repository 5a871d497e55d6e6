import { catalogueOf, type Language } from "./language.ts";
import { monthInWords, plainDay } from "./dates.ts";

type When = { raw: string; edtf: string; within?: { min?: string; max?: string } };

/** A date of the register in the language of the page, with its doubt: «hacia 1974», «marzo de 1976». */
export function edtfInWords({ raw, edtf, within }: When, language: Language): string {
  const t = catalogueOf(language);
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
  const t = catalogueOf(language);
  if (year === "") return undefined;
  if (year.includes("X")) {
    if (month !== undefined) return undefined;
    const [from, to] = [year.replaceAll("X", "0"), year.replaceAll("X", "9")];
    return year.endsWith("XX") ? t.dateCentury(from, to) : t.dateDecade(from);
  }
  if (month === undefined || month === "XX") return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day !== undefined && day !== "XX") return plainDay(`${year}-${month}-${day}`, language);
  return monthInWords(`${year}-${month}`, language);
}

function withinInWords(within: When["within"], language: Language): string | undefined {
  const t = catalogueOf(language);
  const [min, max] = [within?.min, within?.max].map((day) => (day === undefined ? undefined : plainDay(day, language)));
  if (min !== undefined && max !== undefined) return t.dateBetween(min, max);
  if (min !== undefined) return t.dateFrom(min);
  return max === undefined ? undefined : t.dateUntil(max);
}

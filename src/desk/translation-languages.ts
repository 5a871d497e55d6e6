import type { Language } from "../page/dates.ts";

/** Into what a text may be translated with one choice, by the name that the officer calls it. */
export function translationLanguages(original: string, language: Language): [tag: string, name: string][] {
  const names = new Intl.DisplayNames([language], { type: "language", languageDisplay: "standard" });
  const [own] = original.split("-");
  return translated
    .filter((tag) => tag.split("-")[0] !== own)
    .map((tag) => [tag, names.of(tag.split("-")[0] ?? tag) ?? tag]);
}

/** What the office's neighbours and the people it speaks to read; any other language is written in the draft's details. */
const translated = [
  "en",
  "es-CL",
  "arn",
  "ay",
  "qu",
  "rap",
  "ht",
  "pt",
  "fr",
  "de",
  "it",
  "zh",
  "ar",
  "ru",
  "ja",
  "ko",
];

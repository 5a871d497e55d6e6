import type { SiteCatalogue } from "./catalogue/es.ts";
import { languages, type Tongue } from "./languages.ts";

export type { Tongue };

declare const other: unique symbol;
/** A language of the site. More than two can be spoken, so that nothing may be written for these two alone. */
export type Language = Tongue | (string & { readonly [other]: true });

export const everyLanguage = Object.keys(languages) as readonly Language[];
/** The one at the root, which `x-default` names. */
export const firstLanguage = everyLanguage[0] as Language;

export function catalogueOf(language: Language): SiteCatalogue {
  return lineOf(language).catalogue;
}

export function localeOf(language: Language): string {
  return lineOf(language).locale;
}

/** In which of its two languages the register speaks on a page in this one. */
export function tongueOf(language: Language): Tongue {
  return lineOf(language).tongue;
}

/** What the addresses in a language begin with: nothing in the first. */
export function prefixOf(language: Language): string {
  return lineOf(language).at;
}

/** The address of a page in a language: the first at the root, the others under their own. */
export function inLanguage(language: Language, path: string): string {
  const { at } = lineOf(language);
  return path === "/" && at !== "" ? at : at + path;
}

/** The language of an address of the site, and the same address in the first language. */
export function addressedIn(address: string): { language: Language; path: string } {
  const language = everyLanguage.find((each) => {
    const { at } = lineOf(each);
    return at !== "" && (address === at || address.startsWith(`${at}/`));
  });
  if (language === undefined) return { language: firstLanguage, path: address };
  return { language, path: address.slice(lineOf(language).at.length) || "/" };
}

/** The language of the site for a text whose own language is `tag`; the first where the site does not speak it. */
export function languageFor(tag: string): Language {
  const [spoken = ""] = tag.toLowerCase().split("-");
  return everyLanguage.find((each) => each === spoken) ?? firstLanguage;
}

function lineOf(language: Language) {
  const line = languages[language];
  if (line === undefined) throw new Error(`The site does not speak ${JSON.stringify(language)}.`);
  return line;
}

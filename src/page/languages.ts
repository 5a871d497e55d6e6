import { en } from "./catalogue/en.ts";
import { es, type SiteCatalogue } from "./catalogue/es.ts";

/** The two languages in which the office and its register keep names, titles and sentences (docs/decisions/languages.md). */
export type Tongue = "es" | "en";

/**
 * The languages of the public site, the first of them without a prefix of its own: the whole of what another one needs here.
 * `locale` is what Intl writes its dates and numbers by, `at` what its addresses begin with, and `tongue` in which of the two
 * languages of the register it tells what only the register says. A statement's own language is its own.
 */
export const languages: Readonly<
  Record<string, Readonly<{ locale: string; at: string; tongue: Tongue; catalogue: SiteCatalogue }>>
> = {
  es: { locale: "es-CL", at: "", tongue: "es", catalogue: es },
  en: { locale: "en-GB", at: "/en", tongue: "en", catalogue: en },
};

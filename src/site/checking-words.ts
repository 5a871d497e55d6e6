import type { pictureEs } from "../page/catalogue/picture-es.ts";
import type { SealWords } from "../page/catalogue/seal-es.ts";
import type { Language } from "../page/language.ts";

/** What the programs that check in the browser or read a picture there are told of the language of their page. */
export type CheckingWords = { locale: string; at: string; words: SealWords; picture: typeof pictureEs };

/** The asset in which they find it. */
export function checkingWordsName(language: Language): string {
  return `checking-${language}.json`;
}

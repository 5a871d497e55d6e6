import { type Html, html } from "./html.ts";
import { type Language, tongueOf } from "./language.ts";

/**
 * The attribute of an element whose words are kept in the languages of the register alone (a name, a title, a sentence of it), on a
 * page in another language: a reader and a screen reader are told in which they are. Nothing on a page in one of the two.
 */
export function told(language: Language): Html | undefined {
  const tongue = tongueOf(language);
  return tongue === language ? undefined : html` lang="${tongue}"`;
}

/** The same within a sentence of the page: such words in an element of their own, where they have to be marked. */
export function inTongue(words: string | Html, language: Language): string | Html {
  const marked = told(language);
  return marked === undefined ? words : html`<span${marked}>${words}</span>`;
}

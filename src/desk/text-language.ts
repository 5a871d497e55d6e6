import type { Tongue } from "../page/language.ts";
import { type Html, html } from "../page/html.ts";
import type { Catalogue } from "../page/catalogue.ts";
import { fieldOf } from "./form.ts";

/** What the office's neighbours and the people it speaks to read. */
const offered = ["es-CL", "en", "arn", "ay", "qu", "rap", "ht", "pt", "fr", "de", "it", "zh", "ar", "ru", "ja", "ko"];

/** A language by the name that the officer calls it; its tag where it has none. */
export function languageName(tag: string, language: Tongue): string {
  try {
    const name = new Intl.DisplayNames([language], { type: "language", languageDisplay: "standard" }).of(own(tag));
    return name === undefined ? tag : name.replace(/^./u, (letter) => letter.toLocaleUpperCase(language));
  } catch {
    return tag;
  }
}

/** Into what a text may be translated with one choice; any other language is chosen in the draft's details. */
export function translationLanguages(original: string, language: Tongue): [tag: string, name: string][] {
  return offered.filter((tag) => own(tag) !== own(original)).map((tag) => [tag, languageName(tag, language)]);
}

const another = "another";

/**
 * The language of a text, chosen by its name; any other by its tag, in a field that is shown where "another" is chosen. `first`:
 * the office's own, which stands first.
 */
export function textLanguageField(
  t: Catalogue,
  language: Tongue,
  { first, chosen, typed }: { first: string; chosen: string; typed?: string },
): Html {
  const tags = [
    ...new Set([first, ...offered.filter((tag) => own(tag) !== own(first)), ...(chosen === another ? [] : [chosen])]),
  ];
  const option = (tag: string, name: string) =>
    html`<option value="${tag}" ${tag === chosen && html` selected`}>${name}</option>`;
  return html`<div class="text-language">
    <label
      >${t.detailsLanguage}
      <select name="language">
        ${tags.map((tag) => option(tag, tags.some((one) => one !== tag && own(one) === own(tag)) ? `${languageName(tag, language)} (${tag})` : languageName(tag, language)))}
        ${option(another, t.detailsLanguageOther)}
      </select></label
    >
    <label class="other"
      >${t.detailsLanguageTag}<small>${t.detailsLanguageHint}</small
      ><input name="language-tag" value="${typed ?? ""}" maxlength="35" autocapitalize="off" autocomplete="off" spellcheck="false"
    /></label>
  </div>`;
}

export function textLanguageIn(form: FormData): string {
  const chosen = fieldOf(form, "language");
  return chosen === another ? fieldOf(form, "language-tag").trim() : chosen;
}

function own(tag: string): string {
  return tag.split("-")[0] ?? tag;
}

import type { Language } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";

/** Each language under its own name: whoever must choose it may read no other. */
const names: Record<Language, string> = { es: "Español", en: "English" };

export function languageField(label: string, chosen: string): Html {
  return html`<label
    >${label}
    <select name="language">
      ${Object.entries(names).map(
        ([language, name]) =>
          html`<option value="${language}" ${language === chosen && html` selected`}>${name}</option>`,
      )}
    </select></label
  >`;
}

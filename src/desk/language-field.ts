import type { Tongue } from "../page/language.ts";
import { type Html, html } from "../page/html.ts";

/** Each language under its own name: whoever must choose it may read no other. */
const names: Record<Tongue, string> = { es: "Español", en: "English" };

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

import { alreadyEscaped, type Html, html } from "../page/html.ts";
import { iconMarkup } from "../page/icons.ts";
import { checkingWordsName } from "./checking-words.ts";
import type { PageRequest } from "./context.ts";

/** What the island that checks must know; `version` of a transcript. */
export type Sealed = { number: string; edition: number; bundle: string; saveAs: string; version?: string };

/** Filled by the island that checks; until then it says how to check without it. */
export function sealCard(
  { t, office, href, site, language }: PageRequest,
  { number, edition, bundle, saveAs, version }: Sealed,
): Html {
  return html`<section
    class="card seal"
    id="seal"
    data-state="unchecked"
    data-bundle="${bundle}"
    data-number="${number}"
    data-edition="${edition}"
    ${version !== undefined && html`data-version="${version}"`}
    data-time-zone="${office.timeZone}"
    data-words="${site.assets.url(checkingWordsName(language))}"
    aria-labelledby="seal-title"
  >
    <h2 id="seal-title">${alreadyEscaped(iconMarkup("question"))}<span>${t.sealTitle}</span></h2>
    <div id="seal-body" role="status">
      <p>
        ${t.sealUnchecked(
          html`<a href="${bundle}" download="${saveAs}">${t.sealProof}</a>`,
          html`<a href="${href("/verify")}">${t.sealHow}</a>`,
        )}
      </p>
    </div>
    <p class="honest">${t.sealHonest}</p>
  </section>`;
}

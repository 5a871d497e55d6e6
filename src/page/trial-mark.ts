import type { SiteCatalogue } from "./catalogue.ts";
import { type Html, html } from "./html.ts";

/** On every page of a trial record: that nothing in it is of force. */
export function trialMark(t: SiteCatalogue, record: string): Html {
  return html`<aside class="trial" aria-label="${t.recordTrialTitle}">
    <div class="wrap">
      <p>${t.trialMark(html`<a href="${record}">${t.trialMore}</a>`)}</p>
    </div>
  </aside>`;
}

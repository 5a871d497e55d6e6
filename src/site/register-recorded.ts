import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { RegisterRequest } from "./register-request.ts";

/** The field in which a past day is chosen, to read a page as it read when that day ended. */
export function recordedForm({ t, href, recorded, language }: RegisterRequest, address: string, post?: string): Html {
  return html`<form class="ask recorded" action="${href(address)}" method="get">
    ${post !== undefined && html`<input type="hidden" name="post" value="${post}" />`}
    <label for="recorded"
      >${t.recordedLabel}<input
        id="recorded"
        name="recorded"
        type="text"
        required
        maxlength="60"
        aria-describedby="recorded-hint"
        value="${recorded === undefined ? "" : plainDay(recorded, language)}" /></label
    ><button class="second">${t.recordedButton}</button>
    <p id="recorded-hint" class="hint small quiet">${t.recordedHint}</p>
  </form>`;
}

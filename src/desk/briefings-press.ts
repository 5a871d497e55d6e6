import { may, permit } from "../access/rights.ts";
import { type DeskBriefing, findBriefing } from "../briefings/find-briefing.ts";
import { dayOf } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import { pickJournalists } from "../press/pick-journalists.ts";
import { answerJson } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

/** Below the fields of name and outlet: the journalists that what is typed in either may mean. Typed freely, a name needs none of them. */
export function pickingJournalists({ t }: DeskRequest, { id }: DeskBriefing, chosen: string): Html {
  return html`<input type="hidden" name="journalist" value="${chosen}" />
    <p class="hint" id="pick-hint">${t.pickHint}</p>
    <ul
      id="pick-list"
      class="pick-list"
      role="listbox"
      aria-label="${t.pickList}"
      data-find="/desk/briefings/${id}/press"
      data-accredited="${t.pickAccredited}"
      hidden
    ></ul>`;
}

export async function journalistsFound(request: DeskRequest): Promise<Response> {
  const { desk, c, actor, office } = request;
  const { db, means } = desk.installation;
  const briefing = await findBriefing(db, Number(c.req.param("id")), actor);
  permit(actor, "briefing.type", briefing.institution);
  const words = (c.req.query("q") ?? "").slice(0, 200);
  const day = dayOf(briefing.openedAt ?? means.clock.now(), office.timeZone);
  const among = may(actor, "journalist.read", office.institution) ? "all" : "accredited";
  const found = words.trim() === "" ? [] : await pickJournalists(db, words, day, among);
  return answerJson(request, found);
}

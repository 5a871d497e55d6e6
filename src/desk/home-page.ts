import { html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

/** Where an officer arrives. */
export async function homePage(request: DeskRequest): Promise<Response> {
  const { t, actor } = request;
  return answerDesk(request, {
    title: t.deskBoard,
    current: "board",
    body: html`<h1 class="plain">${t.deskWelcome(actor.name)}</h1>
      ${actor.grants.length === 0 && html`<p class="standfirst">${t.deskNoRights}</p>`}`,
  });
}

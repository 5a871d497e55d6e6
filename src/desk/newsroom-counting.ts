import { type Html, html } from "../page/html.ts";
import { answerDesk } from "./answer.ts";
import type { DeskRequest } from "./context.ts";

type Counting = {
  title: string;
  head: Html;
  /** Where to ask whether it has happened, and the milliseconds until it will. */
  state: string;
  left: number;
  /** Where calling back is sent, and what that does. */
  back: string;
  says: string;
};

/** What happens in some seconds, counted down, and the way back in one press. Without a program the page asks by itself. */
export function countingPage(
  request: DeskRequest,
  { title, head, state, left, back, says }: Counting,
): Promise<Response> {
  const { t, formToken } = request;
  return answerDesk(request, {
    title,
    scripts: ["newsroom-leaving.js"],
    body: html`<noscript><meta http-equiv="refresh" content="2" /></noscript>
      ${head}
      <section class="leaving" data-state="${state}" data-left="${left}" data-out="${t.leavingOut}">
        <h2>${title}</h2>
        <p class="count" role="timer"><b>${Math.max(0, Math.ceil(left / 1_000))}</b> ${t.leavingSeconds}</p>
        <form method="post" action="${back}">
          ${formToken()}<button class="button danger" autofocus>${t.move_callback}</button>
        </form>
        <p class="hint">${says}</p>
        <p role="status" class="said"></p>
      </section>`,
  });
}

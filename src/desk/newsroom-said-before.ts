import { saidBefore } from "../search/said-before.ts";
import { type Html, html } from "../page/html.ts";
import { earlierList } from "./lines-words.ts";
import type { DraftRequest } from "./newsroom-draft.ts";

const few = 5;

/** What the office has said on the words of the title. */
export async function saidBeforeCard(request: DraftRequest): Promise<Html | undefined> {
  const { desk, t, draft } = request;
  if (draft.state === "published" || draft.state === "dropped") return undefined;
  const except = draft.of?.number;
  const { db, means } = desk.installation;
  const found = await saidBefore(db, `${draft.title} ${draft.summary}`, {
    upTo: desk.horizon().size,
    now: means.clock.now(),
    limit: few,
    ...(except === undefined ? {} : { except }),
  });
  return html`<section class="card said-before" aria-labelledby="said">
    <h2 id="said">${t.saidTitle}</h2>
    ${
      found.hits.length === 0 && !found.cut
        ? html`<p class="quiet">${draft.title === "" ? t.saidEmpty : t.saidNone}</p>`
        : earlierList(request, found)
    }
  </section>`;
}

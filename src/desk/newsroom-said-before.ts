import { earlierStatements } from "../newsroom/earlier-statements.ts";
import { type Html, html } from "../page/html.ts";
import { earlierList } from "./lines-words.ts";
import type { DraftRequest } from "./newsroom-draft.ts";

const few = 5;

/** What the office has published on the words of the title. */
export async function saidBeforeCard(request: DraftRequest): Promise<Html | undefined> {
  const { desk, t, draft } = request;
  if (draft.state === "published" || draft.state === "dropped") return undefined;
  const except = draft.of?.number;
  const found = await earlierStatements(desk.installation.db, `${draft.title} ${draft.summary}`, {
    limit: few,
    ...(except === undefined ? {} : { except }),
  });
  return html`<section class="card said-before" aria-labelledby="said">
    <h2 id="said">${t.saidTitle}</h2>
    ${
      found.length === 0
        ? html`<p class="quiet">${draft.title === "" ? t.saidEmpty : t.saidNone}</p>`
        : earlierList(request, found)
    }
  </section>`;
}

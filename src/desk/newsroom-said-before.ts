import { earlierStatements } from "../newsroom/earlier-statements.ts";
import { plainDay } from "../page/dates.ts";
import { type Html, html } from "../page/html.ts";
import type { DraftRequest } from "./newsroom-draft.ts";

const few = 5;

/** What the office has published on the words of the title. */
export async function saidBeforeCard({ desk, t, draft, language, href }: DraftRequest): Promise<Html | undefined> {
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
        : html`<ul>
            ${found.map(
              ({ number, title, language: spoken, spokenDay, excerpt, status }) =>
                html`<li>
                  <a href="${href(`/statements/${number}`)}" lang="${spoken}">${title}</a>
                  <span class="quiet">${number}, ${plainDay(spokenDay, language)}</span>
                  ${status === "withdrawn" && html`<span class="tag alarm">${t.statusWithdrawn}</span>`}
                  <span class="excerpt" lang="${spoken}">${withoutMarks(excerpt)}</span>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** The words of a stretch of Markdown that may begin or end anywhere. */
function withoutMarks(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)\s]*\)?/g, "$1").replaceAll(/[*_>#\\[\]]+/g, "");
}

import type { DraftText } from "../newsroom/draft.ts";
import { differenceBetween, textDifference } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import type { VisitorRequest } from "./context.ts";

/** What turns one text into another, word by word: title, summary and body, as far as they differ. */
export function differenceOf(
  { t }: Pick<VisitorRequest, "t">,
  before: DraftText,
  after: DraftText,
  language?: string,
): Html {
  const parts = (["title", "summary", "body"] as const).filter((part) => before[part] !== after[part]);
  if (parts.length === 0) return html`<p class="quiet">${t.versionSame}</p>`;
  const label = { title: t.draftTitleField, summary: t.draftSummaryField, body: t.draftBodyField };
  return html`<p class="legend">${t.differenceLegend}</p>
    ${parts.map(
      (part) =>
        html`<p class="kicker">${label[part]}</p>
          <div class="prose change part-${part}" ${language !== undefined && html` lang="${language}"`}>${(part === "body" ? textDifference : differenceBetween)(before[part], after[part])}</div>`,
    )}`;
}

import { evidenceText, type LineContent } from "../newsroom/line.ts";
import { differenceBetween, textDifference } from "../page/difference.ts";
import { type Html, html } from "../page/html.ts";
import type { DeskRequest } from "./context.ts";

/** What turns one version of a line into another, word by word, as far as they differ. */
export function lineDifference({ t }: Pick<DeskRequest, "t">, before: LineContent, after: LineContent): Html {
  const parts = [
    [t.lineSubject, before.subject, after.subject],
    [t.lineBody, before.body, after.body],
    [t.lineEvidence, evidenceText(before.evidence), evidenceText(after.evidence)],
    [t.lineFrom, before.validFrom, after.validFrom],
    [t.lineUntilField, before.validUntil ?? "–", after.validUntil ?? "–"],
  ] as const;
  const differing = parts.filter(([, one, other]) => one !== other);
  if (differing.length === 0) return html`<p class="quiet">${t.versionSame}</p>`;
  return html`<p class="legend">${t.differenceLegend}</p>
    ${differing.map(
      ([name, one, other]) =>
        html`<p class="kicker">${name}</p>
          <div class="prose change">${(name === t.lineBody ? textDifference : differenceBetween)(one, other)}</div>`,
    )}`;
}

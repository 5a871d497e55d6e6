import type { Language } from "./language.ts";
import { compareHeads, type Head } from "../briefings/transcript-head.ts";
import type { SiteCatalogue } from "./catalogue.ts";
import { longDay } from "./dates.ts";
import { differenceBetween, wholeDifference } from "./difference.ts";
import { type Html, html } from "./html.ts";

/** What a correction changes over the turns of a transcript, each in words; nothing where nothing is changed. */
export function headDifferences(
  { t, language }: { t: SiteCatalogue; language: Language },
  before: Head,
  after: Head,
): Html | false {
  const differing = compareHeads(before, after);
  if (differing.length === 0) return false;
  return html`<dl class="facts wide">
    ${differing.map(
      ({ field, before: one, after: other }) =>
        html`<dt>${t.transcriptHead[field]}</dt>
          <dd class="change">${field === "day" ? wholeDifference(longDay(one, language), longDay(other, language)) : differenceBetween(one, other)}</dd>`,
    )}
  </dl>`;
}

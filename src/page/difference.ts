import { type Change, wordDifferences } from "../text/differences.ts";
import { type Html, html } from "./html.ts";

/** What turns one text into the other, word by word: taken out struck, put in underlined. */
export function differenceBetween(before: string, after: string): Html {
  return differenceMarkup(wordDifferences(before, after));
}

export function differenceMarkup(changes: readonly Change[]): Html {
  return html`${changes.map(({ kind, text }) =>
    kind === "same" ? text : kind === "struck" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`,
  )}`;
}

import type { Marked } from "../search/excerpt.ts";
import { type Html, html } from "./html.ts";

/** A line with what was looked for marked. */
export function marked(pieces: Marked): Html[] {
  return pieces.map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : html`${piece.text}`));
}

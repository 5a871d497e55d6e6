import { alreadyEscaped, type Html } from "./html.ts";

/** Drawn at the size of the text, in its colour; the words beside them say the same. */
export const icons = {
  ring: icon('<circle cx="9" cy="9" r="7.5" stroke-dasharray="30 18"/>'),
  check: icon('<circle cx="9" cy="9" r="8"/><path d="M5 9.3l2.7 2.7L13 6.4" stroke-width="1.8"/>'),
  alarm: icon('<path d="M9 1.8l7.6 13.7H1.4z"/><path d="M9 7v4M9 13.2v.1" stroke-width="1.8"/>'),
  hand: icon('<circle cx="9" cy="9" r="8"/><path d="M9 4.8V9l2.8 1.8" stroke-width="1.8"/>'),
} as const;

function icon(shapes: string): Html {
  return alreadyEscaped(
    '<svg viewBox="0 0 18 18" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.5" ' +
      `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes}</svg>`,
  );
}

/** Shapes in a field of 18 by 18, drawn with the text's own colour; the words beside them say the same. */
const iconShapes = {
  ring: '<circle cx="9" cy="9" r="7.5" stroke-dasharray="30 18"/>',
  check: '<circle cx="9" cy="9" r="8"/><path d="M5 9.3l2.7 2.7L13 6.4" stroke-width="1.8"/>',
  alarm: '<path d="M9 1.8l7.6 13.7H1.4z"/><path d="M9 7v4M9 13.2v.1" stroke-width="1.8"/>',
  clock: '<circle cx="9" cy="9" r="8"/><path d="M9 4.8V9l2.8 1.8" stroke-width="1.8"/>',
  question:
    '<circle cx="9" cy="9" r="8"/><path d="M6.9 7a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.4M9 13.1v.1" stroke-width="1.7"/>',
} as const;
export type IconName = keyof typeof iconShapes;

export function iconMarkup(name: IconName): string {
  return (
    '<svg viewBox="0 0 18 18" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.5" ' +
    `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${iconShapes[name]}</svg>`
  );
}

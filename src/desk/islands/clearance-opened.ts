/**
 * Tells the office once that somebody is reading: a hand moved, touched or pressed a key on the page. Programs that fetch the
 * links of a mail, and even those that run what they find there, have none.
 */
const signs = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"] as const;

function tell(event: Event): void {
  if (!event.isTrusted || document.visibilityState !== "visible") return;
  for (const sign of signs) removeEventListener(sign, tell);
  // Unheard, it is told at the next visit, or by the answer.
  void fetch(`${location.pathname}/opened`, { method: "POST", keepalive: true }).catch(() => undefined);
}
for (const sign of signs) addEventListener(sign, tell, { passive: true });

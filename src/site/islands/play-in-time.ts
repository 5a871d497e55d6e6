/**
 * A press on a turn's minute plays from there, and the turn that is heard is marked. `data-offset`: how many seconds after the opening
 * the recording began; until that is known, it is taken to begin with it.
 */
export function playInTime(turns: HTMLElement): void {
  const media = document.querySelector<HTMLMediaElement>("#media");
  if (media === null) return;
  const offset = () => Number(media.dataset["offset"] ?? 0);
  turns.addEventListener("click", (event) => {
    const at = (event.target as Element).closest(".minute")?.closest<HTMLElement>(".turn")?.dataset["at"];
    // To open its own page in another tab stays possible.
    if (at === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    media.currentTime = Math.max(0, Number(at) - offset());
    void media.play().catch(() => undefined);
    mark();
  });
  media.addEventListener("timeupdate", mark);

  function mark(): void {
    const now = media!.currentTime + offset();
    const heard = [...turns.querySelectorAll<HTMLElement>(".turn[data-at]")]
      .filter(({ dataset }) => Number(dataset["at"]) <= now)
      .at(-1);
    if (heard?.hasAttribute("aria-current") === true) return;
    turns.querySelector("[aria-current]")?.removeAttribute("aria-current");
    heard?.setAttribute("aria-current", "true");
  }
}

/** Counts the seconds down in which a text can be called back, then waits until it is out and goes to what happened. */
const section = document.querySelector<HTMLElement>(".leaving");
if (section !== null) void count(section);

async function count(place: HTMLElement): Promise<void> {
  const until = performance.now() + Number(place.dataset["left"]);
  const shown = place.querySelector(".count b");
  const said = place.querySelector(".said");
  for (;;) {
    const left = Math.ceil((until - performance.now()) / 1_000);
    if (shown !== null) shown.textContent = String(Math.max(0, left));
    if (left <= 0) {
      if (said !== null) said.textContent = place.dataset["out"] ?? "";
      const to = await where(place.dataset["state"] ?? "");
      if (to !== undefined) return location.replace(to);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Where to go next: undefined as long as it is on its way, or the desk cannot be reached. */
async function where(address: string): Promise<string | undefined> {
  const response = await fetch(address, { headers: { accept: "application/json" } }).catch(() => undefined);
  if (response === undefined || !response.ok) return undefined;
  const { state, to } = (await response.json()) as { state: string; to?: string };
  return to ?? (state === "scheduled" ? undefined : address.replace(/\/state$/, ""));
}

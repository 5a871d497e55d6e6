import { Stretched } from "./stretched.ts";

/**
 * The timeline, come nearer: all that is drawn in it stands on one scale from left to right, so it is stretched where it
 * stands. What had room beside its neighbour has more. Without this program the drawing is whole and every bar a link.
 */
for (const figure of document.querySelectorAll<HTMLElement>("[data-timeline]")) bring(figure);

function bring(figure: HTMLElement): void {
  const svg = figure.querySelector<SVGSVGElement>("svg.time");
  const view = figure.querySelector<HTMLElement>(".timeline-wide");
  const tools = figure.querySelector<HTMLElement>(".timeline-tools");
  const said = figure.querySelector<HTMLElement>(".timeline-said");
  if (!svg || !view || !tools || !said) return;
  const drawn = new Stretched(svg, view);
  const bars = [...svg.querySelectorAll<SVGElement>("[data-row] .bar")];
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const zoom = (event.target as Element).closest<HTMLElement>("[data-zoom]")?.dataset["zoom"];
    if (zoom !== undefined) drawn.zoom(zoom);
  });
  // One stop of the Tab key for the whole drawing; the arrows go on from there.
  let current = Math.max(
    0,
    bars.findIndex((bar) => bar.classList.contains("asked")),
  );
  for (const [index, bar] of bars.entries()) bar.setAttribute("tabindex", index === current ? "0" : "-1");
  const go = (to: number) => {
    const next = bars[Math.min(Math.max(to, 0), bars.length - 1)];
    if (next === undefined) return;
    bars[current]?.setAttribute("tabindex", "-1");
    current = bars.indexOf(next);
    next.setAttribute("tabindex", "0");
    next.focus();
  };
  svg.addEventListener("focusin", (event) => {
    const index = bars.indexOf((event.target as Element).closest<SVGElement>(".bar") as SVGElement);
    if (index < 0) return;
    current = index;
    said.textContent = bars[index]?.getAttribute("aria-label") ?? "";
    drawn.show(bars[index] as SVGElement);
  });
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rowOf = (index: number) => bars[index]?.closest("[data-row]");
    const moves: Record<string, () => void> = {
      ArrowRight: () => go(current + 1),
      ArrowLeft: () => go(current - 1),
      ArrowDown: () => go(bars.findIndex((_, index) => index > current && rowOf(index) !== rowOf(current))),
      ArrowUp: () => go(bars.findLastIndex((_, index) => index < current && rowOf(index) !== rowOf(current))),
      Home: () => go(0),
      End: () => go(bars.length - 1),
      "+": () => drawn.zoom("in"),
      "-": () => drawn.zoom("out"),
      "0": () => drawn.zoom("whole"),
    };
    // Up and down stay where they are when there is no other row.
    const vertical = event.key === "ArrowDown" || event.key === "ArrowUp";
    const move =
      vertical && new Set(bars.map((bar) => bar.closest("[data-row]"))).size < 2 ? undefined : moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  });
  svg.addEventListener("pointerover", (event) => {
    const bar = (event.target as Element).closest(".bar");
    if (bar) said.textContent = bar.getAttribute("aria-label");
  });
}

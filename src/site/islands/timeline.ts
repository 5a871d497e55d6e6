/**
 * The timeline, come nearer: all that is drawn in it stands on one scale from left to right, so it is stretched where it
 * stands. What had room beside its neighbour has more. Without this program the drawing is whole and every bar a link.
 */
const steps = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24];

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

/** A drawing whose places from left to right are stretched from its margin on; heights and letters stay. */
class Stretched {
  readonly #svg: SVGSVGElement;
  readonly #view: HTMLElement;
  readonly #width: number;
  readonly #height: number;
  readonly #margin: number;
  readonly #places: { element: Element; name: string; at: number }[];
  #step = 0;

  constructor(svg: SVGSVGElement, view: HTMLElement) {
    this.#svg = svg;
    this.#view = view;
    const { width, height } = svg.viewBox.baseVal;
    this.#width = width;
    this.#height = height;
    this.#margin = Number(svg.dataset["margin"]);
    this.#places = [...svg.querySelectorAll(".plot rect, .plot line, .plot text")].flatMap((element) =>
      ["x", "x1", "x2", "width"].flatMap((name) => {
        const value = element.getAttribute(name);
        return value === null ? [] : [{ element, name, at: Number(value) }];
      }),
    );
  }

  zoom(to: string): void {
    const step = to === "whole" ? 0 : this.#step + (to === "in" ? 1 : -1);
    const before = this.#factor;
    this.#step = Math.min(Math.max(step, 0), steps.length - 1);
    const factor = this.#factor;
    if (factor === before) return;
    const middle = this.#view.scrollLeft + this.#view.clientWidth / 2;
    for (const { element, name, at } of this.#places) {
      const value = name === "width" ? at * factor : this.#margin + (at - this.#margin) * factor;
      element.setAttribute(name, String(Math.round(value * 10) / 10));
    }
    const width = this.#margin * 2 + (this.#width - this.#margin * 2) * factor;
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${this.#height}`);
    this.#svg.setAttribute("width", String(width));
    this.#svg.classList.toggle("stretched", factor > 1);
    const focused = this.#svg.querySelector(":focus");
    if (focused) this.show(focused);
    else this.#view.scrollLeft = (middle / before) * factor - this.#view.clientWidth / 2;
  }

  /** Scrolls the drawing alone, so that the bar stands in view. */
  show(bar: Element): void {
    const [own, around] = [bar.getBoundingClientRect(), this.#view.getBoundingClientRect()];
    const room = 24;
    if (own.left < around.left + room) this.#view.scrollLeft -= around.left + room - own.left;
    else if (own.right > around.right - room)
      this.#view.scrollLeft += Math.min(own.right - around.right + room, own.left - around.left - room);
  }

  get #factor(): number {
    return steps[this.#step] ?? 1;
  }
}

// Last, for a class is not there before its own line has been passed.
for (const figure of document.querySelectorAll<HTMLElement>("[data-timeline]")) bring(figure);

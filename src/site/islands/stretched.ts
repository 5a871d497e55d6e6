const steps = [1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24];

/** A drawing whose places from left to right are stretched from its margin on; heights and letters stay. */
export class Stretched {
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

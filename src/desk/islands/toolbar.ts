import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { EditorWords } from "../../page/catalogue/editor-es.ts";
import { editorSchema } from "../../text/editor-schema.ts";
import * as commands from "./commands.ts";

const { nodes, marks } = editorSchema;

type Tool = {
  name: keyof EditorWords;
  keys?: string;
  icon: string;
  run: Command;
  isOn?: (state: EditorState) => boolean;
  /** Shown only while it can be of use. */
  within?: (state: EditorState) => boolean;
};

export type Toolbar = { element: HTMLElement; update: (state: EditorState) => void };

/**
 * The tools, one stop for the Tab key: arrows go from one to the next (WAI-ARIA APG, toolbar). Pointers press without taking the
 * selection away from the text.
 */
export function toolbar(
  view: EditorView,
  words: EditorWords,
  more: readonly Tool[],
  undoing: { undo: () => void; redo: () => void },
): Toolbar {
  const element = document.createElement("div");
  element.className = "tools";
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", words.tools);
  const select = kindSelect(view, words);
  element.append(select.element);
  const act =
    (command: () => void): Command =>
    (_, dispatch) => {
      if (dispatch) command();
      return true;
    };
  const all: Tool[] = [
    {
      name: "bold",
      keys: "Control+B",
      icon: letter(words.bold.charAt(0), "b"),
      run: commands.strong,
      isOn: (state) => commands.isMarked(state, marks.strong),
    },
    {
      name: "italic",
      keys: "Control+I",
      icon: letter(words.italic.charAt(0), "i"),
      run: commands.emphasis,
      isOn: (state) => commands.isMarked(state, marks.emphasis),
    },
    {
      name: "bullets",
      keys: "Control+Shift+8",
      icon: icons.bullets,
      run: commands.bullets,
      isOn: (state) => commands.isWithin(state, nodes.bullet_list),
    },
    {
      name: "numbers",
      keys: "Control+Shift+7",
      icon: icons.numbers,
      run: commands.numbers,
      isOn: (state) => commands.isWithin(state, nodes.ordered_list),
    },
    { name: "deeper", keys: "Control+]", icon: icons.deeper, run: commands.deeper, within: inList },
    { name: "shallower", keys: "Control+[", icon: icons.shallower, run: commands.shallower, within: inList },
    {
      name: "quote",
      keys: "Control+Shift+9",
      icon: icons.quote,
      run: commands.quote,
      isOn: (state) => commands.isWithin(state, nodes.blockquote),
    },
    ...more,
    { name: "table", icon: icons.table, run: commands.table, within: (state) => !commands.isInTable(state) },
    { name: "rowAdd", icon: icons.rowAdd, run: commands.addRow, within: commands.isInTable },
    { name: "columnAdd", icon: icons.columnAdd, run: commands.addColumn, within: commands.isInTable },
    { name: "rowDrop", icon: icons.rowDrop, run: commands.dropRow, within: commands.isInTable },
    { name: "columnDrop", icon: icons.columnDrop, run: commands.dropColumn, within: commands.isInTable },
    { name: "alignRight", icon: icons.right, run: commands.align("right"), within: commands.isInTable },
    { name: "alignLeft", icon: icons.left, run: commands.align(null), within: commands.isInTable },
    { name: "tableDrop", icon: icons.drop, run: commands.dropTable, within: commands.isInTable },
    { name: "rule", icon: icons.rule, run: commands.rule },
    { name: "undo", keys: "Control+Z", icon: icons.undo, run: act(undoing.undo) },
    { name: "redo", keys: "Control+Y", icon: icons.redo, run: act(undoing.redo) },
  ];
  const buttons = all.map((tool) => ({ tool, button: buttonOf(tool, view, words) }));
  element.append(...buttons.map(({ button }) => button));
  rove(element);

  return {
    element,
    update: (state) => {
      select.update(state);
      for (const { tool, button } of buttons) {
        const hidden = tool.within !== undefined && !tool.within(state);
        if (button.hidden !== hidden) button.hidden = hidden;
        if (tool.isOn !== undefined) button.setAttribute("aria-pressed", String(tool.isOn(state)));
        // Not `disabled`: what has the focus must not vanish from under it.
        button.setAttribute("aria-disabled", String(!view.editable || !tool.run(state)));
      }
      const stops = [...element.children].filter((child) => !(child as HTMLElement).hidden) as HTMLElement[];
      if (!stops.some((stop) => stop.tabIndex === 0))
        for (const [at, stop] of stops.entries()) stop.tabIndex = at === 0 ? 0 : -1;
    },
  };
}

function inList(state: EditorState): boolean {
  return commands.isWithin(state, nodes.list_item);
}

function buttonOf(tool: Tool, view: EditorView, words: EditorWords): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.title = tool.keys === undefined ? words[tool.name] : `${words[tool.name]} (${keysIn(tool.keys)})`;
  button.setAttribute("aria-label", words[tool.name]);
  if (tool.keys !== undefined) button.setAttribute("aria-keyshortcuts", tool.keys);
  button.append(drawing(tool.icon));
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (!view.editable) return;
    tool.run(view.state, view.dispatch, view);
    if (document.activeElement !== button) view.focus();
  });
  return button;
}

function kindSelect(
  view: EditorView,
  words: EditorWords,
): { element: HTMLElement; update: (state: EditorState) => void } {
  const select = document.createElement("select");
  select.setAttribute("aria-label", words.kind);
  select.title = words.kind;
  for (const [value, name] of [
    ["p", words.paragraph],
    ["2", words.heading2],
    ["3", words.heading3],
    ["4", words.heading4],
  ] as const)
    select.append(new Option(name, value));
  select.addEventListener("change", () => {
    const level = Number(select.value);
    const command = level === 2 || level === 3 || level === 4 ? commands.heading(level) : commands.paragraph;
    command(view.state, view.dispatch);
    view.focus();
  });
  return {
    element: select,
    update: (state) => {
      const { parent } = state.selection.$from;
      const value = parent.type === nodes.heading ? String(parent.attrs["level"]) : "p";
      if (select.value !== value) select.value = value;
      select.disabled = !view.editable || commands.isInTable(state);
    },
  };
}

/** Keys as people see them on their own keyboard. */
function keysIn(keys: string): string {
  return /Mac|iP(?:hone|ad)/.test(navigator.userAgent)
    ? keys.replace("Control+", "⌘").replace("Shift+", "⇧")
    : keys.replace("Control", "Ctrl");
}

function rove(element: HTMLElement): void {
  element.addEventListener("keydown", (event) => {
    const stops = [...element.children].filter((child) => !(child as HTMLElement).hidden) as HTMLElement[];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    if (at === -1) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = stops[(to + stops.length) % stops.length];
    for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
    next?.focus();
  });
}

function drawing(markup: string): SVGElement {
  const parsed = new DOMParser().parseFromString(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${markup}</svg>`,
    "image/svg+xml",
  );
  return document.importNode(parsed.documentElement, true) as unknown as SVGElement;
}

function letter(sign: string, kind: "b" | "i"): string {
  return `<text x="10" y="15" text-anchor="middle" stroke="none" fill="currentColor" class="letter-${kind}">${sign}</text>`;
}

const lines = (from: number) => `<path d="M${from} 5h${17 - from}M${from} 10h${17 - from}M${from} 15h${17 - from}"/>`;
export const icons = {
  bullets: `${lines(8)}<path d="M3.5 5h.01M3.5 10h.01M3.5 15h.01" stroke-width="2.6"/>`,
  numbers: `${lines(8)}<path d="M3 4l1-.6V7M2.8 9h1.6L2.8 11.3h1.7M2.8 13.2h1.6l-.8 1.2c1.6 0 1 2-.8 1.5" stroke-width="1.1"/>`,
  deeper: `${lines(9)}<path d="M2.5 7.5L5 10l-2.5 2.5"/>`,
  shallower: `${lines(9)}<path d="M5 7.5L2.5 10 5 12.5"/>`,
  quote: '<path d="M8 6C5 6.5 4 8.5 4 11v3h4v-4H5.5M16 6c-3 .5-4 2.5-4 5v3h4v-4h-2.500"/>',
  link: '<path d="M8.500 11.500a3 3 0 0 0 4.300 0l2.700-2.700a3 3 0 0 0-4.300-4.300L10 5.700M11.500 8.500a3 3 0 0 0-4.300 0l-2.700 2.700a3 3 0 0 0 4.300 4.300L10 14.300"/>',
  cite: '<path d="M5 3h7l3 3v11H5zM8 9h4M8 12h4"/>',
  comment: '<path d="M3.500 4.500h13v9h-7l-3.500 3v-3h-2.500z"/>',
  table: '<path d="M3 4h14v12H3zM3 8h14M8 4v12M12.500 4v12"/>',
  rowAdd: '<path d="M3 4h14v5H3zM10 12v5M7.500 14.500h5"/>',
  columnAdd: '<path d="M4 3h5v14H4zM12 10h5M14.500 7.500v5"/>',
  rowDrop: '<path d="M3 4h14v5H3zM7.500 14.500h5"/>',
  columnDrop: '<path d="M4 3h5v14H4zM12 10h5"/>',
  right: '<path d="M3 5h14M9 10h8M5 15h12"/>',
  left: '<path d="M3 5h14M3 10h8M3 15h12"/>',
  drop: '<path d="M4 6h12M8 6V4h4v2M6 6l.7 11h6.600L14 6"/>',
  rule: '<path d="M3 10h14"/>',
  undo: '<path d="M7 5L3.500 8.500 7 12M4 8.500h8a4 4 0 0 1 0 8H9"/>',
  redo: '<path d="M13 5l3.500 3.500L13 12M16 8.500H8a4 4 0 0 0 0 8h3"/>',
  word: '<path d="M5 3h7l3 3v11H5zM7.500 9.500l1 4 1.500-3 1.500 3 1-4"/>',
} as const;

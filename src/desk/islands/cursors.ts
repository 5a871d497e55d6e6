import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { fromBase64, type Here, toBase64 } from "./exchange.ts";
import { takeSelection } from "./shared-binding.ts";
import { indexAt, placeAt } from "./shared-places.ts";

type Seen = { here: Here; at: number };
/** Who has not been heard of for so long is no longer there. */
const goneAfter = 45_000;
const colours = 6;

const key = new PluginKey<DecorationSet>("cursors");

/** Where colleagues are in the text, each with a name and one of six colours. */
export function cursors(text: Y.Text): {
  plugin: Plugin;
  seen: (here: Here) => void;
  names: () => string[];
  attach(view: EditorView): void;
} {
  const others = new Map<number, Seen>();
  let view: EditorView | undefined;
  const redraw = () => {
    const now = Date.now();
    for (const [window, { at }] of others) if (now - at > goneAfter) others.delete(window);
    if (view === undefined || view.isDestroyed) return;
    takeSelection(view);
    view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
  };
  const draw = (state: EditorState) =>
    DecorationSet.create(
      state.doc,
      [...others.values()].flatMap(({ here }) => drawOne(here, state, text)),
    );
  setInterval(() => {
    if (others.size > 0) redraw();
  }, 10_000);
  return {
    plugin: new Plugin({
      key,
      state: {
        init: () => DecorationSet.empty,
        apply: (transaction, before, _, state) => {
          if (transaction.getMeta(key) !== undefined) return draw(state);
          return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before;
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
    seen: (here) => {
      others.set(here.window, { here, at: Date.now() });
      redraw();
    },
    names: () => [...new Set([...others.values()].map(({ here }) => here.name))].toSorted(),
    attach: (attached) => (view = attached),
  };
}

/** What colleagues are told of where this window's selection is. */
export function presenceOf(state: EditorState, text: Y.Text): { part: string; anchor: string; head: string } {
  const place = (at: number) =>
    toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, indexAt(state.doc, at), -1)));
  return { part: "body", anchor: place(state.selection.anchor), head: place(state.selection.head) };
}

/** Places in the shared text by which a passage is found again however it has moved since. */
export function placeOf(encoded: string | undefined, state: EditorState, text: Y.Text): number | undefined {
  if (encoded === undefined || text.doc === null) return undefined;
  try {
    const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(fromBase64(encoded)), text.doc);
    return found === null || found.type !== text ? undefined : placeAt(state.doc, found.index);
  } catch {
    return undefined;
  }
}

function drawOne(here: Here, state: EditorState, text: Y.Text): Decoration[] {
  if (here.part !== "body") return [];
  const anchor = placeOf(here.anchor, state, text);
  const head = placeOf(here.head, state, text);
  if (anchor === undefined || head === undefined) return [];
  const colour = `other-${here.officer % colours}`;
  const caret = Decoration.widget(head, () => caretOf(here.name, colour), {
    side: -1,
    key: `${here.window} ${colour} ${here.name}`,
    ignoreSelection: true,
  });
  if (anchor === head) return [caret];
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  return [Decoration.inline(from, to, { class: `selected ${colour}` }), caret];
}

function caretOf(name: string, colour: string): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `caret ${colour}`;
  const label = document.createElement("span");
  label.textContent = name;
  caret.append(label);
  return caret;
}

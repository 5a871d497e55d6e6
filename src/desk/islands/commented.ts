import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { placeOf, presenceOf } from "./cursors.ts";
import { takeSelection } from "./shared-binding.ts";

const key = new PluginKey<DecorationSet>("commented");
const open = ".comments .thread:not([data-settled]) > blockquote";

/**
 * The passages that open comments beside the text are about, marked in it wherever they have moved to; and a new comment is
 * given the place that was marked when somebody began to write it.
 */
export function commented(text: Y.Text): { plugin: Plugin; attach: (view: EditorView) => void } {
  const draw = (state: EditorState) =>
    DecorationSet.create(
      state.doc,
      [...document.querySelectorAll<HTMLElement>(open)].flatMap((quote) => {
        const passage = placed(quote.dataset["anchor"], state, text) ?? found(quote.textContent ?? "", state);
        return passage === undefined ? [] : [Decoration.inline(passage.from, passage.to, { class: "commented" })];
      }),
    );
  return {
    plugin: new Plugin({
      key,
      state: {
        init: (_, state) => draw(state),
        apply: (transaction, before, _, state) => {
          if (transaction.getMeta(key) !== undefined) return draw(state);
          return transaction.docChanged ? before.map(transaction.mapping, transaction.doc) : before;
        },
      },
      props: { decorations: (state) => key.getState(state) },
    }),
    attach(view) {
      const redraw = () => {
        if (view.isDestroyed) return;
        takeSelection(view);
        view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
      };
      const panel = document.querySelector(".panel");
      if (panel !== null)
        new MutationObserver((changes) => {
          if (changes.some(({ target }) => target === panel || (target as Element).closest?.(".comments"))) redraw();
        }).observe(panel, { childList: true, subtree: true });
      // The words that the comment quotes are read at this moment too: its place must be theirs.
      view.dom.addEventListener("focusout", () => takeSelection(view, true));
      document.addEventListener("focusin", ({ target }) => {
        const form = target instanceof Element ? target.closest(".new-comment") : null;
        const field = form?.querySelector<HTMLInputElement>("[data-place]");
        if (!field || view.state.selection.empty) return;
        const { anchor, head } = presenceOf(view.state, text);
        field.value = JSON.stringify({ anchor, head });
      });
    },
  };
}

type Passage = { from: number; to: number };

function placed(written: string | undefined, state: EditorState, text: Y.Text): Passage | undefined {
  if (written === undefined) return undefined;
  const { anchor, head } = JSON.parse(written) as { anchor?: string; head?: string };
  const [one, other] = [placeOf(anchor, state, text), placeOf(head, state, text)];
  // All its words were struck: then its words are looked for, which may stand elsewhere now.
  if (one === undefined || other === undefined || one === other) return undefined;
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

/** The first line of the text that has those words. */
function found(words: string, state: EditorState): Passage | undefined {
  let passage: Passage | undefined;
  if (words.trim() !== "")
    state.doc.descendants((node, place) => {
      if (passage !== undefined || !node.isTextblock) return passage === undefined;
      const at = node.textBetween(0, node.content.size, undefined, "\n").indexOf(words);
      if (at !== -1) passage = { from: place + 1 + at, to: place + 1 + at + words.length };
      return false;
    });
  return passage;
}

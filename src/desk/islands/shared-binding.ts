import { Fragment, type Node, Slice } from "prosemirror-model";
import { Plugin, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { blockOf, documentFromBlocks } from "../../text/editor-document.ts";
import { blocksFromLines, linesFromBlocks, type SharedLine } from "../../text/shared-lines.ts";
import { changeShared, readShared } from "../../text/shared-text.ts";
import { indexAt, placeAt } from "./shared-places.ts";

/** Marks a transaction that shows what came from the shared text, so that it is not written back. */
export const shown = "voceria-shown";
/** The origin of what is typed in this window: what its undo takes back. */
export const typed = { typed: true };

export type Binding = {
  /** The editor's document as the shared text says it now. */
  document: () => Node;
  /** To be called with the state that the view has come to, and what brought it there. */
  write: (transactions: readonly Transaction[], state: EditorState) => void;
  attach: (view: EditorView) => void;
  close: () => void;
};

/**
 * Holds a shared text and an editor's document to each other: what is typed changes no more of the text than it must, what comes
 * from others changes no more of the document, and the selection stays at the words where it was.
 */
export function bindShared(text: Y.Text): Binding {
  let lines = readShared(text).lines;
  let view: EditorView | undefined;
  let selection: { anchor: Y.RelativePosition; head: Y.RelativePosition } | undefined;

  const document = () => documentFromBlocks(blocksFromLines(lines));
  const remember = (state: EditorState) => {
    const { anchor, head } = state.selection;
    const place = (at: number) => Y.createRelativePositionFromTypeIndex(text, indexAt(state.doc, at), -1);
    selection = { anchor: place(anchor), head: place(head) };
  };

  const show = (_: Y.YTextEvent, change: Y.Transaction) => {
    if (change.origin === typed) return;
    lines = readShared(text).lines;
    if (view === undefined || view.isDestroyed) return;
    const transaction = changeTo(view.state, document());
    if (transaction === undefined) return;
    if (selection !== undefined) restore(transaction, selection, text);
    view.dispatch(transaction.setMeta(shown, true).setMeta("addToHistory", false));
  };
  // Before it changes: the place is told in the text as the editor still shows it.
  const before = (change: Y.Transaction) => {
    if (change.origin !== typed && view !== undefined && !view.isDestroyed) takeSelection(view);
  };
  text.observe(show);
  text.doc?.on("beforeTransaction", before);

  return {
    document,
    write(transactions, state) {
      if (transactions.some((one) => one.docChanged && one.getMeta(shown) === undefined)) {
        const after = linesOf(state.doc);
        text.doc?.transact(() => changeShared(text, lines, after), typed);
        lines = after;
      }
      if (transactions.some((one) => one.docChanged || one.selectionSet)) remember(state);
    },
    attach(attached) {
      view = attached;
      remember(view.state);
    },
    close: () => {
      text.unobserve(show);
      text.doc?.off("beforeTransaction", before);
    },
  };
}

/**
 * Takes over where the person has just put the cursor: a browser tells of it a moment later, and a colleague's change that is shown
 * within that moment would put it back. `leaving`: the focus goes elsewhere just now, and what was marked last is still marked.
 */
export function takeSelection(view: EditorView, leaving = false): void {
  const { state } = view;
  const now = view.dom.ownerDocument.getSelection();
  if (now === null || view.composing || (!leaving && !view.hasFocus()) || !(state.selection instanceof TextSelection))
    return;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = now;
  if (anchorNode === null || focusNode === null || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode))
    return;
  const [anchor, head] = [view.posAtDOM(anchorNode, anchorOffset), view.posAtDOM(focusNode, focusOffset)];
  if (anchor < 0 || head < 0 || (anchor === state.selection.anchor && head === state.selection.head)) return;
  const selection = TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head));
  if (!selection.eq(state.selection)) view.dispatch(state.tr.setSelection(selection));
}

/**
 * A key acts where the cursor is seen. A browser that is given keys faster than it tells of the cursor they find leaves the editor
 * with where it was before, and a Backspace, an Enter or a command would be lost or change another paragraph.
 */
export function keysAtCursor(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown(view, event) {
          // Told now, ProseMirror reads what is still unread of the text too: a place alone could be counted in a text that has changed.
          if (!view.composing && !event.isComposing) view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
          return false;
        },
      },
    },
  });
}

/** Undefined where the document is that already. */
function changeTo(state: EditorState, next: Node): Transaction | undefined {
  const { doc } = state;
  const start = doc.content.findDiffStart(next.content);
  if (start === null) return undefined;
  const end = doc.content.findDiffEnd(next.content);
  if (end === null) return undefined;
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  try {
    const step = new ReplaceStep(start, end.a + overlap, next.slice(start, end.b + overlap));
    const transaction = state.tr.step(step);
    if (transaction.doc.eq(next)) return transaction;
  } catch {
    // The two differ in what stands around the change, not in it alone.
  }
  return state.tr.step(new ReplaceStep(0, doc.content.size, new Slice(Fragment.from(next.content), 0, 0)));
}

function restore(
  transaction: Transaction,
  { anchor, head }: { anchor: Y.RelativePosition; head: Y.RelativePosition },
  text: Y.Text,
): void {
  const at = (place: Y.RelativePosition) => {
    const found = text.doc === null ? null : Y.createAbsolutePositionFromRelativePosition(place, text.doc);
    return found === null ? undefined : placeAt(transaction.doc, found.index);
  };
  const [from, to] = [at(anchor), at(head)];
  if (from === undefined || to === undefined) return;
  transaction.setSelection(TextSelection.between(transaction.doc.resolve(from), transaction.doc.resolve(to)));
}

const linesOfBlock = new WeakMap<Node, SharedLine[]>();

/** Of blocks that did not change the lines are known: a keystroke in a long text costs what its paragraph costs. */
function linesOf(document: Node): SharedLine[] {
  const lines: SharedLine[] = [];
  document.forEach((node) => {
    let own = linesOfBlock.get(node);
    if (own === undefined) linesOfBlock.set(node, (own = linesFromBlocks([blockOf(node)])));
    for (const line of own) lines.push(line);
  });
  return lines;
}

import { Fragment, type Node, Slice } from "prosemirror-model";
import { Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { nodesFrom } from "../../text/editor-document.ts";
import { editorSchema } from "../../text/editor-schema.ts";
import { blocksFromPaste } from "../../text/from-html.ts";

/**
 * Puts in place of the selection what was pasted, as its text; `plain` is the same without form, and says whether a space stood at
 * its ends. Returns what could not come along, as `blocksFromPaste` names it.
 */
export function pasteHtml(view: EditorView, html: string, plain: string): string[] {
  const { blocks, lost } = blocksFromPaste(html);
  const [only] = blocks;
  if (blocks.length === 1 && only?.kind === "paragraph") {
    const space = { kind: "text", text: " ", marks: 0 } as const;
    if (/^[ \u00a0]/.test(plain)) only.lines[0]?.unshift(space);
    if (/[ \u00a0]$/.test(plain)) only.lines.at(-1)?.push(space);
  }
  if (blocks.length > 0) insertNodes(view, nodesFrom(blocks));
  return lost;
}

export function insertNodes(view: EditorView, nodes: readonly Node[]): void {
  const { state } = view;
  const { $from } = state.selection;
  const [first] = nodes;
  // A cell or a heading takes one line; what was several stands in it as one.
  const line =
    $from.parent.type !== editorSchema.nodes.paragraph &&
    $from.parent.isTextblock &&
    ($from.depth > 1 || nodes.length === 1);
  if (line && $from.parent.type.spec["tableRole"] !== undefined) {
    const words = nodes.map((node) => node.textBetween(0, node.content.size, " ", " ")).join(" ");
    view.dispatch(state.tr.insertText(words).scrollIntoView());
    return;
  }
  const slice =
    nodes.length === 1 && first?.type === editorSchema.nodes.paragraph
      ? new Slice(Fragment.from(first.content), 0, 0)
      : new Slice(
          Fragment.from(nodes),
          first?.type === editorSchema.nodes.paragraph ? 1 : 0,
          nodes.at(-1)?.type === editorSchema.nodes.paragraph ? 1 : 0,
        );
  const transaction = state.tr.replaceSelection(slice);
  if (!transaction.docChanged) transaction.insert(Selection.atEnd(transaction.doc).$to.after(1), Fragment.from(nodes));
  view.dispatch(transaction.scrollIntoView().setMeta("paste", true));
}

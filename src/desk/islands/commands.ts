import { chainCommands, exitCode, setBlockType, toggleMark, wrapIn, lift } from "prosemirror-commands";
import {
  ellipsis,
  emDash,
  InputRule,
  inputRules,
  textblockTypeInputRule,
  wrappingInputRule,
} from "prosemirror-inputrules";
import type { MarkType, Node, NodeType, ResolvedPos } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
} from "prosemirror-tables";
import { editorSchema } from "../../text/editor-schema.ts";
import { shown } from "./shared-binding.ts";

const { nodes, marks } = editorSchema;

export const strong: Command = toggleMark(marks.strong);
export const emphasis: Command = toggleMark(marks.emphasis);
export const paragraph: Command = setBlockType(nodes.paragraph);
export const heading = (level: 2 | 3 | 4): Command => setBlockType(nodes.heading, { level });
export const quote: Command = (state, dispatch) =>
  isWithin(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);
export const bullets: Command = listCommand(nodes.bullet_list);
export const numbers: Command = listCommand(nodes.ordered_list);
export const deeper: Command = sinkListItem(nodes.list_item);
export const shallower: Command = liftListItem(nodes.list_item);
export const splitItem: Command = splitListItem(nodes.list_item);
export const addRow: Command = addRowAfter;
export const addColumn: Command = addColumnAfter;
export const dropRow: Command = deleteRow;
export const dropColumn: Command = deleteColumn;
export const dropTable: Command = deleteTable;
export const nextCell: Command = goToNextCell(1);
export const cellBefore: Command = goToNextCell(-1);
export { isInTable };

export const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  const { $from } = state.selection;
  if ($from.parent.type !== nodes.paragraph) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

/** In a heading's or cell's line Enter never splits what has to stay one. */
export const rule: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.horizontal_rule.create()).scrollIntoView());
  return true;
};

export const table: Command = (state, dispatch) => {
  if (isInTable(state)) return false;
  const row = (type: NodeType) => nodes.table_row.create(null, [type.create(), type.create(), type.create()]);
  const made = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
  if (dispatch) {
    const transaction = state.tr.replaceSelectionWith(made);
    const start = transaction.mapping.map(state.selection.from, -1);
    transaction.setSelection(
      TextSelection.near(transaction.doc.resolve(Math.min(start + 1, transaction.doc.content.size))),
    );
    dispatch(transaction.scrollIntoView());
  }
  return true;
};

/** Sets the column in which the cursor stands, by its head. */
export function align(to: "left" | "center" | "right" | null): Command {
  return (state, dispatch) => {
    if (!isInTable(state)) return false;
    const { $from } = state.selection;
    const depth = depthOf($from, "table");
    if (depth === undefined) return false;
    const column = $from.index(depth + 1);
    const start = $from.start(depth);
    if (dispatch) {
      const transaction = state.tr;
      $from.node(depth).forEach((row, offset) => {
        let at = start + offset + 1;
        row.forEach((cell, _, index) => {
          if (index === column) transaction.setNodeAttribute(at, "align", to);
          at += cell.nodeSize;
        });
      });
      dispatch(transaction);
    }
    return true;
  };
}

export function setLink(href: string | null): Command {
  return (state, dispatch) => {
    const range = linkRange(state);
    if (range.from === range.to) return false;
    const transaction = state.tr.removeMark(range.from, range.to, marks.link);
    if (href !== null) transaction.addMark(range.from, range.to, marks.link.create({ href }));
    dispatch?.(transaction);
    return true;
  };
}

/** The selection; with none, the whole link in which the cursor stands. */
export function linkRange(state: EditorState): { from: number; to: number; href: string | undefined } {
  const { from, to, $from } = state.selection;
  const mark = marks.link.isInSet([...$from.marks(), ...($from.nodeAfter?.marks ?? [])]);
  if (from < to || mark === undefined) return { from, to, href: mark?.attrs["href"] as string | undefined };
  let [start, end] = [from, to];
  const { parent } = $from;
  const base = $from.start();
  parent.forEach((node, offset) => {
    const at = base + offset;
    if (at <= from && at + node.nodeSize >= from && mark.isInSet(node.marks)) [start, end] = [at, at + node.nodeSize];
  });
  return { from: start, to: end, href: mark.attrs["href"] as string };
}

export function isMarked(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  return empty
    ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
    : state.doc.rangeHasMark(from, to, mark);
}

export function isWithin(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

/** The list in which the cursor stands becomes this kind; where it is that already, its items leave it. */
function listCommand(type: NodeType): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      const node = $from.node(depth);
      if (node.type !== nodes.bullet_list && node.type !== nodes.ordered_list) continue;
      if (node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
      dispatch?.(state.tr.setNodeMarkup($from.before(depth), type, { tight: node.attrs["tight"] as boolean }));
      return true;
    }
    return wrapInList(type)(state, dispatch);
  };
}

function depthOf($from: ResolvedPos, role: string): number | undefined {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.spec["tableRole"] === role) return depth;
  return undefined;
}

/** What people type who know Markdown, or who type as in a word processor. */
export function typingRules(): Plugin {
  return inputRules({
    rules: [
      emDash,
      ellipsis,
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      wrappingInputRule(/^\s*([-*•])\s$/, nodes.bullet_list),
      wrappingInputRule(
        /^(\d{1,4})[.)]\s$/,
        nodes.ordered_list,
        (match) => ({ start: Number(match[1]) }),
        (match, before) => before.childCount + (before.attrs["start"] as number) === Number(match[1]),
      ),
      textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (match) => ({ level: match[1]?.length ?? 2 })),
      new InputRule(/^\*\*\*$/, (state, _, start, end) =>
        state.selection.$from.parent.type === nodes.paragraph
          ? state.tr.replaceRangeWith(start - 1, end, nodes.horizontal_rule.create())
          : null,
      ),
    ],
  });
}

// What intake refuses: it would keep every later word from being saved.
const refused = /[\p{Cs}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/**
 * Keeps the document such as the office takes it: without characters that nobody sees and that change what is seen, the first row of
 * a table its head, every row as wide as it.
 */
export function keepSound(): Plugin {
  return new Plugin({
    appendTransaction: (transactions, before, state) => {
      if (!transactions.some((one) => one.docChanged && one.getMeta(shown) === undefined)) return null;
      const transaction = state.tr;
      const known = new Set<unknown>();
      before.doc.forEach((node) => known.add(node));
      const strikes: [number, number][] = [];
      state.doc.forEach((node, at) => {
        if (known.has(node)) return;
        node.descendants((inner, offset) => {
          const place = at + 1 + offset;
          if (inner.isText && refused.test(inner.text ?? "")) {
            for (const match of (inner.text ?? "").matchAll(new RegExp(refused, "gu")))
              strikes.push([place + match.index, place + match.index + match[0].length]);
          }
        });
        if (node.type === nodes.table) headFirst(transaction, node, at);
        else
          node.descendants(
            (inner, offset) => void (inner.type === nodes.table && headFirst(transaction, inner, at + 1 + offset)),
          );
      });
      for (const [from, to] of strikes.toReversed()) transaction.delete(from, to);
      return transaction.docChanged ? transaction : null;
    },
  });
}

function headFirst(transaction: Transaction, node: Node, at: number): void {
  let place = at + 1;
  node.forEach((row, _, index) => {
    const type = index === 0 ? nodes.table_header : nodes.table_cell;
    let inner = place + 1;
    row.forEach((cell) => {
      if (cell.type !== type) transaction.setNodeMarkup(inner, type, cell.attrs);
      inner += cell.nodeSize;
    });
    place += row.nodeSize;
  });
}

import type { Attrs, Mark, Node } from "prosemirror-model";
import { emphasis, strong } from "./document.ts";
import type { Align, Block, Line, Link, List, Marks, Run, Table, Text } from "./document.ts";
import { editorSchema } from "./editor-schema.ts";
import { withoutBlankLinks } from "./tidy-line.ts";

const { nodes, marks } = editorSchema;

/** The document as the editor holds it. From a tidy document nothing is lost: `blocksFromDocument` gives it back. */
export function documentFromBlocks(blocks: readonly Block[]): Node {
  return nodes.doc.create(null, nodesFrom(blocks));
}

/** What the editor holds as a document of the profile, as yet untidy: people type double spaces and empty paragraphs. */
export function blocksFromDocument(document: Node): Block[] {
  return blocksOf(document);
}

/** The nodes of blocks that stand beside each other; an empty paragraph where there are none, since one must be able to type there. */
export function nodesFrom(blocks: readonly Block[]): Node[] {
  return blocks.length === 0 ? [nodes.paragraph.create()] : blocks.map(nodeFrom);
}

/** One block of the editor's document. */
export function blockOf(node: Node): Block {
  switch (node.type) {
    case nodes.paragraph:
      return { kind: "paragraph", lines: linesOf(node) };
    case nodes.heading:
      return { kind: "heading", level: node.attrs["level"] as 2 | 3 | 4, line: lineOf(node) };
    case nodes.blockquote:
      return { kind: "quote", blocks: blocksOf(node) };
    case nodes.bullet_list:
    case nodes.ordered_list:
      return listOf(node);
    case nodes.table:
      return tableOf(node);
    case nodes.horizontal_rule:
      return { kind: "rule" };
    default:
      throw new Error(`The editor holds a ${node.type.name} where a block belongs.`);
  }
}

function nodeFrom(block: Block): Node {
  switch (block.kind) {
    case "paragraph":
      return nodes.paragraph.create(
        null,
        block.lines.flatMap((line, at) => (at === 0 ? inline(line) : [nodes.hard_break.create(), ...inline(line)])),
      );
    case "heading":
      return nodes.heading.create({ level: block.level }, inline(block.line));
    case "quote":
      return nodes.blockquote.create(null, nodesFrom(block.blocks));
    case "list": {
      const items = block.items.map((item) => nodes.list_item.create(null, nodesFrom(item)));
      const filled = items.length === 0 ? [nodes.list_item.create(null, nodesFrom([]))] : items;
      return block.ordered
        ? nodes.ordered_list.create({ start: block.start, tight: block.tight }, filled)
        : nodes.bullet_list.create({ tight: block.tight }, filled);
    }
    case "table":
      return tableFrom(block);
    case "rule":
      return nodes.horizontal_rule.create();
  }
}

/** Rows are filled up to the widest, so that none has a hole in which one could not type. */
function tableFrom(table: Table): Node {
  const width = Math.max(1, table.head.length, ...table.rows.map((row) => row.length));
  const row = (type: typeof nodes.table_cell, cells: readonly Line[]) =>
    nodes.table_row.create(
      null,
      Array.from({ length: width }, (_, column) =>
        type.create({ align: table.align[column] ?? null } satisfies Attrs, inline(cells[column] ?? [])),
      ),
    );
  return nodes.table.create(null, [
    row(nodes.table_header, table.head),
    ...table.rows.map((cells) => row(nodes.table_cell, cells)),
  ]);
}

function inline(line: Line): Node[] {
  let before: Mark | undefined;
  return line.flatMap((run) => {
    if (isEmpty(run)) return [];
    const set = run.kind === "link" ? linkMark(run, before) : undefined;
    before = set;
    if (run.kind === "text") return textNode(run.text, marksFrom(run.marks));
    return run.text.flatMap((part) => textNode(part.text, (set as Mark).addToSet(marksFrom(part.marks | run.marks))));
  });
}

function isEmpty(run: Run): boolean {
  return run.kind === "text" ? run.text === "" : run.text.every((part) => part.text === "");
}

function linkMark(link: Link, before: Mark | undefined): Mark {
  const touches = before?.attrs["href"] === link.href;
  return marks.link.create({ href: link.href, apart: touches && before?.attrs["apart"] === false });
}

function textNode(text: string, set: readonly Mark[]): Node[] {
  return text === "" ? [] : [editorSchema.text(text, set)];
}

function marksFrom(bits: Marks): Mark[] {
  return [
    ...((bits & emphasis) !== 0 ? [marks.emphasis.create()] : []),
    ...((bits & strong) !== 0 ? [marks.strong.create()] : []),
  ];
}

function blocksOf(parent: Node): Block[] {
  const blocks: Block[] = [];
  parent.forEach((node) => blocks.push(blockOf(node)));
  return blocks;
}

function listOf(node: Node): List {
  const items: Block[][] = [];
  node.forEach((item) => items.push(blocksOf(item)));
  const ordered = node.type === nodes.ordered_list;
  return {
    kind: "list",
    ordered,
    start: ordered ? (node.attrs["start"] as number) : 1,
    tight: node.attrs["tight"] as boolean,
    items,
  };
}

/** The first row is the head. Its cells say how their columns are set; it grows to the widest row, so that no word is without a column. */
function tableOf(node: Node): Table {
  const rows: Line[][] = [];
  node.forEach((row) => {
    const cells: Line[] = [];
    row.forEach((cell) => cells.push(lineOf(cell)));
    rows.push(cells);
  });
  const width = Math.max(...rows.map((row) => row.length));
  const head = Array.from({ length: width }, (_, column) => rows[0]?.[column] ?? []);
  const align = Array.from({ length: width }, (_, column): Align => {
    const written: unknown = node.firstChild?.maybeChild(column)?.attrs["align"];
    return written === "left" || written === "right" || written === "center" ? written : undefined;
  });
  return { kind: "table", align, head, rows: rows.slice(1) };
}

function lineOf(node: Node): Line {
  return linesOf(node).flat();
}

/** Neither emphasis nor a link crosses a line's end. */
function linesOf(node: Node): Line[] {
  const lines: Line[] = [[]];
  let open: { mark: Mark; link: Link } | undefined;
  node.forEach((child) => {
    if (child.type === nodes.hard_break) {
      lines.push([]);
      open = undefined;
      return;
    }
    const text: Text = { kind: "text", text: child.text ?? "", marks: bitsOf(child.marks) };
    const mark = marks.link.isInSet(child.marks);
    const line = lines.at(-1) as Run[];
    if (mark === undefined) {
      line.push(text);
      open = undefined;
    } else if (open?.mark.eq(mark) === true) {
      open.link.text.push(text);
    } else {
      open = { mark, link: { kind: "link", href: mark.attrs["href"] as string, text: [text], marks: 0 } };
      line.push(open.link);
    }
  });
  return lines.map(withoutBlankLinks);
}

function bitsOf(set: readonly Mark[]): Marks {
  return (marks.emphasis.isInSet(set) ? emphasis : 0) | (marks.strong.isInSet(set) ? strong : 0);
}

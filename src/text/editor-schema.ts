import { Schema } from "prosemirror-model";
import type { NodeSpec } from "prosemirror-model";
import { isKeptAddress } from "./link-address.ts";

/**
 * The Markdown profile as ProseMirror knows documents: what this schema cannot hold, the editor cannot make. Two links
 * that touch and lead to one address are told apart by `apart`, as Markdown tells them apart.
 */
export const editorSchema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: {
      content: "(text | hard_break)*",
      group: "block",
      parseDOM: [{ tag: "p" }],
      toDOM: () => ["p", 0],
    },
    heading: {
      content: "text*",
      group: "block",
      defining: true,
      attrs: { level: { default: 2, validate: oneOf(2, 3, 4) } },
      parseDOM: [
        { tag: "h1", attrs: { level: 2 } },
        { tag: "h2", attrs: { level: 2 } },
        { tag: "h3", attrs: { level: 3 } },
        { tag: "h4", attrs: { level: 4 } },
        { tag: "h5", attrs: { level: 4 } },
        { tag: "h6", attrs: { level: 4 } },
      ],
      toDOM: (node) => [`h${node.attrs["level"] as number}`, 0],
    },
    blockquote: {
      content: "block+",
      group: "block",
      defining: true,
      parseDOM: [{ tag: "blockquote" }],
      toDOM: () => ["blockquote", 0],
    },
    bullet_list: {
      content: "list_item+",
      group: "block",
      attrs: { tight: { default: true, validate: "boolean" } },
      parseDOM: [{ tag: "ul" }],
      toDOM: (node) => ["ul", tightness(node.attrs["tight"]), 0],
    },
    ordered_list: {
      content: "list_item+",
      group: "block",
      attrs: { start: { default: 1, validate: isStart }, tight: { default: true, validate: "boolean" } },
      parseDOM: [{ tag: "ol", getAttrs: (element) => ({ start: startOf(element.getAttribute("start")) }) }],
      toDOM: (node) => ["ol", { start: node.attrs["start"] as number, ...tightness(node.attrs["tight"]) }, 0],
    },
    list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
    table: {
      content: "table_row+",
      group: "block",
      isolating: true,
      tableRole: "table",
      parseDOM: [{ tag: "table" }],
      toDOM: () => ["table", ["tbody", 0]],
    },
    table_row: {
      content: "(table_cell | table_header)+",
      tableRole: "row",
      parseDOM: [{ tag: "tr" }],
      toDOM: () => ["tr", 0],
    },
    table_cell: cell("cell", "td"),
    table_header: cell("header_cell", "th"),
    hard_break: {
      inline: true,
      selectable: false,
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
      leafText: () => "\n",
    },
    text: {},
  },
  marks: {
    link: {
      attrs: { href: { validate: isAddress }, apart: { default: false, validate: "boolean" } },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (element) => addressOf(element.getAttribute("href") ?? "") }],
      toDOM: (mark) => ["a", { href: mark.attrs["href"] as string, rel: "noreferrer" }, 0],
    },
    emphasis: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  },
});

/** A cell holds one line; GFM knows no cells over several rows or columns, so the attributes that say so stand still. */
function cell(role: "cell" | "header_cell", tag: "td" | "th"): NodeSpec {
  return {
    content: "text*",
    isolating: true,
    tableRole: role,
    attrs: {
      align: { default: null, validate: oneOf(null, "left", "right", "center") },
      colspan: { default: 1, validate: oneOf(1) },
      rowspan: { default: 1, validate: oneOf(1) },
      colwidth: { default: null, validate: oneOf(null) },
    },
    parseDOM: [{ tag, getAttrs: (element) => ({ align: alignOf(element.getAttribute("align")) }) }],
    toDOM: (node) => [tag, node.attrs["align"] === null ? {} : { align: node.attrs["align"] as string }, 0],
  };
}

function oneOf(...values: readonly unknown[]): (value: unknown) => void {
  return (value) => {
    if (!values.includes(value)) throw new RangeError(`${String(value)} is none of ${values.join(", ")}`);
  };
}

function isStart(value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 999_999_999)
    throw new RangeError(`${String(value)} is no number that a list begins with`);
}

function isAddress(value: unknown): void {
  if (typeof value !== "string" || !isKeptAddress(value))
    throw new RangeError(`${String(value)} is no address that a link may lead to`);
}

function tightness(tight: unknown): Record<string, string> {
  return tight === true ? { "data-tight": "" } : {};
}

function startOf(text: string | null): number {
  const start = Number(text ?? 1);
  return Number.isInteger(start) && start >= 0 && start <= 999_999_999 ? start : 1;
}

function alignOf(text: string | null): string | null {
  return text === "left" || text === "right" || text === "center" ? text : null;
}

function addressOf(href: string): { href: string } | false {
  return isKeptAddress(href) ? { href } : false;
}

import type { Node } from "prosemirror-model";

/**
 * Places in the shared text and in the editor's document. In the text each line is its characters and one for its end; in
 * the document a line is a node that holds text, or a rule.
 */
export function indexAt(document: Node, place: number): number {
  let index = 0;
  let at = 0;
  for (let child = 0; child < document.childCount; child++) {
    const node = document.child(child);
    if (place < at + node.nodeSize) return index + within(node, place - at);
    index += sizeOf(node);
    at += node.nodeSize;
  }
  return Math.max(0, index - 1);
}

export function placeAt(document: Node, index: number): number {
  let left = index;
  let at = 0;
  for (let child = 0; child < document.childCount; child++) {
    const node = document.child(child);
    const size = sizeOf(node);
    if (left < size) return at + placeWithin(node, left);
    left -= size;
    at += node.nodeSize;
  }
  return Math.max(0, document.content.size - 1);
}

const sizes = new WeakMap<Node, number>();

function sizeOf(node: Node): number {
  if (isLine(node)) return lineSize(node);
  let size = sizes.get(node);
  if (size === undefined) {
    size = 0;
    for (let child = 0; child < node.childCount; child++) size += sizeOf(node.child(child));
    sizes.set(node, size);
  }
  return size;
}

function isLine(node: Node): boolean {
  return node.isTextblock || node.isLeaf;
}

function lineSize(node: Node): number {
  return node.isTextblock ? node.content.size + 1 : 1;
}

/** `place` counts from before the node. */
function within(node: Node, place: number): number {
  if (isLine(node)) return Math.min(Math.max(place - 1, 0), lineSize(node) - 1);
  let index = 0;
  let at = 1;
  for (let child = 0; child < node.childCount; child++) {
    const inner = node.child(child);
    if (place < at + inner.nodeSize) return index + within(inner, place - at);
    index += sizeOf(inner);
    at += inner.nodeSize;
  }
  return Math.max(0, index - 1);
}

function placeWithin(node: Node, index: number): number {
  if (node.isTextblock) return 1 + index;
  if (node.isLeaf) return 0;
  let left = index;
  let at = 1;
  for (let child = 0; child < node.childCount; child++) {
    const inner = node.child(child);
    const size = sizeOf(inner);
    if (left < size) return at + placeWithin(inner, left);
    left -= size;
    at += inner.nodeSize;
  }
  return at;
}

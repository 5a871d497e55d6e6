import type { Block, Line, List, Table } from "./document.ts";
import { expressible } from "./express.ts";

/**
 * Brings a document to the one form of its kind: spaces single, nothing empty, emphasis only where Markdown can
 * say it, the shape of lists such as the writer can write. Tidying what is tidy changes nothing.
 */
export function tidy(blocks: readonly Block[]): Block[] {
  return blocks.flatMap(tidyBlock);
}

function tidyBlock(block: Block): Block[] {
  switch (block.kind) {
    case "paragraph":
      return paragraphsOf(block.lines);
    case "heading": {
      const line = expressible(block.line);
      return line.length === 0 ? [] : [{ ...block, line }];
    }
    case "quote": {
      const blocks = tidy(block.blocks);
      return blocks.length === 0 ? [] : [{ kind: "quote", blocks }];
    }
    case "list":
      return listsOf(block);
    case "table":
      return tidyTable(block);
    case "rule":
      return [block];
  }
}

/** An empty line between two hard breaks is what people write who want a new paragraph; it becomes one. */
function paragraphsOf(lines: readonly Line[]): Block[] {
  const paragraphs: Block[] = [];
  let current: Line[] = [];
  for (const line of [...lines, []]) {
    const tidied = expressible(line);
    if (tidied.length > 0) {
      current.push(tidied);
    } else if (current.length > 0) {
      paragraphs.push({ kind: "paragraph", lines: current });
      current = [];
    }
  }
  return paragraphs;
}

/** Empty items go; after one in an ordered list a second list goes on with the number it would have had. */
function listsOf(list: List): Block[] {
  const lists: List[] = [];
  let open: List | undefined;
  list.items.forEach((item, at) => {
    const blocks = tidy(item);
    if (blocks.length === 0) {
      if (list.ordered) open = undefined;
      return;
    }
    if (open === undefined) {
      open = { ...list, start: list.ordered ? Math.min(list.start + at, highestNumber) : 1, items: [] };
      lists.push(open);
    }
    open.items.push(blocks);
  });
  return lists.map((one) => ({ ...one, tight: isTight(one) }));
}

/** CommonMark allows nine digits. */
const highestNumber = 999_999_999;

/** A list is loose only where Markdown can show it: by a blank line between two blocks of which one is its own paragraph. */
function isTight(list: List): boolean {
  const single = list.items.length === 1 && list.items[0]?.length === 1;
  const showsNone = !list.items.some((item) => item.some(({ kind }) => kind === "paragraph"));
  return (list.tight || single || showsNone) && list.items.every(isTightItem);
}

/** A paragraph and then perhaps one list that may follow it without a blank line. */
function isTightItem([first, second, third]: Block[]): boolean {
  if (third !== undefined) return false;
  if (first?.kind === "list") return second === undefined && first.tight;
  if (first?.kind !== "paragraph") return false;
  if (second === undefined) return true;
  return second.kind === "list" && second.tight && (!second.ordered || second.start === 1);
}

function tidyTable(table: Table): Block[] {
  const head = table.head.map(expressible);
  const rows = table.rows.map((row) => head.map((_, column) => expressible(row[column] ?? [])));
  const align = head.map((_, column) => table.align[column]);
  return head.length === 0 ? [] : [{ kind: "table", align, head, rows }];
}

import { strong } from "./document.ts";
import type { Block, Line, List, Table } from "./document.ts";

/**
 * The HTML that was put on the clipboard, without what only its program needs: sheets of styles, islands of XML, comments,
 * and of each element's own style all but what says something of the text, as data: nothing of it is ever applied, and a strict
 * content security policy has nothing to refuse. Ten times less, for a long paste.
 */
export function slimPaste(source: string): string {
  const start = source.indexOf(fragmentStart);
  const end = source.lastIndexOf(fragmentEnd);
  const fragment = start !== -1 && end > start ? source.slice(start + fragmentStart.length, end) : source;
  return fragment
    .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|xml|title|head)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<\/?(?:html|body|meta|link)\b[^>]*>/gi, "")
    .replace(/<([a-z][a-z0-9:-]*)((?:\s+[^\s"'<>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*(\/?)>/gi, slimTag);
}

const fragmentStart = "<!--StartFragment-->";
const fragmentEnd = "<!--EndFragment-->";

function slimTag(_: string, name: string, attributes: string, slash: string): string {
  let kept = "";
  for (const [, key = "", quoted] of attributes.matchAll(/([^\s"'<>=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?/g)) {
    const lower = key.toLowerCase();
    const value = (quoted ?? "").replace(/^["']|["']$/g, "");
    if (lower === "style") {
      const style = value
        .split(";")
        .map((part) => part.trim())
        .filter((part) => telling.test(part))
        .join(";");
      if (style !== "") kept += ` data-style="${style.replaceAll('"', "'")}"`;
    } else if (lower === "class") {
      const names = value.split(/\s+/).filter((each) => /^mso/i.test(each));
      if (names.length > 0) kept += ` class="${names.join(" ")}"`;
    } else if (meaningful.includes(lower)) {
      kept += quoted === undefined ? ` ${lower}` : ` ${lower}="${value.replaceAll('"', "&quot;")}"`;
    }
  }
  return `<${name}${kept}${slash}>`;
}

const telling =
  /^(?:font-weight|font-style|mso-list|mso-element|mso-hide|display|text-decoration(?:-line)?|mso-tab-count|mso-spacerun|vertical-align)\s*:/i;
const meaningful = ["href", "src", "alt", "title", "start", "type", "colspan", "rowspan", "align", "value", "data"];

/** What people mean who paste: a table's first row is its head, a heading is not bold beside, an item is a line. */
export function tidyPaste(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    switch (block.kind) {
      case "heading":
        return { ...block, line: withoutStrong(block.line) };
      case "quote":
        return { ...block, blocks: tidyPaste(block.blocks) };
      case "list":
        return tightened({ ...block, items: block.items.map(tidyPaste) });
      case "table":
        return withHead(block);
      case "paragraph":
      case "rule":
        return block;
    }
  });
}

/** Word and Google Docs put each item in a paragraph of its own, whatever space stands between them. */
function tightened(list: List): List {
  const isLine = (item: Block[]) =>
    item[0]?.kind === "paragraph" && (item.length === 1 || (item.length === 2 && item[1]?.kind === "list"));
  return { ...list, tight: list.tight || list.items.every(isLine) };
}

function withHead(table: Table): Table {
  const [first, ...rest] = table.rows;
  if (table.head.some((cell) => cell.length > 0)) return { ...table, head: table.head.map(withoutStrong) };
  if (first === undefined || rest.length === 0) return table;
  return { ...table, head: first.map(withoutStrong), rows: rest };
}

/** Where all of it is strong, none of it is. */
function withoutStrong(line: Line): Line {
  const bears = (marks: number) => (marks & strong) !== 0;
  const all = line.every((run) =>
    run.kind === "text"
      ? bears(run.marks) || run.text.trim() === ""
      : bears(run.marks) || run.text.every((part) => bears(part.marks)),
  );
  if (!all) return line;
  return line.map((run) =>
    run.kind === "text"
      ? { ...run, marks: run.marks & ~strong }
      : {
          ...run,
          marks: run.marks & ~strong,
          text: run.text.map((part) => ({ ...part, marks: part.marks & ~strong })),
        },
  );
}

import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it";
import { Fault } from "../fault.ts";
import { deepest, emphasis, longest, strong } from "./document.ts";
import type { Align, Block, Line, Link, Run, Text } from "./document.ts";
import { refuseHidden } from "./intake.ts";
import { isKeptAddress, writtenAddress } from "./link-address.ts";

/**
 * Reads Markdown (CommonMark 0.31 with GFM tables, restricted as docs/markdown-profile.md says) into the tree of
 * the profile, not yet tidied. Throws Fault("too-large") over 4 MiB and Fault("invalid") for blocks nested deeper
 * than 16 or a forbidden character written as an entity.
 */
export function readMarkdown(source: string): Block[] {
  if (source.length > longest) {
    throw new Fault("too-large", `The text has ${source.length} characters and at most ${longest} fit; publish it in parts or attach it as a file.`);
  }
  const cursor = { tokens: parser.parse(source, {}), at: 0 };
  return readBlocks(cursor, undefined);
}

/** One line of inline Markdown, as the writer checks its own work with. */
export function readLine(source: string): Line[] {
  return readInline(parser.parseInline(source, {})[0], 1);
}

const parser = new MarkdownIt("zero", { html: false, linkify: false, typographer: false, maxNesting: 100 });
parser.enable([
  "table", "blockquote", "hr", "list", "heading", "lheading",
  "newline", "escape", "link", "image", "autolink", "emphasis", "entity",
  "balance_pairs", "fragments_join", "text_join",
], true);
parser.validateLink = isKeptAddress;
parser.normalizeLink = writtenAddress;
parser.normalizeLinkText = (address) => address;

type Cursor = { tokens: Token[]; at: number };

function readBlocks(cursor: Cursor, end: string | undefined, depth = 0): Block[] {
  const blocks: Block[] = [];
  while (cursor.at < cursor.tokens.length) {
    const token = cursor.tokens[cursor.at++] as Token;
    if (token.type === end) break;
    const block = readBlock(cursor, token, depth);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function readBlock(cursor: Cursor, token: Token, depth: number): Block | undefined {
  switch (token.type) {
    case "paragraph_open":
      return { kind: "paragraph", lines: readContent(cursor) };
    case "heading_open": {
      const level = Math.min(Math.max(Number(token.tag.slice(1)), 2), 4) as 2 | 3 | 4;
      return { kind: "heading", level, line: oneLine(readContent(cursor)) };
    }
    case "hr":
      return { kind: "rule" };
    case "blockquote_open":
      refuseDepth(token, depth);
      return { kind: "quote", blocks: readBlocks(cursor, "blockquote_close", depth + 1) };
    case "bullet_list_open":
    case "ordered_list_open":
      refuseDepth(token, depth);
      return readList(cursor, token, depth + 1);
    case "table_open":
      return readTable(cursor);
    default:
      throw new Error(`The parser gave ${token.type}, which the profile does not know.`);
  }
}

function refuseDepth(token: Token, depth: number): void {
  if (depth < deepest) return;
  const line = (token.map?.[0] ?? 0) + 1;
  throw new Fault("invalid", `Line ${line}: lists and quotes stand more than ${deepest} deep in each other; write it flatter.`);
}

function readList(cursor: Cursor, open: Token, depth: number): Block {
  const ordered = open.type === "ordered_list_open";
  const start = ordered ? Number(open.attrGet("start") ?? 1) : 1;
  const items: Block[][] = [];
  let tight = true;
  while (cursor.at < cursor.tokens.length) {
    const token = cursor.tokens[cursor.at++] as Token;
    if (token.type !== "list_item_open") break;
    tight &&= !hasOpenParagraph(cursor, token.level + 1);
    items.push(readBlocks(cursor, "list_item_close", depth));
  }
  return { kind: "list", ordered, start, tight, items };
}

/** Whether the item begins with a paragraph shown as one, which is how the parser tells a loose list. */
function hasOpenParagraph(cursor: Cursor, level: number): boolean {
  for (let at = cursor.at; at < cursor.tokens.length; at++) {
    const token = cursor.tokens[at] as Token;
    if (token.level < level) return false;
    if (token.level === level && token.type === "paragraph_open") return !token.hidden;
  }
  return false;
}

function readTable(cursor: Cursor): Block {
  const align: Align[] = [];
  const rows: Line[][] = [];
  let head = true;
  for (;;) {
    const token = cursor.tokens[cursor.at++] as Token;
    if (token.type === "table_close") break;
    if (token.type === "thead_close") head = false;
    if (token.type === "tr_open") rows.push([]);
    if (token.type === "th_open" || token.type === "td_open") {
      if (head) align.push(/text-align:(left|right|center)/.exec(String(token.attrGet("style") ?? ""))?.[1] as Align);
      rows.at(-1)?.push(oneLine(readContent(cursor)));
    }
  }
  return { kind: "table", align, head: rows[0] ?? [], rows: rows.slice(1) };
}

/** The inline token between an opening and a closing one, with the cursor left after both. */
function readContent(cursor: Cursor): Line[] {
  const token = cursor.tokens[cursor.at] as Token;
  cursor.at += 2;
  return readInline(token, (token.map?.[0] ?? 0) + 1);
}

function oneLine(lines: Line[]): Line {
  return lines.flatMap((line, at) => (at === 0 ? line : [{ kind: "text", text: " ", marks: 0 } satisfies Text, ...line]));
}

function readInline(token: Token | undefined, sourceLine: number): Line[] {
  const lines: Line[] = [[]];
  let link: Link | undefined;
  let emphases = 0;
  let strongs = 0;
  const marks = () => (emphases > 0 ? emphasis : 0) | (strongs > 0 ? strong : 0);
  const add = (text: string) => {
    refuseHidden(text, `Line ${sourceLine}`);
    const target: Run[] = link === undefined ? (lines.at(-1) as Line) : link.text;
    target.push({ kind: "text", text, marks: marks() });
  };
  for (const child of token?.children ?? []) {
    switch (child.type) {
      case "text":
      case "text_special":
        add(child.content);
        break;
      case "softbreak":
        add(" ");
        break;
      case "hardbreak":
        if (link === undefined) lines.push([]);
        else add(" ");
        break;
      case "em_open":
        emphases++;
        break;
      case "em_close":
        emphases--;
        break;
      case "strong_open":
        strongs++;
        break;
      case "strong_close":
        strongs--;
        break;
      case "link_open":
        link = { kind: "link", href: String(child.attrGet("href") ?? ""), text: [], marks: 0 };
        break;
      case "link_close":
        if (link !== undefined) lines.at(-1)?.push(link);
        link = undefined;
        break;
      case "image":
        addImage(child);
        break;
      default:
        throw new Error(`The parser gave ${child.type}, which the profile does not know.`);
    }
  }
  return lines;

  /** The profile holds no images: what was written in place of one stands, as a link to it. */
  function addImage(image: Token): void {
    const address = String(image.attrGet("src") ?? "");
    const label = (image.children ?? []).map((part) => part.content).join("");
    if (link !== undefined) return add(label);
    refuseHidden(label, `Line ${sourceLine}`);
    lines.at(-1)?.push({ kind: "link", href: address, text: [{ kind: "text", text: label, marks: 0 }], marks: marks() });
  }
}

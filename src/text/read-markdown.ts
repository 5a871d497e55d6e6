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
    throw new Fault(
      "too-large",
      `The text has ${source.length} characters and at most ${longest} fit; publish it in parts or attach it as a file.`,
      [],
      `El texto tiene ${source.length} caracteres y caben ${longest}; publíquelo por partes o adjúntelo como archivo.`,
    );
  }
  return readBlocks({ tokens: parser.parse(source, {}), at: 0 }, undefined);
}

/**
 * The same for what the conversion from HTML writes, where `signs` stand for marks and breaks: emphasis in HTML begins
 * and ends where Markdown's cannot, and spans blocks.
 */
export function readMarked(source: string): Block[] {
  return readBlocks({ tokens: parser.parse(source, {}), at: 0, marked: { emphases: 0, strongs: 0 } }, undefined);
}

/** Control characters, which no text of the record can hold, so no word can be taken for one. */
export const signs = {
  emphasis: "\u0001",
  emphasisEnd: "\u0002",
  strong: "\u0003",
  strongEnd: "\u0004",
  break: "\u0005",
  /** Stands as a paragraph of its own between two lists, and where a list's item is empty. */
  apart: "\u0006",
} as const;

/** One line of inline Markdown, as the writer checks its own work with. */
export function readLine(source: string): Line[] {
  return readInline(parser.parseInline(source, {})[0]);
}

const parser = new MarkdownIt("zero", { html: false, linkify: false, typographer: false, maxNesting: 100 });
parser.enable(
  [
    "table",
    "blockquote",
    "hr",
    "list",
    "heading",
    "lheading",
    "newline",
    "escape",
    "link",
    "image",
    "autolink",
    "emphasis",
    "entity",
    "balance_pairs",
    "fragments_join",
    "text_join",
  ],
  true,
);
parser.validateLink = isKeptAddress;
parser.normalizeLink = writtenAddress;
parser.normalizeLinkText = (address) => address;

type Cursor = { tokens: Token[]; at: number; marked?: Depths };
type Depths = { emphases: number; strongs: number };

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
  throw new Fault(
    "invalid",
    `Line ${line}: lists and quotes stand more than ${deepest} deep in each other; write it flatter.`,
    [],
    `Línea ${line}: hay listas y citas unas dentro de otras en más de ${deepest} niveles; escríbalas con menos.`,
  );
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
  return readInline(token, cursor.marked);
}

function oneLine(lines: Line[]): Line {
  return lines.flatMap((line, at) =>
    at === 0 ? line : [{ kind: "text", text: " ", marks: 0 } satisfies Text, ...line],
  );
}

function readInline(token: Token | undefined, marked?: Depths): Line[] {
  const lines: Line[] = [[]];
  let link: Link | undefined;
  const depths = marked ?? { emphases: 0, strongs: 0 };
  const marks = () => (depths.emphases > 0 ? emphasis : 0) | (depths.strongs > 0 ? strong : 0);
  const addText = (text: string) => {
    const target: Run[] = link === undefined ? (lines.at(-1) as Line) : link.text;
    target.push({ kind: "text", text, marks: marks() });
  };
  const addBreak = () => {
    if (link === undefined) lines.push([]);
    else addText(" ");
  };
  const addSigned = (text: string) => {
    for (const part of text.split(/([\u0001-\u0006])/)) {
      if (part === signs.emphasis) depths.emphases++;
      else if (part === signs.emphasisEnd) depths.emphases--;
      else if (part === signs.strong) depths.strongs++;
      else if (part === signs.strongEnd) depths.strongs--;
      else if (part === signs.break) addBreak();
      else if (part !== signs.apart && part !== "") addText(part);
    }
  };
  const add = (text: string) => {
    if (marked !== undefined) return addSigned(text);
    refuseHidden(text, token?.map === null || token === undefined ? undefined : token.map[0] + 1);
    addText(text);
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
        addBreak();
        break;
      case "em_open":
        depths.emphases++;
        break;
      case "em_close":
        depths.emphases--;
        break;
      case "strong_open":
        depths.strongs++;
        break;
      case "strong_close":
        depths.strongs--;
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

  /** The profile holds no images: in place of one stands a link to it with its words. */
  function addImage(image: Token): void {
    const within = link;
    link ??= { kind: "link", href: String(image.attrGet("src") ?? ""), text: [], marks: 0 };
    for (const part of image.children ?? [])
      add(part.type === "softbreak" || part.type === "hardbreak" ? " " : part.content);
    if (within === undefined) {
      if (link.text.length === 0) addText("");
      lines.at(-1)?.push(link);
      link = undefined;
    }
  }
}

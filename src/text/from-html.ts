import TurndownService from "turndown";
import { Fault } from "../fault.ts";
import { deepest, longest } from "./document.ts";
import type { Block } from "./document.ts";
import { escapeAddress, escapeText } from "./escape.ts";
import { intakeLenient } from "./intake.ts";
import { isKeptAddress, writtenAddress } from "./link-address.ts";
import { readMarked, signs } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";
import { writeHtml } from "./write-html.ts";
import { writeMarkdown } from "./write-markdown.ts";
import { pasteRules } from "./paste-rules.ts";
import { slimPaste, tidyPaste } from "./paste.ts";
import { tableRules } from "./table-from-html.ts";

/**
 * The HTML of an archive as canonical Markdown of our profile, and as what that renders to: every word of its text is
 * kept. `lost` names, with its count, each kind of thing that the profile cannot hold: elements without text of their
 * own, meaning that lay in an element's kind (sup, del, …), characters that cannot stand in the record. Throws
 * Fault("too-large") over 4 MiB and Fault("invalid") for elements nested beyond reason.
 */
export function textFromHtml(source: string): { markdown: string; html: string; lost: string[] } {
  if (source.length > longest)
    throw new Fault(
      "too-large",
      `The HTML has ${source.length} characters and at most ${longest} fit; import it in parts.`,
      [],
      `El HTML tiene ${source.length} caracteres y caben ${longest}; tráigalo por partes.`,
    );
  losses.clear();
  const blocks = tidy(readMarked(convert(source)));
  return { markdown: writeMarkdown(blocks), html: writeHtml(blocks), lost: namedLosses() };
}

/** The Markdown alone, where the rendering is not wanted. */
export function markdownFromHtml(html: string): { markdown: string; lost: string[] } {
  const { markdown, lost } = textFromHtml(html);
  return { markdown, lost };
}

/**
 * What was pasted from Word, Google Docs or a page, or came out of a .docx, as a document: what those programs say by
 * styles is understood, what they keep beside the text (styles, comments, struck passages) is left out and named.
 * Throws as `textFromHtml` does, for what is left once styles are gone.
 */
export function blocksFromPaste(source: string): { blocks: Block[]; lost: string[] } {
  const slim = slimPaste(source);
  if (slim.length > longest)
    throw new Fault(
      "too-large",
      `The text has ${slim.length} characters and at most ${longest} fit; paste it in parts.`,
      [],
      `El texto tiene ${slim.length} caracteres y caben ${longest}; péguelo por partes.`,
    );
  losses.clear();
  const blocks = tidy(tidyPaste(readMarked(convert(slim, pasting))));
  return { blocks, lost: namedLosses() };
}

function namedLosses(): string[] {
  return [...losses].map(([what, count]) => what.replace("#", String(count)));
}

function convert(html: string, by: TurndownService = service): string {
  if (depthOf(html) > deepestHtml) {
    throw new Fault(
      "invalid",
      `The HTML's elements stand more than ${deepestHtml} deep in each other; close those that are open, or flatten it.`,
      [],
      `Lo pegado tiene más de ${deepestHtml} niveles, unos dentro de otros; péguelo como texto sin formato.`,
    );
  }
  return by.turndown(html);
}

/** Each level costs Turndown another look at all the text within, and the stack has an end. */
const deepestHtml = 250;

/** At most how deep elements can stand in each other, by tags alone; those that close themselves are not counted. */
function depthOf(html: string): number {
  let depth = 0;
  let greatest = 0;
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]*)/gi)) {
    if (selfClosing.has((name as string).toLowerCase())) continue;
    depth = slash === "" ? depth + 1 : Math.max(0, depth - 1);
    greatest = Math.max(greatest, depth);
  }
  return greatest;
}

const selfClosing = new Set([
  "area",
  "base",
  "br",
  "col",
  "embed",
  "hr",
  "img",
  "input",
  "link",
  "meta",
  "param",
  "source",
  "track",
  "wbr",
  "p",
  "dt",
  "dd",
  "li",
  "tr",
  "td",
  "th",
  "thead",
  "tbody",
  "tfoot",
  "option",
]);

/** What the present conversion could not keep. Conversion is synchronous, so one at a time is under way. */
const losses = new Map<string, number>();

/** `#` in the sentence stands for the count. */
function lose(sentence: string): void {
  losses.set(sentence, (losses.get(sentence) ?? 0) + 1);
}

const service = newService();
/** The same, and what word processors say by styles. */
const pasting = newService();

function newService(): TurndownService {
  const made = new TurndownService({
    headingStyle: "atx",
    hr: "***",
    bulletListMarker: "-",
    // Elements that Turndown would drop for being empty are those that have something to lose.
    blankReplacement: (_, node) => {
      if (wordless.includes(node.nodeName.toLowerCase())) return replaceWordless(node);
      return isBlock(node) ? "\n\n" : "";
    },
  });
  made.escape = escape;
  return made;
}

function addRule(name: string, rule: TurndownService.Rule): void {
  service.addRule(name, rule);
  pasting.addRule(name, rule);
}

function escape(text: string): string {
  const { text: clean, removed } = intakeLenient(text);
  for (const what of removed) lose(`${what.replace(/ × \d+$/, "")} × #`);
  return escapeText(clean).replace(lineStarts, "$1\\$2").replace(/[&!]$/, "\\$&");
}

/** What could open a block if it came to stand first on a line; the escapes that were not needed go when it is written. */
const lineStarts = /(^\s*(?:\d+(?=[.)]))?|\n\s*(?:\d+(?=[.)]))?)([-+#>=|~:.)])/g;

const wordless = [
  "img",
  "iframe",
  "script",
  "style",
  "object",
  "embed",
  "video",
  "audio",
  "canvas",
  "svg",
  "math",
  "template",
  "input",
  "select",
  "textarea",
  "map",
  "applet",
];

addRule("wordless", {
  filter: (node) => wordless.includes(node.nodeName.toLowerCase()),
  replacement: (_, node) => replaceWordless(node),
});

/** In place of what is no text stands a link to it, where it has an address that can be kept. */
function replaceWordless(node: HTMLElement): string {
  const name = node.nodeName.toLowerCase();
  const address = writtenAddress((node.getAttribute("src") ?? node.getAttribute("data") ?? "").trim());
  const words = (node.getAttribute("alt") ?? node.getAttribute("title") ?? "").trim();
  if (!["script", "style"].includes(name) && isKeptAddress(address)) {
    lose(`${name} × #, kept as a link`);
    return link(escape(words === "" ? address : words), address);
  }
  lose(words === "" ? `${name} × #` : `${name} × #, its description kept`);
  return escape(words);
}

addRule("link", {
  filter: "a",
  replacement: (content, node) => {
    const written = node.getAttribute("href");
    const address = writtenAddress((written ?? "").trim());
    if (written === null || content.trim() === "") return content;
    // Text has its brackets escaped: a bare one belongs to a link within this one, as of an image.
    if (isKeptAddress(address) && !/\n|(?<!\\)\]/.test(content)) return link(content, address);
    lose("a × #, its address not kept");
    return content;
  },
});

function link(text: string, address: string): string {
  return `[${text}](${escapeAddress(address)})`;
}

for (const [name, open, close] of [
  ["emphasis", signs.emphasis, signs.emphasisEnd],
  ["strong", signs.strong, signs.strongEnd],
] as const) {
  addRule(name, {
    filter: name === "strong" ? ["strong", "b"] : ["em", "i"],
    replacement: (content) => open + content + close,
  });
}

addRule("heading", {
  filter: ["h1", "h2", "h3", "h4", "h5", "h6"],
  replacement: (content, node) =>
    `\n\n${"#".repeat(Number(node.nodeName.charAt(1)))} ${content.replace(/\s*\n\s*/g, " ")}\n\n`,
});

addRule("meaning", {
  filter: ["sup", "sub", "del", "s", "ins"],
  replacement: (content, node) => {
    lose(`${node.nodeName.toLowerCase()} × #, kept as plain text`);
    return content;
  },
});

addRule("code", {
  filter: ["code", "kbd", "samp"],
  replacement: (_, node) => escape(node.textContent ?? "").replaceAll("\n", signs.break),
});
addRule("preformatted", {
  filter: "pre",
  replacement: (content) => `\n\n${content.trim().replaceAll("\n", signs.break)}\n\n`,
});

addRule("quote", {
  filter: "blockquote",
  replacement: (content, node) => {
    const text = content.trim();
    return isTooDeep(node) ? `\n\n${text}\n\n` : `\n\n${text.replace(/^/gm, "> ")}\n\n`;
  },
});

addRule("list", {
  filter: ["ul", "ol"],
  replacement: (content, node) => {
    if (node.nodeName === "OL" && /^[aAiI]$/.test(node.getAttribute("type") ?? ""))
      lose("ol × #, its letters made numbers");
    if (node.previousElementSibling?.nodeName === node.nodeName) return `\n\n${signs.apart}\n\n${content}\n\n`;
    return endsItem(node) ? `\n${content.replace(/^\n+|\n+$/g, "")}\n` : `\n\n${content}\n\n`;
  },
});

addRule("item", {
  filter: "li",
  replacement: (content, node, options) => {
    const list = node.parentNode as HTMLElement;
    const text = content.trim();
    if (isTooDeep(list)) return `\n\n${text}\n\n`;
    const marker = list.nodeName === "OL" ? `${numberOf(list, node)}.` : (options.bulletListMarker ?? "-");
    const body = text === "" ? signs.apart : text;
    const gap = content.includes("\n\n") ? "\n\n" : "\n";
    return `${gap}${marker} ${body.replaceAll("\n", `\n${" ".repeat(marker.length + 1)}`)}${gap}`;
  },
});

/** Whether a list is all that follows in its item, and such as may follow without a blank line (CommonMark 5.3). */
function endsItem(list: HTMLElement): boolean {
  if (list.parentNode?.nodeName !== "LI" || (list.nodeName === "OL" && list.getAttribute("start") !== null))
    return false;
  for (let after = list.nextSibling; after !== null; after = after.nextSibling) {
    if (after.nodeType !== 8 && (after.textContent ?? "").trim() !== "") return false;
  }
  return true;
}

/** Items are asked for in their order, so each counts on from the one before it. */
function numberOf(list: HTMLElement, item: HTMLElement): number {
  const start = Number.parseInt(list.getAttribute("start") ?? "1", 10);
  const first = Number.isInteger(start) && start >= 0 && start < 1e6 ? start : 1;
  const before = item.previousElementSibling;
  const number = before === null ? first : (numbers.get(before) ?? first - 1) + 1;
  numbers.set(item, number);
  return number;
}

const numbers = new WeakMap<Element, number>();

/** Whether so many quotes and lists stand round it that the profile takes no deeper one. */
function isTooDeep(node: Node): boolean {
  let depth = 0;
  for (let outer = node.parentNode; outer !== null; outer = outer.parentNode) {
    if (["BLOCKQUOTE", "UL", "OL"].includes(outer.nodeName)) depth++;
  }
  return depth >= deepest;
}

for (const [name, rule] of Object.entries(tableRules(lose))) addRule(name, rule);

// The rule added last is tried first, and these two are nearly all that a text is made of.
addRule("paragraph", { filter: "p", replacement: (content) => `\n\n${content}\n\n` });
addRule("break", { filter: "br", replacement: () => signs.break });

for (const [name, rule] of Object.entries(pasteRules(lose))) pasting.addRule(name, rule);

function isBlock(node: Node): boolean {
  return (node as Node & { isBlock?: boolean }).isBlock === true;
}

import type { Rule } from "turndown";
import { escapeAddress } from "./escape.ts";
import { isKeptAddress, writtenAddress } from "./link-address.ts";
import { signs } from "./read-markdown.ts";

/**
 * Turndown's rules for what word processors put on the clipboard: Word says lists by the style of paragraphs and
 * keeps struck passages, comments and hidden text in it; Google Docs says bold by a style, and wraps all in a `b` that is
 * not bold; mail programs wrap addresses in those of a watcher.
 */
export function pasteRules(lose: (sentence: string) => void): Record<string, Rule> {
  return {
    styled: {
      filter: (node) => ["SPAN", "FONT", "A"].includes(node.nodeName) && node.getAttribute("data-style") !== null,
      replacement: (content, node) => {
        if (content.trim() === "") return content;
        const style = styleOf(node);
        const lined = (style["text-decoration"] ?? style["text-decoration-line"] ?? "").includes("line-through");
        if (lined) lose("struck text × #, kept as plain text");
        let text = node.nodeName === "A" ? linked(content, node) : content;
        if (isBold(style["font-weight"])) text = signs.strong + text + signs.strongEnd;
        if (/^(?:italic|oblique)/.test(style["font-style"] ?? "")) text = signs.emphasis + text + signs.emphasisEnd;
        return text;
      },
    },
    notStrong: {
      filter: (node) =>
        ["B", "STRONG"].includes(node.nodeName) && /^(?:normal|[1-5]00)$/.test(styleOf(node)["font-weight"] ?? ""),
      replacement: (content) => content,
    },
    notEmphasis: {
      filter: (node) => ["I", "EM"].includes(node.nodeName) && styleOf(node)["font-style"] === "normal",
      replacement: (content) => content,
    },
    space: {
      filter: (node) =>
        node.nodeName === "SPAN" &&
        (styleOf(node)["mso-tab-count"] !== undefined || styleOf(node)["mso-spacerun"] === "yes"),
      replacement: () => " ",
    },
    watchedLink: {
      filter: (node) => node.nodeName === "A" && addressBehind(node.getAttribute("href") ?? "") !== undefined,
      replacement: linked,
    },
    nestedList: {
      filter: (node) => ["UL", "OL"].includes(node.nodeName) && ["UL", "OL"].includes(node.parentNode?.nodeName ?? ""),
      replacement: (content, node) => {
        const outer = node.parentNode as HTMLElement;
        const indent = outer.nodeName === "UL" ? "  " : " ".repeat(String(outer.children.length).length + 2);
        return `\n${content.replace(/^\n+|\n+$/g, "").replace(/^/gm, indent)}\n`;
      },
    },
    quoted: {
      filter: (node) => node.nodeName === "P" && /^Mso(?:Intense)?Quote/i.test(node.className),
      replacement: (content) => `\n\n${content.trim().replace(/^/gm, "> ")}\n\n`,
    },
    titled: {
      filter: (node) => node.nodeName === "P" && /^MsoTitle/i.test(node.className),
      replacement: (content) => `\n\n## ${content.replace(/\s*\n\s*/g, " ")}\n\n`,
    },
    listed: {
      filter: (node) => isListed(node),
      replacement: (content, node) => {
        const place = placeOf(node, lose);
        const body = content.trim() === "" ? signs.apart : content.trim();
        const width = place.indent.length + place.marker.length + 1;
        const lead = place.apart ? `\n\n${signs.apart}\n\n` : "\n";
        return `${lead}${place.indent}${place.marker} ${body.replaceAll("\n", `\n${" ".repeat(width)}`)}\n`;
      },
    },
    listMarker: {
      filter: (node) => node.nodeName === "SPAN" && /^ignore$/i.test(styleOf(node)["mso-list"] ?? ""),
      replacement: (content, node) => {
        for (let outer = node.parentElement; outer !== null; outer = outer.parentElement)
          if (isListed(outer)) return "";
        return content.replace(/[\s\u00a0]+/g, " ");
      },
    },
    pageBreak: {
      filter: (node) => node.nodeName === "BR" && /all/i.test(node.getAttribute("clear") ?? ""),
      replacement: () => "",
    },
    // Struck with track changes on: the writer has taken it out.
    struck: {
      filter: (node) => node.nodeName === "DEL" || /^msoDel/i.test(node.className),
      replacement: (content) => {
        if (content !== "") lose("struck passage × #, left out");
        return "";
      },
    },
    inserted: { filter: "ins", replacement: (content) => content },
    comment: {
      filter: (node) =>
        /^mso(?:comanchor|comtxt|comhide)/i.test(node.className) ||
        /^comment/i.test(styleOf(node)["mso-element"] ?? ""),
      replacement: (content) => {
        if (content.trim() !== "") lose("comment × #, left out");
        return "";
      },
    },
    hidden: {
      filter: (node) => styleOf(node)["display"] === "none" || styleOf(node)["mso-hide"] === "all",
      replacement: (content) => {
        if (content.trim() !== "") lose("hidden text × #, left out");
        return "";
      },
    },
  };
}

function styleOf(node: Element): Record<string, string> {
  const written = node.getAttribute("data-style");
  if (written === null || written === "") return none;
  const style: Record<string, string> = {};
  for (const part of written.split(";")) {
    const colon = part.indexOf(":");
    if (colon > 0)
      style[part.slice(0, colon).trim().toLowerCase()] = part
        .slice(colon + 1)
        .trim()
        .toLowerCase();
  }
  return style;
}

const none: Record<string, string> = {};

function isBold(weight: string | undefined): boolean {
  return weight !== undefined && /^(?:bold|bolder|[6-9]00)$/.test(weight);
}

function linked(content: string, node: HTMLElement): string {
  const written = (node.getAttribute("href") ?? "").trim();
  const address = writtenAddress(addressBehind(written) ?? written);
  if (content.trim() === "" || !isKeptAddress(address) || /\n|(?<!\\)\]/.test(content)) return content;
  return `[${content}](${escapeAddress(address)})`;
}

/** Google and Outlook put the address that was meant into one of their own. */
function addressBehind(written: string): string | undefined {
  try {
    const url = new URL(written);
    const meant =
      /^(?:www\.)?google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url"
        ? url.searchParams.get("q")
        : url.hostname.endsWith(".safelinks.protection.outlook.com")
          ? url.searchParams.get("url")
          : null;
    return meant !== null && isKeptAddress(meant) ? meant : undefined;
  } catch {
    return undefined;
  }
}

function isListed(node: Element): boolean {
  return node.nodeName === "P" && /level[1-9]/.test(styleOf(node)["mso-list"] ?? "");
}

type Level = { ordered: boolean; number: number; width: number };
type Place = { indent: string; marker: string; apart: boolean };

/** Word's items are paragraphs in a row, each with its level; where each stands follows from the one before it. */
const levelsAt = new WeakMap<Element, Level[]>();

function placeOf(node: HTMLElement, lose: (sentence: string) => void): Place {
  const before = node.previousElementSibling;
  const above = (before !== null && isListed(before) ? levelsAt.get(before) : undefined) ?? [];
  const asked = Number(/level([1-9])/.exec(styleOf(node)["mso-list"] ?? "")?.[1] ?? 1);
  const depth = Math.min(asked, above.length + 1);
  const outer = above.slice(0, depth - 1);
  const last = above[depth - 1];
  const { ordered, number: written } = markerOf(node, lose);
  const goesOn = last !== undefined && last.ordered === ordered && (written === undefined || written > last.number);
  const number = written ?? (goesOn ? last.number + 1 : 1);
  const marker = ordered ? `${goesOn ? Math.max(number, last.number + 1) : number}.` : "-";
  levelsAt.set(node, [...outer, { ordered, number, width: marker.length + 1 }]);
  return {
    indent: " ".repeat(outer.reduce((sum, level) => sum + level.width, 0)),
    marker,
    apart: last !== undefined && last.ordered === ordered && !goesOn && depth === 1,
  };
}

function markerOf(
  node: HTMLElement,
  lose: (sentence: string) => void,
): { ordered: boolean; number: number | undefined } {
  const span = Array.from(node.getElementsByTagName("span")).find((each) =>
    /^ignore$/i.test(styleOf(each)["mso-list"] ?? ""),
  );
  const sign = (span?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  const number = /([0-9]{1,6})[.)º°]*$/.exec(sign)?.[1];
  if (number !== undefined) return { ordered: true, number: Number(number) };
  if (!/^\(?[a-z]{1,5}[.)]$/i.test(sign)) return { ordered: false, number: undefined };
  lose("ol × #, its letters made numbers");
  return { ordered: true, number: undefined };
}

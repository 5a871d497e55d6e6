import { readMarkdown } from "../text/read-markdown.ts";
import { plainText } from "../text/plain.ts";
import type { Block, Line } from "../text/document.ts";
import type { DraftContent, Purpose } from "./draft.ts";
import { limits } from "./statement.ts";

/** Words that a person reads in a minute, in a text of this kind. */
const wordsAMinute = 200;

/** What is looked at before a text goes out: what is in order, what keeps it back, what somebody should look at. */
export type Check =
  | { about: "title"; standing: "done" | "missing" }
  | { about: "title-long"; standing: "missing"; characters: number }
  | { about: "body"; standing: "missing" }
  | { about: "length"; standing: "done"; words: number; minutes: number }
  | { about: "contact"; standing: "done"; contact: string }
  | { about: "contact"; standing: "look" }
  | { about: "links"; standing: "done"; count: number }
  | { about: "odd-links"; standing: "look"; links: string[] }
  | { about: "claim" | "note"; standing: "missing" };

/** `contact`: the office's own, which goes out where the text names none. */
export function checkDraft(draft: DraftContent & { purpose: Purpose }, contact: string | undefined): Check[] {
  const checks: Check[] = [titleCheck(draft.title), ...bodyChecks(draft.body)];
  const whom = draft.pressContact ?? contact;
  checks.push(
    whom === undefined ? { about: "contact", standing: "look" } : { about: "contact", standing: "done", contact: whom },
  );
  if (draft.kind === "desmentido" && draft.details["claim"] === undefined)
    checks.push({ about: "claim", standing: "missing" });
  if (draft.purpose === "correction" && (draft.note ?? "").trim() === "")
    checks.push({ about: "note", standing: "missing" });
  return checks;
}

function titleCheck(title: string): Check {
  const characters = [...title.trim()].length;
  if (characters > limits.title) return { about: "title-long", standing: "missing", characters };
  return { about: "title", standing: characters === 0 ? "missing" : "done" };
}

function bodyChecks(body: string): Check[] {
  const text = plainText(body).trim();
  if (text === "") return [{ about: "body", standing: "missing" }];
  const words = text.split(/\s+/u).length;
  const links = readMarkdown(body).flatMap(linksOf);
  const odd = [...new Set(links.filter((link) => !leadsOut(link)))];
  return [
    { about: "length", standing: "done", words, minutes: Math.max(1, Math.round(words / wordsAMinute)) },
    ...(links.length === 0 ? [] : [{ about: "links", standing: "done", count: links.length } as const]),
    ...(odd.length === 0 ? [] : [{ about: "odd-links", standing: "look", links: odd } as const]),
  ];
}

/** A reader elsewhere can follow it: not this machine, not the desk, not a page without a host. */
function leadsOut(address: string): boolean {
  if (/^(?:mailto|tel):/i.test(address)) return true;
  if (address.startsWith("/")) return !/^\/(?:desk|clearance)(?:[/?#]|$)/.test(address);
  const { protocol, hostname } = URL.canParse(address) ? new URL(address) : { protocol: "", hostname: "" };
  return /^https?:$/.test(protocol) && hostname.includes(".") && !/^(?:127\.|10\.|192\.168\.)/.test(hostname);
}

function linksOf(block: Block): string[] {
  switch (block.kind) {
    case "paragraph":
      return block.lines.flatMap(linksIn);
    case "heading":
      return linksIn(block.line);
    case "list":
      return block.items.flatMap((item) => item.flatMap(linksOf));
    case "quote":
      return block.blocks.flatMap(linksOf);
    case "table":
      return [...block.head, ...block.rows.flat()].flatMap(linksIn);
    case "rule":
      return [];
  }
}

function linksIn(line: Line): string[] {
  return line.flatMap((run) => (run.kind === "link" ? [run.href] : []));
}

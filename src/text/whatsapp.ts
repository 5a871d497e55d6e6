import { emphasis } from "./document.ts";
import type { Block, Line, List } from "./document.ts";
import { writeMarked } from "./marked.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";

/**
 * A text as WhatsApp shows it: `*bold*`, `_italic_`, lists and quotes by their marks, addresses beside their words. Its
 * title stands first, and last where to read it, which WhatsApp shows as a card. What would be taken for its marks and was not
 * meant so is kept apart by an invisible character (U+200B).
 */
export function whatsappText(text: { title: string; body: string; url: string; byline?: string }): string {
  const body = blocks(tidy(readMarkdown(text.body)));
  return [bold(text.title), text.byline ?? "", body, text.url].filter((part) => part !== "").join("\n\n");
}

function blocks(all: readonly Block[]): string {
  return all
    .map(block)
    .filter((text) => text !== "")
    .join("\n\n");
}

function block(one: Block): string {
  switch (one.kind) {
    case "paragraph":
      return one.lines.map(line).join("\n");
    case "heading":
      return bold(line(withoutMarks(one.line)));
    case "quote":
      return blocks(one.blocks).replace(/^/gm, "> ").replace(/^> $/gm, ">");
    case "rule":
      return "———";
    case "list":
      return list(one);
    case "table":
      return one.rows
        .map((row) =>
          row.map((cell, column) =>
            [line(withoutMarks(one.head[column] ?? [])), line(cell)].filter(Boolean).join(": "),
          ),
        )
        .map((cells) => `- ${cells.filter(Boolean).join("; ")}`)
        .join("\n");
  }
}

/** WhatsApp knows no lists within lists: what stands deeper is set in. */
function list(one: List): string {
  return one.items
    .map((item, at) => {
      const mark = one.ordered ? `${one.start + at}. ` : "- ";
      return mark + blocks(item).replace(/\n\n/g, "\n").replace(/\n/g, "\n   ");
    })
    .join("\n");
}

function line(runs: Line): string {
  return writeMarked(
    runs,
    (run) => {
      if (run.kind === "text") return plain(run.text);
      const words = plain(run.text.map(({ text }) => text).join(""));
      const address = run.href.replace(/^mailto:/, "");
      return words === address || run.href.startsWith("/") ? words : `${words} (${address})`;
    },
    { open: sign, close: sign },
  );
}

function sign(mark: number): string {
  return mark === emphasis ? "_" : "*";
}

function bold(text: string): string {
  return text === "" ? "" : `*${text.replaceAll("*", "")}*`;
}

function withoutMarks(runs: Line): Line {
  return runs.map((run) => ({ ...run, marks: 0 }));
}

/** A sign stands as itself where it could not begin or end emphasis; elsewhere a space without width keeps it so. */
function plain(text: string): string {
  return text.replace(/(?<![\p{L}\p{N}])([*_~`])(?=\S)/gu, "$1\u200b").replace(/^(>|[-*] |\d+\. )/u, "\u200b$1");
}

import { emphasis } from "./document.ts";
import type { Marks, Run } from "./document.ts";
import { escapeAddress, escapeText } from "./escape.ts";
import { writeMarked } from "./marked.ts";

/** The inline Markdown of one line's runs, as yet without the escapes that only its place asks for. */
export function writeLine(runs: readonly Run[]): string {
  return writeMarked(runs, writeRun, { open: asterisks, close: asterisks });
}

function writeRun(run: Run, next: Run | undefined): string {
  if (run.kind === "link") return `[${writeLine(run.text)}](${escapeAddress(run.href)})`;
  const text = escapeText(run.text);
  // An exclamation mark before a link would make it an image.
  return next?.kind === "link" && text.endsWith("!") ? `${text.slice(0, -1)}\\!` : text;
}

function asterisks(mark: Marks): string {
  return mark === emphasis ? "*" : "**";
}

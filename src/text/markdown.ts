import { intake } from "./intake.ts";
import { readMarkdown } from "./read-markdown.ts";
import { tidy } from "./tidy.ts";
import { writeHtml } from "./write-html.ts";
import { writeMarkdown } from "./write-markdown.ts";

/**
 * The source as canonical Markdown of our profile (docs/markdown-profile.md). Normalising again changes nothing, and
 * the two render alike. Throws Fault("invalid") as intake does, and for blocks nested too deep; Fault("too-large")
 * over 4 MiB.
 */
export function normalizeMarkdown(source: string): string {
  return writeMarkdown(tidy(readMarkdown(intake(source))));
}

/** The HTML that a text of the profile is committed to with: its words look the same wherever it is shown. */
export function renderMarkdown(canonical: string): string {
  return writeHtml(tidy(readMarkdown(canonical)));
}

/**
 * Both at once from one reading, for many texts: what `normalizeMarkdown` gives, and what `renderMarkdown` makes of it,
 * since canonical Markdown is read back as the document it was written from. Throws as `normalizeMarkdown` does.
 */
export function normalizeAndRender(source: string): { markdown: string; html: string } {
  const document = tidy(readMarkdown(intake(source)));
  return { markdown: writeMarkdown(document), html: writeHtml(document) };
}

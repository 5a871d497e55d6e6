import { Fault } from "../fault.ts";
import { intake } from "../text/intake.ts";
import { normalizeMarkdown, renderMarkdown } from "../text/markdown.ts";
import { underField } from "./field-names.ts";
import { checkBody, readLine, readReason, readSummary, readTitle } from "./statement.ts";

/** A body as it is signed: Markdown in the canonical profile, and the HTML it is rendered to today. */
export type Body = { body: string; html: string };

export function takeTitle(raw: string): string {
  return readTitle(takeIn("title", raw));
}

export function takeSummary(raw: string): string {
  return readSummary(takeIn("summary", raw));
}

/** Any other field of one line. */
export function takeLine(field: string, raw: string, limit: number): string {
  return readLine(field, takeIn(field, raw), limit);
}

export function takeReason(field: "note" | "reason", raw: string): string {
  return readReason(field, takeIn(field, raw));
}

export function takeBody(raw: string): Body {
  checkBody(raw);
  const body = normalizeMarkdown(takeIn("body", raw));
  checkBody(body);
  return { body, html: renderMarkdown(body) };
}

/** Text as the record takes it, each refusal under the name of its field. */
function takeIn(field: string, raw: string): string {
  try {
    return intake(raw);
  } catch (error) {
    if (error instanceof Fault) throw underField(field, error);
    throw error;
  }
}

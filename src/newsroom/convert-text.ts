import { Fault } from "../fault.ts";
import { textFromHtml } from "../text/from-html.ts";
import { intakeLenient } from "../text/intake.ts";
import { normalizeAndRender } from "../text/markdown.ts";
import { excerpt } from "../text/plain.ts";
import { checkBody } from "./statement.ts";

/** The text of a source's row, before and after. Both pass between threads. */
export type SourceText = {
  title: string;
  summary?: string;
  speaker?: string;
  text: { html: string } | { markdown: string };
};
export type ConvertedText =
  | { body: string; html: string; title: string; summary?: string; speaker?: string; warnings: string[] }
  | { refused: string };

/** An archive's titles stand as they are, up to this many characters. */
const longestTitle = 1_000;
const longestSpeaker = 300;

/** Turns a row's text into what is signed. What cannot be taken in is named: as a warning, or as the reason of a refusal. */
export function convertText(source: SourceText): ConvertedText {
  const warnings: string[] = [];
  try {
    const { markdown: body, html } =
      "html" in source.text
        ? fromHtml(source.text.html, warnings)
        : normalizeAndRender(clean(source.text.markdown, "text", warnings));
    checkBody(body);
    const title = oneLine(clean(source.title, "title", warnings));
    if (title === "") warnings.push("no title: the text's first words stand for it");
    if (title.length > longestTitle)
      return { refused: `its title has ${title.length} characters, at most ${longestTitle} are taken` };
    const summary = oneLine(clean(source.summary ?? "", "summary", warnings));
    if (summary.length > longestTitle)
      return { refused: `its summary has ${summary.length} characters, at most ${longestTitle} are taken` };
    const speaker = oneLine(clean(source.speaker ?? "", "speaker", warnings));
    if (speaker.length > longestSpeaker)
      return { refused: `its speaker has ${speaker.length} characters, at most ${longestSpeaker} are taken` };
    return {
      title: title === "" ? oneLine(excerpt(body, 100)) || "—" : title,
      ...(summary === "" ? {} : { summary }),
      ...(speaker === "" ? {} : { speaker }),
      body,
      html,
      warnings,
    };
  } catch (error) {
    if (error instanceof Fault) return { refused: error.message };
    return { refused: `its text cannot be converted: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function fromHtml(source: string, warnings: string[]): { markdown: string; html: string } {
  const { markdown, html, lost } = textFromHtml(source);
  warnings.push(...lost.map((what) => `lost in conversion: ${what}`));
  // A letter and its accent may have stood in two elements: only the whole text shows whether it is NFC.
  return markdown === markdown.normalize("NFC") ? { markdown, html } : normalizeAndRender(markdown);
}

function clean(raw: string, field: string, warnings: string[]): string {
  const { text, removed } = intakeLenient(raw);
  warnings.push(...removed.map((what) => `taken out of the ${field}: ${what}`));
  return text;
}

function oneLine(text: string): string {
  return text.replace(/[\s\u2028\u2029]+/g, " ").trim();
}

import { losesCharacters } from "./words.ts";

type Line = { line: number; text: string };

/** The lines of a wiki page, numbered from 1, without comments, each template whole in its first line. */
export function wikiLines(text: string): Iterable<Line> {
  return templatesJoined(withoutComments(text));
}

/** The lines, from 1, from which something is left out. */
export function lossyLines(text: string): number[] {
  if (!losesCharacters(text)) return [];
  return text.split(/\r\n?|\n/).flatMap((written, index) => (losesCharacters(written) ? [index + 1] : []));
}

function withoutComments(text: string): Line[] {
  let inComment = false;
  return text.split("\n").map((written, index) => {
    const outside =
      inComment || written.includes("<!--") ? uncommented(written, inComment) : { text: written, open: false };
    inComment = outside.open;
    return { line: index + 1, text: outside.text };
  });
}

/** How far an open template is followed for its end; one that is not closed by then is text like other text. */
const mostLines = 100;
const mostText = 64 << 10;

/** A template over several lines is one line: the bars that begin its lines part no cells. */
function* templatesJoined(lines: readonly Line[]): Generator<Line> {
  for (let at = 0; at < lines.length; at++) {
    const { line, text } = lines[at] as Line;
    const last = opens(text) > 0 ? closedAt(lines, at) : at;
    yield {
      line,
      text:
        last === at
          ? text
          : lines
              .slice(at, last + 1)
              .map((one) => one.text)
              .join("\n"),
    };
    at = last;
  }
}

function closedAt(lines: readonly Line[], from: number): number {
  let depth = 0;
  let size = 0;
  for (let at = from; at < Math.min(lines.length, from + mostLines); at++) {
    const { text } = lines[at] as Line;
    if (at > from && /^\s*(?:\|[-}]|\{\|)/.test(text) && !/^\s*\|\}\}/.test(text)) return from;
    size += text.length;
    if (size > mostText) return from;
    depth += opens(text);
    if (depth <= 0) return at;
  }
  return from;
}

/** How many templates a line opens more than it closes. */
function opens(text: string): number {
  let depth = 0;
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) depth++;
  if (depth === 0 && !text.includes("}}")) return 0;
  for (let at = text.indexOf("}}"); at >= 0; at = text.indexOf("}}", at + 2)) depth--;
  return depth;
}

function uncommented(line: string, open: boolean): { text: string; open: boolean } {
  let [rest, text, inside] = [line, "", open];
  for (;;) {
    const at = rest.indexOf(inside ? "-->" : "<!--");
    if (at < 0) return { text: inside ? text : text + rest, open: inside };
    if (!inside) text += rest.slice(0, at);
    rest = rest.slice(at + (inside ? 3 : 4));
    inside = !inside;
  }
}

import { isLetterLike, isSpace } from "./characters.ts";
import type { Line, Link, Marks, Run, Text } from "./document.ts";
import { composed } from "./intake.ts";

/**
 * The runs of a line: joined where alike, spaces single and none at the ends, marks only where Markdown can
 * express them. Tidying a tidy line changes nothing.
 */
export function tidyLine(line: Line): Line {
  return settle(trimEnds(joinAlike(line.flatMap((run) => (run.kind === "text" ? tidyText(run) : tidyLink(run))))));
}

/** Neighbours with the same marks as one, joined once: a paragraph may come in tens of thousands of short lines. */
function joinAlike(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (let at = 0; at < runs.length;) {
    const first = runs[at++]!;
    const pieces = [first.kind === "text" ? first.text : ""];
    let composes = false;
    for (let next = runs[at]; first.kind === "text" && isAlike(first, next); next = runs[++at]) {
      const before = pieces.at(-1);
      const piece = before?.endsWith(" ") && next.text.startsWith(" ") ? next.text.slice(1) : next.text;
      if (piece === "") continue;
      composes ||= composing.test(piece);
      pieces.push(piece);
    }
    if (first.kind === "link" || pieces.length === 1) joined.push(first);
    else joined.push({ ...first, text: composes ? composed(pieces.join("")) : pieces.join("") });
  }
  return joined;
}

function isAlike(first: Text, next: Run | undefined): next is Text {
  return next?.kind === "text" && next.marks === first.marks;
}

function tidyText(run: Text): Text {
  if (!untidy.test(run.text)) return run;
  return { ...run, text: composed(run.text).replace(/[\t\n\v\f\r \u2028\u2029]+/g, " ") };
}

/** Below U+0300 every character is its own NFC (UAX #15). */
const untidy = /[\u0300-\uffff\t\n\v\f\r]|  /;

/** A link's text without outer spaces, which stand beside it; marks common to all its text belong to the link. */
function tidyLink(link: Link): Run[] {
  const written = link.text.map(tidyText);
  let text = trimEnds(written) as Text[];
  if (text.length === 0) text = [{ kind: "text", text: link.href, marks: written[0]?.marks ?? 0 }];
  const marks = link.marks | text.reduce((common, part) => common & part.marks, ~0);
  const own = settle(text.map((part) => ({ ...part, marks: part.marks & ~marks }))) as Text[];
  const beside = (is: boolean): Text[] => (is ? [{ kind: "text", text: " ", marks: link.marks }] : []);
  return [
    ...beside(/^\s/.test(written.find(({ text }) => text !== "")?.text ?? "")),
    { kind: "link", href: link.href, text: own, marks },
    ...beside(/\s$/.test(written.findLast(({ text }) => text !== "")?.text ?? "")),
  ];
}

function trimEnds(runs: readonly Run[]): Run[] {
  let start = 0;
  let end = runs.length;
  while (start < end && isBlank(runs[start])) start++;
  while (end > start && isBlank(runs[end - 1])) end--;
  const trimmed = runs.slice(start, end);
  const first = trimmed[0];
  if (first?.kind === "text" && /^\s/.test(first.text)) trimmed[0] = { ...first, text: first.text.trimStart() };
  const last = trimmed.at(-1);
  if (last?.kind === "text" && /\s$/.test(last.text))
    trimmed[trimmed.length - 1] = { ...last, text: last.text.trimEnd() };
  return trimmed.filter((run) => run.kind === "link" || run.text !== "");
}

function isBlank(run: Run | undefined): boolean {
  return run?.kind === "text" && run.text.trimStart() === "";
}

/**
 * A delimiter opens only before, and closes only after, what CommonMark calls flanking: never beside a space, and
 * beside punctuation only if its other side is space or punctuation too. Where that fails, the spaces or all the
 * punctuation there step out of the emphasis: a bold `Q:` before `Yes` is written `**Q**:Yes`.
 * Each step takes marks from characters and none gives any, so the work is linear in them.
 */
function settle(runs: readonly Run[]): Run[] {
  const settled: Run[] = [];
  const pending = runs.toReversed();
  for (let run = pending.pop(); run !== undefined; run = pending.pop()) {
    const left = settled.at(-1);
    if (left === undefined || left.marks === run.marks) {
      append(settled, run);
      continue;
    }
    const parts = partBoundary(left, run);
    if (parts === undefined) {
      settled.push(run);
    } else {
      settled.pop();
      pending.push(...parts.toReversed());
    }
  }
  return settled;
}

/** Undefined when the marks that end and begin between the two runs can be written so; else their parts, to be settled anew. */
function partBoundary(left: Run, right: Run): Run[] | undefined {
  const both = left.marks & right.marks;
  const closes = left.marks !== both;
  const opens = right.marks !== both;
  const last = left.kind === "link" ? ")" : lastCharacter(left.text);
  const first = right.kind === "link" ? "[" : firstCharacter(right.text);
  if (closes && isSpace(last)) return [...partEnd(left, both, isSpace), right];
  if (opens && isSpace(first)) return [left, ...partStart(right, both, isSpace)];
  if (closes && !isLetterLike(last) && isLetterLike(first)) return [...partEnd(left, both, isNotLetter), right];
  if (opens && !isLetterLike(first) && isLetterLike(last)) return [left, ...partStart(right, both, isNotLetter)];
  return undefined;
}

function isNotLetter(character: string): boolean {
  return !isLetterLike(character);
}

function partEnd(run: Run, marks: Marks, stepsOut: (character: string) => boolean): Run[] {
  if (run.kind === "link") return [{ ...run, marks }];
  let end = run.text.length;
  for (
    let last = lastCharacter(run.text);
    end > 0 && stepsOut(last);
    last = lastCharacter(run.text.slice(Math.max(0, end - 2), end))
  ) {
    end -= last.length;
  }
  return nonEmpty({ ...run, text: run.text.slice(0, end) }, { ...run, text: run.text.slice(end), marks });
}

function partStart(run: Run, marks: Marks, stepsOut: (character: string) => boolean): Run[] {
  if (run.kind === "link") return [{ ...run, marks }];
  let start = 0;
  for (
    let first = firstCharacter(run.text);
    start < run.text.length && stepsOut(first);
    first = firstCharacter(run.text, start)
  ) {
    start += first.length;
  }
  return nonEmpty({ ...run, text: run.text.slice(0, start), marks }, { ...run, text: run.text.slice(start) });
}

function nonEmpty(...runs: Text[]): Text[] {
  return runs.filter(({ text }) => text !== "");
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (run.kind === "text" && last?.kind === "text" && last.marks === run.marks) {
    const rest = last.text.endsWith(" ") && run.text.startsWith(" ") ? run.text.slice(1) : run.text;
    const text = last.text + rest;
    // A letter and its accent may come from two elements.
    runs[runs.length - 1] = { ...last, text: composing.test(rest) ? composed(text) : text };
  } else {
    runs.push(run);
  }
}

const composing = /^[\p{M}\u1160-\u11ff]/u;

function firstCharacter(text: string, at = 0): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function lastCharacter(text: string): string {
  const last = text.slice(-2);
  return (last.codePointAt(0) ?? 0) > 0xffff ? last : text.slice(-1);
}

/** What is left of a link when its words were struck: Markdown would show its address in their place. */
export function withoutBlankLinks(line: Line): Line {
  return line.flatMap((run) =>
    run.kind === "link" && run.text.every(({ text }) => text.trim() === "") ? run.text : [run],
  );
}

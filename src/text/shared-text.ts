import { diffArrays } from "diff";
import * as Y from "yjs";
import { emphasis, strong } from "./document.ts";
import type { SharedLine, SharedRun } from "./shared-lines.ts";
import { plainEnd } from "./shared-lines.ts";

/** The text that several people write at once: three Yjs texts in one document. */
export function newSharedDoc(): Y.Doc {
  const doc = new Y.Doc();
  for (const part of sharedParts) doc.getText(part);
  return doc;
}

export const sharedParts = ["title", "summary", "body"] as const;

/**
 * Lines within a Yjs text: characters with `em`, `strong` and `link`, and where a line ends an embed whose `end` says what
 * the line is. See shared-lines.ts for why.
 */
export function readShared(text: Y.Text): { lines: SharedLine[]; ended: boolean } {
  const lines: SharedLine[] = [];
  let runs: SharedRun[] = [];
  for (const op of text.toDelta() as Delta) {
    if (typeof op.insert === "string") {
      addRun(runs, runFrom(op.insert, op.attributes ?? {}));
    } else {
      lines.push({ text: runs, end: typeof op.attributes?.end === "string" ? op.attributes.end : plainEnd });
      runs = [];
    }
  }
  const ended = runs.length === 0;
  // The last end may have been struck by one person while another wrote before it.
  if (!ended) lines.push({ text: runs, end: plainEnd });
  return { lines, ended };
}

/** Changes the text so that it says `after`, touching no more than what differs from `before`, which it must say now. */
export function changeShared(text: Y.Text, before: readonly SharedLine[], after: readonly SharedLine[]): void {
  const delta = difference(before, after);
  const ended = before.length === 0 || sizeOf(before) === text.length;
  if (delta.length === 0) return;
  const change = () => {
    if (!ended) text.insertEmbed(text.length, {}, {});
    text.applyDelta(delta, { sanitize: true });
  };
  if (text.doc === null) change();
  else text.doc.transact(change);
}

/** Changes one line of plain characters, as of a title, in one place. */
export function changePlain(text: Y.Text, before: string, after: string): void {
  const old = Array.from(before);
  const now = Array.from(after);
  const { start, end } = common(old, now, (a, b) => a === b);
  const index = lengthOf(old, 0, start);
  const removed = lengthOf(old, start, old.length - end);
  const added = now.slice(start, now.length - end).join("");
  const change = () => {
    if (removed > 0) text.delete(index, removed);
    if (added !== "") text.insert(index, added, {});
  };
  if (text.doc === null) change();
  else text.doc.transact(change);
}

/** How long the lines are in the shared text: an end counts one. */
export function sizeOf(lines: readonly SharedLine[]): number {
  return lines.reduce((sum, line) => sum + lineSize(line), 0);
}

export function lineSize(line: SharedLine): number {
  return line.text.reduce((sum, run) => sum + run.text.length, 1);
}

export function sameLine(a: SharedLine, b: SharedLine): boolean {
  if (a === b) return true;
  return (
    a.end === b.end &&
    a.text.length === b.text.length &&
    a.text.every((run, at) => {
      const other = b.text[at] as SharedRun;
      return run.text === other.text && run.marks === other.marks && run.link === other.link;
    })
  );
}

type Attributes = { em?: true | null; strong?: true | null; link?: string | null; end?: string | null };
type Delta = { insert?: string | object; retain?: number; delete?: number; attributes?: Attributes }[];

function runFrom(text: string, attributes: Attributes): SharedRun {
  const marks = (attributes.em === true ? emphasis : 0) | (attributes.strong === true ? strong : 0);
  return typeof attributes.link === "string" ? { text, marks, link: attributes.link } : { text, marks };
}

function addRun(runs: SharedRun[], run: SharedRun): void {
  const last = runs.at(-1);
  if (last !== undefined && last.marks === run.marks && last.link === run.link) last.text += run.text;
  else runs.push(run);
}

/** A character (never half of a surrogate pair) or the end of a line, with what it bears. */
type Unit = { sign: string; bears: Attributes };
/** Stands for any line's end; no single character is two long without being a pair. */
const endSign = "\n\n";

function difference(before: readonly SharedLine[], after: readonly SharedLine[]): Delta {
  const lines = common(before, after, sameLine);
  const old = unitsOf(before.slice(lines.start, before.length - lines.end));
  const now = unitsOf(after.slice(lines.start, after.length - lines.end));
  const delta: Delta = [{ retain: sizeOf(before.slice(0, lines.start)) }];
  const units = common(old, now, (a, b) => a.sign === b.sign);
  keep(delta, old.slice(0, units.start), now.slice(0, units.start));
  const oldMiddle = old.slice(units.start, old.length - units.end);
  const nowMiddle = now.slice(units.start, now.length - units.end);
  between(delta, oldMiddle, nowMiddle);
  keep(delta, old.slice(old.length - units.end), now.slice(now.length - units.end));
  while (delta.at(-1)?.retain !== undefined && delta.at(-1)?.attributes === undefined) delta.pop();
  return delta;
}

/** What changed in several places at once (a pencilled text taken, a word replaced everywhere) is found word by word. */
function between(delta: Delta, old: readonly Unit[], now: readonly Unit[]): void {
  const found =
    old.length === 0 || now.length === 0
      ? undefined
      : diffArrays(words(old), words(now), { comparator: sameWord, maxEditLength: mostEdits });
  if (found === undefined) {
    strike(delta, old);
    insert(delta, now);
    return;
  }
  let at = 0;
  for (const part of found) {
    const units = part.value.flat();
    if (part.removed) {
      strike(delta, units);
      at += units.length;
    } else if (part.added) {
      insert(delta, units);
    } else {
      // Of what is the same the comparison hands back the newer; what it was is what stands there in the old.
      keep(delta, old.slice(at, at + units.length), units);
      at += units.length;
    }
  }
}

const mostEdits = 1_000;

function words(units: readonly Unit[]): Unit[][] {
  const found: Unit[][] = [];
  let inWord = false;
  for (const unit of units) {
    const isWord = /[\p{L}\p{M}\p{N}]/u.test(unit.sign);
    if (isWord && inWord) found.at(-1)?.push(unit);
    else found.push([unit]);
    inWord = isWord;
  }
  return found;
}

function sameWord(a: readonly Unit[], b: readonly Unit[]): boolean {
  return a.length === b.length && a.every((unit, at) => unit.sign === b[at]?.sign);
}

function unitsOf(lines: readonly SharedLine[]): Unit[] {
  const units: Unit[] = [];
  for (const line of lines) {
    for (const run of line.text) {
      const bears: Attributes = {
        ...((run.marks & emphasis) !== 0 ? { em: true } : {}),
        ...((run.marks & strong) !== 0 ? { strong: true } : {}),
        ...(run.link === undefined ? {} : { link: run.link }),
      };
      for (const sign of run.text) units.push({ sign, bears });
    }
    units.push({ sign: endSign, bears: line.end === plainEnd ? {} : { end: line.end } });
  }
  return units;
}

function keep(delta: Delta, old: readonly Unit[], now: readonly Unit[]): void {
  now.forEach((unit, at) => {
    const attributes = changeOf(old[at]?.bears ?? {}, unit.bears);
    const last = delta.at(-1);
    const size = unitSize(unit);
    if (last?.retain !== undefined && sameAttributes(last.attributes, attributes)) last.retain += size;
    else delta.push(attributes === undefined ? { retain: size } : { retain: size, attributes });
  });
}

function strike(delta: Delta, units: readonly Unit[]): void {
  const size = units.reduce((sum, unit) => sum + unitSize(unit), 0);
  if (size > 0) delta.push({ delete: size });
}

function insert(delta: Delta, units: readonly Unit[]): void {
  for (const { sign, bears } of units) {
    const last = delta.at(-1);
    if (sign === endSign) delta.push({ insert: {}, attributes: { ...bears } });
    else if (typeof last?.insert === "string" && sameAttributes(last.attributes, bears)) last.insert += sign;
    else delta.push({ insert: sign, attributes: { ...bears } });
  }
}

function unitSize(unit: Unit): number {
  return unit.sign === endSign ? 1 : unit.sign.length;
}

function changeOf(old: Attributes, now: Attributes): Attributes | undefined {
  const change: Attributes = {};
  for (const key of ["em", "strong", "link", "end"] as const)
    if (old[key] !== now[key]) Object.assign(change, { [key]: now[key] ?? null });
  return Object.keys(change).length === 0 ? undefined : change;
}

function sameAttributes(a: Attributes | undefined, b: Attributes | undefined): boolean {
  return (["em", "strong", "link", "end"] as const).every((key) => a?.[key] === b?.[key]);
}

function common<T>(
  before: readonly T[],
  after: readonly T[],
  same: (a: T, b: T) => boolean,
): { start: number; end: number } {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && same(before[start] as T, after[start] as T)) start++;
  let end = 0;
  while (end < most - start && same(before.at(-1 - end) as T, after.at(-1 - end) as T)) end++;
  return { start, end };
}

function lengthOf(characters: readonly string[], from: number, to: number): number {
  return characters.slice(from, to).reduce((sum, character) => sum + character.length, 0);
}

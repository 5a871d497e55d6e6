import { diffArrays } from "diff";

export type Change = { kind: "same" | "struck" | "added"; text: string };

/**
 * What turns one text into the other, word by word. Same and struck in turn are `before`, same and added are `after`,
 * to the character. A word is a run of letters and marks or a whole number with its separators, never cut.
 * Work is bounded: paragraphs are aligned first, then the words of those that changed; where more has changed
 * than is of use to see word by word, the passage is struck and added whole.
 */
export function wordDifferences(before: string, after: string): Change[] {
  const changes: Change[] = [];
  const passages = compare(paragraphs(before), paragraphs(after), mostParagraphEdits) ?? [
    { struck: before, added: after },
  ];
  for (const passage of passages) {
    if (passage.same === undefined) compareWords(changes, passage.struck, passage.added);
    else add(changes, "same", passage.same);
  }
  return joinIslands(changes);
}

// The work of a comparison grows with the square of its edits.
const mostParagraphEdits = 1_500;
const mostWordEdits = 2_000;
const mostWordEditsOfPair = 120;

type Passage = { same: string } | { same?: undefined; struck: string; added: string };

function compareWords(changes: Change[], struck: string, added: string): void {
  const parts = compare(words(struck), words(added), mostWordEdits);
  if (parts !== undefined) addPassages(changes, parts);
  else comparePairs(changes, paragraphs(struck), paragraphs(added));
}

/** Where a long passage has changed throughout, its paragraphs are taken in pairs, as they stand. */
function comparePairs(changes: Change[], struck: readonly string[], added: readonly string[]): void {
  const pairs = Math.min(struck.length, added.length);
  for (let at = 0; at < pairs; at++) {
    const before = at === pairs - 1 ? struck.slice(at).join("") : (struck[at] as string);
    const after = at === pairs - 1 ? added.slice(at).join("") : (added[at] as string);
    addPassages(
      changes,
      compare(words(before), words(after), mostWordEditsOfPair) ?? [{ struck: before, added: after }],
    );
  }
  if (pairs === 0) addPassages(changes, [{ struck: struck.join(""), added: added.join("") }]);
}

function addPassages(changes: Change[], passages: readonly Passage[]): void {
  for (const passage of passages) {
    if (passage.same === undefined) {
      add(changes, "struck", passage.struck);
      add(changes, "added", passage.added);
    } else {
      add(changes, "same", passage.same);
    }
  }
}

/** Undefined where more edits would be needed than are allowed. */
function compare(before: string[], after: string[], mostEdits: number): Passage[] | undefined {
  const found = diffArrays(before, after, { maxEditLength: mostEdits });
  if (found === undefined) return undefined;
  const passages: Passage[] = [];
  let struck = "";
  let added = "";
  const flush = () => {
    if (struck !== "" || added !== "") passages.push({ struck, added });
    struck = added = "";
  };
  for (const part of found) {
    const text = part.value.join("");
    if (part.removed) {
      struck += text;
    } else if (part.added) {
      added += text;
    } else {
      flush();
      passages.push({ same: text });
    }
  }
  flush();
  return passages;
}

function paragraphs(text: string): string[] {
  return text.match(/[^\n]*\n+|[^\n]+$/g) ?? [];
}

function words(text: string): string[] {
  return text.match(/\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? [];
}

function add(changes: Change[], kind: Change["kind"], text: string): void {
  const last = changes.at(-1);
  if (text === "") return;
  if (last?.kind === kind) last.text += text;
  else changes.push({ kind, text });
}

/** A mere space left the same between two changes would chop a changed phrase into single words. */
function joinIslands(changes: readonly Change[]): Change[] {
  const joined: Change[] = [];
  let struck = "";
  let added = "";
  const flush = () => {
    add(joined, "struck", struck);
    add(joined, "added", added);
    struck = added = "";
  };
  changes.forEach((change, at) => {
    if (change.kind === "struck") struck += change.text;
    else if (change.kind === "added") added += change.text;
    else if (struck !== "" && added !== "" && /^[^\S\n]+$/.test(change.text) && at < changes.length - 1) {
      struck += change.text;
      added += change.text;
    } else {
      flush();
      add(joined, "same", change.text);
    }
  });
  flush();
  return joined;
}

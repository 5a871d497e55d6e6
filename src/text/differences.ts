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
  for (const passage of compare(paragraphs(before), paragraphs(after), mostParagraphEdits)) {
    if (passage.same !== undefined) add(changes, "same", passage.same);
    else compareWords(changes, passage.struck, passage.added);
  }
  return joinIslands(changes);
}

const mostParagraphEdits = 4_000;
const mostWordEdits = 2_000;

type Passage = { same: string; struck?: undefined; added?: undefined } | { same?: undefined; struck: string; added: string };

function compareWords(changes: Change[], struck: string, added: string): void {
  for (const part of compare(words(struck), words(added), mostWordEdits)) {
    add(changes, "same", part.same ?? "");
    add(changes, "struck", part.struck ?? "");
    add(changes, "added", part.added ?? "");
  }
}

function compare(before: string[], after: string[], mostEdits: number): Passage[] {
  const found = diffArrays(before, after, { maxEditLength: mostEdits });
  if (found === undefined) return [{ struck: before.join(""), added: after.join("") }];
  const passages: Passage[] = [];
  let struck = "";
  let added = "";
  const flush = () => {
    if (struck !== "" || added !== "") passages.push({ struck, added });
    struck = added = "";
  };
  for (const part of found) {
    const text = part.value.join("");
    if (part.removed) struck += text;
    else if (part.added) added += text;
    else {
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

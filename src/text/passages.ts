import { type ReadableChange, readableDifferences } from "./readable-differences.ts";

/** A stretch of paragraphs in which something changed; `paragraph` counts from 0 in the text after. */
export type ChangedPassage = { paragraph: number; changes: ReadableChange[] };

/**
 * What has changed between two texts, word by word as they are read, passage by passage: each paragraph that was touched by
 * itself, those that stayed left out. Paragraphs are parted by a blank line.
 */
export function changedPassages(before: string, after: string): ChangedPassage[] {
  const passages: ChangedPassage[] = [];
  let changes: ReadableChange[] = [];
  let paragraph = 0;
  let next = 0;
  const close = () => {
    if (changes.some(({ kind }) => kind !== "same")) passages.push({ paragraph, changes });
    changes = [];
  };
  for (const change of readableDifferences(before, after)) {
    if (change.kind !== "same") {
      changes.push(change);
      if (change.kind === "added") next += breaks(change.text);
      continue;
    }
    const [first = "", ...rest] = change.text.split(paragraphBreak);
    if (first !== "") changes.push({ ...change, text: first });
    for (const text of rest) {
      close();
      paragraph = next += 1;
      if (text !== "") changes.push({ ...change, text });
    }
  }
  close();
  return passages;
}

const paragraphBreak = /\n{2,}/;

function breaks(text: string): number {
  return text.split(paragraphBreak).length - 1;
}

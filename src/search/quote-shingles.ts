import { isPlain } from "./quote-kinds.ts";
import type { Word } from "./quote-words.ts";

const length = 3;

/**
 * What a text is found by: every three words in a row that are not all of the plainest, each as a number of 32 bits. Whoever has four
 * words in a row of a text has one of its numbers; that two texts share one decides nothing.
 */
export function shinglesOf(words: readonly Word[]): number[] {
  const found = new Set<number>();
  for (let at = 0; at + length <= words.length; at++) {
    const [one, two, three] = [words[at]!, words[at + 1]!, words[at + 2]!];
    if (isPlain(one) && isPlain(two) && isPlain(three)) continue;
    found.add(hash(three.loose, hash(two.loose, hash(one.loose, offset))));
  }
  return [...found];
}

// FNV-1a, 32 bits: fast, and the same on every machine.
const offset = 0x811c9dc5 | 0;

function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ 0x20, 0x01000193);
  return value;
}

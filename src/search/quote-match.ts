import { type Effort, spend } from "./quote-effort.ts";
import { isSame, type Known, type Word } from "./quote-words.ts";

/** Where a quote stands in a text word by word: a span of words for each of its pieces. */
export type Spot = { spans: { from: number; to: number }[] };

const mostSpots = 5;

/** Every place where all pieces of a quote stand in their order, with nothing left out but where the quote says so. */
export function findSpots(
  segments: readonly (readonly Word[])[],
  words: readonly Word[],
  known: Known,
  effort: Effort,
): Spot[] {
  const [first, ...others] = segments;
  if (first === undefined) return [];
  const spots: Spot[] = [];
  for (let at = 0; at < words.length && spots.length < mostSpots; at++) {
    const end = matchAt(first, words, at, known, effort);
    if (end === undefined) continue;
    const spans = [{ from: at, to: end }];
    if (others.every((segment) => follow(segment, words, spans, known, effort))) spots.push({ spans });
  }
  return spots;
}

function follow(
  segment: readonly Word[],
  words: readonly Word[],
  spans: Spot["spans"],
  known: Known,
  effort: Effort,
): boolean {
  for (let at = spans.at(-1)?.to ?? 0; at < words.length && !effort.over; at++) {
    const end = matchAt(segment, words, at, known, effort);
    if (end === undefined) continue;
    spans.push({ from: at, to: end });
    return true;
  }
  return false;
}

/** Where the piece ends that begins there, or undefined. */
function matchAt(
  segment: readonly Word[],
  words: readonly Word[],
  start: number,
  known: Known,
  effort: Effort,
): number | undefined {
  let at = start;
  for (const quoted of segment) {
    const said = words[at];
    if (said === undefined || !spend(effort, 1)) return undefined;
    if (isSame(quoted, said, known)) at += 1;
    // A line was broken at a hyphen that belongs to the word.
    else if (quoted.raw.includes("\u00ad") && quoted.form === said.form + (words[at + 1]?.form ?? "")) at += 2;
    else return undefined;
  }
  return at;
}

export type Sign = "question" | "negation";

/** What signs change though every word is the same: a question that is none in the quote or the other way round, and a pause beside a no. */
export function signsOf(
  quoted: { text: string; words: readonly Word[] },
  said: { text: string; words: readonly Word[] },
  isNegation: (word: Word) => boolean,
): Sign[] {
  const found = new Set<Sign>();
  for (let at = 0; at + 1 < Math.min(quoted.words.length, said.words.length); at++) {
    const one = between(quoted, at);
    const other = between(said, at);
    if (asks(one) !== asks(other)) found.add("question");
    if ([at, at + 1].some((near) => isNegation(said.words[near]!)) && pauses(one) !== pauses(other))
      found.add("negation");
  }
  return [...found];
}

function between({ text, words }: { text: string; words: readonly Word[] }, at: number): string {
  return text.slice(words[at]!.to, words[at + 1]!.from);
}

function asks(signs: string): boolean {
  return /[?¿]/u.test(signs);
}

function pauses(signs: string): boolean {
  return /[,;:.!?]/u.test(signs);
}

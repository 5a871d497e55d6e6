import { type DifferenceKind, differenceKinds, isPlain, kindOfWord } from "./quote-kinds.ts";
import { type Effort, spend } from "./quote-effort.ts";
import { isSame, type Known, type Word } from "./quote-words.ts";

/** One step from what was said to what is quoted. */
type Step = { said?: number; quoted?: number; same: boolean };

/** Words of the text beside words of the quote, by their places in both. */
export type Alignment = {
  /** The words of the text that it covers. */
  from: number;
  to: number;
  steps: Step[];
  /** How much of the quote's words stand there, from 0 to 1: plain words count for less. */
  likeness: number;
  /** The most words in a row that are the same. */
  run: number;
};

const weight = (word: Word) => (isPlain(word) ? 0.35 : 1);

/** The stretch of a text that a piece of a quote is most alike; undefined where hardly a word of it stands there, or the effort is at its end. */
export function align(
  quoted: readonly Word[],
  said: readonly Word[],
  known: Known,
  effort: Effort,
): Alignment | undefined {
  if (!spend(effort, 2 * (said.length + quoted.length))) return undefined;
  const window = likeliest(quoted, said);
  if (window === undefined || !spend(effort, quoted.length * (window.to - window.from))) return undefined;
  const steps = stepsBetween(quoted, said.slice(window.from, window.to), known).map((step) =>
    step.said === undefined ? step : { ...step, said: step.said + window.from },
  );
  const same = steps.filter((step) => step.same);
  const first = same[0]?.said;
  const last = same.at(-1)?.said;
  if (first === undefined || last === undefined) return undefined;
  // Words of the text beside words that the quote begins or ends with otherwise belong to it.
  const covered = steps.filter(
    ({ said: at, quoted: of }) => at === undefined || of !== undefined || (at >= first && at <= last),
  );
  const places = covered.flatMap(({ said: at }) => (at === undefined ? [] : [at]));
  const total = quoted.reduce((sum, word) => sum + weight(word), 0);
  return {
    from: Math.min(...places),
    to: Math.max(...places) + 1,
    steps: covered,
    likeness: same.reduce((sum, { quoted: at }) => sum + weight(quoted[at ?? 0]!), 0) / total,
    run: longestRun(covered),
  };
}

function longestRun(steps: readonly Step[]): number {
  let longest = 0;
  let current = 0;
  for (const { same } of steps) {
    current = same ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** Where the most of the quote's words, and above all of its threes in a row, stand close together. */
function likeliest(quoted: readonly Word[], said: readonly Word[]): { from: number; to: number } | undefined {
  const names = new Map<string, number>();
  for (const { loose } of quoted) if (!names.has(loose)) names.set(loose, names.size + 1);
  const weights = new Float64Array(names.size + 1);
  for (const word of quoted) weights[names.get(word.loose)!] = weight(word);
  const three = (one: number, two: number, last: number) => (one * weights.length + two) * weights.length + last;
  const inQuote = quoted.map(({ loose }) => names.get(loose)!);
  const threes = new Set(inQuote.slice(2).map((last, at) => three(inQuote[at]!, inQuote[at + 1]!, last)));
  const length = Math.ceil(quoted.length * 1.3) + 6;
  // Of each word of the text which of the quote's it is, or 0.
  const which = new Int32Array(said.length + 2);
  for (let at = 0; at < said.length; at++) which[at] = names.get(said[at]!.loose) ?? 0;
  const points = new Float64Array(said.length);
  for (let at = 0; at < said.length; at++) {
    const [own, next, third] = [which[at]!, which[at + 1]!, which[at + 2]!];
    if (own === 0) continue;
    const row = next !== 0 && third !== 0 && threes.has(three(own, next, third));
    points[at] = weights[own]! * (row ? 4 : 1);
  }
  let sum = 0;
  let best = 0;
  let end = 0;
  for (let at = 0; at < said.length; at++) {
    sum += points[at]!;
    if (at >= length) sum -= points[at - length]!;
    if (sum > best + 1e-9) [best, end] = [sum, at + 1];
  }
  if (best === 0) return undefined;
  return { from: Math.max(0, end - length - 6), to: Math.min(said.length, end + length) };
}

/** The whole quote beside a part of the text: both ends of the text are free. */
function stepsBetween(quoted: readonly Word[], said: readonly Word[], known: Known): Step[] {
  const width = said.length + 1;
  const scores = new Float64Array((quoted.length + 1) * width);
  const moves = new Uint8Array((quoted.length + 1) * width);
  const [put, left, both, same] = [1, 2, 3, 4];
  for (let row = 1; row <= quoted.length; row++) {
    scores[row * width] = -row;
    moves[row * width] = put;
    for (let column = 1; column < width; column++) {
      const at = row * width + column;
      const [one, other] = [quoted[row - 1]!, said[column - 1]!];
      const equal = one.loose === other.loose && isSame(one, other, known);
      const beside = scores[at - width - 1]! + (equal ? 1 + 2 * weight(one) : -0.9);
      const above = scores[at - width]! - 1;
      const before = scores[at - 1]! - 0.9;
      const most = Math.max(beside, above, before);
      scores[at] = most;
      moves[at] = most === beside ? (equal ? same : both) : most === above ? put : left;
    }
  }
  let column = 0;
  for (let at = 1; at < width; at++)
    if (scores[quoted.length * width + at]! > scores[quoted.length * width + column]!) column = at;
  const steps: Step[] = [];
  for (let row = quoted.length; row > 0;) {
    const move = moves[row * width + column]!;
    if (move === same || move === both) steps.push({ quoted: --row, said: --column, same: move === same });
    else if (move === left) steps.push({ said: --column, same: false });
    else steps.push({ quoted: --row, same: false });
  }
  return steps.toReversed();
}

/** What stands in the text and what in the quote, in the order of both; without a kind where they are the same. */
export type Change = { said: string; quoted: string; kind?: DifferenceKind };

type Side = { text: string; words: readonly Word[] };

/** The differences of an alignment as they are read, and the kinds of them. */
export function changesOf(alignment: Alignment, quoted: Side, said: Side): Change[] {
  const groups: { same: boolean; said: number[]; quoted: number[] }[] = [];
  for (const step of alignment.steps) {
    let group = groups.at(-1);
    if (group === undefined || group.same !== step.same) {
      group = { same: step.same, said: [], quoted: [] };
      groups.push(group);
    }
    if (step.said !== undefined) group.said.push(step.said);
    if (step.quoted !== undefined) group.quoted.push(step.quoted);
  }
  const changes = groups.map((group): Change => {
    const texts = { said: textOf(said, group.said), quoted: textOf(quoted, group.quoted) };
    return group.same ? texts : { ...texts, kind: kindOf(wordsAt(said, group.said), wordsAt(quoted, group.quoted)) };
  });
  // The same words taken from one place and put in another.
  const bag = (side: Side, places: readonly number[]) =>
    wordsAt(side, places)
      .map(({ word }) => word.form)
      .toSorted()
      .join(" ");
  const between = (first: number, end: number) => said.words.flatMap((_, at) => (at >= first && at < end ? [at] : []));
  const differing = groups.flatMap((group, at) => (group.same ? [] : [at]));
  for (const one of differing)
    for (const other of differing) {
      const moved = bag(said, groups[one]!.said);
      if (moved === "" || moved !== bag(quoted, groups[other]!.quoted)) continue;
      if (one !== other && (groups[one]!.quoted.length > 0 || groups[other]!.said.length > 0)) {
        if (bag(said, groups[other]!.said) !== bag(quoted, groups[one]!.quoted)) continue;
      }
      changes[one]!.kind = "order";
      changes[other]!.kind = "order";
    }
  // Words put before the end that stand just behind it in the text, or the other way round.
  const { from, to } = alignment;
  for (const at of differing) {
    const { said: none, quoted: put } = groups[at]!;
    if (none.length > 0 || put.length === 0) continue;
    const beside = [between(to, to + put.length), between(from - put.length, from)];
    if (beside.some((places) => bag(said, places) === bag(quoted, put))) changes[at]!.kind = "order";
  }
  return changes;
}

type Placed = { word: Word; begins: boolean };

function wordsAt({ text, words }: Side, places: readonly number[]): Placed[] {
  return places.map((at) => {
    const word = words[at]!;
    const before = text.slice(at === 0 ? 0 : words[at - 1]!.to, word.from);
    return { word, begins: at === 0 || /[.!?:…\n¿¡]/u.test(before) };
  });
}

function textOf({ text, words }: Side, places: readonly number[]): string {
  const first = places[0];
  const last = places.at(-1);
  return first === undefined || last === undefined
    ? ""
    : text.slice(words[first]!.from, words[last]!.to).replaceAll("\u00ad", "");
}

/** Of all words that differ, what changes the sense most. */
function kindOf(said: readonly Placed[], quoted: readonly Placed[]): DifferenceKind {
  if (said.length === 0 || quoted.length === 0) {
    const kinds = [...said, ...quoted].map(({ word, begins }) => kindOfWord(word, begins));
    const most = foremost(kinds);
    return most === "word" ? (said.length === 0 ? "put-in" : "left-out") : most;
  }
  return foremost([...said, ...quoted].map(({ word, begins }) => kindOfWord(word, begins)));
}

export function foremost(kinds: readonly DifferenceKind[]): DifferenceKind {
  return differenceKinds.find((kind) => kinds.includes(kind)) ?? "word";
}

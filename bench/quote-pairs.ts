import { change, type ChangeKind, changeKinds, negation, type Stock } from "./quote-changes.ts";

/**
 * What a pair is: words as they were said (`short`: few of them; `after-no`: from behind a "no" of the sentence), changed ones (`noisy`: with
 * slips besides; `short-changed`: in few words), words that were never said, claims that were denied, and questions of journalists.
 */
export type PairKind =
  | "true"
  | "short"
  | "after-no"
  | ChangeKind
  | "noisy"
  | "short-changed"
  | "never"
  | "claim"
  | "question";

/** Words of a real text as somebody would quote them, with what the check must say of them. */
export type Pair = {
  kind: PairKind;
  quote: string;
  /** How it was made. */
  made: string;
};

export type Draw = () => number;

/** Runs of whole words within one paragraph, of so many words, that begin and end where a word does. */
export function stretchOf(text: string, draw: Draw, fewest = 8, most = 40): string[] | undefined {
  const paragraphs = text.split(/\n+/).filter((one) => one.split(/\s+/).length >= fewest);
  const paragraph = paragraphs[Math.floor(draw() * paragraphs.length)];
  if (paragraph === undefined) return undefined;
  const words = paragraph.trim().split(/\s+/);
  const length = Math.min(words.length, fewest + Math.floor(draw() * (most - fewest + 1)));
  const from = Math.floor(draw() * (words.length - length + 1));
  const run = words.slice(from, from + length);
  return run.filter((word) => /\p{L}/u.test(word)).length >= fewest - 2 ? run : undefined;
}

type Noise = readonly [string, (words: string[], draw: Draw) => string];

/** What is no difference, done to whatever words. */
const noises: readonly Noise[] = [
  ["as it is", (words) => words.join(" ")],
  ["in capitals", (words) => words.join(" ").toUpperCase()],
  [
    "without accents",
    (words) =>
      words
        .join(" ")
        .normalize("NFD")
        .replaceAll(/[\u0300\u0301\u0308]/gu, ""),
  ],
  ["in quotation marks", (words) => `“${words.join(" ")}”`],
  ["other dashes", (words) => words.join(" ").replaceAll(/[-–—]/gu, "–")],
  ["other apostrophes", (words) => words.join(" ").replaceAll(/(?<=\p{L})['’](?=\p{L})/gu, "´")],
  ["broken lines", (words, draw) => words.map((word) => word + (draw() < 0.2 ? "\n" : " ")).join("")],
  ["hard spaces", (words, draw) => words.map((word) => word + (draw() < 0.3 ? "\u00a0" : " ")).join("")],
  ["words broken at the ends of lines", (words, draw) => words.map((word) => broken(word, draw)).join(" ")],
  [
    "ligatures",
    (words) => words.join(" ").replaceAll("ffi", "ﬃ").replaceAll("fi", "ﬁ").replaceAll("fl", "ﬂ").replaceAll("ff", "ﬀ"),
  ],
  ["read by a machine", (words, draw) => words.map((word) => misread(word, draw)).join(" ")],
];

const signs = ["[…]", "[...]", "(…)", "(...)", "…", "..."];

/** The words without three in their middle, and a sign that says so; whole where one of them is a "no": that is another pair. */
function leftOut(words: string[], draw: Draw): string {
  const from = Math.floor(words.length / 2) - 1;
  const left = words.slice(from, from + 3);
  if (words.length < 14 || left.some((word) => negation.test(word))) return words.join(" ");
  return [...words.slice(0, from), signs[Math.floor(draw() * signs.length)]!, ...words.slice(from + 3)].join(" ");
}

function broken(word: string, draw: Draw): string {
  if (!/^\p{L}{7,}$/u.test(word) || draw() > 0.4) return word;
  const cut = 3 + Math.floor(draw() * 2);
  return `${word.slice(0, cut)}-\n${word.slice(cut)}`;
}

/** A slip that can be seen as one: a digit or a capital among small letters, m for rn. */
function misread(word: string, draw: Draw): string {
  if (!/^\p{Ll}{5,}$/u.test(word) || draw() > 0.15) return word;
  const inner = word.slice(1);
  if (inner.includes("l")) return word[0] + inner.replace("l", draw() < 0.5 ? "1" : "I");
  if (inner.includes("o")) return word[0] + inner.replace("o", "0");
  if (inner.includes("rn")) return word[0] + inner.replace("rn", "m");
  return word;
}

export function truePair(words: string[], draw: Draw): Pair {
  const of: readonly Noise[] = [...noises, ["left out in the middle", leftOut]];
  const [made, noise] = of[Math.floor(draw() * of.length)]!;
  return { kind: "true", quote: noise(words, draw), made };
}

/** The words from behind a "no" that stands in the same sentence. */
export function afterNo(words: string[]): Pair | undefined {
  const at = words.findIndex((word) => negation.test(word) && /\p{L}$/u.test(word));
  if (at === -1 || words.length - at < 9) return undefined;
  return { kind: "after-no", quote: words.slice(at + 1).join(" "), made: `behind ${words[at]}` };
}

/** The same words with one thing changed within them; undefined where there is nothing to change. */
export function changedPair(words: string[], kind: ChangeKind, draw: Draw, stock: Stock): Pair | undefined {
  const made = change(words, kind, draw, stock);
  return made === undefined ? undefined : { kind, quote: made.words.join(" "), made: made.how };
}

/** Changed, with slips that are no difference besides; in quotes of few words without them. */
export function anyChangedPair(
  words: string[],
  kind: "noisy" | "short-changed",
  draw: Draw,
  stock: Stock,
): Pair | undefined {
  const made = change(words, changeKinds[Math.floor(draw() * (changeKinds.length - 1))]!, draw, stock);
  if (made === undefined) return undefined;
  const [name, noise] = kind === "noisy" ? noises[Math.floor(draw() * noises.length)]! : noises[0]!;
  return { kind, quote: noise(made.words, draw), made: `${made.how}, ${name}` };
}

export type PairKind = "true" | "number" | "negation" | "name" | "order" | "never" | "claim" | "question";

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

const noises: readonly (readonly [string, (words: string[], draw: Draw) => string])[] = [
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
  ["broken lines", (words, draw) => words.map((word) => word + (draw() < 0.2 ? "\n" : " ")).join("")],
  [
    "a word broken at a line's end",
    (words, draw) => {
      const at = words.findIndex((word) => /^\p{L}{7,}$/u.test(word));
      if (at === -1) return words.join(" ");
      const cut = 3 + Math.floor(draw() * 2);
      return words.with(at, `${words[at]!.slice(0, cut)}-\n${words[at]!.slice(cut)}`).join(" ");
    },
  ],
  [
    "left out in the middle",
    (words) => {
      if (words.length < 14) return words.join(" ");
      const from = Math.floor(words.length / 2) - 1;
      return [...words.slice(0, from), "[…]", ...words.slice(from + 3)].join(" ");
    },
  ],
  ["read by a machine", (words, draw) => words.map((word) => misread(word, draw)).join(" ")],
];

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
  const [made, noise] = noises[Math.floor(draw() * noises.length)]!;
  return { kind: "true", quote: noise(words, draw), made };
}

const numberWords = [
  "dos",
  "tres",
  "cuatro",
  "cinco",
  "seis",
  "siete",
  "ocho",
  "nueve",
  "diez",
  "veinte",
  "treinta",
  "cien",
  "mil",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "twenty",
  "thirty",
  "hundred",
];

/** The same words with one thing changed within them, so that the sense is another; undefined where there is nothing to change. */
export function differingPair(
  words: string[],
  kind: "number" | "negation" | "name" | "order",
  draw: Draw,
  names: readonly string[],
): Pair | undefined {
  const inside = words.map((_, at) => at).slice(1, -1);
  const pick = (fits: (word: string) => boolean) => {
    const some = inside.filter((at) => fits(words[at]!));
    return some[Math.floor(draw() * some.length)];
  };
  const made = (changed: string[], how: string): Pair => ({ kind, quote: changed.join(" "), made: how });
  if (kind === "number") {
    const at = pick((word) => /\d/.test(word) || numberWords.includes(word.toLowerCase()));
    if (at === undefined) return undefined;
    const word = words[at]!;
    const digits = /\d+/.exec(word);
    const other = digits
      ? word.replace(digits[0], String(Number(digits[0]) + 1 + Math.floor(draw() * 9)))
      : numberWords[(numberWords.indexOf(word.toLowerCase()) + 1) % numberWords.length]!;
    return made(words.with(at, other), `${word} → ${other}`);
  }
  if (kind === "negation") {
    const at = pick((word) => /^(?:no|not|nunca|never|sin|without)$/i.test(word));
    if (at !== undefined) return made(words.toSpliced(at, 1), `without ${words[at]}`);
    const verb = pick((word) =>
      /^(?:es|son|hay|va|van|vamos|tenemos|está|están|puede|is|are|will|have|has|was|were|can|would)$/.test(word),
    );
    if (verb === undefined) return undefined;
    return /^[a-z]+$/.test(words[verb]!) && /^(?:is|are|will|have|has|was|were|can|would)$/.test(words[verb]!)
      ? made(words.toSpliced(verb + 1, 0, "not"), "with not")
      : made(words.toSpliced(verb, 0, "no"), "with no");
  }
  if (kind === "name") {
    const at = pick((word) => /^\p{Lu}\p{Ll}{3,}$/u.test(word));
    if (at === undefined) return undefined;
    const other = names[Math.floor(draw() * names.length)]!;
    return other === words[at] ? undefined : made(words.with(at, other), `${words[at]} → ${other}`);
  }
  const at = pick((word) => /\p{L}{3,}/u.test(word));
  if (at === undefined || words[at + 1] === undefined) return undefined;
  const [one, two] = [words[at]!, words[at + 1]!];
  if (one.toLowerCase() === two.toLowerCase()) return undefined;
  return made(words.with(at, two).with(at + 1, one), `${one} ${two} → ${two} ${one}`);
}

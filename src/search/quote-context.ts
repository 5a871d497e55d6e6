import { isCondition, isNegation } from "./quote-kinds.ts";
import { formOf, type Word } from "./quote-words.ts";

/** The words that were asked about in their whole sentences. */
export type Context = { before: string; words: string; after: string };

/** What a quote leaves away of its sentences though it says something of the sense: the words that tell. */
export type Cut = { before: string[]; between: string[]; after: string[]; question: boolean };

const far = 1_200;
const mostAround = 400;

/** From the beginning of the first sentence to the end of the last; where they are very long, what stands near. */
export function contextOf(text: string, from: number, to: number): Context {
  const begin = sentenceStart(text, from);
  const end = sentenceEnd(text, to);
  const before = text.slice(begin, from);
  const after = text.slice(to, end);
  return {
    before: before.length <= mostAround ? before : `…${before.slice(-mostAround).replace(/^\S*\s/u, " ")}`,
    words: text.slice(from, to),
    after: after.length <= mostAround ? after : `${after.slice(0, mostAround).replace(/\s\S*$/u, " ")}…`,
  };
}

const betweenSentences = /(?<=[.!?…]["”»’)]*)\s+(?=[¿¡«“"‘(\p{Lu}\d])|\n\s*\n/gu;

export function sentenceStart(text: string, at: number): number {
  const start = Math.max(0, at - far);
  let found = start;
  // One more character, since a sentence begins with what it begins with.
  for (const match of text.slice(start, at + 1).matchAll(betweenSentences))
    found = start + match.index + match[0].length;
  return found;
}

export function sentenceEnd(text: string, at: number): number {
  const rest = text.slice(at, at + far);
  const match = /[.!?…]+["”»’)]*(?=\s|$)|\n\s*\n/u.exec(rest);
  if (match === null) return at + rest.length;
  return at + match.index + (match[0].startsWith("\n") ? 0 : match[0].length);
}

const hearsay = new Set(
  `dice dicen dijo dijeron segun supuesto supuesta supuestamente rumor rumores desmentimos desmiente niego negamos niega descarto
  descartamos descarta acusan acusa afirman afirma aseguran dudo dudamos cree creen mentira said says claim claims claimed alleged
  allegedly according rumour rumor deny denies denied reject rejects doubt lie`
    .split(/\s+/)
    .map(formOf),
);

/** undefined where what is left away of the sentences says nothing of the sense. */
export function cutOf(
  passage: { text: string; words: readonly Word[] },
  spans: readonly { from: number; to: number }[],
  askedAsQuestion: boolean,
): Cut | undefined {
  const { text, words } = passage;
  const first = words[spans[0]?.from ?? 0]!;
  const last = words[(spans.at(-1)?.to ?? 1) - 1]!;
  const begin = sentenceStart(text, first.from);
  const end = sentenceEnd(text, last.to);
  const tell = (some: readonly Word[]) => [
    ...new Set(
      some.filter((word) => isNegation(word) || isCondition(word) || hearsay.has(word.form)).map(({ raw }) => raw),
    ),
  ];
  const before = tell(words.filter((word) => word.from >= begin && word.to <= first.from));
  const after = tell(words.filter((word) => word.from >= last.to && word.to <= end));
  const between = spans.slice(1).flatMap((span, at) => {
    const left = words.slice(spans[at]!.to, span.from);
    const told = tell(left);
    return told.length > 0 ? told : left.length > 60 ? ["…"] : [];
  });
  const question = !askedAsQuestion && /^[^.!…]*\?/u.test(text.slice(last.to, end));
  return before.length + after.length + between.length > 0 || question
    ? { before, between, after, question }
    : undefined;
}

/** Whether the words stand within quotation marks that the text opens before them in the same paragraph and closes after. */
export function isWithinMarks(text: string, from: number, to: number): boolean {
  const paragraph = Math.max(0, text.lastIndexOf("\n\n", from));
  const before = text.slice(paragraph, from);
  const end = text.indexOf("\n\n", to);
  const after = text.slice(to, end === -1 ? text.length : end);
  const open = (opening: string, closing: string) => before.lastIndexOf(opening) > before.lastIndexOf(closing);
  if (open("«", "»") && after.includes("»")) return true;
  if (open("“", "”") && after.includes("”")) return true;
  return (before.match(/"/gu)?.length ?? 0) % 2 === 1 && after.includes('"');
}

import { type Alignment, align, type Change, changesOf, foremost } from "./quote-align.ts";
import { type Context, contextOf, type Cut, cutOf, isWithinMarks } from "./quote-context.ts";
import { type DifferenceKind, differenceKinds, isNegation, senseKinds } from "./quote-kinds.ts";
import { type Effort, newEffort } from "./quote-effort.ts";
import { findSpots, signsOf, type Spot } from "./quote-match.ts";
import type { Passage, Role } from "./quote-passages.ts";
import { type Known, type Quote, type Word, wordsOf } from "./quote-words.ts";

export type Verdict = "said" | "differs" | "denied" | "said-by-other" | "none" | "too-short";

/** A text in which the quote may stand; `text` is whatever the caller knows it by. */
export type Candidate<T> = { text: T; passages: readonly Passage[] };

/** A place where the words stand, or what is most alike. */
export type Place<T> = {
  text: T;
  role: Role;
  speaker?: string;
  context: Context;
  /** The words stand within quotation marks there: the text around tells whose they are. */
  cited: boolean;
  cut?: Cut;
  /** Empty where every word is the same. */
  changes: Change[];
  /** What differs, that which changes the sense most first. */
  kinds: DifferenceKind[];
  likeness: number;
};

export type Judgement<T> = { verdict: Verdict; places: Place<T>[] };

/** Fewer words than these are in too many texts for a finding to tell anything. */
export const fewestWords = 4;
const likeEnough = 0.7;
/** Less is enough where the difference is a single one, or so many words in a row are the same. */
const hardlyAlike = { likeness: 0.6, differences: 1, run: 6 };
const nearlyTheSame = 0.75;
const mostDiffering = 3;

/**
 * What a record of these texts has to say of a quote. `said`: every word stands there in this order, in the office's own words; `differs`: the
 * office said it otherwise; `denied`: it is a claim that a denial denies; `said-by-other`: it stands there as somebody else's words;
 * `none`: no text is like it. Tolerant of case, accents, quotation marks, dashes, breaks of lines, what the quote says it leaves out and
 * visible slips of a reading machine; never of a negation, a number, a date, a name, a unit, an order or a question. Once its `effort` is over, what is left is not looked at.
 */
export function judge<T>(
  quote: Quote,
  candidates: readonly Candidate<T>[],
  known: Known,
  effort: Effort = newEffort(),
): Judgement<T> {
  const read = candidates.map((candidate) => readCandidate(candidate));
  if (quote.segments.reduce((sum, { length }) => sum + length, 0) < fewestWords)
    return { verdict: "too-short", places: [] };
  const wordByWord = newEffort();
  const exact = read.flatMap((text) => exactPlaces(quote, text, known, wordByWord));
  const same = exact.filter(({ kinds }) => kinds.length === 0);
  const verdict = same.some(({ role }) => role === "office")
    ? "said"
    : same.some(({ role }) => role === "claim")
      ? "denied"
      : same.length > 0
        ? "said-by-other"
        : undefined;
  if (verdict !== undefined) return { verdict, places: inOrder(verdict, same) };
  if (wordByWord.over) {
    // It may have been said where nobody looked.
    effort.over = true;
    return { verdict: "none", places: [] };
  }
  const alike = [...exact, ...read.flatMap((text) => alikePlaces(quote, text, known, effort))].toSorted(
    (a, b) => b.likeness - a.likeness || roleOrder(a.role) - roleOrder(b.role),
  );
  return verdictOfAlike(alike);
}

const roleOrder = (role: Role) => ["office", "claim", "other"].indexOf(role);

function inOrder<T>(verdict: Verdict, places: Place<T>[]): Place<T>[] {
  const foremostRole = verdict === "denied" ? "claim" : verdict === "said" ? "office" : "other";
  return places.toSorted((a, b) => Number(b.role === foremostRole) - Number(a.role === foremostRole));
}

function verdictOfAlike<T>(alike: Place<T>[]): Judgement<T> {
  const [most] = alike;
  if (most === undefined) return { verdict: "none", places: [] };
  const near = alike.filter(({ likeness }) => likeness >= most.likeness - 0.1);
  const office = near.find(({ role }) => role === "office");
  const nearest = office ?? most;
  const places = [nearest, ...near.filter((place) => place !== nearest)].slice(0, mostDiffering);
  if (office !== undefined) return { verdict: "differs", places };
  const sense = most.kinds.some((kind) => senseBearing.has(kind));
  if (most.likeness < nearlyTheSame) return { verdict: "none", places: [] };
  if (most.role === "other") return { verdict: "said-by-other", places };
  return { verdict: sense ? "differs" : "denied", places };
}

const senseBearing: ReadonlySet<DifferenceKind> = new Set(senseKinds);

type ReadPassage = Passage & { words: Word[] };
type ReadText<T> = { text: T; passages: ReadPassage[]; denies: boolean };

function readCandidate<T>({ text, passages }: Candidate<T>): ReadText<T> {
  return {
    text,
    passages: passages.map((passage) => ({ ...passage, words: wordsOf(passage.text) })),
    denies: passages.some(({ role }) => role === "claim"),
  };
}

function exactPlaces<T>(quote: Quote, read: ReadText<T>, known: Known, effort: Effort): Place<T>[] {
  const found = read.passages.flatMap((passage) =>
    findSpots(quote.segments, passage.words, known, effort).map((spot) => ({ passage, spot })),
  );
  const claimed = found.some(({ passage }) => passage.role === "claim");
  return found.map(({ passage, spot }) => {
    const place = placeOfSpot(quote, read.text, passage, spot);
    // A denial that repeats what it denies does not say it.
    const repeats = place.role === "office" && read.denies && (claimed || place.cited);
    return repeats ? { ...place, role: "claim" as const } : place;
  });
}

function placeOfSpot<T>(quote: Quote, text: T, passage: ReadPassage, { spans }: Spot): Place<T> {
  const first = passage.words[spans[0]!.from]!;
  const last = passage.words[spans.at(-1)!.to - 1]!;
  const signs = spans.flatMap((span, at) =>
    signsOf(
      { text: quote.text, words: quote.segments[at]! },
      { text: passage.text, words: passage.words.slice(span.from, span.to) },
      isNegation,
    ),
  );
  const asked = quote.text.slice(quote.segments.at(-1)!.at(-1)!.to).includes("?");
  const behind = passage.text.slice(last.to, passage.words[spans.at(-1)!.to]?.from ?? passage.text.length);
  if (asked && !behind.includes("?")) signs.push("question");
  if (hidesNegation(passage, spans)) signs.push("negation");
  const cut = cutOf(passage, spans, asked);
  const kinds = differenceKinds.filter((kind) => (signs as string[]).includes(kind));
  return {
    text,
    role: passage.role,
    ...(passage.speaker === undefined ? {} : { speaker: passage.speaker }),
    context: contextOf(passage.text, first.from, last.to),
    cited: isWithinMarks(passage.text, first.from, last.to),
    ...(cut === undefined ? {} : { cut }),
    changes:
      kinds.length === 0
        ? []
        : [{ said: passage.text.slice(first.from, last.to), quoted: quote.text, kind: foremost(kinds) }],
    kinds,
    likeness: 1,
  };
}

/**
 * What leaves out a "no" and hardly anything else is no shortening (a pause that the text itself has may stand where the sign of it does), nor
 * is what leaves out the "no" that the words behind it hang on, whatever goes with it.
 */
function hidesNegation({ text, words }: ReadPassage, spans: readonly { from: number; to: number }[]): boolean {
  return spans.slice(1).some((span, at) => {
    const left = words.slice(spans[at]!.to, span.from);
    const last = left.findLastIndex((word) => isNegation(word));
    if (last === -1) return false;
    if (left.length <= 2) return true;
    return left.length - last <= 2 && !/[.,;:!?]/u.test(text.slice(left[last]!.to, words[span.from]!.from));
  });
}

/** The stretch of each passage that is most alike, where enough of the quote stands in it. */
function alikePlaces<T>(quote: Quote, { text, passages }: ReadText<T>, known: Known, effort: Effort): Place<T>[] {
  const places = passages.flatMap((passage) => {
    const aligned = quote.segments.map((segment) => ({ segment, found: align(segment, passage.words, known, effort) }));
    const total = aligned.reduce((sum, { segment }) => sum + segment.length, 0);
    const likeness =
      aligned.reduce((sum, { segment, found }) => sum + segment.length * (found?.likeness ?? 0), 0) / total;
    const found = aligned.flatMap((one) =>
      one.found === undefined ? [] : [{ segment: one.segment, found: one.found }],
    );
    const run = Math.max(0, ...found.map((one) => one.found.run));
    // A few words in a row, or most of a short quote: what is alike in scattered words is not alike.
    if (likeness < hardlyAlike.likeness || run < Math.min(4, Math.ceil(total / 3))) return [];
    const place = placeOfAlignments(
      quote,
      text,
      passage,
      aligned,
      likeness,
      found.map((one) => one.found),
    );
    const differences = place.changes.filter(({ kind }) => kind !== undefined).length;
    return likeness >= likeEnough || differences <= hardlyAlike.differences || run >= hardlyAlike.run ? [place] : [];
  });
  // A denial that repeats what it denies does not say it.
  return places.some(({ role }) => role === "claim") ? places.filter(({ role }) => role !== "office") : places;
}

function placeOfAlignments<T>(
  quote: Quote,
  text: T,
  passage: ReadPassage,
  aligned: readonly { segment: readonly Word[]; found: Alignment | undefined }[],
  likeness: number,
  found: readonly Alignment[],
): Place<T> {
  const changes = aligned.flatMap(({ segment, found: alignment }): Change[] => {
    if (alignment !== undefined)
      return changesOf(alignment, { text: quote.text, words: segment }, { text: passage.text, words: passage.words });
    const quoted = quote.text.slice(segment[0]!.from, segment.at(-1)!.to);
    return [{ said: "", quoted, kind: "put-in" }];
  });
  const from = passage.words[Math.min(...found.map((one) => one.from))]!.from;
  const to = passage.words[Math.max(...found.map((one) => one.to)) - 1]!.to;
  const disordered = found.some((one, at) => at > 0 && one.from < found[at - 1]!.to);
  const kinds = new Set(changes.flatMap(({ kind }) => (kind === undefined ? [] : [kind])));
  if (disordered) kinds.add("order");
  return {
    text,
    role: passage.role,
    ...(passage.speaker === undefined ? {} : { speaker: passage.speaker }),
    context: contextOf(passage.text, from, to),
    cited: isWithinMarks(passage.text, from, to),
    changes,
    kinds: differenceKinds.filter((kind) => kinds.has(kind)),
    likeness,
  };
}

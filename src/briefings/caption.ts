import type { Attribution, Speaker, TurnKind } from "./turn.ts";

/** Some words of a caption, as a captioner's program sends them. Times from the opening, in milliseconds. */
export type Segment = {
  /** The program's own name of it. */
  id: string;
  startMs: number;
  endMs: number;
  text: string;
  /** A partial one is still being heard, and another takes its place. */
  final: boolean;
  /** What the program calls the voice; empty where it says nothing of it. */
  speaker: string;
  /** Of two that differ, the greater counts, in whatever order they come. */
  revision: number;
};

/** What becomes of a segment that arrives: it stands now, it says nothing new, or something newer stands already. */
export type Taken = "taken" | "same" | "ignored";

/**
 * A partial takes the place of the partial before it, a final ends it; a partial after its final is nothing. A final that says
 * something else is a revision; one of a smaller number came late.
 */
export function takeSegment(standing: Segment | undefined, sent: Segment): Taken {
  if (standing === undefined) return "taken";
  if (standing.final && !sent.final) return "ignored";
  if (!standing.final && sent.final) return "taken";
  if (sent.revision < standing.revision) return "ignored";
  return members.every((name) => standing[name] === sent[name]) ? "same" : "taken";
}

const members = ["startMs", "endMs", "text", "speaker", "revision"] as const;

/** A final one says again what was said at another time: the program counts anew, and must not take words away that were said before. */
export function isOther(standing: Segment | undefined, sent: Segment): boolean {
  return standing?.final === true && sent.final && Math.abs(standing.startMs - sent.startMs) > farApart;
}

const farApart = 60_000;

/** Who speaks, as a person marked it: from a moment on, or wherever a program uses a label. */
export type Mark = {
  id: number;
  /** Empty: for what bears no label. */
  label: string;
  fromMs: number;
  speaker: Speaker;
  kind: TurnKind;
  attribution: Attribution;
};

/** Whose words they are, and how they may be used. `key` tells two apart that were decided otherwise. */
export type Voice = { key: string; speaker: Speaker; kind: TurnKind; attribution: Attribution };

/**
 * Whoever is marked when a segment ends: a typist presses a moment after a voice begins, and before its words end. A label has the
 * voice that was marked for it; what a typist said of the attribution meanwhile holds for it too, if it is narrower. Undefined where nobody
 * said who speaks: it is never guessed.
 */
export function voiceOf({ speaker: label, endMs }: Segment, marks: readonly Mark[]): Voice | undefined {
  const mark = markAt(marks, label, endMs);
  if (mark === undefined) return undefined;
  const around = label === "" ? mark : (markAt(marks, "", endMs) ?? mark);
  const narrower = width.indexOf(around.attribution) > width.indexOf(mark.attribution) ? around : mark;
  return {
    key: `${mark.id}/${narrower.id}`,
    speaker: mark.speaker,
    kind: mark.kind,
    attribution: narrower.attribution,
  };
}

const width: readonly Attribution[] = ["on-record", "background", "off-record"];

function markAt(marks: readonly Mark[], label: string, at: number): Mark | undefined {
  let found: Mark | undefined;
  for (const mark of marks) {
    if (mark.label !== label || mark.fromMs > at) continue;
    if (found === undefined || mark.fromMs > found.fromMs || (mark.fromMs === found.fromMs && mark.id > found.id))
      found = mark;
  }
  return found;
}

/** Words of one voice that stand together in a turn. */
export type Passage<S extends Segment> = {
  voice: Voice;
  segments: S[];
  text: string;
  startMs: number;
  /** What stands right before it, should a person have taken it in hand or not. */
  before?: S;
  /** Nothing that was heard so far comes after it: it may still grow. */
  last: boolean;
};

/**
 * The finals as turns, in the order in which they were said. Where one turn ends is told by two neighbours alone, so that one that comes
 * late changes what is around it and nothing further. `kept`: whether a person has the turn that a segment stands in in hand;
 * such a one is no part of any passage. The same segments give the same passages, in whatever order they came.
 */
export function passagesOf<S extends Segment>(
  segments: readonly S[],
  marks: readonly Mark[],
  kept: (segment: S) => boolean = () => false,
): Passage<S>[] {
  const passages: Passage<S>[] = [];
  const heard = segments.filter(({ final, text }) => final && text !== "").toSorted(inOrder);
  let open: Passage<S> | undefined;
  let before: S | undefined;
  for (const segment of heard) {
    const voice = kept(segment) ? undefined : voiceOf(segment, marks);
    if (voice === undefined) open = undefined;
    else if (open !== undefined && before !== undefined && goesOn(open, before, segment, voice)) {
      open.segments.push(segment);
      open.text += ` ${segment.text}`;
    } else {
      open = { voice, segments: [segment], text: segment.text, startMs: segment.startMs, last: false };
      if (before !== undefined) open.before = before;
      passages.push(open);
    }
    before = segment;
  }
  const last = passages.at(-1);
  if (last !== undefined && last.segments.at(-1) === before) last.last = true;
  return passages;
}

/** Finals that nobody is known to have said, by what the program calls the voice. */
export function waitingOf<S extends Segment>(segments: readonly S[], marks: readonly Mark[]): Map<string, S[]> {
  const waiting = segments.filter((one) => one.final && one.text !== "" && voiceOf(one, marks) === undefined);
  return Map.groupBy(waiting.toSorted(inOrder), ({ speaker }) => speaker);
}

function inOrder(a: Segment & { address?: number }, b: Segment & { address?: number }): number {
  return (
    a.startMs - b.startMs ||
    a.endMs - b.endMs ||
    (a.address ?? 0) - (b.address ?? 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/** A pause after which a voice begins a turn of its own. */
const pause = 8_000;
/** A turn ends with a sentence where the next of these spans begins, and with the longer one wherever it is. */
const span = 20_000;
const longestSpan = 60_000;
const longestPassage = 18_000;

function goesOn<S extends Segment>(open: Passage<S>, before: S, segment: S, voice: Voice): boolean {
  if (open.voice.key !== voice.key || segment.startMs - before.endMs > pause) return false;
  if (open.text.length + segment.text.length >= longestPassage) return false;
  const parted = (length: number) => Math.floor(before.startMs / length) !== Math.floor(segment.startMs / length);
  return !parted(longestSpan) && !(parted(span) && /[.!?…][»”"')\]]*$/.test(before.text));
}

/** How long a turn that may still grow is held at least: the public sees it whole, not word by word. */
export const growing = pause;

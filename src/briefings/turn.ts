import { Fault } from "../fault.ts";
import { intake } from "../text/intake.ts";

export const turnKinds = ["speech", "question", "answer", "note"] as const;
export type TurnKind = (typeof turnKinds)[number];

export const attributions = ["on-record", "background", "off-record", "embargoed"] as const;
export type Attribution = (typeof attributions)[number];

/** Who speaks. A holder of a post is named as the register had them that day; a journalist by outlet. */
export type Speaker = {
  name: string;
  person?: string;
  post?: string;
  institution?: string;
  capacity?: string;
  register?: { entry: number; item: number };
  outlet?: string;
  /** The desk's own number of a journalist: never public. */
  journalist?: number;
  /** The name of a post as it is shown ("Ministra (S)"), in both languages, since the register's own may change. */
  title?: { es: string; en: string };
};

/** What decides whether, and from when, the public sees a turn. */
export type TurnStanding = {
  attribution: Attribution;
  embargoUntil?: Date;
  removed: boolean;
  revision: number;
  /** The revision that the public has, if any. */
  shownRevision?: number;
  /** The hold of the newest revision ends. */
  shownAfter: Date;
};

export type TurnStep = "show" | "correct" | "remove";

/** Whether it may ever be quoted, at this instant or a later one. */
export function isQuotable({ attribution, removed }: Pick<TurnStanding, "attribution" | "removed">): boolean {
  return !removed && (attribution === "on-record" || attribution === "embargoed");
}

/**
 * What is to be done so that the public sees what it may, and from when; undefined where nothing is. What may no longer be shown is
 * taken away at once. Background and off the record never become a step that shows.
 */
export function nextStep(turn: TurnStanding): { step: TurnStep; from: Date } | undefined {
  const shown = turn.shownRevision !== undefined;
  if (!isQuotable(turn)) return shown ? { step: "remove", from: beginning } : undefined;
  const { embargoUntil, shownAfter } = turn;
  // Put under embargo after it was shown: what is out is taken back until then.
  if (shown && embargoUntil !== undefined && turn.shownRevision !== turn.revision) {
    if (embargoUntil > shownAfter) return { step: "remove", from: beginning };
  }
  if (shown && turn.shownRevision === turn.revision) return undefined;
  const from = embargoUntil !== undefined && embargoUntil > shownAfter ? embargoUntil : shownAfter;
  return { step: shown ? "correct" : "show", from };
}

/**
 * What is due at an instant, in the order in which it was said: a turn waits for those on the record before it that are
 * still held, so that the public reads in order; embargoed ones are not waited for. `next`: when there will be more to do.
 */
export function dueSteps<T extends TurnStanding>(
  turns: readonly T[],
  now: Date,
): { due: { turn: T; step: TurnStep }[]; next?: Date } {
  const due: { turn: T; step: TurnStep }[] = [];
  let next: Date | undefined;
  let waiting = false;
  for (const turn of turns) {
    const found = nextStep(turn);
    if (found === undefined) continue;
    const { step, from } = found;
    const ready = from <= now;
    if (step !== "show") {
      if (ready) due.push({ turn, step });
    } else if (ready && !waiting) due.push({ turn, step });
    else if (turn.attribution === "on-record") waiting = true;
    // What is taken back until an embargo lapses comes again then.
    const again = step === "remove" && isQuotable(turn) ? turn.embargoUntil : undefined;
    const later = again ?? (ready ? undefined : from);
    if (later !== undefined && (next === undefined || later < next)) next = later;
  }
  return next === undefined ? { due } : { due, next };
}

/** A speaker as the public is told of them: nothing that only the desk knows. */
export function publicSpeaker(speaker: Speaker): Omit<Speaker, "journalist"> {
  const shown = { ...speaker };
  delete shown.journalist;
  return shown;
}

/** Whoever asks in a turn, as the question that is taken there has them. */
export function askerOf({ name, outlet, journalist }: Speaker) {
  return {
    asker: { ...(name === "" ? {} : { name }), ...(outlet === undefined ? {} : { outlet }) },
    ...(journalist === undefined ? {} : { journalist }),
  };
}

const longestTurn = 20_000;

/** The words of a turn as they may stand in the record: plain, NFC, paragraphs parted by a blank line. Fault("invalid") for none, Fault("too-large") beyond 20,000 characters. */
export function readTurnText(typed: string): string {
  const text = intake(typed)
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
  if (text === "") throw new Fault("invalid", "Write what was said.", [], "Escriba lo que se dijo.");
  if (text.length <= longestTurn) return text;
  throw new Fault(
    "too-large",
    `A turn has at most ${longestTurn} characters: part it where somebody else speaks, or at a pause.`,
    [],
    `Una intervención tiene a lo más ${longestTurn} caracteres: divídala donde habla otra persona, o en una pausa.`,
  );
}

/** The start of time: what is due from then is due. */
const beginning = new Date(0);

import { Fault } from "../fault.ts";
import { invalid, oneLine, takeIn, within } from "../text/field.ts";

export const briefingFormats = ["punto-de-prensa", "conferencia", "voceria"] as const;
export type BriefingFormat = (typeof briefingFormats)[number];

export type BriefingState = "planned" | "announced" | "live" | "closed" | "certified" | "cancelled";

/** What an officer may do to a briefing as a whole. Certification is the transcript's act. */
export type BriefingMove = "announce" | "open" | "close" | "reopen" | "cancel";

const moves: Record<BriefingState, Partial<Record<BriefingMove, BriefingState>>> = {
  planned: { announce: "announced", open: "live", cancel: "cancelled" },
  announced: { open: "live", cancel: "cancelled" },
  live: { close: "closed" },
  // Closed by mistake, it goes on: nothing was certified yet.
  closed: { reopen: "live" },
  certified: {},
  cancelled: {},
};

export function movesOf(state: BriefingState): BriefingMove[] {
  return Object.keys(moves[state]) as BriefingMove[];
}

/** The state that a move leads to. Fault("conflict") where there is no such step from here. */
export function moveBriefing(state: BriefingState, move: BriefingMove): BriefingState {
  const to = moves[state][move];
  if (to !== undefined) return to;
  throw new Fault(
    "conflict",
    `The briefing is ${state} by now, so this step is not open any more. Load its page again.`,
    [],
    `La vocería ya está ${stateWord[state]}, así que este paso ya no procede. Cargue la página de nuevo.`,
  );
}

/** Whether turns may be typed, put right and removed. Before it opens nothing is said; what is certified stands. */
export function takesTurns(state: BriefingState): boolean {
  return state === "live" || state === "closed";
}

const stateWord: Record<BriefingState, string> = {
  planned: "en preparación",
  announced: "anunciada",
  live: "en curso",
  closed: "cerrada",
  certified: "certificada",
  cancelled: "cancelada",
};

export type BriefingContent = {
  format: BriefingFormat;
  title: string;
  language: string;
  place?: string;
  /** What the press is told beforehand. */
  note?: string;
  startsAt?: Date;
  /** Where the hour is not known: "por la mañana". */
  timeText?: string;
  holdMs: number;
  /** An address of the sound or picture, played in time with the transcript. */
  mediaUrl?: string;
};

export type BriefingTyped = {
  format: string;
  title: string;
  language: string;
  place: string;
  note: string;
  startsAt?: Date;
  timeText: string;
  holdSeconds: string;
  mediaUrl: string;
};

const longestTitle = 200;
const longestPlace = 200;
const longestNote = 2_000;
const longestTime = 80;
const longestAddress = 2_000;
export const defaultHold = 15_000;
export const longestHold = 600_000;

/** Fault("invalid") or Fault("too-large") names the field, and whoever typed it still has it. */
export function readBriefing(typed: BriefingTyped): BriefingContent {
  const format = briefingFormats.find((one) => one === typed.format);
  if (format === undefined) throw invalid("format: choose one of the three.", "formato: elija uno de los tres.");
  const title = oneLine("title", "título", typed.title, longestTitle);
  if (title === "") throw invalid("title: say what the briefing is.", "título: diga de qué vocería se trata.");
  if (!/^(?:es|en)(?:-[A-Z]{2})?$/.test(typed.language))
    throw invalid("language: choose the one that is spoken.", "idioma: elija el que se habla.");
  const place = oneLine("place", "lugar", typed.place, longestPlace);
  const note = within("note", "nota", takeIn("note", "nota", typed.note).trim(), longestNote);
  const timeText = oneLine("time", "hora", typed.timeText, longestTime);
  const mediaUrl = readMediaUrl(typed.mediaUrl);
  const seconds = typed.holdSeconds.trim() === "" ? defaultHold / 1000 : Number(typed.holdSeconds);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds * 1000 > longestHold)
    throw invalid(
      `hold: whole seconds, from 0 to ${longestHold / 1000}.`,
      `retención: segundos enteros, de 0 a ${longestHold / 1000}.`,
    );
  return {
    format,
    title,
    language: typed.language,
    ...(place === "" ? {} : { place }),
    ...(note === "" ? {} : { note }),
    ...(typed.startsAt === undefined ? {} : { startsAt: typed.startsAt }),
    ...(timeText === "" ? {} : { timeText }),
    holdMs: seconds * 1000,
    ...(mediaUrl === "" ? {} : { mediaUrl }),
  };
}

/** The address of a sound or a video; empty for none. */
export function readMediaUrl(typed: string): string {
  const mediaUrl = oneLine("recording", "audio o video", typed, longestAddress);
  if (mediaUrl === "" || isMedia(mediaUrl)) return mediaUrl;
  throw invalid(
    "recording: give the address of a sound or a video, beginning with https://.",
    "audio o video: escriba la dirección de un audio o un video, que empiece con https://.",
  );
}

/** Only what a browser fetches as a sound or a picture: https, no credentials in the address. */
function isMedia(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" && url.username === "" && url.password === "";
}

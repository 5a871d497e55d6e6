import type { TranscriptTurn } from "@voceria/record";
import type { TurnOnPage } from "../briefings/live-event.ts";

/** A turn as data, of a transcript or as it was shown live: of one that was taken back, that it was. */
export function turnJson(url: string, briefing: string, one: TranscriptTurn | TurnOnPage) {
  const address = { url: `${url}/briefings/${briefing}/turns/${one.turn}` };
  if (!("shownAt" in one)) return { ...one, ...address };
  const { turn, kind, speaker, text, at, shownAt, correctedAt, removed, question } = one;
  if (removed === true) return { turn, removed, ...address };
  return {
    turn,
    kind,
    speaker,
    text,
    ...(at === undefined ? {} : { at }),
    ...(question === undefined ? {} : { question: question.number }),
    shownAt,
    ...(correctedAt === undefined ? {} : { correctedAt }),
    ...address,
  };
}

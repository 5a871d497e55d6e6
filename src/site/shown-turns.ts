import { tongueOf, type Language } from "../page/language.ts";
import type { TranscriptTurn } from "../briefings/transcript.ts";
import { foldEvents } from "../briefings/live-event.ts";
import { readAllEvents } from "../briefings/live-events.ts";
import { publicBriefing } from "../briefings/public-briefing.ts";
import { findTranscript, type TranscriptView } from "../briefings/transcripts.ts";
import type { TurnKind } from "../briefings/turn.ts";
import { dayIn } from "../register/day.ts";
import type { Horizon } from "../recorder/horizon.ts";
import type { SiteContext } from "./context.ts";
import { besideText, readSpeakerNames } from "./transcript-turns.ts";

export type QuotedTurn = Pick<TranscriptTurn, "turn" | "text" | "at"> & {
  kind: TurnKind;
  speaker: { name: string; outlet?: string };
};

/** The turns of a briefing as anybody has them at a moment. */
export type ShownTurns = {
  briefing: string;
  title: string;
  kind: string;
  day: string;
  language: string;
  turns: readonly QuotedTurn[];
  /** What stands behind a speaker's name: «, ministra secretaria general de Gobierno, titular»; «, Radio Austral». */
  beside: (turn: QuotedTurn, language: Language) => string;
  /** What was said, as it was certified or imported. Without it: not certified yet, as the public was told of it. */
  certified?: TranscriptView;
};

/**
 * What was certified, where it may be shown; before that what the public was told, from the live events alone: what is held,
 * on background, off the record or taken back is in neither. Undefined where there is no such briefing for anybody outside.
 */
export async function readShownTurns(
  site: SiteContext,
  horizon: Horizon,
  briefing: string,
): Promise<ShownTurns | undefined> {
  const view = await findTranscript(site.installation.db, briefing, "said", horizon.size);
  return view === undefined ? liveTurns(site, briefing) : certifiedTurns(site, horizon, view);
}

async function certifiedTurns(site: SiteContext, horizon: Horizon, certified: TranscriptView): Promise<ShownTurns> {
  const { briefing, title, kind, day, language, content } = certified;
  const turns = content?.turns ?? [];
  const names = content === undefined ? undefined : await readSpeakerNames({ site, horizon }, content);
  const byNumber = new Map(turns.map((turn) => [turn.turn, turn]));
  return {
    briefing,
    title,
    kind,
    day,
    language,
    turns,
    certified,
    beside: ({ turn }, inLanguage) => {
      const said = byNumber.get(turn);
      return said === undefined || names === undefined ? "" : besideText({ language: inLanguage }, said, day, names);
    },
  };
}

async function liveTurns(site: SiteContext, number: string): Promise<ShownTurns | undefined> {
  const { db, means } = site.installation;
  const briefing = await publicBriefing(db, number);
  if (briefing === undefined) return undefined;
  const { turns } = foldEvents(await readAllEvents(db, briefing.id));
  const told = turns.filter(({ removed }) => removed !== true);
  const titles = new Map(told.map(({ turn, speaker }) => [turn, speaker.title]));
  const { timeZone } = await site.office();
  return {
    briefing: number,
    title: briefing.title,
    kind: briefing.format,
    day: dayIn(timeZone, briefing.openedAt ?? briefing.startsAt ?? means.clock.now()),
    language: briefing.language,
    turns: told,
    beside: ({ turn, speaker: { outlet } }, language) => {
      const beside = outlet ?? titles.get(turn)?.[tongueOf(language)];
      return beside === undefined ? "" : `, ${beside}`;
    },
  };
}

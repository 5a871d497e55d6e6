import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";
import { settleCaptions } from "./settle-captions.ts";
import { readSpeaker, type SpeakerTyped } from "./speakers.ts";
import { checkTakesTurns, dayOfBriefing } from "./type-turn.ts";

export type MarkTyped = {
  speaker: SpeakerTyped;
  kind: string;
  attribution: string;
  /** What the program calls that voice, wherever it does; absent: whoever speaks from now on. Empty: what has no name and waits. */
  label?: string | undefined;
};

/**
 * When this returns, captions from now on are that speaker's (or those of a label are, from the beginning), and what waited for it
 * stands as turns, held.
 */
export function markVoice(db: Database, id: number, typed: MarkTyped, actor: Actor, means: Means): Promise<void> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    checkTakesTurns(briefing);
    const at = means.clock.now();
    const speaker = await readSpeaker(tx, typed.speaker, await dayOfBriefing(tx, briefing, at));
    const kind = (["speech", "question", "answer"] as const).find((one) => one === typed.kind);
    const attribution = (["on-record", "background", "off-record"] as const).find((one) => one === typed.attribution);
    if (kind === undefined || attribution === undefined)
      throw new Fault(
        "invalid",
        "Captions are speech, a question or an answer, on the record, on background or off it: choose one of them; an embargo is put on a turn.",
        [],
        "Los subtítulos son intervención, pregunta o respuesta, citables, solo contexto o reservados: elija; el embargo se pone en una intervención.",
      );
    const now = at.getTime() - (briefing.openedAt ?? at).getTime();
    const { label = "" } = typed;
    await tx
      .insertInto("caption_mark")
      .values({
        briefing_id: id,
        label: label.slice(0, 200),
        from_ms: typed.label === undefined ? now : 0,
        speaker: JSON.stringify(speaker),
        kind,
        attribution,
        officer: actor.officer,
        at,
      })
      .execute();
    // Their words, not the typist's: what comes later may still change them.
    await settleCaptions(tx, briefing, { name: actor.name }, at);
    const details = { did: "mark", label, attribution };
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.type", details });
  });
}

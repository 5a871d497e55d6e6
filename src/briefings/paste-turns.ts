import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, transact } from "../store/database.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";
import { readTranscript } from "./import/read-transcript.ts";
import { kindsOf } from "./import/turn-kinds.ts";
import { readTurnText } from "./turn.ts";
import { insertTurn, takePlace } from "./turns.ts";
import { checkTakesTurns } from "./type-turn.ts";

/**
 * When this returns, a whole text of the form "NAME, POST: words" stands as turns at the end, held as if typed one by one, each under
 * the name that its heading has; all of them or none. Fault("invalid") where nobody is told to speak in it.
 */
export function pasteTurns(
  db: Database,
  id: number,
  text: string,
  actor: Actor,
  means: Means,
): Promise<{ turns: number }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    checkTakesTurns(briefing);
    const { turns } = readTranscript(text);
    const kinds = kindsOf(turns);
    const said = turns.flatMap(({ heading, paragraphs }, index) =>
      paragraphs.length === 0 ? [] : [{ heading, text: readTurnText(paragraphs.join("\n\n")), kind: kinds[index] }],
    );
    if (said.every(({ heading }) => heading === undefined))
      throw new Fault(
        "invalid",
        "Nobody is named in it: begin each turn with “NAME, POST:”.",
        [],
        "No se nombra a nadie: comience cada intervención con «NOMBRE, CARGO:».",
      );
    const at = means.clock.now();
    for (const { heading, text: words, kind = "speech" } of said) {
      const press = heading?.role === "press";
      const speaker = {
        name: press ? (heading.name ?? "") : (heading?.as ?? ""),
        ...(press && heading.post !== undefined ? { outlet: heading.post } : {}),
      };
      const place = await takePlace(tx, id, undefined);
      await insertTurn(tx, briefing, { kind, speaker, attribution: "on-record", text: words, place }, actor, at);
    }
    await tellBriefing(tx, briefing, {
      at,
      actor,
      action: "briefing.type",
      details: { did: "paste", turns: said.length },
    });
    return { turns: said.length };
  });
}

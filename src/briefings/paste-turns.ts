import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { searchKey } from "../register/name.ts";
import { type Database, transact } from "../store/database.ts";
import { lockBriefing, tellBriefing } from "./briefings.ts";
import type { Heading } from "./import/heading.ts";
import { mayBeTitle } from "./import/cast-names.ts";
import { readTranscript } from "./import/read-transcript.ts";
import { kindsOf } from "./import/turn-kinds.ts";
import { speakersPresent } from "./take-captions.ts";
import { readTurnText, type Speaker } from "./turn.ts";
import { insertTurn, takePlace, turnByKey } from "./turns.ts";
import { checkTakesTurns, keyOf } from "./type-turn.ts";

/**
 * When this returns, a whole text of the form "NAME, POST: words" stands as turns at the end, held as if typed one by one, all of them or
 * none; sent again under the same key, it is done once. A heading with the name and the post of one person present is theirs, any other turn stands under the name that its heading has. Fault("invalid") where nobody is told to speak in it.
 */
export function pasteTurns(
  db: Database,
  id: number,
  { text, clientKey }: { text: string; clientKey: string },
  actor: Actor,
  means: Means,
): Promise<{ turns: number }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const key = (index: number) => keyOf(`${clientKey}-${index}`);
    if ((await turnByKey(tx, id, key(0))) !== undefined) return { turns: 0 };
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
    const present = await speakersPresent(tx, briefing, at);
    for (const [index, { heading, text: words, kind = "speech" }] of said.entries()) {
      const speaker = speakerOf(heading, present);
      const place = await takePlace(tx, id, undefined);
      await insertTurn(
        tx,
        briefing,
        { kind, speaker, attribution: "on-record", text: words, place, clientKey: key(index) },
        actor,
        at,
      );
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

function speakerOf(heading: Omit<Heading, "rest"> | undefined, present: readonly Speaker[]): Speaker {
  if (heading?.role === "press")
    return { name: heading.name ?? "", ...(heading.post === undefined ? {} : { outlet: heading.post }) };
  const { as = "", name, post } = heading ?? {};
  const [known, another] = present.filter(
    (one) =>
      name !== undefined &&
      searchKey(one.name) === searchKey(name) &&
      (post === undefined || Object.values(one.title ?? {}).some((title) => mayBeTitle(post, title))),
  );
  return known !== undefined && another === undefined ? known : { name: as };
}

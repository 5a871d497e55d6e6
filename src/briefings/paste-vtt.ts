import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { lockBriefing, type LockedBriefing, tellBriefing } from "./briefings.ts";
import { readVtt, type VttTurn } from "./read-vtt.ts";
import { speakersPresent } from "./take-captions.ts";
import type { Speaker } from "./turn.ts";
import { insertTurn, placeAt, turnByKey } from "./turns.ts";
import { checkTakesTurns } from "./type-turn.ts";

export type VttTyped = {
  file: string;
  /** Who speaks where the file names nobody; empty: then such a file is refused. */
  otherwise: string;
  /** What the first second of the file is. */
  zero: "opening" | "recording";
  /** The form's own: sent twice, its turns come once. */
  key: string;
};

/**
 * When this returns, the file's captions stand as turns on the record, held, each at its minute among what was typed; all of them or none.
 * A voice that is the exact name of one person present is theirs, any other is called as the file calls it.
 */
export function pasteVtt(
  db: Database,
  id: number,
  { file, otherwise, zero, key }: VttTyped,
  actor: Actor,
  means: Means,
): Promise<{ turns: number }> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    if ((await turnByKey(tx, id, keyOf(key, 0))) !== undefined) return { turns: 0 };
    checkTakesTurns(briefing);
    const said = readVtt(file);
    const at = means.clock.now();
    const offset = zero === "opening" ? 0 : await recordingAfterOpening(tx, briefing);
    const speakers = await speakersOf(tx, briefing, said, otherwise, at);
    for (const [index, { voice, atMs, text }] of said.entries()) {
      const speaker = speakers.get(voice) ?? { name: voice };
      const moment = Math.max(0, atMs + offset);
      const place = await placeAt(tx, id, moment);
      const kind = speaker.outlet === undefined ? "speech" : "question";
      const turn = { kind, speaker, attribution: "on-record", text, place, atMs: moment } as const;
      await insertTurn(tx, briefing, { ...turn, clientKey: keyOf(key, index) }, actor, at);
    }
    const details = { did: "captions-file", turns: said.length };
    await tellBriefing(tx, briefing, { at, actor, action: "briefing.type", details });
    return { turns: said.length };
  });
}

function keyOf(key: string, index: number): string {
  if (/^[\w-]{8,40}$/.test(key)) return `${key}-${index}`;
  throw new Fault("invalid", "What was sent bears no key of its own.", [], "Lo enviado no trae una clave propia.");
}

async function recordingAfterOpening(tx: Transaction, { id, openedAt }: LockedBriefing): Promise<number> {
  const { media_started_at: started } = await tx
    .selectFrom("briefing")
    .select("media_started_at")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (started !== null && openedAt !== undefined) return started.getTime() - openedAt.getTime();
  throw new Fault(
    "invalid",
    "It is not known when the recording began: say so first, or count from the opening.",
    [],
    "No se sabe cuándo comenzó la grabación: indíquelo primero, o cuente desde la apertura.",
  );
}

/** Whoever the file names, by the name that it has for them. */
async function speakersOf(
  tx: Transaction,
  briefing: LockedBriefing,
  said: readonly VttTurn[],
  otherwise: string,
  at: Date,
): Promise<Map<string, Speaker>> {
  const present = await speakersPresent(tx, briefing, at);
  const speakers = new Map<string, Speaker>();
  for (const { voice, atMs } of said) {
    const name = (voice === "" ? otherwise : voice).replaceAll(/\s+/g, " ").trim();
    if (name === "")
      throw new Fault(
        "invalid",
        `At ${minuteOf(atMs)} the file does not say who speaks: name them below, or in the file (<v Name>).`,
        [],
        `En ${minuteOf(atMs)} el archivo no dice quién habla: nómbrelo abajo, o en el archivo (<v Nombre>).`,
      );
    if (name.length > longestName)
      throw new Fault(
        "too-large",
        `speaker: a name has at most ${longestName} characters.`,
        [],
        `quién habla: un nombre tiene a lo más ${longestName} caracteres.`,
      );
    const [known, another] = present.filter((one) => one.name === name);
    speakers.set(voice, known !== undefined && another === undefined ? known : { name });
  }
  return speakers;
}

const longestName = 200;

function minuteOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

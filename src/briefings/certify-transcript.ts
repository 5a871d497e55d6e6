import type { TranscriptContent } from "@voceria/record";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { dayIn } from "../register/day.ts";
import { type Office, readOffice } from "../register/office.ts";
import { type Database, type Reader, transact } from "../store/database.ts";
import { type LockedBriefing, lockBriefing, tellBriefing } from "./briefings.ts";
import { enterEvents } from "./live-events.ts";
import { certifiedTurns, type CertificationTyped, readCertification, type SaidTurn } from "./transcript.ts";
import { type EnteredTranscript, appendTranscripts } from "./transcripts.ts";
import { readTurns } from "./turns.ts";

/**
 * When this returns, the briefing's transcript stands in the record as whoever certifies it had it before them (`read`: the briefing's
 * revision), with all that was on the record and nothing that was not, and it takes no more turns. Fault("conflict") where something changed since, is held
 * or under embargo, or the briefing is not closed.
 */
export function certifyTranscript(
  db: Database,
  id: number,
  typed: CertificationTyped & { read: number },
  actor: Actor,
  means: Means,
): Promise<EnteredTranscript> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "transcript.certify");
    checkClosed(briefing);
    const { revision } = await tx
      .selectFrom("briefing")
      .select("revision")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (revision !== typed.read)
      throw new Fault(
        "conflict",
        "Somebody changed a turn meanwhile: read it once more as it stands now, then certify.",
        [],
        "Alguien cambió una intervención entretanto: léala de nuevo como está ahora y certifique.",
      );
    const certification = readCertification(typed);
    const now = means.clock.now();
    const office = await readOffice(tx);
    const content = { ...(await certifiableContent(tx, id, office, now)), ...certification };
    await tx.updateTable("briefing").set({ state: "certified" }).where("id", "=", id).execute();
    await enterEvents(
      tx,
      briefing,
      [
        {
          kind: "state",
          payload: {
            state: "certified",
            ...(content.opened === undefined ? {} : { openedAt: content.opened }),
            ...(content.closed === undefined ? {} : { closedAt: content.closed }),
          },
        },
      ],
      now,
    );
    await tellBriefing(tx, briefing, {
      at: now,
      actor,
      action: "transcript.certify",
      details: {
        turns: content.turns.length,
        certifier: certification.certifier,
        ...(certification.recording === undefined ? {} : { recording: certification.recording.sha256 }),
      },
      shown: true,
    });
    const [entered] = await appendTranscripts(tx, [{ content }], actor.name, means);
    if (entered === undefined) throw new Error("nothing was certified");
    return entered;
  });
}

function checkClosed({ state }: LockedBriefing): void {
  if (state === "closed") return;
  const [en, es] =
    state === "certified"
      ? [
          "It is certified already. What was wrong in it is corrected in the open.",
          "Ya está certificada. Lo que tenga mal se corrige a la vista de todos.",
        ]
      : ["Only a briefing that was closed is certified.", "Se certifica una vocería que ya se cerró."];
  throw new Fault("conflict", en, [], es);
}

/** The public numbers of the notes that readers have of a briefing: whoever typed says them, so no transcript does. */
export async function listShownNotes(db: Reader, id: number): Promise<number[]> {
  const rows = await db
    .selectFrom("briefing_turn")
    .select("ordinal")
    .where("briefing_id", "=", id)
    .where("kind", "=", "note")
    .where("shown_revision", "is not", null)
    .orderBy("ordinal")
    .execute();
  return rows.flatMap(({ ordinal }) => ordinal ?? []);
}

/** All that a certified transcript would say now, but for who certifies it. Throws as `certifiedTurns`. */
export async function certifiableContent(
  db: Reader,
  id: number,
  { timeZone }: Pick<Office, "timeZone">,
  now: Date,
): Promise<Omit<TranscriptContent, "certifier"> & { version: "certified" }> {
  const briefing = await db.selectFrom("briefing").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (briefing.number === null) throw new Error(`briefing ${id} was closed without a number`);
  const said = certifiedTurns(await saidTurns(db, id), now, (at) => momentIn(at, timeZone));
  const turns = said.map((turn) => ({ ...turn, speaker: named(turn.speaker, briefing.language) }));
  return {
    format: "voceria/transcript/v1",
    briefing: briefing.number,
    title: briefing.title,
    kind: briefing.format,
    language: briefing.language,
    day: dayIn(timeZone, briefing.opened_at ?? now),
    ...(briefing.place === null ? {} : { place: briefing.place }),
    ...(briefing.opened_at === null ? {} : { opened: briefing.opened_at.toISOString() }),
    ...(briefing.closed_at === null ? {} : { closed: briefing.closed_at.toISOString() }),
    turns,
    version: "certified",
  };
}

/** Of whoever asked for an outlet and gave no name, the record says what they are; a live page says the same in its reader's language. */
function named<Speaker extends { name: string }>(speaker: Speaker, language: string): Speaker {
  if (speaker.name !== "") return speaker;
  return { ...speaker, name: language.startsWith("es") ? "Periodista" : "Journalist" };
}

async function saidTurns(db: Reader, id: number): Promise<SaidTurn[]> {
  const [turns, taken] = await Promise.all([
    readTurns(db, id),
    db
      .selectFrom("question")
      .select(["id", "number"])
      .where("briefing_id", "=", id)
      .where("number", "is not", null)
      .execute(),
  ]);
  const numbers = new Map(taken.map((row) => [row.id, row.number]));
  return turns.map(({ ordinal, atMs, question, ...turn }) => {
    const number = question === undefined ? undefined : numbers.get(question);
    return {
      ...turn,
      ...(ordinal === undefined ? {} : { ordinal }),
      ...(atMs === undefined ? {} : { atMs }),
      ...(number === undefined || number === null ? {} : { question: number }),
    };
  });
}

function momentIn(at: Date, timeZone: string): { en: string; es: string } {
  const said = (locale: string) =>
    at.toLocaleString(locale, {
      timeZone,
      day: "numeric",
      month: "long",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  return { en: said("en-GB"), es: said("es-CL") };
}

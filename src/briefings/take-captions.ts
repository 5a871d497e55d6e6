import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { writeTrail } from "../access/trail.ts";
import { speakersOn } from "../register/voice.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { type LockedBriefing, lockAnyBriefing } from "./briefings.ts";
import { isOther, type Segment, takeSegment, type Taken, waitingOf } from "./caption.ts";
import { findCaptionAddress } from "./caption-addresses.ts";
import { type KeptSegment, readMarks, readSegments, settleCaptions } from "./settle-captions.ts";
import { speakerOf } from "./speakers.ts";
import type { Speaker } from "./turn.ts";
import { readTurns } from "./turns.ts";
import { checkTakesTurns, dayOfBriefing } from "./type-turn.ts";

/** How many segments one briefing keeps: ten hours of one every two seconds, and its partials. */
const mostSegments = 40_000;
/** A program's clock may be ahead so far. */
const ahead = 60_000;

export type CaptionsTaken = Record<Taken, number> & {
  /** Finals of this briefing that wait until somebody says whose words they are. */
  waiting: number;
  refused: { place: number; id: string; fault: Fault }[];
};

/**
 * When this returns, the words stand as turns, held, or wait at the desk until somebody says who speaks; what came before, in whatever
 * order, changes nothing. Undefined where the token is of no use. Fault("conflict") before the briefing opens and once it is certified:
 * nothing was taken then.
 */
export function takeCaptions(
  db: Database,
  token: string,
  sent: readonly { place: number; segment: Segment }[],
  means: Means,
): Promise<CaptionsTaken | undefined> {
  return transact(db, async (tx) => {
    const asked = await findCaptionAddress(tx, token);
    const briefing = asked && (await lockAnyBriefing(tx, asked.briefing));
    // Once more, behind whoever may have ended it meanwhile.
    const address = await findCaptionAddress(tx, token);
    if (briefing === undefined || address === undefined) return undefined;
    checkTakesTurns(briefing);
    const at = means.clock.now();
    const until = await lastMoment(tx, briefing, at);
    const kept = await readSegments(tx, briefing.id);
    const standing = new Map(kept.filter((one) => one.address === address.id).map((one) => [one.id, one]));
    const told: CaptionsTaken = { taken: 0, same: 0, ignored: 0, waiting: 0, refused: [] };
    const finals = new Set<string>();
    let count = kept.length;
    for (const { place, segment } of sent) {
      const before = standing.get(segment.id);
      const fault = refusalOf(segment, before, { until, count, over: briefing.state === "closed" });
      if (fault !== undefined) {
        told.refused.push({ place, id: segment.id, fault });
        continue;
      }
      const taken = takeSegment(before, segment);
      told[taken]++;
      if (taken !== "taken") continue;
      if (before === undefined) count++;
      if (segment.final) finals.add(segment.speaker);
      standing.set(segment.id, { ...before, ...segment, address: address.id });
      await keepSegment(tx, briefing.id, address.id, segment, at);
    }
    if (!address.used) await tellFirst(tx, briefing, address, at);
    if (finals.size > 0) {
      await nameLabels(tx, briefing, finals, at);
      await settleCaptions(tx, briefing, { name: address.name }, at);
    }
    const all = [...kept.filter((one) => one.address !== address.id), ...standing.values()];
    told.waiting = [...waitingOf(all, await readMarks(tx, briefing.id)).values()].flat().length;
    return told;
  });
}

/** Milliseconds from the opening until now, or until the briefing was closed. */
async function lastMoment(tx: Transaction, { id, openedAt }: LockedBriefing, now: Date): Promise<number> {
  const { closed_at: closedAt } = await tx
    .selectFrom("briefing")
    .select("closed_at")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return (closedAt ?? now).getTime() - (openedAt ?? now).getTime();
}

function refusalOf(
  segment: Segment,
  before: KeptSegment | undefined,
  { until, count, over }: { until: number; count: number; over: boolean },
): Fault | undefined {
  if (over && segment.startMs > until)
    return new Fault(
      "conflict",
      "It was said after the briefing was closed: it is no part of it.",
      [],
      "Se dijo después de que se cerrara la vocería: no es parte de ella.",
    );
  if (segment.startMs > until + ahead)
    return new Fault(
      "invalid",
      "start: it is still to come. Times count from the opening of the briefing, or from the instant given as ?zero=.",
      [],
      "start: todavía no llega. Los tiempos cuentan desde la apertura de la vocería, o desde el instante dado con ?zero=.",
    );
  if (isOther(before, segment))
    return new Fault(
      "conflict",
      "id: it names what was said at another time already. Give each segment an id of its own, also after a restart.",
      [],
      "id: ya nombra lo que se dijo en otro momento. Dé a cada segmento un id propio, también después de reiniciar.",
    );
  if (before === undefined && count >= mostSegments)
    return new Fault(
      "too-large",
      `The briefing has ${mostSegments} segments, and no more fit.`,
      [],
      `La vocería tiene ${mostSegments} segmentos, y no caben más.`,
    );
  return undefined;
}

async function keepSegment(tx: Transaction, briefing: number, address: number, segment: Segment, at: Date) {
  const columns = {
    starts_ms: segment.startMs,
    ends_ms: segment.endMs,
    speaker: segment.speaker,
    text: segment.text,
    final: segment.final,
    revision: segment.revision,
    received_at: at,
  };
  await tx
    .insertInto("briefing_caption")
    .values({ briefing_id: briefing, address_id: address, segment: segment.id, ...columns })
    .onConflict((on) => on.columns(["address_id", "segment"]).doUpdateSet(columns))
    .execute();
}

async function tellFirst(
  tx: Transaction,
  { id, number, institution }: LockedBriefing,
  address: { id: number; name: string },
  at: Date,
): Promise<void> {
  await tx.updateTable("caption_address").set({ used_at: at }).where("id", "=", address.id).execute();
  await writeTrail(tx, {
    at,
    action: "briefing.type",
    institution,
    about: number ?? `briefing ${id}`,
    details: { did: "captions-begin", name: address.name },
  });
}

/** A label that is, letter by letter, the name of one person present is theirs; any other waits for somebody to say whose it is. */
async function nameLabels(
  tx: Transaction,
  briefing: LockedBriefing,
  labels: ReadonlySet<string>,
  at: Date,
): Promise<void> {
  const known = new Set((await readMarks(tx, briefing.id)).map(({ label }) => label));
  const asked = [...labels].filter((label) => label !== "" && !known.has(label));
  if (asked.length === 0) return;
  const present = await speakersPresent(tx, briefing, at);
  for (const label of asked) {
    const [speaker, another] = present.filter(({ name }) => name === label);
    if (speaker === undefined || another !== undefined) continue;
    await tx
      .insertInto("caption_mark")
      .values({
        briefing_id: briefing.id,
        label,
        from_ms: 0,
        speaker: JSON.stringify(speaker),
        kind: "speech",
        attribution: "on-record",
        officer: null,
        at,
      })
      .execute();
  }
}

/** Those in their posts that day, and whoever a person has named at this briefing, each once. */
export async function speakersPresent(tx: Transaction, briefing: LockedBriefing, now: Date): Promise<Speaker[]> {
  const inPosts = (await speakersOn(tx, await dayOfBriefing(tx, briefing, now))).map(({ holding }) =>
    speakerOf(holding),
  );
  const spoke = (await readTurns(tx, briefing.id)).filter(({ typedBy }) => typedBy !== undefined);
  const found = new Map<string, Speaker>();
  for (const speaker of [...inPosts, ...spoke.map((turn) => turn.speaker)]) {
    const { name, post = "", outlet = "" } = speaker;
    if (name !== "") found.set(JSON.stringify([name, post, outlet]), speaker);
  }
  return [...found.values()];
}

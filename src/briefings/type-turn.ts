import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { amendQuestionOfTurn, isOwed } from "../press/record-taken-question.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, type Transaction, transact } from "../store/database.ts";
import { takesTurns } from "./briefing.ts";
import { type LockedBriefing, lockBriefing, tellBriefing } from "./briefings.ts";
import { type Hand, readHands, saveHand } from "./hands.ts";
import { releaseIn } from "./release-turns.ts";
import { readSpeaker, type SpeakerTyped } from "./speakers.ts";
import { dropTurnQuestion } from "./take-question.ts";
import { askerOf, attributions, isQuotable, readTurnText, turnKinds } from "./turn.ts";
import {
  findTurn,
  insertTurn,
  momentIn,
  reviseTurn,
  revisionText,
  takeFreePlace,
  type Turn,
  turnByKey,
  type TurnContent,
} from "./turns.ts";

/** What a typist sends. `clientKey` is the browser's own name of it: sent again after a broken connection, it is done once. */
export type TurnTyped = {
  kind: string;
  speaker: SpeakerTyped;
  attribution: string;
  embargoUntil?: Date | undefined;
  text: string;
  /** The turn that it stands behind; at the end where none is named. */
  behind?: number | undefined;
  /** Milliseconds from the opening, where that was not just now: typed without a connection. */
  atMs?: number | undefined;
  /** Who was called from the queue, and asks in this turn. */
  hand?: number | undefined;
  clientKey: string;
};

/** What is changed of a turn; what is absent stays. `base`: the revision that was on the typist's screen. */
export type TurnChange = Partial<Omit<TurnTyped, "behind" | "atMs" | "hand">> & {
  base: number;
  clientKey: string;
  removed?: boolean | undefined;
};

/** When this returns, the turn is kept, and held: the public sees it once its hold has passed, if it may be quoted at all. */
export function typeTurn(db: Database, id: number, typed: TurnTyped, actor: Actor, means: Means): Promise<Turn> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const known = await turnByKey(tx, id, keyOf(typed.clientKey));
    if (known !== undefined) return known;
    checkTakesTurns(briefing);
    const at = means.clock.now();
    const read = await readContent(tx, briefing, typed, at);
    const hand = await askingHand(tx, id, typed.hand, read);
    const { journalist } = hand ?? {};
    const content = journalist === undefined ? read : { ...read, speaker: { ...read.speaker, journalist } };
    const behind = typed.behind === undefined ? undefined : (await findTurn(tx, id, typed.behind)).place;
    const place = await takeFreePlace(tx, id, behind);
    const turn = await insertTurn(
      tx,
      briefing,
      { ...content, place, clientKey: typed.clientKey, ...atOf(briefing, typed.atMs, at) },
      actor,
      at,
    );
    if (hand !== undefined && hand.turn === undefined) await saveHand(tx, hand.id, { turn: turn.id }, at);
    // Without a hold it goes out with this very transaction; a held one waits for its second.
    if (briefing.holdMs === 0) await releaseIn(tx, briefing, at);
    await tell(tx, briefing, actor, at, { did: "type", turn: turn.id, attribution: turn.attribution });
    return briefing.holdMs === 0 ? findTurn(tx, id, turn.id) : turn;
  });
}

/**
 * When this returns, the turn says that, and what the public may no longer have of it is taken back already; a change of words that they
 * may have is held like new ones. Fault("conflict") where somebody else changed its words meanwhile: neither's are lost.
 */
export function changeTurn(
  db: Database,
  id: number,
  turnId: number,
  change: TurnChange,
  actor: Actor,
  means: Means,
): Promise<Turn> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    const known = await turnByKey(tx, id, keyOf(change.clientKey));
    if (known !== undefined) return known;
    checkTakesTurns(briefing);
    const turn = await findTurn(tx, id, turnId);
    if (change.text !== undefined && change.base !== turn.revision) {
      const base = await revisionText(tx, turnId, change.base);
      if (base !== turn.text && change.text !== turn.text) throw changedMeanwhile();
    }
    const at = means.clock.now();
    const content = await changed(tx, briefing, turn, change, at);
    const revised = await reviseTurn(
      tx,
      briefing,
      turn,
      { ...content, removed: change.removed ?? turn.removed },
      actor,
      at,
      change.clientKey,
    );
    await keepQuestion(tx, turn, revised, actor, at);
    // What must not stay in public is gone with this very transaction, not after it.
    await releaseIn(tx, briefing, at);
    const did = change.removed === true ? "remove" : change.removed === false ? "restore" : "change";
    await tell(tx, briefing, actor, at, { did, turn: turn.id, attribution: revised.attribution });
    return revised;
  });
}

/**
 * What was asked in the turn says what the turn says, and is promised no answer once the turn was not said. While the public has the
 * turn as it was, it has the question so too: what is put right of it goes out when the turn does.
 */
async function keepQuestion(tx: Transaction, before: Turn, turn: Turn, actor: Actor, at: Date): Promise<void> {
  if (turn.question === undefined) return;
  if (turn.removed) {
    // What has been answered, or declined, is no promise: the turn goes all the same.
    if (await isOwed(tx, turn.id)) await dropTurnQuestion(tx, turn, actor, at);
    return;
  }
  if (turn.shownRevision !== undefined && isQuotable(turn)) return;
  if (turn.text !== before.text || JSON.stringify(turn.speaker) !== JSON.stringify(before.speaker))
    await amendQuestionOfTurn(tx, turn.id, { text: turn.text, ...askerOf(turn.speaker) }, actor, at);
}

/** Who was called, where it is they who ask: whoever types may have gone on to somebody else meanwhile. */
async function askingHand(
  tx: Transaction,
  briefing: number,
  id: number | undefined,
  { kind, speaker }: TurnContent,
): Promise<Hand | undefined> {
  if (id === undefined || kind !== "question") return undefined;
  const hand = (await readHands(tx, briefing)).find((one) => one.id === id && one.state === "called");
  return hand !== undefined && hand.name === speaker.name && hand.outlet === speaker.outlet ? hand : undefined;
}

async function changed(
  tx: Transaction,
  briefing: LockedBriefing,
  turn: Turn,
  change: TurnChange,
  at: Date,
): Promise<TurnContent> {
  const { text = turn.text, kind = turn.kind, attribution = turn.attribution } = change;
  const named = change.speaker;
  return {
    kind: oneOf(turnKinds, kind),
    speaker: named === undefined ? turn.speaker : await readSpeaker(tx, named, await dayOfBriefing(tx, briefing, at)),
    ...embargo(attribution, change.embargoUntil ?? turn.embargoUntil),
    text: text === turn.text ? text : readTurnText(text),
  };
}

async function readContent(
  tx: Transaction,
  briefing: LockedBriefing,
  typed: Pick<TurnTyped, "kind" | "speaker" | "attribution" | "embargoUntil" | "text">,
  at: Date,
): Promise<TurnContent> {
  return {
    kind: oneOf(turnKinds, typed.kind),
    speaker: await readSpeaker(tx, typed.speaker, await dayOfBriefing(tx, briefing, at)),
    ...embargo(typed.attribution, typed.embargoUntil),
    text: readTurnText(typed.text),
  };
}

/** The day on which it is held: whoever speaks does so in the post they hold that day. */
export async function dayOfBriefing(tx: Transaction, briefing: Pick<LockedBriefing, "openedAt">, now: Date) {
  return dayIn((await readOffice(tx)).timeZone, briefing.openedAt ?? now);
}

function embargo(attribution: string, until: Date | undefined) {
  const read = oneOf(attributions, attribution);
  if (read !== "embargoed") return { attribution: read };
  if (until !== undefined && !Number.isNaN(until.getTime())) return { attribution: read, embargoUntil: until };
  throw new Fault("invalid", "embargo: say until when.", [], "embargo: indique hasta cuándo.");
}

/** Not before the opening, nor after the end or in the future: the clock of a browser may be wrong. */
function atOf(briefing: LockedBriefing, atMs: number | undefined, now: Date) {
  const latest = momentIn(briefing, now);
  if (atMs === undefined || latest === undefined || !Number.isFinite(atMs)) return {};
  return { atMs: Math.min(Math.max(0, atMs), latest) };
}

function oneOf<T extends string>(known: readonly T[], typed: string): T {
  const found = known.find((one) => one === typed);
  if (found !== undefined) return found;
  throw new Fault("invalid", `"${typed}" is none of ${known.join(", ")}.`, [], `"${typed}" no es ${known.join(", ")}.`);
}

export function keyOf(clientKey: string): string {
  if (/^[\w-]{8,64}$/.test(clientKey)) return clientKey;
  throw new Fault("invalid", "What was sent bears no key of its own.", [], "Lo enviado no trae una clave propia.");
}

export function checkTakesTurns({ state }: LockedBriefing): void {
  if (takesTurns(state)) return;
  const [en, es] =
    state === "planned" || state === "announced"
      ? [
          "The briefing has not been opened yet: open it, and what was typed goes in.",
          "La vocería aún no se abre: ábrala, y entra lo escrito.",
        ]
      : [
          "The briefing is over: its transcript takes no more turns.",
          "La vocería terminó: su transcripción no recibe más intervenciones.",
        ];
  throw new Fault("conflict", en, [], es);
}

function tell(tx: Transaction, briefing: LockedBriefing, actor: Actor, at: Date, details: Record<string, unknown>) {
  return tellBriefing(tx, briefing, { at, actor, action: "briefing.type", details });
}

function changedMeanwhile(): Fault {
  return new Fault(
    "conflict",
    "Somebody else changed the words of this turn meanwhile: look at theirs, then send yours again.",
    [],
    "Otra persona cambió entretanto las palabras de esta intervención: mire las suyas y envíe las propias de nuevo.",
  );
}

import { withinPace } from "../access/attempts.ts";
import type { Actor } from "../access/rights.ts";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import { findJournalist, isAccredited, noJournalist } from "../press/journalists.ts";
import { touchJournalist } from "../press/keep-journalist.ts";
import { asJournalist, journalistByLink, noOwnData } from "../press/own-data.ts";
import { shownAs as choices, type ShownAs } from "../press/question.ts";
import { questionText } from "../press/question-words.ts";
import { dayIn } from "../register/day.ts";
import { readOffice } from "../register/office.ts";
import { type Database, transact } from "../store/database.ts";
import { tellNotice } from "../store/notices.ts";
import { invalid, oneLine } from "../text/field.ts";
import { type LockedBriefing, lockAnyBriefing, lockBriefing, noBriefing, tellBriefing } from "./briefings.ts";
import { mostInQueue, mostOfOne, mostWaiting, moveHand, takesHands } from "./hand.ts";
import { findHand, type Hand, insertHand, readHands, saveHand } from "./hands.ts";
import { briefingChannel } from "./live-notices.ts";

/** As the desk names somebody: a journalist that it knows, or a name and an outlet. `text`: a question that reached it. */
export type HandTyped = {
  journalist?: number | undefined;
  name: string;
  outlet: string;
  text: string;
  shownAs: string;
  clientKey: string;
};

/** When this returns, they wait at the end of the queue, once however often it is sent. */
export function addHand(db: Database, id: number, typed: HandTyped, actor: Actor, means: Means): Promise<Hand> {
  return transact(db, async (tx) => {
    const briefing = await lockBriefing(tx, id, actor, "briefing.type");
    checkTakesHands(briefing);
    const standing = await readHands(tx, id);
    const known = await tx
      .selectFrom("briefing_hand")
      .select("id")
      .where("briefing_id", "=", id)
      .where("client_key", "=", typed.clientKey)
      .executeTakeFirst();
    if (known !== undefined) return findHand(tx, id, known.id);
    checkRoom(standing);
    const journalist = typed.journalist === undefined ? undefined : await findJournalist(tx, typed.journalist);
    if (typed.journalist !== undefined && journalist === undefined) throw noJournalist();
    const name = journalist?.name ?? oneLine("name", "nombre", typed.name);
    const outlet =
      journalist === undefined ? oneLine("outlet", "medio", typed.outlet) : (journalist.outlet?.name ?? "");
    if (name === "" && outlet === "")
      throw invalid("who: choose a journalist, or write a name or an outlet.", "quién: elija o escriba quién.");
    const text = typed.text.trim() === "" ? undefined : questionText(typed.text);
    const at = means.clock.now();
    const hand = await insertHand(
      tx,
      id,
      {
        name,
        outlet: outlet === "" ? undefined : outlet,
        journalist: journalist?.id,
        text,
        shownAs: readShownAs(typed.shownAs),
        clientKey: typed.clientKey,
        addedBy: actor.officer,
      },
      at,
    );
    await tellBriefing(tx, briefing, {
      at,
      actor,
      action: "briefing.type",
      details: { did: "hand", hand: hand.id, sentIn: text !== undefined },
    });
    return hand;
  });
}

const ofOneJournalist = { tries: 40, seconds: 600 };

/**
 * When this returns, the journalist of that link has a hand raised at that briefing, or has sent that question in, once however often
 * it is sent; the desk sees it. Fault("forbidden") for whoever is not accredited, Fault("too-many") for who comes forward too often.
 */
export async function sendHand(
  db: Database,
  token: string,
  sent: { briefing: number; text: string; shownAs: string },
  means: Means,
): Promise<Hand> {
  const id = await journalistByLink(db, token, means);
  if (id === undefined) throw noOwnData();
  if (!(await withinPace(db, `hands of journalist ${id}`, ofOneJournalist, means.clock.now()))) throw tooMany();
  const text = sent.text.trim() === "" ? undefined : questionText(sent.text);
  const shownAs = readShownAs(sent.shownAs);
  let raised: Hand | undefined;
  await asJournalist(db, token, means, async (tx, journalist) => {
    const briefing = await lockAnyBriefing(tx, sent.briefing);
    if (briefing?.number === undefined) throw noBriefing();
    checkTakesHands(briefing);
    const at = means.clock.now();
    const { timeZone } = await readOffice(tx);
    if (!(await isAccredited(tx, journalist, dayIn(timeZone, at)))) throw notAccredited();
    const standing = await readHands(tx, briefing.id);
    const own = standing.filter((one) => one.journalist === journalist);
    const waiting = own.filter(({ state }) => state === "waiting");
    raised = waiting.find((one) => one.text === text);
    if (raised === undefined) {
      if (waiting.length >= mostWaiting || own.length >= mostOfOne) throw tooMany();
      checkRoom(standing);
      const who = await findJournalist(tx, journalist);
      const { name = "", outlet } = who ?? {};
      raised = await insertHand(tx, briefing.id, { name, outlet: outlet?.name, journalist, text, shownAs }, at);
      await touchJournalist(tx, journalist, at, timeZone);
      await tellNotice(tx, briefingChannel, briefing.id, "desk");
    }
    return { what: "hand", briefing: briefing.number, hand: raised.id };
  });
  if (raised === undefined) throw noOwnData();
  return raised;
}

/** When this returns, the journalist of that link waits no more with it. Somebody else's is as if it were not there. */
export async function withdrawOwnHand(
  db: Database,
  token: string,
  { briefing: id, hand: handId }: { briefing: number; hand: number },
  means: Means,
): Promise<void> {
  await asJournalist(db, token, means, async (tx, journalist) => {
    const briefing = await lockAnyBriefing(tx, id);
    const all = briefing === undefined ? [] : await readHands(tx, briefing.id);
    const hand = all.find((one) => one.id === handId && one.journalist === journalist);
    if (briefing === undefined || hand === undefined) throw noOwnData();
    await saveHand(tx, hand.id, { state: moveHand(hand, "withdraw", briefing.state) }, means.clock.now());
    await tellNotice(tx, briefingChannel, briefing.id, "desk");
    return { what: "hand-withdrawn", briefing: briefing.number, hand: handId };
  });
}

function readShownAs(typed: string): ShownAs {
  const choice = choices.find((one) => one === typed);
  if (choice !== undefined) return choice;
  throw invalid("shown as: choose what is shown of whoever asks.", "cómo se muestra: elija qué se muestra.");
}

function checkTakesHands({ state }: LockedBriefing): void {
  if (takesHands(state)) return;
  throw new Fault(
    "conflict",
    "The queue is open while a briefing is announced or on, and this one is not.",
    [],
    "La fila está abierta mientras la vocería está anunciada o en curso, y esta no lo está.",
  );
}

function checkRoom(standing: readonly Hand[]): void {
  if (standing.filter(({ state }) => state === "waiting").length >= mostInQueue) throw tooMany();
}

function notAccredited(): Fault {
  return new Fault(
    "forbidden",
    "Only accredited journalists come forward here: your accreditation is not in force today.",
    [],
    "Aquí piden la palabra periodistas con acreditación: la suya no está vigente hoy.",
  );
}

function tooMany(): Fault {
  return new Fault(
    "too-many",
    `At most ${mostWaiting} wait at once for one journalist, and ${mostOfOne} in all at one briefing: withdraw one, or wait until you are called.`,
    [],
    `De una misma persona esperan a lo más ${mostWaiting} a la vez, y ${mostOfOne} en total en cada vocería: retire una, o espere a que le den la palabra.`,
  );
}

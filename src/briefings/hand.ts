import { Fault } from "../fault.ts";
import type { BriefingState } from "./briefing.ts";

/** Where somebody stands who asked for the floor or sent a question in: the last two are for what was sent in alone. */
export type HandState = "waiting" | "called" | "passed" | "withdrawn" | "asked" | "not-taken";

/** `ask`: an open question is made of what was sent in; `leave`: it is told apart as not taken; `return`: back into the queue. */
export const handMoves = ["call", "pass", "withdraw", "return", "ask", "leave"] as const;
export type HandMove = (typeof handMoves)[number];

type Standing = { state: HandState; text?: string | undefined };

const moves: Record<HandMove, { from: readonly HandState[]; to: HandState }> = {
  call: { from: ["waiting"], to: "called" },
  pass: { from: ["waiting"], to: "passed" },
  withdraw: { from: ["waiting", "passed"], to: "withdrawn" },
  return: { from: ["called", "passed", "withdrawn", "not-taken"], to: "waiting" },
  ask: { from: ["waiting", "passed", "not-taken"], to: "asked" },
  leave: { from: ["waiting", "passed"], to: "not-taken" },
};

/** Whether that is open: the floor is given while a briefing is on; what was sent in is decided on whenever. */
export function isHandMoveOpen({ state, text }: Standing, move: HandMove, briefing: BriefingState): boolean {
  if (move === "call" && briefing !== "live") return false;
  if ((move === "pass" || move === "return") && !takesHands(briefing) && text === undefined) return false;
  if ((move === "ask" || move === "leave") && text === undefined) return false;
  return moves[move].from.includes(state);
}

/** Where they stand after it. Fault("conflict") where somebody did otherwise before. */
export function moveHand(hand: Standing, move: HandMove, briefing: BriefingState): HandState {
  if (isHandMoveOpen(hand, move, briefing)) return moves[move].to;
  const { en, es } = stateWords[hand.state];
  throw new Fault(
    "conflict",
    `They ${en} by now, so this step is not open. Look at the queue again.`,
    [],
    `${es}, así que este paso ya no procede. Mire la fila de nuevo.`,
  );
}

/** Whether hands may be raised and questions sent in. */
export function takesHands(briefing: BriefingState): boolean {
  return briefing === "announced" || briefing === "live";
}

/** How many questions one journalist may have waiting, and how often they may come forward in all, at one briefing. */
export const mostWaiting = 4;
export const mostOfOne = 12;
/** How many may wait at one briefing. */
export const mostInQueue = 400;

/** The same outlet, however it is written; somebody without one is their own. */
export function heardAs({ outlet, name }: { outlet?: string | undefined; name: string }): string {
  return (outlet ?? name).normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
}

const stateWords: Record<HandState, { en: string; es: string }> = {
  waiting: { en: "wait in the queue", es: "Está en la fila" },
  called: { en: "were called", es: "Ya se le dio la palabra" },
  passed: { en: "were passed over", es: "Ya se pasó a otra persona" },
  withdrawn: { en: "withdrew", es: "Ya se retiró" },
  asked: { en: "have an open question", es: "Ya quedó como pregunta abierta" },
  "not-taken": { en: "were told apart as not taken", es: "Ya quedó como no tomada" },
};

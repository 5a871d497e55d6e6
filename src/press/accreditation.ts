import { Fault } from "../fault.ts";
import type { Day } from "../register/day.ts";

export type AccreditationState = "requested" | "granted" | "refused" | "revoked" | "withdrawn";
export type AccreditationMove = "grant" | "refuse" | "revoke" | "withdraw";

/** From which states which move leads where. What is not here cannot be done. */
const moves: Record<AccreditationMove, { from: readonly AccreditationState[]; to: AccreditationState }> = {
  grant: { from: ["requested"], to: "granted" },
  refuse: { from: ["requested"], to: "refused" },
  revoke: { from: ["granted"], to: "revoked" },
  withdraw: { from: ["requested", "granted"], to: "withdrawn" },
};

/** Fault("conflict") where somebody decided before. */
export function moveAccreditation(state: AccreditationState, move: AccreditationMove): AccreditationState {
  const { from, to } = moves[move];
  if (!from.includes(state))
    throw new Fault(
      "conflict",
      `This accreditation is ${state} already: look at it again.`,
      [],
      `Esta acreditación ya está ${inSpanish[state]}: vuelva a mirarla.`,
    );
  return to;
}

export type AccreditationStanding = AccreditationState | "expired";

/** Where it stands on a day: what was granted ends by itself after its last day. */
export function standingOn(
  day: Day,
  { state, validUntil }: { state: AccreditationState; validUntil?: Day },
): AccreditationStanding {
  return state === "granted" && validUntil !== undefined && validUntil < day ? "expired" : state;
}

const inSpanish: Record<AccreditationState, string> = {
  requested: "pedida",
  granted: "otorgada",
  refused: "rechazada",
  revoked: "revocada",
  withdrawn: "retirada",
};

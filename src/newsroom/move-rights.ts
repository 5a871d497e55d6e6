import { type Action, type Actor, may } from "../access/rights.ts";
import type { Purpose } from "./draft.ts";
import { isOpen, type MoveName, moves, type State } from "./workflow.ts";

/** What each move of a draft takes. A correction goes out by the right to correct, whatever else somebody may publish. */
export function moveAction(move: OfficersMove, purpose: Purpose): Action {
  return purpose === "correction" && publishing.includes(move) ? "statement.correct" : actions[move];
}

const publishing: readonly OfficersMove[] = ["schedule", "schedule-urgently", "publish", "publish-urgently"];

/** An official answers with a personal link, not by a right of this office. */
export type OfficersMove = Exclude<MoveName, "answer">;

const actions: Record<OfficersMove, Action> = {
  write: "draft.write",
  submit: "draft.write",
  return: "draft.review",
  accept: "draft.review",
  "ask-clearance": "clearance.ask",
  "ask-again": "clearance.ask",
  "withdraw-clearance": "clearance.ask",
  "go-ahead": "draft.publish",
  schedule: "draft.schedule",
  "schedule-urgently": "draft.publish-urgently",
  "call-back": "draft.schedule",
  publish: "draft.publish",
  "publish-urgently": "draft.publish-urgently",
  "review-afterwards": "publication.review",
  drop: "draft.write",
};

/** The moves that are open to a draft where it stands and that this officer may make. */
export function movesFor(
  actor: Pick<Actor, "grants">,
  draft: { state: State; purpose: Purpose; institution: string },
): OfficersMove[] {
  return moves.filter(
    (move): move is OfficersMove =>
      move !== "answer" && isOpen(draft.state, move) && may(actor, moveAction(move, draft.purpose), draft.institution),
  );
}

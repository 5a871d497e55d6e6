import type { BriefingState } from "./briefing.ts";
import type { Speaker, TurnKind } from "./turn.ts";

/** A turn as the public has it. Every member is public, and nothing else of a turn ever leaves the desk. */
export type ShownTurn = {
  /** Its public number, never given to another. */
  turn: number;
  /** The turn that it follows; 0 at the beginning. */
  after: number;
  kind: TurnKind;
  speaker: Omit<Speaker, "journalist">;
  text: string;
  /** Whole seconds from the opening. */
  at?: number;
};

/** A question that was taken (promised an answer), or its answer: by its public number. Closed, it is no promise any more. */
export type ShownQuestion = { turn: number; question: string; state: string };

export type ShownState = {
  state: BriefingState;
  openedAt?: string;
  closedAt?: string;
  mediaStartedAt?: string;
};

/** What the public is told, in the order of `seq`, gapless from 1 for each briefing. */
export type LiveEvent = { seq: number; at: string } & (
  | { kind: "turn" | "correction"; payload: ShownTurn }
  | { kind: "removal"; payload: { turn: number } }
  | { kind: "state"; payload: ShownState }
  | { kind: "question"; payload: ShownQuestion }
  /** What an event said of a turn that was taken back afterwards. */
  | { kind: "turn" | "correction" | "question"; payload: { turn: number; after?: number; removed: true } }
);

/** A turn on the page: as it stands, and what it said before it was put right in the open. */
export type TurnOnPage = ShownTurn & {
  shownAt: string;
  correctedAt?: string;
  was: string[];
  removed?: boolean;
  question?: { number: string; state: string };
};

export type LivePage = { seq: number; turns: TurnOnPage[]; state?: ShownState };

/** The page after all these events. The same events give the same page, in any process, in parts or at once. */
export function foldEvents(events: readonly LiveEvent[], page: LivePage = { seq: 0, turns: [] }): LivePage {
  for (const event of events) {
    if (event.seq <= page.seq) continue;
    page.seq = event.seq;
    if (event.kind === "state") page.state = event.payload;
    else if ("removed" in event.payload) {
      const { turn, after } = event.payload;
      if (event.kind === "turn" && after !== undefined && !page.turns.some((one) => one.turn === turn))
        place(page.turns, { ...takenBack, turn, after, shownAt: event.at });
    } else if (event.kind === "removal") takeBack(page.turns, event.payload.turn);
    else if (event.kind === "question") {
      const { question, state, turn } = event.payload;
      const asked = page.turns.find((one) => one.turn === turn);
      if (asked !== undefined && state === "closed") delete asked.question;
      else if (asked !== undefined) asked.question = { number: question, state };
    } else putTurn(page.turns, event.payload, event.at);
  }
  return page;
}

function putTurn(turns: TurnOnPage[], shown: ShownTurn, at: string): void {
  const index = turns.findIndex((one) => one.turn === shown.turn);
  const standing = turns[index];
  if (standing === undefined) {
    place(turns, { ...shown, shownAt: at, was: [] });
    return;
  }
  // Taken back and shown again, it begins anew.
  const again = standing.removed === true;
  turns[index] = {
    ...shown,
    shownAt: again ? at : standing.shownAt,
    was: again || standing.text === shown.text ? standing.was : [...standing.was, standing.text],
    ...(again ? {} : { correctedAt: at }),
    ...(standing.question === undefined ? {} : { question: standing.question }),
  };
}

function place(turns: TurnOnPage[], turn: TurnOnPage): void {
  const before = turns.findIndex((one) => one.turn === turn.after);
  turns.splice(turn.after === 0 ? 0 : before === -1 ? turns.length : before + 1, 0, turn);
}

const takenBack = { kind: "speech", speaker: { name: "" }, text: "", was: [] as string[], removed: true } as const;

/** Its place is kept, so that what follows it stays where it is; its words are not. */
function takeBack(turns: TurnOnPage[], turn: number): void {
  const index = turns.findIndex((one) => one.turn === turn);
  const standing = turns[index];
  if (standing === undefined) return;
  const { after, shownAt } = standing;
  turns[index] = { ...takenBack, turn, after, shownAt };
}

import type { SourceTurn } from "./read-transcript.ts";

/** What a turn is: told by who speaks and by what it follows, never by its words. */
export type TurnKind = "speech" | "question" | "answer";

/**
 * A turn of the press is a question. Whoever is named and speaks behind a question answers it, with all who go on
 * answering; a voice, whoever gives the word and somebody whom the source does not name answer nothing.
 */
export function kindsOf(turns: readonly Pick<SourceTurn, "heading">[]): TurnKind[] {
  let asked = false;
  return turns.map(({ heading }) => {
    if (heading?.role === "press") {
      asked = true;
      return "question";
    }
    if (heading?.role === "moderator") asked = false;
    return asked && heading?.name !== undefined ? "answer" : "speech";
  });
}

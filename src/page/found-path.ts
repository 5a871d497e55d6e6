import type { FoundText } from "../search/found-texts.ts";

/** Where what was found is read. */
export function pathOf(text: FoundText): string {
  switch (text.source) {
    case "statement":
      return `/statements/${text.line.number}`;
    case "turn":
      return `/briefings/${text.turn.briefing}/turns/${text.turn.said.turn}`;
    case "answer":
      return `/questions/${text.answer.number}`;
  }
}

/** Its public number: that of the briefing for a turn. */
export function numberOf(text: FoundText): string {
  return text.source === "statement"
    ? text.line.number
    : text.source === "turn"
      ? text.turn.briefing
      : text.answer.number;
}

export function isWithdrawn(text: FoundText): boolean {
  return text.source === "statement"
    ? text.line.status === "withdrawn"
    : text.source === "answer" && text.answer.withdrawn;
}

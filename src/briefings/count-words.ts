/** A turn as the content of a transcript has it, as far as its words are counted. */
export type CountedTurn = {
  turn: number;
  kind: "speech" | "question" | "answer";
  speaker: { name: string; person?: string; post?: string; institution?: string; outlet?: string };
  text: string;
};

/** What one speaker said in one post in one kind of turn. */
export type WordsLine = {
  kind: CountedTurn["kind"];
  name: string;
  person: string | null;
  post: string | null;
  institution: string | null;
  outlet: string | null;
  first_turn: number;
  turns: number;
  words: number;
};

/** The lines of a transcript, in the order of their first turns. */
export function wordsOfTurns(turns: readonly CountedTurn[]): WordsLine[] {
  const lines = new Map<string, WordsLine>();
  for (const { turn, kind, speaker, text } of turns) {
    const { name, person = null, post = null, institution = null, outlet = null } = speaker;
    const key = JSON.stringify([kind, name, person, post, institution, outlet]);
    const line = lines.get(key) ?? {
      kind,
      name,
      person,
      post,
      institution,
      outlet,
      first_turn: turn,
      turns: 0,
      words: 0,
    };
    lines.set(key, { ...line, turns: line.turns + 1, words: line.words + wordsIn(text) });
  }
  return [...lines.values()];
}

/** Letters and figures together are a word, with the points and hyphens within it; stage directions are nobody's words. */
export function wordsIn(text: string): number {
  const spoken = text.replace(/^[([][^()[\]]*[)\]]\.?$/gmu, "");
  return spoken.match(/[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|['’.,-](?=[\p{L}\p{N}]))*/gu)?.length ?? 0;
}

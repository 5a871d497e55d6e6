import { sql } from "kysely";
import { prepared, type Reader } from "../store/database.ts";
import type { Unit } from "./asked.ts";
import { excerptOf, type Marked, markedLine, wordsToVerify } from "./excerpt.ts";
import { type FoundText, readTexts } from "./found-texts.ts";

/** What was found as readers see it: of a turn the title is who speaks, of an answer what was asked. */
export type Hit = FoundText & {
  titled: Marked;
  /** The sentence with the words; empty where they stand in the title alone. */
  excerpt: Marked;
};

/** The documents in the order asked for, each with the words marked where they stand. */
export async function readHits(
  db: Reader,
  documents: readonly { id: number; source: FoundText["source"] }[],
  upTo: number,
  asked: { units: readonly Unit[]; lexemes: readonly string[] },
): Promise<Hit[]> {
  const texts = (await readTexts(db, documents, upTo)).map((text) => {
    const sentence = excerptOf(text.body, asked, { markdown: text.source !== "turn" });
    return { text, sentence, candidates: wordsToVerify(`${text.title} ${sentence}`, asked.lexemes) };
  });
  const matching = await verified(
    db,
    texts.flatMap(({ text, candidates }) => candidates.map((word) => ({ stems: text.stems, word }))),
    asked.lexemes,
  );
  return texts.map(({ text, sentence }) => {
    const matches = (word: string) => matching.has(`${text.stems} ${word}`);
    return { ...text, titled: markedLine(text.title, matches), excerpt: markedLine(sentence, matches) };
  });
}

/** The stems of words by the rules of a text's language, as the database has said them: hits have the same words again and again. */
const known = new Map<string, readonly string[]>();
const mostKnown = 20_000;

/** Which words have one of the stems, by the rules of their text's language. */
async function verified(
  db: Reader,
  candidates: readonly { stems: string; word: string }[],
  lexemes: readonly string[],
): Promise<Set<string>> {
  const distinct = [...new Set(candidates.map(({ stems, word }) => `${stems} ${word}`))];
  const missing = distinct.filter((one) => !known.has(one));
  if (missing.length > 0) {
    if (known.size > mostKnown) known.clear();
    const { rows } = await sql<{ one: string; has: string[] }>`${sql.raw(prepared)}
      select one, tsvector_to_array(to_tsvector(split_part(one, ' ', 1)::regconfig, split_part(one, ' ', 2))) as has
      from unnest(${missing}::text[]) one`.execute(db);
    for (const { one, has } of rows) known.set(one, has);
  }
  return new Set(distinct.filter((one) => known.get(one)?.some((stem) => lexemes.includes(stem))));
}

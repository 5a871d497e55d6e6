import { sql } from "kysely";
import { type ListedPerson, listPeople } from "../register/list-people.ts";
import { batchBelow } from "../register/chain.ts";
import { listTopics, type Topic } from "../register/topics.ts";
import type { Database } from "../store/database.ts";
import { plainWords, readAsked } from "./asked.ts";
import { timeIsOver } from "./end-by.ts";
import { type FoundText, readTexts } from "./found-texts.ts";

export type Suggestions = {
  /** Of statements, and what was asked of those questions that were answered. */
  titles: FoundText[];
  people: ListedPerson[];
  topics: Topic[];
};

const mostTitles = 6;
const mostOthers = 3;
const milliseconds = 500;

/** What begins so: titles of what is published below `upTo`, people of the register, topics. The last word may be half written. */
export async function suggest(db: Database, typed: string, upTo: number): Promise<Suggestions> {
  const words = readAsked(typed)
    .filter(({ excluded }) => !excluded)
    .flatMap(({ text }) => plainWords(text).match(/[\p{L}\p{N}]{1,40}/gu) ?? [])
    .slice(0, 8);
  if (words.join("").length < 2) return { titles: [], people: [], topics: [] };
  const [titles, people, topics] = await Promise.all([
    titlesWith(db, words, upTo),
    batchBelow(db, upTo).then((asOf) => listPeople(db, { search: words.join(" "), limit: mostOthers, asOf })),
    listTopics(db),
  ]);
  return {
    titles,
    people: people.people,
    topics: topics
      .filter(({ name }) =>
        [name.es, name.en].some((one) => {
          const has = plainWords(one).split(/[^\p{L}\p{N}]+/u);
          return words.every((word) => has.some((own) => own.startsWith(word)));
        }),
      )
      .slice(0, mostOthers),
  };
}

async function titlesWith(db: Database, words: readonly string[], upTo: number): Promise<Suggestions["titles"]> {
  // Letters and digits alone: nothing in them is a sign of the query's.
  const query = words.map((word) => `'${word}':*`).join(" & ");
  try {
    return await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        await sql`select set_config('statement_timeout', ${String(milliseconds)}, true)`.execute(tx);
        const { rows } = await sql<{ id: number; source: FoundText["source"] }>`
          with found as materialized (
            select id, source, spoken_at from search_document where title_words @@ ${query}::tsquery and entry < ${upTo} limit 2000
          )
          select id, source from found order by spoken_at desc, id desc limit ${mostTitles}`.execute(tx);
        return await readTexts(tx, rows, upTo);
      });
  } catch (error) {
    if (!timeIsOver(error)) throw error;
    return [];
  }
}

import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { Unit } from "./asked.ts";

/** What is looked for, in the database's own words: `query` for documents, `title` for titles as they are written; the stems to be marked. */
export type Sought = { query?: string; title?: string; lexemes: string[] };

type Stemmed = { texts: string[]; title: string; lexemes: string[]; stop: boolean };
const known = new Map<string, Stemmed>();
const mostKnown = 5_000;

/**
 * The stems of each thing asked for, in every language that documents are in. What says nothing by itself in one of
 * them (of, de) is not looked for beside other words. The database takes words apart; only what it gave back is put together.
 */
export async function stem(db: Reader, units: readonly Unit[]): Promise<Sought> {
  const missing = units.map(({ text }) => text).filter((text) => !known.has(text));
  if (missing.length > 0) await ask(db, missing);
  const stemmed = units.flatMap((unit) => {
    const found = known.get(unit.text);
    return found === undefined ? [] : [{ ...found, excluded: unit.excluded }];
  });
  const some = stemmed.filter(({ texts }) => texts.length > 0);
  const wanted = some.filter(({ excluded }) => !excluded);
  const telling = wanted.filter(({ stop }) => !stop);
  const chosen = telling.length > 0 ? telling : wanted;
  const parts = [
    ...chosen.map(({ texts }) => `( ${texts.join(" | ")} )`),
    ...some.filter(({ excluded, stop }) => excluded && !stop).map(({ texts }) => `!( ${texts.join(" | ")} )`),
  ];
  const titles = chosen.map(({ title }) => title).filter((title) => title !== "");
  return {
    ...(parts.length === 0 ? {} : { query: parts.join(" & ") }),
    ...(titles.length === 0 ? {} : { title: titles.map((title) => `( ${title} )`).join(" & ") }),
    lexemes: [...new Set(chosen.flatMap(({ lexemes }) => lexemes))],
  };
}

async function ask(db: Reader, texts: readonly string[]): Promise<void> {
  if (known.size > mostKnown) known.clear();
  const { rows } = await sql<{ text: string; es: string; en: string; plain: string; lexemes: string[] }>`
    select given.text, phraseto_tsquery('spanish', plain)::text as es, phraseto_tsquery('english', plain)::text as en,
      phraseto_tsquery('simple', plain)::text as plain,
      tsvector_to_array(to_tsvector('spanish', plain) || to_tsvector('english', plain)) as lexemes
    from unnest(${texts}::text[]) as given (text), lateral plain_words(given.text) as plain`.execute(db);
  for (const { text, es, en, plain, lexemes } of rows)
    known.set(text, {
      texts: [...new Set([es, en, plain].filter((query) => query !== ""))].map((query) => `( ${query} )`),
      title: plain,
      lexemes,
      stop: es === "" || en === "",
    });
}

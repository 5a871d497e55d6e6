import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { plainWords, type Unit } from "./asked.ts";
import { type FoundText, readTexts } from "./found-texts.ts";

/** Of the threes of letters that two words have, how many they share at the least to be taken for one another. */
const likely = 0.3;

/**
 * The words as they may have been meant: each that no document has, by the likeliest that one has, as it a text spells it.
 * undefined where nothing likely would be found: what is proposed always finds something that may be shown.
 */
export async function meant(
  db: Reader,
  units: readonly Unit[],
  upTo: number,
  finds: (words: string) => Promise<boolean>,
): Promise<string | undefined> {
  const words = [
    ...new Set(
      units.filter(({ excluded }) => !excluded).flatMap(({ text }) => plainWords(text).match(/[a-z]{4,30}/g) ?? []),
    ),
  ];
  if (words.length === 0) return undefined;
  // A stem is counted once for each three that it shares, by the index of threes: to compare the word with every stem that shares one took ten times as long.
  const { rows } = await sql<{ word: string; stem: string; id: number; source: FoundText["source"] }>`
    select asked.word, near.stem, said.id, said.source from unnest(${words}::text[]) with ordinality as asked (word, at),
      lateral (
        select stem, max(alike) as alike from (
          select s.stem, count(*)::real / (own.many + cardinality(s.grams) - count(*)) as alike
          from (
            select one as stem, grams, cardinality(grams) as many
            from (
              select distinct one from unnest(ts_lexize('spanish_stem', asked.word) || ts_lexize('english_stem', asked.word)) one
            ) stems, lateral (select search_grams(one) as grams offset 0) of_it
          ) own, unnest(own.grams) gram
          join search_stem s on s.grams @> array[gram]
          where length(own.stem) - length(s.stem) between -2 and 7
          group by own.stem, own.many, s.stem
        ) shared
        where alike >= ${likely}
        group by stem order by 2 desc, stem limit 3
      ) near,
      lateral (
        select d.id, d.source from search_document d where d.words @@ near.stem::tsquery and d.entry < ${upTo} limit 1
      ) said
    where not exists (select from search_document d where d.words @@ (asked.word)::tsquery and d.entry < ${upTo})
    order by asked.at, near.alike desc`.execute(db);
  const said = await readTexts(db, rows, upTo);
  const wordsOf = new Map(said.map((text) => [text.document, `${text.title} ${text.body}`]));
  const near = Map.groupBy(
    rows.flatMap(({ word, stem, id }) => {
      const spelling = spelled(stem, wordsOf.get(id) ?? "");
      return spelling === undefined ? [] : [{ word, spelling }];
    }),
    ({ word }) => word,
  );
  // The likeliest of each at first; then the second and third, one after another.
  for (let choice = 0; choice < 3; choice++) {
    const instead = new Map(
      [...near].map(([word, choices]) => [word, choices[Math.min(choice, choices.length - 1)]?.spelling ?? word]),
    );
    if (instead.size === 0) return undefined;
    const proposed = units.map((unit) => written(unit, instead)).join(" ");
    if (await finds(proposed)) return proposed;
  }
  return undefined;
}

/** As a text that has it spells it: what begins with the stem and is the shortest. */
function spelled(stem: string, text: string): string | undefined {
  const places = plainWords(text).matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${stem}[\\p{L}\\p{N}]*`, "gu"));
  const shortest = [...places].toSorted((a, b) => a[0].length - b[0].length)[0];
  return shortest && text.slice(shortest.index, shortest.index + shortest[0].length).toLowerCase();
}

function written({ text, phrase, excluded }: Unit, instead: ReadonlyMap<string, string>): string {
  const words = text
    .split(/\s+/)
    .map((word) => instead.get(plainWords(word).match(/[a-z]{4,30}/)?.[0] ?? "") ?? word)
    .join(" ");
  return `${excluded ? "-" : ""}${phrase ? `"${words}"` : words}`;
}

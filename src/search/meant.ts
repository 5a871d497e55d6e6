import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { plainWords, type Unit } from "./asked.ts";

/**
 * The words as they may have been meant: each that no document has, by the likeliest that one has, as it is spelled there.
 * undefined where nothing likely would be found: what is proposed always finds something that may be shown.
 */
export async function meant(
  db: Reader,
  units: readonly Unit[],
  finds: (words: string) => Promise<boolean>,
): Promise<string | undefined> {
  const words = [
    ...new Set(
      units.filter(({ excluded }) => !excluded).flatMap(({ text }) => plainWords(text).match(/[a-z]{4,30}/g) ?? []),
    ),
  ];
  if (words.length === 0) return undefined;
  const { rows } = await sql<{ word: string; spelling: string }>`
    select asked.word, near.spelling from unnest(${words}::text[]) with ordinality as asked (word, at),
      lateral (
        select w.spelling, public.similarity(w.word, asked.word) as alike from search_word w
        where w.word operator(public.%) asked.word and abs(length(w.word) - length(asked.word)) <= 2
        order by alike desc, w.word limit 3
      ) near
    where not exists (select from search_word same where same.word = asked.word)
    order by asked.at, near.alike desc`.execute(db);
  const near = Map.groupBy(rows, ({ word }) => word);
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

function written({ text, phrase, excluded }: Unit, instead: ReadonlyMap<string, string>): string {
  const words = text
    .split(/\s+/)
    .map((word) => instead.get(plainWords(word).match(/[a-z]{4,30}/)?.[0] ?? "") ?? word)
    .join(" ");
  return `${excluded ? "-" : ""}${phrase ? `"${words}"` : words}`;
}

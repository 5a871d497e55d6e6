import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import { plainWords, type Unit } from "./asked.ts";

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
  const { rows } = await sql<{ word: string; stem: string; text: string }>`
    select asked.word, near.stem, said.text from unnest(${words}::text[]) with ordinality as asked (word, at),
      lateral (
        select s.stem, max(public.similarity(s.stem, own)) as alike
        from search_stem s, unnest(ts_lexize('spanish_stem', asked.word) || ts_lexize('english_stem', asked.word)) own
        where s.stem operator(public.%) own and length(own) - length(s.stem) between -2 and 7
        group by s.stem order by alike desc, s.stem limit 3
      ) near,
      lateral (
        select concat_ws(' ', e.title, e.summary, e.body) as text from search_document d
        join statement s on s.number = d.of and s.status <> 'erased'
        join edition e on e.statement_id = s.id and e.edition = d.edition
        where d.words @@ near.stem::tsquery and d.entry < ${upTo} limit 1
      ) said
    where not exists (select from search_document d where d.words @@ (asked.word)::tsquery and d.entry < ${upTo})
    order by asked.at, near.alike desc`.execute(db);
  const near = Map.groupBy(rows, ({ word }) => word);
  // The likeliest of each at first; then the second and third, one after another.
  for (let choice = 0; choice < 3; choice++) {
    const instead = new Map(
      [...near].map(([word, choices]) => [word, spelled(choices[Math.min(choice, choices.length - 1)]) ?? word]),
    );
    if (instead.size === 0) return undefined;
    const proposed = units.map((unit) => written(unit, instead)).join(" ");
    if (await finds(proposed)) return proposed;
  }
  return undefined;
}

/** As a text that has it spells it: what begins with the stem and is the shortest. */
function spelled(choice: { stem: string; text: string } | undefined): string | undefined {
  if (choice === undefined) return undefined;
  const words = (choice.text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => plainWords(word).startsWith(choice.stem));
  return words.toSorted((a, b) => a.length - b.length)[0]?.toLowerCase();
}

function written({ text, phrase, excluded }: Unit, instead: ReadonlyMap<string, string>): string {
  const words = text
    .split(/\s+/)
    .map((word) => instead.get(plainWords(word).match(/[a-z]{4,30}/)?.[0] ?? "") ?? word)
    .join(" ");
  return `${excluded ? "-" : ""}${phrase ? `"${words}"` : words}`;
}

import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/** A passage of what somebody said at one briefing: where it stands, and its words as far as they are shown. */
export type Passage = { turn: number; text: string };

/**
 * Of each of these transcripts, by entry, how the longest turn of that person (or in that post) begins, answers before
 * others; undefined where its content was erased. Each content is read whole: ask for as many as a page shows.
 */
export async function passagesOf(
  db: Reader,
  entries: readonly number[],
  whose: { person?: string | undefined; post?: string | undefined },
): Promise<Map<number, Passage>> {
  const [field, slug] = whose.person === undefined ? ["post", whose.post] : ["person", whose.person];
  if (entries.length === 0 || slug === undefined) return new Map();
  const { rows } = await sql<{ entry: number; turn: number; text: string }>`
    select e.index as entry, (said.t ->> 'turn')::int as turn, left(said.t ->> 'text', ${mostRead}) as text
    from record_entry e join record_content c on c.commitment = e.commitment and c.bytes is not null
    cross join lateral (
      select t from jsonb_array_elements(convert_from(c.bytes, 'UTF8')::jsonb -> 'turns') t
      where t -> 'speaker' ->> ${field} = ${slug} and t ->> 'kind' <> 'question'
      order by t ->> 'kind' = 'answer' desc, length(t ->> 'text') desc, (t ->> 'turn')::int limit 1
    ) said where e.index = any(${[...entries]}::bigint[])`.execute(db);
  return new Map(rows.map(({ entry, turn, text }) => [entry, { turn, text: beginning(text) }]));
}

const mostRead = 1_200;
const shown = 220;
/** Thanks and greetings are shorter. */
const saying = 8;

/** From the first sentence that says something, to the end of a word. */
export function beginning(text: string): string {
  const sentences = text.replace(/\s+/gu, " ").split(/(?<=[.?!…])\s/u);
  const first = sentences.findIndex((sentence) => sentence.split(" ").length >= saying);
  const said = sentences.slice(Math.max(0, first)).join(" ").trim();
  if (said.length <= shown) return said;
  return `${said.slice(0, said.lastIndexOf(" ", shown)).replace(/[,;:]$/u, "")} …`;
}

import { sql } from "kysely";
import type { Database } from "../store/database.ts";
import { readAsked } from "./asked.ts";
import type { Candidate } from "./candidates.ts";
import { timeIsOver } from "./end-by.ts";
import { type Hit, readHits } from "./hits.ts";
import { search } from "./query.ts";

export type SaidBefore = {
  hits: Hit[];
  /** The time for it was over: whether there is anything is not known. */
  cut: boolean;
};

const mostWords = 24;
/** A word that more documents have says little: it is looked for only where no other is there. */
const fewEnough = 1_000;
const milliseconds = 700;

/**
 * What the office has said on these words, in Spanish or English, as readers may have it below `upTo`: what has the most of them, and
 * the rarest, first; the newer first among equals. What the press asked is not among it; what was withdrawn is marked. `except`: a statement's number.
 */
export async function saidBefore(
  db: Database,
  words: string,
  { upTo, now, limit, except }: { upTo: number; now: Date; limit: number; except?: string },
): Promise<SaidBefore> {
  const asked = words.trim().split(/\s+/).slice(0, mostWords).join(" ");
  if (asked === "") return { hits: [], cut: false };
  try {
    const hits = await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        await sql`select set_config('statement_timeout', ${String(milliseconds)}, true), set_config('jit', 'off', true),
          set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true)`.execute(tx);
        const stems = await sql<{ lexemes: string[] }>`
          select tsvector_to_array(to_tsvector('spanish', plain) || to_tsvector('english', plain)) as lexemes
          from plain_words(${asked}) plain`.execute(tx);
        const lexemes = stems.rows[0]?.lexemes ?? [];
        const best = await sql<Candidate>`
          with having_one as (
            select found.id, found.source, found.spoken_at, count(*) over (partition by lexeme) as many
            from unnest(${lexemes}::text[]) lexeme, lateral (
              select d.id, d.source, d.spoken_at from search_document d
              where d.words @@ quote_literal(lexeme)::tsquery and d.entry < ${upTo}
                and not d.facets @> array['kind:pregunta'] and (d.source, d.of) is distinct from ('statement', ${except ?? null}::text)
              limit ${fewEnough + 1}
            ) found
          )
          select id, source from having_one where many <= ${fewEnough}
          group by id, source, spoken_at order by sum(ln(1 + ${fewEnough + 1}::real / many)) desc, spoken_at desc, id desc
          limit ${limit}`.execute(tx);
        return readHits(tx, best.rows, upTo, { units: readAsked(asked), lexemes });
      });
    if (hits.length > 0) return { hits, cut: false };
  } catch (error) {
    if (!timeIsOver(error)) throw error;
    return { hits: [], cut: true };
  }
  const found = await search(db, { words: asked, upTo, now, limit: limit * 2 });
  return {
    hits: found.hits.filter((hit) => isOffices(hit) && !isStatement(hit, except)).slice(0, limit),
    cut: found.cut,
  };
}

function isOffices(hit: Hit): boolean {
  return hit.source !== "turn" || hit.turn.said.kind !== "question";
}

function isStatement(hit: Hit, number: string | undefined): boolean {
  return hit.source === "statement" && hit.line.number === number;
}

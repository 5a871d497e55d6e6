import { sql } from "kysely";
import type { Transaction } from "../store/database.ts";
import { shinglesOf } from "./quote-shingles.ts";
import type { Known, Quote } from "./quote-words.ts";
import { mayBeMisread } from "./quote-words.ts";

/** Where words may stand: an edition of a text, of a transcript that turn of it. */
export type Found = { source: "statement" | "claim" | "turn" | "answer"; of: string; part: number; edition: number };

const mostOfSource = 20;
const mostLooked = 2_000;
/**
 * So many of each source are compared word by word: first those that have the most of a quote's shingles, where that is a good many
 * and tells them from others.
 */
const mostAlike = 16;
const telling = { shingles: 5, texts: 4 };
const mostAsked = 16;
const mostOfShingle = 500;

/** The shingles of a quote; where there is none, its words tell nothing of where they stand. */
export function quoteShingles({ segments }: Quote): number[] {
  return [...new Set(segments.flatMap((segment) => shinglesOf(segment)))];
}

/** Those texts that have all of them, the newest of each source; `more`: there are others. */
export async function findHolding(
  tx: Transaction,
  shingles: readonly number[],
  upTo: number,
): Promise<{ found: Found[]; more: boolean }> {
  const { rows } = await sql<Found & { count: number }>`
    with holding as materialized (
      select source, of, part, edition, entry from quote_text
      where shingles @> ${[...shingles]}::integer[] and entry < ${upTo} limit ${mostLooked}
    )
    select source, of, part, edition, count::int from (
      select *, row_number() over (partition by source order by entry desc, part) as place, count(*) over () as count from holding) one
    where place <= ${mostOfSource}`.execute(tx);
  return { found: rows, more: (rows[0]?.count ?? 0) > rows.length };
}

/**
 * The texts that have the most of them. What many texts have in common is asked for only where there is little else; no shingle
 * is followed into more than 500 texts.
 */
export async function findAlike(tx: Transaction, shingles: readonly number[], upTo: number): Promise<Found[]> {
  const { rows: known } = await sql<{ shingle: number }>`
    select shingle from quote_common where shingle = any(${[...shingles]}::integer[])`.execute(tx);
  const common = new Set(known.map(({ shingle }) => shingle));
  const rare = shingles.filter((shingle) => !common.has(shingle));
  const asked = spread(rare.length >= 8 ? rare : shingles, mostAsked);
  const { rows } = await sql<Found & { n: number }>`
    with hits as materialized (
      select hit.id, hit.source from unnest(${asked}::integer[]) as asked (shingle) cross join lateral (
        select id, source from quote_text where shingles @> array[asked.shingle] and entry < ${upTo} limit ${mostOfShingle}) hit
    ), best as (
      select id, n from (
        select id, source, n, row_number() over (partition by source order by n desc, id desc) as place
        from (select id, source, count(*) as n from hits group by id, source) counted) placed
      where place <= ${mostAlike}
    )
    select source, of, part, edition, n::int from best join quote_text using (id) order by n desc, id desc`.execute(tx);
  const most = rows[0]?.n ?? 0;
  if (most < telling.shingles) return rows;
  const of = Object.values(Object.groupBy(rows, ({ source }) => source));
  return of.flatMap((some) => some.filter(({ n }) => n >= most / 2).slice(0, telling.texts));
}

/** At most so many, from all over. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);
}

/** Which of a quote's words that could be misread are words of this record. */
export async function readKnown(tx: Transaction, { segments }: Quote): Promise<Known> {
  const forms = [...new Set(segments.flat().map(({ form }) => form))].filter(mayBeMisread);
  if (forms.length === 0) return () => false;
  const { rows } = await sql<{ word: string }>`
    select word from quote_word where word = any(${forms}::text[])`.execute(tx);
  const words = new Set(rows.map(({ word }) => word));
  return (form) => words.has(form);
}

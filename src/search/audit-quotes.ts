import { sql } from "kysely";
import type { Difference } from "../recorder/difference.ts";
import { type Database, inSnapshot, type Reader } from "../store/database.ts";
import { quoteSources, quotesTakenIn, type QuoteText } from "./quote-documents.ts";

type Kept = QuoteText & { id: number };

/**
 * Makes what quotes are looked for in anew from the record, as far as it was taken in, and names each text that is found otherwise, is
 * missing, or is of no entry. Reads in blocks: memory does not grow with the record.
 */
export async function* auditQuotes(db: Database): AsyncGenerator<Difference> {
  for (const source of quoteSources) {
    for (let from = 0, to = 1; from < to;) {
      const block = await inSnapshot(db, async (tx) => {
        to = await quotesTakenIn(tx);
        const { made, next } = await source.read(tx, from, to);
        return { made: made.texts, kept: await keptBetween(tx, source.of, from, next), next };
      });
      from = block.next;
      yield* compare(block.made, block.kept);
    }
  }
}

async function keptBetween(tx: Reader, sources: readonly string[], from: number, to: number): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select id, source, of, part, edition, entry, shingles from quote_text
    where source = any(${[...sources]}::text[]) and entry >= ${from} and entry < ${to}`.execute(tx);
  return rows;
}

function* compare(made: readonly QuoteText[], kept: readonly Kept[]): Generator<Difference> {
  const name = ({ source, of, part, edition }: QuoteText) =>
    `${source} ${of}${part === 0 ? "" : `, turn ${part}`}, edition ${edition}`;
  const found = new Map(kept.map((one) => [name(one), one]));
  for (const one of made) {
    const where = name(one);
    const row = found.get(where);
    found.delete(where);
    if (row === undefined)
      yield {
        what: "what a quote is looked for in",
        where,
        found: "nothing",
        expected: `a text of entry ${one.entry}`,
      };
    else if (row.entry !== one.entry || !sameNumbers(row.shingles, one.shingles))
      yield {
        what: "what a quote is looked for in",
        where,
        found: `${row.shingles.length} threes of words of entry ${row.entry}`,
        expected: `${one.shingles.length} of entry ${one.entry}, as the record has them`,
      };
  }
  for (const [where, { entry }] of found)
    yield { what: "what a quote is looked for in", where, found: `a text of entry ${entry}`, expected: "nothing" };
}

function sameNumbers(one: readonly number[], other: readonly number[]): boolean {
  const numbers = new Set(one);
  return one.length === other.length && other.every((number) => numbers.has(number));
}

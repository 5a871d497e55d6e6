import { sql } from "kysely";
import { takeInQuotes } from "../src/search/quote-documents.ts";
import type { Progress } from "./bench.ts";
import { takenIn, type TextOffice, textOffice } from "./text-office.ts";

/** An office with so many statements, taken in for quotes by the program itself; `sampled` are some of their texts. */
export async function quoteOffice(
  turns: readonly string[],
  count: number,
  progress: Progress,
): Promise<TextOffice & { sampled: string[] }> {
  const office = await textOffice(turns, count, progress);
  const { db } = office;
  const shingles = { source: "quote-statement", index: "quote_text_shingles", on: "quote_text using gin (shingles)" };
  if (await takenIn(office, shingles, () => takeInQuotes(db), progress))
    await sql.raw("vacuum analyze quote_text").execute(db);
  const { rows } = await sql<{ body: string }>`
    select body from edition where entry % ${Math.max(1, Math.floor(count / 600))} = 0 order by entry`.execute(db);
  return { ...office, sampled: rows.map(({ body }) => body) };
}

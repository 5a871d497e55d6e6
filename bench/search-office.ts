import { sql } from "kysely";
import { takeInDocuments } from "../src/search/documents.ts";
import type { Progress } from "./bench.ts";
import { takenIn, type TextOffice, textOffice } from "./text-office.ts";

/** An office with so many statements, taken in by the program's own follower. */
export async function searchOffice(turns: readonly string[], count: number, progress: Progress): Promise<TextOffice> {
  const office = await textOffice(turns, count, progress);
  const { db } = office;
  const words = {
    source: "statement",
    index: "search_document_words",
    on: "search_document using gin (words, facets)",
  };
  if (await takenIn(office, words, () => takeInDocuments(db), progress))
    for (const table of ["search_document", "search_stem"]) await sql.raw(`vacuum analyze ${table}`).execute(db);
  return office;
}

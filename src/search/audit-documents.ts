import { sql } from "kysely";
import type { Difference } from "../recorder/difference.ts";
import { type Database, inSnapshot, type Reader } from "../store/database.ts";
import type { DocumentSource } from "./document-source.ts";
import { documentsOf, documentSources, timeZoneOf } from "./documents.ts";

/** So many entries of the record are looked through in one snapshot, by how many documents one of them may have. */
const block = 20;

/**
 * Makes every document anew from the record, as far as its source has taken it in, and names each that is found otherwise than it says, is
 * missing, or is of no entry. Reads in blocks: memory does not grow with the record. Words are brought to their stems by the server:
 * after its upgrade they may differ, and `rebuildDocuments` makes them anew.
 */
export async function* auditDocuments(
  db: Database,
  onProgress?: (done: number, total: number) => void,
): AsyncGenerator<Difference> {
  for (const [at, source] of documentSources.entries()) {
    const size = source.atOnce * block;
    for (let from = 0, place = 1; from < place; from += size) {
      const looked = await inSnapshot(db, (tx) => auditBlock(tx, source, from, from + size));
      place = looked.place;
      yield* looked.differences;
      onProgress?.(at * place + Math.min(from + size, place), documentSources.length * place);
    }
  }
  yield* await findStray(db);
}

async function auditBlock(
  tx: Reader,
  source: DocumentSource,
  from: number,
  to: number,
): Promise<{ place: number; differences: Difference[] }> {
  const places = await sql<{ next: number }>`
    select next_entry as next from search_place where source = ${source.name}`.execute(tx);
  const place = places.rows[0]?.next ?? 0;
  const acts = [...source.acts];
  const { rows } = await sql<{ of: string; found: boolean; expected: boolean; otherwise: string[] }>`
    with newest as materialized (
      select e.subject, e.index as entry, e.edition from record_entry e
      where e.index >= ${from} and e.index < ${Math.min(to, place)} and e.act = any(${acts}::text[])
        and not exists (
          select from record_entry n
          where n.subject = e.subject and n.index > e.index and n.index < ${place} and n.act = any(${acts}::text[]))
    ), made as materialized (${documentsOf(source, await timeZoneOf(tx))}
    ), kept as materialized (
      select * from search_document where source = ${source.name} and entry >= ${from} and entry < ${to}
    )
    select of, k.entry is not null as found, m.entry is not null as expected,
      array(select name from (values
        ('entry', k.entry is distinct from m.entry), ('edition', k.edition is distinct from m.edition),
        ('spoken_at', k.spoken_at is distinct from m.spoken_at), ('spoken_day', k.spoken_day is distinct from m.spoken_day),
        ('facets', k.facets is distinct from m.facets), ('title_words', k.title_words is distinct from m.title_words),
        ('words', k.words is distinct from m.words)) each (name, differs) where differs) as otherwise
    from kept k full join made m using (of)
    where (k.entry, k.edition, k.spoken_at, k.spoken_day, k.facets, k.title_words, k.words)
      is distinct from (m.entry, m.edition, m.spoken_at, m.spoken_day, m.facets, m.title_words, m.words)
    order by of`.execute(tx);
  const differences = rows.map(({ of, found, expected, otherwise }) => ({
    what: found && expected ? `what is searched: ${otherwise.join(", ")}` : "what is searched",
    where: `${source.name} ${of}`,
    found: found ? "a document" : "no document",
    expected: expected ? (found ? "as the record says" : "a document of its newest edition") : "none: no entry has it",
  }));
  return { place, differences };
}

/** Documents beyond what was taken in, or of another act. */
async function findStray(db: Reader): Promise<Difference[]> {
  const { rows } = await sql<{ source: string; of: string; entry: number }>`
    select d.source, d.of, d.entry from search_document d join search_place p on p.source = d.source
    where d.entry >= p.next_entry order by d.id limit 1000`.execute(db);
  return rows.map(({ source, of, entry }) => ({
    what: "what is searched",
    where: `${source} ${of}`,
    found: `a document of entry ${entry}`,
    expected: "none: that entry was not taken in",
  }));
}

import { type RawBuilder, sql } from "kysely";
import { readHorizon } from "../recorder/horizon.ts";
import { findOffice } from "../register/office.ts";
import type { Database, Reader, Transaction } from "../store/database.ts";
import { answerDocuments } from "./answer-documents.ts";
import type { DocumentSource } from "./document-source.ts";
import { goOn } from "./place.ts";
import { statementDocuments } from "./statement-documents.ts";
import { turnDocuments } from "./turn-documents.ts";

export const documentSources: readonly DocumentSource[] = [statementDocuments, turnDocuments, answerDocuments];

/** When this returns, whatever may be shown at this moment is found, unless another process is just taking it in. */
export async function takeInDocuments(db: Database, ended: () => boolean = () => false): Promise<void> {
  const { size } = await readHorizon(db);
  for (const source of documentSources)
    while (!ended() && (await goOn(db, source.name, size, (tx, from) => takeIn(tx, source, from, size))));
}

/**
 * When this returns, the documents of the source's next entries from `from` on and below `upTo` stand in `tx`, each of the newest edition in the
 * place of the one before; what was erased has none. Returns the entry to go on from, which its place is.
 */
export async function takeIn(tx: Transaction, source: DocumentSource, from: number, upTo: number): Promise<number> {
  const { rows } = await sql<{ index: number; subject: number }>`
    select index, subject from record_entry
    where index >= ${from} and index < ${upTo} and act = any(${[...source.acts, "content.erased"]}::text[])
    order by index limit ${source.atOnce}`.execute(tx);
  const last = rows.at(-1);
  const next = rows.length === source.atOnce && last !== undefined ? last.index + 1 : upTo;
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  if (subjects.length > 0) {
    await sql`
      delete from search_document d using record_entry e
      where d.source = ${source.name} and d.entry = e.index and e.subject = any(${subjects}::bigint[])`.execute(tx);
    await sql`
      with newest as materialized (
        select distinct on (subject) subject, index as entry, edition from record_entry
        where subject = any(${subjects}::bigint[]) and index < ${next} and act = any(${[...source.acts]}::text[])
        order by subject, index desc
      ), made as materialized (${documentsOf(source, await timeZoneOf(tx))}
      ), stems as (
        -- Only those that are new: of each that is inserted the threes are made, whether it stands there or not.
        insert into search_stem (stem)
        select stem from (
          select distinct stem from made, unnest(tsvector_to_array(words)) stem where stem ~ '^[a-z]{4,30}$'
        ) had where not exists (select from search_stem known where known.stem = had.stem)
        on conflict do nothing
      )
      insert into search_document (source, of, entry, edition, spoken_at, spoken_day, facets, title_words, words)
      select ${source.name}, of, entry, edition, spoken_at, spoken_day, facets, title_words, words from made`.execute(
      tx,
    );
  }
  await sql`update search_place set next_entry = ${next} where source = ${source.name}`.execute(tx);
  return next;
}

/** The rows of search_document that the entries in `newest` make. */
export function documentsOf(source: DocumentSource, timeZone: string): RawBuilder<unknown> {
  return sql`
    select of, entry, edition, spoken_at, spoken_day, facets, to_tsvector('simple', plain_words(name)) as title_words,
      search_vector(search_stems(language), title, summary, body) as words
    from (${source.documents(timeZone)}) document`;
}

/** That of the office, by whose clocks a day begins. Whatever has days of its own, an office has said. */
export async function timeZoneOf(tx: Reader): Promise<string> {
  return (await findOffice(tx))?.timeZone ?? "UTC";
}

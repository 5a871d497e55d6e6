import { sql } from "kysely";
import type { DocumentSource } from "./document-source.ts";

/** Statements by their newest edition: drafts have no entry, and what is scheduled has none yet. */
export const statementDocuments: DocumentSource = {
  name: "statement",
  async takeIn(tx, { from, upTo, limit }) {
    const { rows } = await sql<{ taken: number; last: number | null }>`
      with taken as materialized (
        select e.statement_id, e.edition, e.entry from edition e
        where e.entry >= ${from} and e.entry < ${upTo} order by e.entry limit ${limit}
      ), newest as materialized (
        select distinct on (t.statement_id) s.number, e.entry, e.edition, s.spoken_at, s.spoken_day, s.kind, s.language,
          e.title, e.topics, e.voice, search_vector(search_stems(s.language), e.title, e.summary, e.body) as words
        from taken t join edition e using (statement_id, edition) join statement s on s.id = t.statement_id
        where s.status <> 'erased'
        order by t.statement_id, e.edition desc
      ), stems as (
        insert into search_stem (stem)
        select distinct stem from newest, unnest(tsvector_to_array(words)) stem where stem ~ '^[a-z]{4,30}$'
        on conflict do nothing
      ), kept as (
        insert into search_document (source, of, entry, edition, spoken_at, spoken_day, facets, title_words, words)
        select 'statement', number, entry, edition, spoken_at, spoken_day,
          array['kind:' || kind, 'language:' || split_part(language, '-', 1)]
            || array(select 'topic:' || topic from unnest(topics) topic)
            || array(select distinct name || ':' || (item->>name) from jsonb_array_elements(voice) item,
                 unnest(array['person', 'post', 'institution']) name where item->>name is not null),
          to_tsvector('simple', plain_words(title)),
          words
        from newest
        on conflict (source, of) do update set entry = excluded.entry, edition = excluded.edition, spoken_at = excluded.spoken_at,
          spoken_day = excluded.spoken_day, facets = excluded.facets, title_words = excluded.title_words, words = excluded.words
      )
      select count(*) as taken, max(entry) as last from taken`.execute(tx);
    await sql`
      delete from search_document d using statement s, record_entry e
      where d.source = 'statement' and d.of = s.number and s.status = 'erased' and s.subject = e.subject
        and e.act = 'content.erased' and e.index >= ${from} and e.index < ${upTo}`.execute(tx);
    const { taken = 0, last = null } = rows[0] ?? {};
    return taken === limit && last !== null ? last + 1 : upTo;
  },
};

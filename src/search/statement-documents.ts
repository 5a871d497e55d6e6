import { sql } from "kysely";
import type { DocumentSource } from "./document-source.ts";

/** Statements by their newest edition: drafts have no entry, and what is scheduled has none yet. */
export const statementDocuments: DocumentSource = {
  name: "statement",
  acts: ["statement.published", "statement.corrected", "statement.imported"],
  atOnce: 100,
  documents: () => sql`
    select s.number as of, n.entry, e.edition, s.language, s.spoken_at, s.spoken_day,
      array['kind:' || s.kind, 'language:' || split_part(s.language, '-', 1)]
        || array(select 'topic:' || topic from unnest(e.topics) topic)
        || array(select distinct name || ':' || (item->>name) from jsonb_array_elements(e.voice) item,
             unnest(array['person', 'post', 'institution']) name where item->>name is not null) as facets,
      e.title as name, e.title, e.summary, e.body
    from newest n join edition e on e.entry = n.entry join statement s on s.id = e.statement_id
    where s.status <> 'erased'`,
};

import { sql } from "kysely";
import type { DocumentSource } from "./document-source.ts";

/** What an answer is, for filters. */
export const answerKind = "respuesta" as const;

/** Answers to questions with what was asked, and why there is none, by their newest edition. An answer on background is in no content. */
export const answerDocuments: DocumentSource = {
  name: "answer",
  acts: ["question.answered", "question.corrected"],
  atOnce: 200,
  documents: (timeZone) => sql`
    select number as of, entry, edition, content->>'language' as language, answered_at as spoken_at,
      (answered_at at time zone ${timeZone})::date as spoken_day,
      array['kind:' || ${answerKind}, 'language:' || split_part(content->>'language', '-', 1)]
        || array(select 'topic:' || topic from jsonb_array_elements_text(content->'topics') topic)
        || array(select distinct name || ':' || (item->>name) from jsonb_array_elements(content->'voice') item,
             unnest(array['person', 'post', 'institution']) name where item->>name is not null) as facets,
      content->>'question' as name, content->>'question' as title, null as summary,
      coalesce(content->>'body', content->>'reason') as body
    from (
      select n.entry, n.edition, convert_from(r.bytes, 'UTF8')::jsonb->>'question' as number, convert_from(c.bytes, 'UTF8')::jsonb as content,
        (select f.at from record_entry f where f.subject = n.subject and f.act = 'question.answered') as answered_at
      from newest n join record_entry r on r.index = n.entry join record_content c on c.commitment = r.commitment
      where c.erased_at is null
    ) answer`,
};

import { sql } from "kysely";
import type { DocumentSource } from "./document-source.ts";

/** What a turn is, for filters: the office's and its guests' words, or what the press asked. */
export const turnKinds = ["intervencion", "pregunta"] as const;

/**
 * Turns of transcripts as they were certified or imported, of the newest edition. A briefing that runs, what is held and what is not on the
 * record are in no content; the office's edited version says the same turns and is led to, not found twice.
 */
export const turnDocuments: DocumentSource = {
  name: "turn",
  acts: ["transcript.certified", "transcript.imported", "transcript.corrected"],
  atOnce: 20,
  documents: (timeZone) => sql`
    select (content->>'briefing') || '/' || (turn->>'turn') as of, entry, edition, content->>'language' as language,
      coalesce((content->>'opened')::timestamptz, (content->>'day')::timestamp at time zone ${timeZone})
        + place * interval '1 millisecond' as spoken_at,
      (content->>'day')::date as spoken_day,
      array['kind:' || case turn->>'kind' when 'question' then 'pregunta' else 'intervencion' end,
          'language:' || split_part(content->>'language', '-', 1)]
        || array(select name || ':' || (turn->'speaker'->>name) from unnest(array['person', 'post', 'institution']) name
             where turn->'speaker'->>name is not null) as facets,
      '' as name, '' as title,
      concat_ws(', ', turn->'speaker'->>'name', turn->'speaker'->>'outlet', turn->'speaker'->>'as') as summary, turn->>'text' as body
    from (
      select n.entry, n.edition, convert_from(c.bytes, 'UTF8')::jsonb as content
      from newest n join record_entry r on r.index = n.entry join record_content c on c.commitment = r.commitment
      where c.erased_at is null
    ) transcript, jsonb_array_elements(content->'turns') with ordinality as said (turn, place)
    where content->>'version' <> 'edited'`,
};

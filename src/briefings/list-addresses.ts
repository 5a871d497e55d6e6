import { sql } from "kysely";
import type { Reader } from "../store/database.ts";

/** Every briefing that has a page for anybody at a horizon, in the order of their numbers, with when it last changed in public. */
export async function listBriefingAddresses(db: Reader, upTo: number): Promise<{ number: string; at: Date | null }[]> {
  const { rows } = await sql<{ number: string; at: Date | null }>`
    select number, max(at) as at from (
      select t.briefing as number, max(e.entered_at) as at from transcript t
      join transcript_edition e on e.transcript_id = t.id and e.entry < ${upTo} group by t.briefing
      union all
      select b.number, (select max(v.at) from briefing_event v where v.briefing_id = b.id) from briefing b
      where b.number is not null and b.number not like 'H-%' and b.state <> 'planned'
    ) known group by number order by number`.execute(db);
  return rows;
}

import { sql } from "kysely";
import { type Actor, institutionsFor } from "../access/rights.ts";
import type { Reader } from "../store/database.ts";

export type ClosedBriefing = { id: number; number: string; title: string; openedAt?: Date };

/** The briefings that were closed and wait to be certified, of the institutions whose briefings the actor may read; the oldest first. */
export async function listUncertified(db: Reader, actor: Pick<Actor, "grants">): Promise<ClosedBriefing[]> {
  const rows = await db
    .selectFrom("briefing")
    .select(["id", "number", "title", "opened_at"])
    .where("state", "=", "closed")
    .where("institution", "in", ["", ...institutionsFor(actor, "briefing.read")])
    .orderBy("closed_at")
    .limit(200)
    .execute();
  return rows.map(({ id, number, title, opened_at }) => ({
    id,
    number: number ?? "",
    title,
    ...(opened_at === null ? {} : { openedAt: opened_at }),
  }));
}

export type ListedTranscript = {
  briefing: string;
  title: string;
  day: string;
  version: "certified" | "imported";
  edited: boolean;
};

/** The newest transcripts that stand in the record, of those institutions' briefings. */
export async function listTranscripts(
  db: Reader,
  actor: Pick<Actor, "grants">,
  limit = 50,
): Promise<ListedTranscript[]> {
  const { rows } = await sql<ListedTranscript>`
    select t.briefing, e.title, e.day, t.version,
      exists (select from transcript o where o.briefing = t.briefing and o.version = 'edited') as edited
    from transcript t join transcript_edition e on e.transcript_id = t.id and e.edition = t.editions
    join briefing b on b.number = t.briefing and b.institution = any(${institutionsFor(actor, "briefing.read")}::text[])
    where t.version <> 'edited' order by e.entry desc limit ${limit}`.execute(db);
  return rows;
}

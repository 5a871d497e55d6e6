import { sql } from "kysely";
import { listTopics, type Topic } from "../register/topics.ts";
import type { Reader } from "../store/database.ts";

/** Those under which something that may be shown stands. */
export async function listUsedTopics(db: Reader, upTo: number): Promise<Topic[]> {
  const used = await sql<{ slug: string }>`
    select distinct unnest(topics) as slug from edition where entry < ${upTo} and topics <> '{}'`.execute(db);
  const slugs = new Set(used.rows.map(({ slug }) => slug));
  return (await listTopics(db)).filter(({ slug }) => slugs.has(slug));
}

import { readContent, type TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import type { Reader } from "../store/database.ts";
import type { TranscriptVersion } from "./transcripts.ts";

export type NewestEdition = {
  briefing: string;
  version: TranscriptVersion;
  edition: number;
  entry: number;
  /** Undefined where its words were erased. */
  content: TranscriptContent | undefined;
};

/** The newest edition below `upTo` of every version of every transcript, in the order of their entries, from entry `from` on. */
export async function listNewestEditions(
  db: Reader,
  { from, upTo, limit }: { from: number; upTo: number; limit: number },
): Promise<NewestEdition[]> {
  const { rows } = await sql<Omit<NewestEdition, "content"> & { bytes: Buffer | null }>`
    select t.briefing, t.version, e.edition, e.entry, c.bytes
    from transcript_edition e join transcript t on t.id = e.transcript_id
    left join record_content c on c.commitment = e.commitment
    where e.entry >= ${from} and e.entry < ${upTo} and not exists (
      select from transcript_edition n where n.transcript_id = e.transcript_id and n.edition > e.edition and n.entry < ${upTo})
    order by e.entry limit ${limit}`.execute(db);
  return rows.map(({ bytes, ...row }) => ({
    ...row,
    content: bytes === null ? undefined : contentOf(bytes, row.entry),
  }));
}

function contentOf(bytes: Buffer, entry: number): TranscriptContent {
  const content = readContent(bytes, `entry ${entry}`);
  if (content.format !== "voceria/transcript/v1") throw new Error(`entry ${entry} is no transcript`);
  return content;
}

import { sql } from "kysely";
import type { Reader } from "./database.ts";
import type { Installation } from "./installation.ts";
import { listen } from "./listen.ts";

const channel = "voceria_pages";
/** A notice of PostgreSQL ends before 8,000 bytes. */
const roomInNotice = 7_000;

/** What a public page depends on that is no entry of the record. */
export type ToldTag = "agenda" | "briefings" | `briefing:${string}` | "questions" | `question:${string}`;

/**
 * For what follows no entry of the record. When the transaction commits, every process drops the kept pages that depend
 * on one of these tags, so that none of them is answered from before; when it is rolled back, nothing happens.
 */
export async function tellPages(tx: Reader, tags: readonly ToldTag[]): Promise<void> {
  for (const notice of notices(tags)) await sql`select pg_notify(${channel}, ${notice})`.execute(tx);
}

/**
 * Calls `drop` with the tags of each `tellPages` that committed in any process, from when this returns until `close`;
 * with undefined where the connection was lost for a while, and with it what was told: whatever is kept may be old.
 */
export function followPages(
  { address }: Pick<Installation, "address">,
  drop: (tags: readonly string[] | undefined) => void,
): Promise<{ close(): Promise<void> }> {
  return listen(address, channel, (notice) => drop(notice === "" ? undefined : notice.split(" ")));
}

/** As many tags in each notice as it has room for. */
function notices(tags: readonly string[]): string[] {
  const all: string[] = [];
  for (const tag of new Set(tags)) {
    const last = all.at(-1);
    if (last === undefined || last.length + tag.length >= roomInNotice) all.push(tag);
    else all[all.length - 1] = `${last} ${tag}`;
  }
  return all;
}

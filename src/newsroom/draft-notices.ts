import { sql } from "kysely";
import type { Database } from "../store/database.ts";
import type { Installation } from "../store/installation.ts";
import { listen } from "../store/listen.ts";
import { noticesChannel } from "./shared-drafts.ts";

/** Where somebody's cursor is in a draft: places in the shared text (Yjs relative positions, base64), and in which part. */
export type Presence = {
  /** One window of one officer; it is their browser's word. */
  window: number;
  officer: number;
  name: string;
  part: "title" | "summary" | "body" | "none";
  anchor?: string;
  head?: string;
};
/** `text`: there are changes to read, or there may be. */
export type DraftNotice = "text" | Presence;

type Follower = (notice: DraftNotice) => void;
type Notices = { followers: Map<number, Set<Follower>>; listening: Promise<{ close(): Promise<void> }> | undefined };

const noticesOf = new WeakMap<Database, Notices>();

/**
 * Calls `follower` for what happens to a draft in any process, from when this returns until `stop` is called. This process
 * listens while anybody follows anything.
 */
export async function followDraft(
  { db, address }: Pick<Installation, "db" | "address">,
  draft: number,
  follower: Follower,
): Promise<{ stop: () => void }> {
  let own = noticesOf.get(db);
  if (own === undefined) noticesOf.set(db, (own = { followers: new Map(), listening: undefined }));
  const notices = own;
  const followers = notices.followers.get(draft) ?? new Set();
  notices.followers.set(draft, followers.add(follower));
  const stop = () => {
    followers.delete(follower);
    if (followers.size === 0 && notices.followers.get(draft) === followers) notices.followers.delete(draft);
    if (notices.followers.size > 0) return;
    const { listening } = notices;
    notices.listening = undefined;
    void listening?.then((connection) => connection.close());
  };
  notices.listening ??= listen(address, noticesChannel, (payload) => tell(notices, payload));
  try {
    await notices.listening;
  } catch (error) {
    notices.listening = undefined;
    stop();
    throw error;
  }
  return { stop };
}

/** Tells whoever has the draft open where somebody is in it. Kept nowhere. */
export async function tellPresence(db: Database, draft: number, presence: Presence): Promise<void> {
  await sql`select pg_notify(${noticesChannel}, ${`${draft} here ${JSON.stringify(presence)}`})`.execute(db);
}

function tell({ followers }: Notices, payload: string): void {
  const [, id, what, json] = /^(\d+) (text|here) ?(.*)$/s.exec(payload) ?? [];
  if (id === undefined) {
    // The connection was lost for a while, and with it what was notified.
    for (const all of followers.values()) for (const follower of all) follower("text");
    return;
  }
  const notice: DraftNotice = what === "text" ? "text" : (JSON.parse(json ?? "") as Presence);
  for (const follower of followers.get(Number(id)) ?? []) follower(notice);
}

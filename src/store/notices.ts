import { sql } from "kysely";
import type { Database, Reader } from "./database.ts";
import type { Installation } from "./installation.ts";
import { listen } from "./listen.ts";

type Follower = (notice: string) => void;
type Notices = { followers: Map<number, Set<Follower>>; listening: Promise<{ close(): Promise<void> }> | undefined };

const noticesOf = new WeakMap<Database, Map<string, Notices>>();

/** When the transaction commits, whoever follows `about` on that channel is told, in every process. Kept nowhere. */
export async function tellNotice(tx: Reader, channel: string, about: number, notice: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${`${about} ${notice}`})`.execute(tx);
}

/**
 * Calls `follower` with each notice about one thing, from when this returns until `stop` is called; with an empty one where
 * the connection was lost for a while, and with it what was told. This process listens while anybody follows anything.
 */
export async function followNotices(
  { db, address }: Pick<Installation, "db" | "address">,
  channel: string,
  about: number,
  follower: Follower,
): Promise<{ stop: () => void }> {
  const notices = noticesOn(db, channel);
  const followers = notices.followers.get(about) ?? new Set();
  notices.followers.set(about, followers.add(follower));
  const stop = () => {
    followers.delete(follower);
    if (followers.size === 0 && notices.followers.get(about) === followers) notices.followers.delete(about);
    if (notices.followers.size > 0) return;
    const { listening } = notices;
    notices.listening = undefined;
    void listening?.then((connection) => connection.close());
  };
  notices.listening ??= listen(address, channel, (payload) => pass(notices, payload));
  try {
    await notices.listening;
  } catch (error) {
    notices.listening = undefined;
    stop();
    throw error;
  }
  return { stop };
}

function noticesOn(db: Database, channel: string): Notices {
  let own = noticesOf.get(db);
  if (own === undefined) noticesOf.set(db, (own = new Map()));
  let notices = own.get(channel);
  if (notices === undefined) own.set(channel, (notices = { followers: new Map(), listening: undefined }));
  return notices;
}

function pass({ followers }: Notices, payload: string): void {
  const [, about, notice = ""] = /^(\d+) (.*)$/s.exec(payload) ?? [];
  const told = about === undefined ? [...followers.values()].flatMap((all) => [...all]) : followers.get(Number(about));
  for (const follower of told ?? []) follower(notice);
}

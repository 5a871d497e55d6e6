import type { Means } from "../clock.ts";
import type { Reader, Transaction } from "../store/database.ts";
import { clocksDiffer, newToken, readToken } from "./token.ts";

const minute = 60_000;
/** For how long a link lets in, by who made it: what goes through the mail at once, what waits for somebody longer. */
export const linkLasts = {
  mail: 15 * minute,
  console: 60 * minute,
  administrator: 24 * 60 * minute,
  invitation: 72 * 60 * minute,
} as const;
export type LinkMaker = keyof typeof linkLasts;

/** Where on the desk a link stands; the token is in its path and nowhere else. */
export function linkPath(token: string): string {
  return `/desk/enter/link/${token}`;
}

/**
 * When the transaction commits, the token given back lets the officer in once, until it expires. Without an officer it
 * makes the first administrator. Of links that were mailed before, none lets in any more.
 */
export async function makeLink(
  tx: Transaction,
  { officer, madeBy }: { officer: number | undefined; madeBy: LinkMaker },
  { clock, random }: Means,
): Promise<string> {
  const now = clock.now();
  const { token, hash } = newToken(random);
  if (officer !== undefined)
    await tx
      .updateTable("one_time_link")
      .set({ used_at: now })
      .where("officer", "=", officer)
      .where("made_by", "=", madeBy)
      .where("used_at", "is", null)
      .execute();
  await tx
    .insertInto("one_time_link")
    .values({
      token_hash: hash,
      officer: officer ?? null,
      made_by: madeBy,
      created_at: now,
      expires_at: new Date(now.getTime() + linkLasts[madeBy]),
      used_at: null,
    })
    .execute();
  return token;
}

export type Link = { hash: Buffer; officer: number | undefined; madeBy: LinkMaker };

/** What a link would do, without using it up: a mail scanner that follows it spends nothing. */
export async function findLink(db: Reader, token: string, now: Date): Promise<Link | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await db
    .selectFrom("one_time_link")
    .select(["officer", "made_by"])
    .where("token_hash", "=", hash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("created_at", "<=", new Date(now.getTime() + clocksDiffer))
    .executeTakeFirst();
  return row === undefined ? undefined : { hash, officer: row.officer ?? undefined, madeBy: row.made_by };
}

/** Uses a link up; of two who try at once, one is let in. Undefined for one that was used, has expired or never was. */
export async function spendLink(tx: Transaction, token: string, now: Date): Promise<Link | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await tx
    .updateTable("one_time_link")
    .set({ used_at: now })
    .where("token_hash", "=", hash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("created_at", "<=", new Date(now.getTime() + clocksDiffer))
    .returning(["officer", "made_by"])
    .executeTakeFirst();
  return row === undefined ? undefined : { hash, officer: row.officer ?? undefined, madeBy: row.made_by };
}

import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { type Database, type Transaction } from "../store/database.ts";
import { newToken, readToken } from "./token.ts";

export type SignInPurpose = "passkey" | "new-passkey" | "oidc";
const lasts = 10 * 60_000;

/** When this returns, what a sign-in that begins must find again is kept, for whoever holds the token given back: once, for ten minutes. */
export async function beginSignIn(
  db: Database,
  purpose: SignInPurpose,
  data: Readonly<Record<string, unknown>>,
  { clock, random }: Means,
): Promise<string> {
  const now = clock.now();
  const { token, hash } = newToken(random);
  await db.deleteFrom("sign_in").where("expires_at", "<", now).execute();
  await db
    .insertInto("sign_in")
    .values({
      token_hash: hash,
      purpose,
      data: sql`${JSON.stringify(data)}::jsonb`,
      expires_at: new Date(now.getTime() + lasts),
    })
    .execute();
  return token;
}

/** What was kept, and from then on no more: a challenge is answered once. */
export async function spendSignIn(
  tx: Transaction | Database,
  purpose: SignInPurpose,
  token: string | undefined,
  now: Date,
): Promise<Record<string, unknown> | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const row = await tx
    .deleteFrom("sign_in")
    .where("token_hash", "=", hash)
    .where("purpose", "=", purpose)
    .where("expires_at", ">", now)
    .returning("data")
    .executeTakeFirst();
  return row?.data as Record<string, unknown> | undefined;
}

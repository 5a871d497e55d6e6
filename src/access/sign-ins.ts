import { sql } from "kysely";
import type { Means } from "../clock.ts";
import { Fault } from "../fault.ts";
import type { Database, Transaction } from "../store/database.ts";
import { networkOf, type Pace, withinPace } from "./attempts.ts";
import { clocksDiffer, newToken, readToken } from "./token.ts";

export type SignInPurpose = "passkey" | "new-passkey" | "oidc";
const lasts = 10 * 60_000;

/** Sign-ins begun from one network: generous for an office behind one address, and no way to fill a table. */
const beginning: Pace = { tries: 120, seconds: 15 * 60 };

/** Called before a sign-in is begun for somebody who is not known yet. Fault("too-many") hangs on the network alone. */
export async function checkPace(db: Database, address: string, { clock }: Means): Promise<void> {
  if (await withinPace(db, `sign-in from ${networkOf(address)}`, beginning, clock.now())) return;
  throw new Fault(
    "too-many",
    "Too many sign-ins were begun from here: wait a quarter of an hour.",
    [],
    "Desde aquí se comenzaron demasiados ingresos: espere un cuarto de hora.",
  );
}

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
    .where("expires_at", "<=", new Date(now.getTime() + lasts + clocksDiffer))
    .returning("data")
    .executeTakeFirst();
  return row?.data as Record<string, unknown> | undefined;
}

import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Means } from "../clock.ts";
import type { Database, Reader, Transaction } from "../store/database.ts";
import { tellAccess } from "./access-notices.ts";
import { isRight } from "./officer.ts";
import type { Actor } from "./rights.ts";
import { clocksDiffer, newToken, readToken } from "./token.ts";

const hour = 3_600_000;
/** Without a request for so long, a session is over. */
export const idleFor = 12 * hour;
/** And however busy, after so long the officer signs in again. */
export const atMost = 7 * 24 * hour;
const keptFor = 90 * 24 * hour;
/** How precisely it is known when a session was last seen. */
const seenEvery = 60_000;

export type SignInMethod = "link" | "passkey" | "oidc";
export type Session = { id: number; officer: number; method: SignInMethod; createdAt: Date; formToken: string };
/** From where somebody comes: what their browser calls itself, and the network address. */
export type Visitor = { agent: string; address: string };

/** When the transaction commits, the token given back is a session of that officer, new in every bit of it. */
export async function openSession(
  tx: Transaction,
  officer: number,
  method: SignInMethod,
  visitor: Visitor,
  { clock, random }: Means,
): Promise<string> {
  const now = clock.now();
  const { token, hash } = newToken(random);
  // Devices and addresses of sessions long over are nobody's business any more; that they were opened stands on the trail.
  await tx.deleteFrom("session").where("created_at", "<", before(now, keptFor)).execute();
  await tx.deleteFrom("one_time_link").where("expires_at", "<", before(now, keptFor)).execute();
  await tx
    .insertInto("session")
    .values({
      token_hash: hash,
      officer,
      method,
      agent: visitor.agent.slice(0, 300),
      address: visitor.address,
      created_at: now,
      seen_at: now,
      ended_at: null,
    })
    .execute();
  await tx.updateTable("officer").set({ entered_at: now }).where("id", "=", officer).execute();
  return token;
}

/**
 * Who comes with this token: read anew for each request, so that an ended session, a right taken away or an officer
 * suspended counts from the very next one. Not `seen`: what a page that lies open asks by itself is no sign that somebody is there.
 */
export async function readSession(
  db: Database,
  token: string | undefined,
  now: Date,
  address: string,
  seen = true,
): Promise<{ session: Session; actor: Actor } | undefined> {
  const hash = readToken(token);
  if (hash === undefined) return undefined;
  const { rows } = await sql<Row>`
    select s.id, s.officer, s.method, s.created_at, s.seen_at, o.name, o.email, o.language,
      coalesce((select jsonb_agg(jsonb_build_object('institution', r.institution, 'right', r."right"))
        from officer_right r where r.officer = o.id), '[]') as grants
    from session s join officer o on o.id = s.officer
    where s.token_hash = ${hash} and s.ended_at is null and o.suspended_at is null
      and s.seen_at > ${before(now, idleFor)} and s.created_at > ${before(now, atMost)}
      and s.created_at <= ${before(now, -clocksDiffer)}`.execute(db);
  const [row] = rows;
  if (row === undefined || token === undefined) return undefined;
  if (seen && now.getTime() - row.seen_at.getTime() >= seenEvery)
    await db.updateTable("session").set({ seen_at: now, address }).where("id", "=", row.id).execute();
  return {
    session: {
      id: row.id,
      officer: row.officer,
      method: row.method,
      createdAt: row.created_at,
      formToken: formTokenOf(token),
    },
    actor: {
      officer: row.officer,
      name: row.name,
      email: row.email,
      language: row.language,
      grants: row.grants.flatMap(({ institution, right }) => (isRight(right) ? [{ institution, right }] : [])),
      address,
    },
  };
}

type Row = {
  id: number;
  officer: number;
  method: SignInMethod;
  created_at: Date;
  seen_at: Date;
  name: string;
  email: string;
  language: "es" | "en";
  grants: { institution: string; right: string }[];
};

/** Follows from the session's own token, which no other site can read; the token does not follow from it. */
function formTokenOf(token: string): string {
  return createHash("sha256").update(`voceria/form\n${token}`).digest("base64url");
}

export type OpenSession = {
  id: number;
  officer: number;
  name: string;
  method: SignInMethod;
  agent: string;
  address: string;
  createdAt: Date;
  seenAt: Date;
};

/** The sessions that would still be let in, of one officer or of all, the last seen first. */
export async function listSessions(db: Reader, now: Date, officer?: number): Promise<OpenSession[]> {
  let found = db
    .selectFrom("session")
    .innerJoin("officer", "officer.id", "session.officer")
    .selectAll("session")
    .select("officer.name")
    .where("session.ended_at", "is", null)
    .where("session.seen_at", ">", before(now, idleFor))
    .where("session.created_at", ">", before(now, atMost))
    .where("session.created_at", "<=", before(now, -clocksDiffer))
    .orderBy("session.seen_at", "desc")
    .orderBy("session.id", "desc");
  if (officer !== undefined) found = found.where("session.officer", "=", officer);
  return (await found.execute()).map((row) => ({
    id: row.id,
    officer: row.officer,
    name: row.name,
    method: row.method,
    agent: row.agent,
    address: row.address,
    createdAt: row.created_at,
    seenAt: row.seen_at,
  }));
}

/** When the transaction commits, the session lets nobody in, and what lies open by it ends. Gives its officer; undefined if it was none that is open. */
export async function endSession(tx: Transaction, id: number, now: Date): Promise<number | undefined> {
  const row = await tx
    .updateTable("session")
    .set({ ended_at: now })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .returning("officer")
    .executeTakeFirst();
  if (row !== undefined) await tellAccess(tx, row.officer);
  return row?.officer;
}

/** All sessions of an officer, but the one that is kept. Gives how many were ended. */
export async function endSessionsOf(tx: Transaction, officer: number, now: Date, kept?: number): Promise<number> {
  let ending = tx
    .updateTable("session")
    .set({ ended_at: now })
    .where("officer", "=", officer)
    .where("ended_at", "is", null);
  if (kept !== undefined) ending = ending.where("id", "<>", kept);
  const ended = Number((await ending.executeTakeFirst()).numUpdatedRows);
  await tellAccess(tx, officer);
  return ended;
}

/** The session that a browser brought along when it signed in anew: over from then on. */
export async function endSessionByToken(tx: Transaction, token: string | undefined, now: Date): Promise<void> {
  const hash = readToken(token);
  if (hash === undefined) return;
  const row = await tx
    .updateTable("session")
    .set({ ended_at: now })
    .where("token_hash", "=", hash)
    .where("ended_at", "is", null)
    .returning("officer")
    .executeTakeFirst();
  if (row !== undefined) await tellAccess(tx, row.officer);
}

function before(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds);
}

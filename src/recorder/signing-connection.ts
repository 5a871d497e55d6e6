import { Kysely, PostgresDialect, sql } from "kysely";
import type pg from "pg";
import type { Database } from "../store/database.ts";
import type { Schema } from "../store/schema.ts";

/** Any two numbers, the same in every version. One process signs; while a record is being founded, none serves. */
const signerLock = 0x766f6373;
const servingLock = 0x766f6376;

/** A database over one connection, for work that must end when that connection does. Queries one after the other. */
export function overConnection(connection: pg.Client): Database {
  const only = Object.assign(connection, { release: () => undefined }) as unknown as pg.PoolClient;
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: { connect: async () => only, end: async () => {} } }),
  });
}

/** Whether this connection is the signer's from now on, until it ends. */
export async function tryLock(db: Database): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${signerLock}) as taken`.execute(db);
  return rows[0]?.taken === true;
}

/** Held by every process that serves. False while a record is being founded. */
export async function trySharedLock(db: Database): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock_shared(${servingLock}) as taken`.execute(
    db,
  );
  return rows[0]?.taken === true;
}

/** False while any process serves; else none can begin to before this connection ends. */
export async function tryFoundingLock(db: Database): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${servingLock}) as taken`.execute(db);
  return rows[0]?.taken === true;
}

import type pg from "pg";
import { type Address, JOBS_SCHEMA, openPool } from "./database.ts";

/** The newest of the queue's own migrations in the version of graphile-worker that this program is locked to. */
export const newestJobsMigration = 20;

/**
 * When this returns, the queue's tables are those of our graphile-worker. `connection` holds the lock of the migrations.
 * The library is loaded only where there is something to do.
 */
export async function migrateJobs(connection: pg.Client, address: Address): Promise<void> {
  const present = await connection.query("select from pg_namespace where nspname = $1", [JOBS_SCHEMA]);
  // Made here, since the library's CREATE … IF NOT EXISTS wants the right to create a schema even where it stands.
  if (present.rowCount === 0) await connection.query(`create schema ${JOBS_SCHEMA}`);
  await connection.query(`create table if not exists ${JOBS_SCHEMA}.migrations (
    id int primary key, ts timestamptz not null default now(), breaking boolean not null default false)`);
  const { rows } = await connection.query<{ newest: number }>(
    `select coalesce(max(id), 0) as newest from ${JOBS_SCHEMA}.migrations`,
  );
  if ((rows[0]?.newest ?? 0) >= newestJobsMigration) return;
  const { Logger, runMigrations } = await import("graphile-worker");
  const pgPool = openPool(address, 1);
  try {
    await runMigrations({ pgPool, schema: JOBS_SCHEMA, logger: new Logger(() => () => undefined) });
  } finally {
    await pgPool.end();
  }
}

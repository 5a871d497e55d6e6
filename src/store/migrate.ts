import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import { Fault } from "../fault.ts";
import { type Address, openConnection, SCHEMA } from "./database.ts";
import { migrateJobs } from "./migrate-jobs.ts";

const folder = new URL("./migrations/", import.meta.url);
/** Any number, the same in every version: it keeps two processes that start at once from migrating together. */
const migrationLock = 0x766f6365;

/**
 * When this returns, every migration of this version is applied, each in a transaction of its own and none twice: in the
 * order of their names, and by name, so that one which a database lacks is applied even where a later one stands already.
 * Fault("unavailable") for a database with a migration that this version does not have, or has otherwise.
 */
export async function migrate(address: Address, clock: Clock): Promise<void> {
  const connection = openConnection(address);
  await connection.connect();
  try {
    await connection.query("select pg_advisory_lock($1)", [migrationLock]);
    // Asked first, since CREATE … IF NOT EXISTS wants the right to create one even where it stands.
    const present = await connection.query("select from pg_namespace where nspname = $1", [SCHEMA]);
    if (present.rowCount === 0) await connection.query(`create schema ${SCHEMA}`);
    await connection.query(
      "create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null)",
    );
    const applied = await connection.query<{ name: string; sha256: string }>("select name, sha256 from migration");
    const known = new Map(applied.rows.map((row) => [row.name, row.sha256]));
    const ours = await readMigrations();
    for (const name of known.keys()) {
      if (!ours.some((migration) => migration.name === name))
        throw new Fault(
          "unavailable",
          `This database was built by another version of Vocería, newer than this one or from before its first release: this one does not know its migration ${name}. Start that version, or restore a backup that this one can read.`,
        );
    }
    for (const migration of ours) {
      const before = known.get(migration.name);
      if (before === migration.sha256) continue;
      if (before !== undefined)
        throw new Fault(
          "unavailable",
          `Migration ${migration.name} of this version differs from the one this database was built with. Use the released files unchanged.`,
        );
      await connection.query("begin");
      try {
        await connection.query(migration.sql);
        await connection.query("insert into migration values ($1, $2, $3)", [
          migration.name,
          migration.sha256,
          clock.now(),
        ]);
        await connection.query("commit");
      } catch (error) {
        await connection.query("rollback");
        throw error;
      }
    }
    await migrateJobs(connection, address);
  } finally {
    await connection.end();
  }
}

async function readMigrations(): Promise<{ name: string; sql: string; sha256: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type Means, systemClock } from "../src/clock.ts";
import { type Address, type Database, openDatabase } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { createDatabase, named, runOn } from "./test-server.ts";

export type FreshDatabase = { address: Address; db: Database; drop: () => Promise<void> };

/** A new, migrated database of its own on a real PostgreSQL. `drop` closes the pool and removes it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { address, drop } = await newDatabase(inject("template"));
  const db = openDatabase(address);
  return {
    address,
    db,
    drop: async () => {
      await db.destroy();
      await drop();
    },
  };
}

/** A new database without a table. */
export function emptyDatabase(): Promise<{ address: Address; drop: () => Promise<void> }> {
  return newDatabase();
}

async function newDatabase(template?: string): Promise<{ address: Address; drop: () => Promise<void> }> {
  const server = inject("server");
  const name = `voceria_test_${randomBytes(8).toString("hex")}`;
  await createDatabase(server, name, template);
  return { address: named(server, name), drop: () => dropDatabase(server, name) };
}

/** Waits for whoever may not be sent away: a vacuum of the server's own ends by itself. */
async function dropDatabase(server: Address, name: string): Promise<void> {
  for (;;) {
    try {
      return await runOn(server, `drop database if exists ${name} with (force)`);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== mayNotTerminate && code !== inUse) throw error;
    }
  }
}

const mayNotTerminate = "42501";
const inUse = "55006";

/** An installation on a fresh database with a data folder of its own. `drop` removes both; `close` does nothing more. */
export async function freshInstallation(
  means: Means = { clock: systemClock, random: randomBytes },
): Promise<Installation & { drop: () => Promise<void> }> {
  const { address, db, drop } = await freshDatabase();
  const data = await mkdtemp(join(tmpdir(), "voceria-data-"));
  return {
    db,
    address,
    data,
    means,
    close: async () => {},
    drop: async () => {
      await drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** As if by a failing disk: after this, no table asks another whether what it names is there. */
export const withoutForeignKeys = `do $$ declare one record; begin
  for one in select conrelid::regclass as "table", conname as name from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace
  loop execute format('alter table %s drop constraint %I', one."table", one.name); end loop;
end $$`;

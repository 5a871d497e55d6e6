import type pg from "pg";
import { Fault } from "../fault.ts";
import { type Address, openConnection, SCHEMA } from "../store/database.ts";
import type { CheckpointLock } from "./lock.ts";

/**
 * A lock in a table of another database, for several machines over one record. Never the record's own database:
 * a restored backup would bring its lock back with it.
 */
export function openDatabaseLock(address: Address): CheckpointLock {
  let opened: Promise<pg.Client> | undefined;

  function connection(): Promise<pg.Client> {
    opened ??= connect(address, () => (opened = undefined));
    return opened;
  }

  async function read(): Promise<string | undefined> {
    const { rows } = await (await connection()).query<{ note: string }>("select note from voceria_lock");
    return rows[0]?.note;
  }

  return {
    name: nameOf(address),
    id: async () => {
      const { rows } = await (await connection()).query<{ id: string }>("select id from voceria_lock");
      return rows[0]?.id;
    },
    read,
    create: async (id, note) => {
      await (
        await connection()
      ).query("insert into voceria_lock (id, note) values ($1, $2) on conflict do nothing", [id, note]);
      if ((await read()) !== note)
        throw new Fault(
          "unsafe",
          `${nameOf(address)} holds the lock of another record; give --lock a database of its own.`,
        );
      await (await connection()).query("update voceria_lock set id = $1", [id]);
    },
    advance: async (from, to) => {
      const text =
        from === undefined
          ? "insert into voceria_lock (id, note) select gen_random_uuid()::text, $2 where $1::text is null and not exists (select from voceria_lock)"
          : "update voceria_lock set note = $2 where note = $1";
      const { rowCount } = await (await connection()).query(text, [from ?? null, to]);
      if (rowCount !== 1)
        throw new Fault(
          "unsafe",
          `The lock in ${nameOf(address)} was advanced by another process; this one signs nothing more before it has read it anew.`,
        );
    },
    setAside: async (label) => {
      const client = await connection();
      await client.query(`alter table voceria_lock rename to ${client.escapeIdentifier(`voceria_lock_${label}`)}`);
      await client.query(table);
    },
    close: async () => {
      if (opened !== undefined) await (await opened).end();
    },
  };
}

const table =
  "create table if not exists voceria_lock (singleton boolean primary key default true check (singleton), id text not null, note text not null)";

async function connect(address: Address, onEnd: () => void): Promise<pg.Client> {
  const client = openConnection(address);
  client.on("error", onEnd);
  client.on("end", onEnd);
  try {
    await client.connect();
    const { rows } = await client.query<{ fsync: string }>("select current_setting('fsync') as fsync");
    if (rows[0]?.fsync !== "on")
      throw new Fault("unsafe", `${nameOf(address)} runs with fsync off; a lock must survive a power cut.`);
    const records = await client.query("select from pg_tables where schemaname = $1 and tablename = 'record'", [
      SCHEMA,
    ]);
    if (records.rowCount !== 0)
      throw new Fault(
        "unsafe",
        `${nameOf(address)} holds a record itself: a backup of it would bring the lock back too. Give --lock a database of its own.`,
      );
    await client.query("set synchronous_commit to on");
    await client.query(table);
    return client;
  } catch (error) {
    onEnd();
    await client.end().catch(() => undefined);
    if (error instanceof Fault) throw error;
    throw new Fault("unavailable", `The lock in ${nameOf(address)} cannot be reached: ${(error as Error).message}.`);
  }
}

/** Without the password. */
function nameOf(address: Address): string {
  if (!("connectionString" in address)) return `${address.host}/${address.database}`;
  const url = new URL(address.connectionString);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

import { hash } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import type { Transaction as KyselyTransaction } from "kysely";
import { Client, type ClientConfig, Pool, types } from "pg";
import type { Schema } from "./schema.ts";

export type Database = Kysely<Schema>;
export type Transaction = KyselyTransaction<Schema>;
/** For reads that serve either way. */
export type Reader = Database | Transaction;

/** Where the database is: a URL, or the folder of a Unix socket with a database name. */
export type Address = { connectionString: string } | { host: string; port: number; database: string; user: string };

/** Every table of an installation lives in one schema, so that a trial can be set aside by renaming it. */
export const SCHEMA = "voceria";
/** The queue of jobs stands apart: its tables are a library's. */
export const JOBS_SCHEMA = "voceria_jobs";

const int8 = 20;
const date = 1082;

const connectWithin = 10_000;

/**
 * One connection outside the pool: for LISTEN, advisory locks and streaming. The caller ends it. One that
 * breaks says so to its next query, and to whoever listens for "end".
 */
export function openConnection(address: Address): Client {
  const connection = new Client({ ...settings(address), connectionTimeoutMillis: connectWithin });
  connection.on("error", () => undefined);
  return connection;
}

/** A pool over the installation's schema. `database.destroy()` closes it. */
export function openDatabase(address: Address, connections = 10): Database {
  const pool = openPool(address, connections);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** The connections alone, for a library that speaks SQL of its own. The caller ends them. */
export function openPool(address: Address, connections: number): Pool {
  const pool = new Pool({ ...settings(address), max: connections, Client: PreparingClient });
  // A connection that dies while idle is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", (connection) => connection.on("error", () => undefined));
  return pool;
}

/**
 * At the head of a query that is asked often and whose plan takes longer to make than to run: each connection prepares it
 * once, under a name made of its text. Without it a query is planned anew each time.
 */
export const prepared = "/* prepared */";

class PreparingClient extends Client {
  override query(...args: never[]): never {
    const [text, values] = args as unknown as [unknown, unknown];
    if (typeof text !== "string" || !text.startsWith(prepared) || !Array.isArray(values))
      return super.query(...(args as unknown as [never]));
    return super.query({ name: nameOf(text), text, values } as never);
  }
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `voceria_${hash("sha256", text).slice(0, 32)}`;
  names.set(text, name);
  return name;
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back whole when it throws. Where it is handed a
 * transaction it is part of that one, which its caller commits.
 */
export function transact<T>(database: Reader, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (isTransaction(database)) return work(database);
  return database.transaction().execute(work);
}

function isTransaction(database: Reader): database is Transaction {
  return database.isTransaction;
}

/** Reads all of `work` as it stood at one moment; where `db` is a transaction already, in that. */
export function inSnapshot<T>(db: Reader, work: (tx: Reader) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work);
}

function settings(address: Address): ClientConfig {
  return {
    ...address,
    application_name: "voceria",
    keepAlive: true,
    options: `-c search_path=${SCHEMA},public -c timezone=UTC -c client_encoding=UTF8`,
    types: { getTypeParser: parser },
  };
}

function parser(oid: number, format?: "text" | "binary"): never {
  if (format !== "binary") {
    if (oid === int8) return safeInteger as never;
    if (oid === date) return verbatim as never;
  }
  return standardParser(oid, "text") as never;
}

/** pg's own, for every type of the server; its declaration lists only some of them. */
const standardParser: (oid: number, format: "text") => unknown = types.getTypeParser;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer out of range: ${text}`);
  return value;
}

function verbatim(text: string): string {
  return text;
}

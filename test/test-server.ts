import { type Address, openConnection } from "../src/store/database.ts";

/** A new database: without a table, or as a copy of `template`, to which nobody may be connected meanwhile. */
export async function createDatabase(server: Address, name: string, template?: string): Promise<void> {
  // The embedded server's own template has the collation of the office; another's may have none, or not even UTF-8.
  const locale = "connectionString" in server ? "encoding 'UTF8' locale 'C.UTF-8'" : "";
  await runOn(server, `create database ${name} template ${template ?? `template0 ${locale}`}`);
}

export function named(server: Address, database: string): Address {
  if (!("connectionString" in server)) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}

/** One statement, over a connection of its own. */
export async function runOn(server: Address, sql: string): Promise<void> {
  const connection = openConnection(server);
  await connection.connect();
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

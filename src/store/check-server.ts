import { Fault } from "../fault.ts";
import { type Address, JOBS_SCHEMA, openConnection, SCHEMA } from "./database.ts";

/**
 * When this returns, the server can be relied on: PostgreSQL 15 or later, UTF-8, every acknowledged commit on
 * disk, and the right to keep our schema. Fault("unavailable") otherwise; no sentence holds a password.
 */
export async function checkServer(address: Address): Promise<void> {
  const connection = connectionTo(address);
  try {
    await connection.connect().catch((error: unknown) => {
      throw unreachable(address, error);
    });
    const { rows } = await connection.query<ServerFacts>(facts, [[SCHEMA, JOBS_SCHEMA]]);
    checkFacts(rows[0]!, whereIs(address));
  } finally {
    await connection.end().catch(() => undefined);
  }
}

export type ServerFacts = {
  version: number;
  release: string;
  encoding: string;
  fsync: string;
  synchronous_commit: string;
  may_create: boolean;
  standby: boolean;
};

const oldest = 150_000;
const facts = `select current_setting('server_version_num')::int as version, current_setting('server_version') as release,
  pg_encoding_to_char(encoding) as encoding, current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous_commit, pg_is_in_recovery() as standby,
  (select bool_and(coalesce(
    (select has_schema_privilege(n.oid, 'CREATE') from pg_namespace n where n.nspname = ours.schema),
    has_database_privilege(d.oid, 'CREATE'))) from unnest($1::text[]) as ours(schema)) as may_create
  from pg_database d where datname = current_database()`;

/** `where` names the server in the sentence. */
export function checkFacts(server: ServerFacts, where: string): void {
  const refuse = (what: string) => new Fault("unavailable", what);
  if (server.version < oldest)
    throw refuse(
      `The database at ${where} is PostgreSQL ${server.release}; Vocería needs 15 or later. Upgrade it, or start without DATABASE_URL to use the one Vocería brings.`,
    );
  if (server.standby)
    throw refuse(`The database at ${where} is a standby and cannot be written to: point DATABASE_URL at the primary.`);
  if (server.encoding !== "UTF8")
    throw refuse(
      `The database at ${where} is encoded in ${server.encoding}: create one with "create database … encoding 'UTF8' template template0".`,
    );
  if (server.fsync !== "on")
    throw refuse(
      `The database at ${where} runs with fsync = ${server.fsync}: an acknowledged statement could be lost in a power cut. Set fsync = on.`,
    );
  if (server.synchronous_commit === "off")
    throw refuse(
      `The database at ${where} runs with synchronous_commit = ${server.synchronous_commit}: an acknowledged statement could be lost in a crash. Set synchronous_commit = on.`,
    );
  if (!server.may_create)
    throw refuse(
      `The account of DATABASE_URL may not keep the schemas ${SCHEMA} and ${JOBS_SCHEMA} in the database at ${where}: grant it CREATE on that database, or on those schemas where they stand already.`,
    );
}

function whereIs(address: Address): string {
  if (!("connectionString" in address)) return address.host;
  const url = new URL(address.connectionString);
  const host = url.hostname === "" ? (url.searchParams.get("host") ?? "localhost") : url.hostname;
  return `${host}${url.port === "" ? "" : `:${url.port}`}${url.pathname === "/" ? "" : url.pathname}`;
}

/** An address may name files (of certificates) that are not there. */
function connectionTo(address: Address) {
  try {
    return openConnection(address);
  } catch (error) {
    throw new Fault(
      "unavailable",
      `The database at ${whereIs(address)} cannot be used: ${(error as Error).message}: correct that or DATABASE_URL.`,
    );
  }
}

function unreachable(address: Address, error: unknown): Fault {
  const { code = "", message } = error as { code?: string; message: string };
  const where = whereIs(address);
  const cures: Record<string, string> = {
    ECONNREFUSED: "nothing answers there: start it, or correct DATABASE_URL",
    ENOENT: "there is no such socket: start it, or correct DATABASE_URL",
    ENOTFOUND: "no machine has that name: correct DATABASE_URL",
    EAI_AGAIN: "the name could not be looked up: check the network, or correct DATABASE_URL",
    ETIMEDOUT: "it does not answer: check the network, or correct DATABASE_URL",
    EHOSTUNREACH: "the machine cannot be reached: check the network, or correct DATABASE_URL",
    "28P01": "it refuses the password: correct DATABASE_URL",
    "28000": "it refuses the account: correct DATABASE_URL or the server's pg_hba.conf",
    "3D000": 'there is no such database: create it with "createdb", or correct DATABASE_URL',
    "53300": "it has no connection to spare: raise max_connections, or close others",
    "57P03": "it is starting or stopping: try again in a moment",
  };
  const cure =
    cures[code] ?? (/timeout/.test(message) ? cures["ETIMEDOUT"] : `${message}: correct that or DATABASE_URL`);
  return new Fault("unavailable", `The database at ${where} cannot be used: ${cure}.`);
}

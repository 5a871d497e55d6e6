import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Fault } from "../fault.ts";
import { type Address, openConnection } from "./database.ts";
import { type Account, founderAccount, giveTo, handOver, serverAccount, socketFolder } from "./postgres-account.ts";
import { installPrograms, type Programs } from "./postgres-programs.ts";
import { type Child, type Lifeline, runProgram, startServer } from "./postgres-process.ts";

export type Server = {
  address: Address;
  /** Whether this process started it; one that another process started is left alone by `stop`. */
  started: boolean;
  /** When this returns, a server that we started has written everything and ended. */
  stop: () => Promise<void>;
};

const port = 5432;
const startWithin = 30_000;
const logLimit = 10_000_000;

/**
 * The PostgreSQL of a data folder: attaches to the one that runs there or starts it, founding the cluster
 * first where there is none. It listens on a Unix socket alone, and ends when this process does, killed or not.
 */
export async function startPostgres(options: { data: string; lifeline?: Lifeline }): Promise<Server> {
  const { data } = options;
  const account = serverAccount();
  const socket = await socketFolder(account, data);
  const address: Address = { host: socket, port, database: "voceria", user: "voceria" };
  const attached = { address, started: false, stop: async () => {} };
  if (await answers(address)) return attached;

  const programs = await installPrograms(
    account.root ? ["/var/cache/voceria", join(data, "programs")] : [join(data, "programs")],
  );
  const cluster = join(data, "postgres");
  await found(programs, account, data, cluster);
  await writeAccessRules(account, cluster);
  const log = join(data, "postgres.log");
  await trim(log);

  const deadline = Date.now() + startWithin;
  for (;;) {
    const logged = (await stat(log).catch(() => undefined))?.size ?? 0;
    const child = await startServer({ programs, account, cluster, socket, port, log, lifeline: options.lifeline });
    if (await ready(child, address)) return { address, started: true, stop: () => child.stop() };
    // Another starter was first, or what is left of a killed server still holds the folder.
    if (await answers(address)) return attached;
    await releaseStalePid(cluster);
    if (Date.now() > deadline) {
      const said = (await readFile(log, "utf8")).slice(logged).trim().split("\n").slice(-3).join(" / ");
      throw new Fault("unavailable", `PostgreSQL did not start on ${cluster}: ${said}. Its log is ${log}.`);
    }
    await pause(50);
  }
}

/** When this returns, `cluster` is a whole database cluster: it is made beside and renamed, so a kill leaves none half made. */
async function found(programs: Programs, account: Account, data: string, cluster: string): Promise<void> {
  const version = await readFile(join(cluster, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === programs.major) return;
    throw new Fault(
      "unavailable",
      `The database in ${cluster} was made by PostgreSQL ${version.trim()}, and this version of Vocería brings ${programs.major}: make a backup with the version that made it, and restore it with this one.`,
    );
  }
  const draft = join(data, `postgres.new-${randomBytes(6).toString("hex")}`);
  const founder = founderAccount(account);
  try {
    await mkdir(draft, { mode: 0o700 });
    await giveTo(founder, draft);
    await initialize(programs, founder, draft);
    await giveTo(account, draft);
    await rename(draft, cluster).catch(async (error: unknown) => {
      if ((await stat(join(cluster, "PG_VERSION")).catch(() => undefined)) === undefined) throw error;
    });
    await settle(data);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initialize(programs: Programs, founder: Account, draft: string): Promise<void> {
  const door = await handOver(founder, [draft]);
  try {
    const place = ["-D", door.paths[0]!];
    const collation = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"];
    const rules = ["--username=postgres", "--auth=reject", "--no-instructions"];
    await runProgram(programs.initdb, [...collation, ...rules, ...place], founder, { descriptors: door.descriptors });
    await runProgram(programs.postgres, ["--single", ...place, "postgres"], founder, {
      descriptors: door.descriptors,
      input: "create role voceria login createdb\ncreate database voceria owner voceria\n",
    });
  } finally {
    await door.close();
  }
}

/** When this returns, a power cut no longer takes away the names in `folder`. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The kernel tells the server who calls: our own account is let in without a password, nobody else is at all. */
async function writeAccessRules(account: Account, cluster: string): Promise<void> {
  const rules = join(cluster, "pg_hba.conf");
  const map = join(cluster, "pg_ident.conf");
  const name = `"${account.name.replaceAll('"', '""')}"`;
  await writeFile(rules, "local all all peer map=office\n");
  await writeFile(map, `office ${name} voceria\noffice ${name} postgres\n`);
  for (const file of [rules, map]) await chmod(file, 0o644);
}

async function ready(child: Child, address: Address): Promise<boolean> {
  const ended = child.ended.then(() => true);
  for (;;) {
    if (await answers(address)) return !(await Promise.race([ended, pause(0, false)]));
    if (await Promise.race([ended, pause(5, false)])) return false;
  }
}

export async function answers(address: Address): Promise<boolean> {
  const connection = openConnection(address);
  try {
    await connection.connect();
    await connection.query("select 1");
    return true;
  } catch (error) {
    const refused = (error as { code?: string; message: string }).code;
    if (refused === "28000")
      throw new Fault(
        "unavailable",
        `The database in ${"host" in address ? address.host : ""} does not know this account: ${(error as Error).message}.`,
      );
    return false;
  } finally {
    await connection.end().catch(() => undefined);
  }
}

/**
 * A killed server leaves its number behind, which another process may have by now; PostgreSQL then takes that
 * one for itself. A number that no process can have makes it go on to its second check, of the shared memory,
 * which a living remnant still holds.
 */
async function releaseStalePid(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  const lines = (await readFile(file, "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || (await isPostgres(pid))) return;
  await writeFile(file, [String(2 ** 30), ...lines.slice(1)].join("\n"));
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return /(^|\/)postgres\0/.test(command) || command.startsWith("postgres:");
  }
  const listed = await runProgram("/bin/ps", ["-o", "command=", "-p", String(pid)], { name: "", root: false }).catch(
    () => "",
  );
  return listed.includes("postgres");
}

async function trim(log: string): Promise<void> {
  const size = (await stat(log).catch(() => undefined))?.size ?? 0;
  if (size > logLimit) await truncate(log, 0);
}

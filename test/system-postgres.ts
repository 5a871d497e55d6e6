import { execFile } from "node:child_process";
import { chown, mkdtemp, mkdir, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openConnection } from "../src/store/database.ts";
import type { Account } from "../src/store/postgres-account.ts";
import { runProgram, startServer } from "../src/store/postgres-process.ts";

/** Where Debian keeps its PostgreSQL servers, one folder a version. */
const debian = "/usr/lib/postgresql";
const nobody = 65_534;
const port = 5432;

export type SystemPostgres = { readonly version: string; readonly major: string; readonly programs: string };

/** The system's oldest PostgreSQL from 15 on; undefined where there is none. */
export async function systemPostgres(): Promise<SystemPostgres | undefined> {
  const versions = (await readdir(debian).catch(() => [])).map(Number).filter((version) => version >= 15);
  const oldest = versions.toSorted((a, b) => a - b)[0];
  if (oldest === undefined) return undefined;
  const programs = join(debian, String(oldest), "bin");
  const version = await promisify(execFile)(join(programs, "postgres"), ["--version"]).then(
    ({ stdout }) => stdout.trim().split(" ")[2],
    () => undefined,
  );
  return version === undefined ? undefined : { version, major: String(oldest), programs };
}

/** A server of it over an empty cluster. */
export async function startSystemPostgres({
  version,
  major,
  programs,
}: SystemPostgres): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-system-postgres-"));
  const [cluster, socket] = [join(folder, "cluster"), join(folder, "socket")];
  const account: Account =
    process.getuid?.() === 0 ? { name: "nobody", root: true, uid: nobody, gid: nobody } : { name: "", root: false };
  for (const each of [folder, cluster, socket]) {
    await mkdir(each, { recursive: true, mode: 0o700 });
    if (account.uid !== undefined) await chown(each, account.uid, nobody);
  }
  const rules = ["-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
  await runProgram(join(programs, "initdb"), rules, account);
  const child = await startServer({
    programs: {
      folder: programs,
      major,
      postgres: join(programs, "postgres"),
      initdb: join(programs, "initdb"),
    },
    account,
    cluster,
    socket,
    port,
    log: join(folder, "log"),
  });
  const url = `postgres:///postgres?host=${encodeURIComponent(socket)}&port=${port}&user=postgres`;
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };
  let ended = false;
  void child.ended.then(() => (ended = true));
  while (!(await answers(url))) {
    if (!ended) continue;
    await stop();
    throw new Error(`PostgreSQL ${version} of ${programs} did not start.`);
  }
  return { url, stop };
}

async function answers(connectionString: string): Promise<boolean> {
  const connection = openConnection({ connectionString });
  try {
    await connection.connect();
    return true;
  } catch {
    return false;
  } finally {
    await connection.end().catch(() => undefined);
  }
}

import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { Fault } from "../fault.ts";
import { type Address, openConnection } from "./database.ts";

/** Who serves an installation: told to whoever else tries to. The lock itself is a session's, in the database. */
export type Owner = { pid: number; host: string; url?: string };

export type Hold = { announce: (url: string) => Promise<void>; release: () => Promise<void> };

const retryEvery = 250;

/**
 * When this returns, this process alone serves the data folder, until `release` or its death. Fault("conflict")
 * tells who does already. A session that breaks is opened again, after `revive` has seen to the server.
 */
export async function holdData(address: Address, data: string, revive: () => Promise<void>): Promise<Hold> {
  const key = await folderKey(data);
  const closing = new AbortController();
  let session: pg.Client | undefined = await lock(address, key);
  if (session === undefined) throw alreadyServed(data, await readOwner(data));
  let again: Promise<void> = Promise.resolve();
  const watch = (held: pg.Client) =>
    held.once("end", () => {
      if (!closing.signal.aborted) again = takeAgain();
    });

  async function takeAgain(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await revive();
        session = await lock(address, key);
        if (session !== undefined) {
          watch(session);
          return;
        }
      } catch {
        // The server is still away; go on until it is back.
      }
      await pause(retryEvery, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  }

  watch(session);
  await writeOwner(data, {});
  return {
    announce: (url) => writeOwner(data, { url }),
    release: async () => {
      closing.abort();
      await again;
      await rm(join(data, "owner.json"), { force: true });
      await session?.end().catch(() => undefined);
    },
  };
}

/** Who said last that it serves `data`, unless that process of this machine has ended since. */
export async function readOwner(data: string): Promise<Owner | undefined> {
  try {
    const owner = JSON.parse(await readFile(join(data, "owner.json"), "utf8")) as Owner;
    return owner.host === hostname() && !lives(owner.pid) ? undefined : owner;
  } catch {
    return undefined;
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

export function alreadyServed(data: string, owner: Owner | undefined): Fault {
  const who = owner === undefined ? "another process" : `process ${owner.pid}`;
  const elsewhere = owner !== undefined && owner.host !== hostname() ? ` on ${owner.host}` : "";
  const where = owner?.url === undefined ? "" : ` at ${owner.url}`;
  return new Fault(
    "conflict",
    `The data in ${data} is already being served by ${who}${elsewhere}${where}: use that one, stop it first, or give another folder with --data.`,
  );
}

async function lock(address: Address, key: string): Promise<pg.Client | undefined> {
  const session = openConnection(address);
  try {
    await session.connect();
    const { rows } = await session.query<{ held: boolean }>("select pg_try_advisory_lock($1::bigint) as held", [key]);
    if (rows[0]?.held === true) return session;
  } catch (error) {
    await session.end().catch(() => undefined);
    throw error;
  }
  await session.end();
  return undefined;
}

/** A number of the folder's own, so that several installations' folders may share one database server. */
async function folderKey(data: string): Promise<string> {
  const file = join(data, "folder-id");
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, `${randomBytes(8).readBigInt64BE()}\n`, { mode: 0o600 });
  try {
    await link(draft, file).catch((error: unknown) => {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft);
  }
  return (await readFile(file, "utf8")).trim();
}

async function writeOwner(data: string, { url }: { url?: string }): Promise<void> {
  const owner: Owner = { pid: process.pid, host: hostname(), ...(url === undefined ? {} : { url }) };
  const file = join(data, "owner.json");
  await writeFile(`${file}.new`, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

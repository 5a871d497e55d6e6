import { access, chown, constants, lchown, lstat, mkdir, open, readdir } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { Fault } from "../fault.ts";
import { accountInWords, accountName } from "./account.ts";

/**
 * The account that the embedded server runs under. PostgreSQL refuses root; a number of its own, which no
 * other program of the machine shares, keeps the files from all other accounts.
 */
export type Account = { name: string; root: boolean; uid?: number; gid?: number };

const serverUid = 60_432;
/** Present on every Linux; initdb insists on an account that has a name. */
const nobody = 65_534;

export function serverAccount(): Account {
  const uid = process.getuid?.() ?? -1;
  const name = accountName();
  if (name === undefined)
    throw new Fault(
      "unavailable",
      `The embedded database runs only under an account that has a name, and this one (${accountInWords()}) has none: give it a line in /etc/passwd, or name a server with DATABASE_URL.`,
    );
  if (uid === 0 && process.platform !== "linux")
    throw new Fault(
      "unavailable",
      "The embedded database never runs as root, and only on Linux can root start it for another account: run Vocería as an ordinary user, or name a server with DATABASE_URL.",
    );
  return uid === 0 ? { name, root: true, uid: serverUid, gid: serverUid } : { name, root: false };
}

/** For initdb alone. */
export function founderAccount(account: Account): Account {
  return account.root ? { ...account, uid: nobody, gid: nobody } : account;
}

/** When this returns, everything under `folder` belongs to the server's account. */
export async function giveTo(account: Account, folder: string): Promise<void> {
  if (account.uid === undefined || account.gid === undefined) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) await lchown(join(entry.parentPath, entry.name), account.uid, account.gid);
  await chown(folder, account.uid, account.gid);
}

/**
 * A folder for the server's socket, open to its account alone. It is inside `data` unless the path would pass
 * what a socket's address holds (107 bytes on Linux, 103 on macOS).
 */
export async function socketFolder(account: Account, data: string): Promise<string> {
  const inside = join(data, "socket");
  const name = `voceria-${process.getuid?.() ?? 0}-${createHash("sha256").update(data).digest("hex").slice(0, 16)}`;
  const folder = Buffer.byteLength(join(inside, ".s.PGSQL.5432")) <= 103 ? inside : join("/tmp", name);
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== "EEXIST") throw error;
  });
  // In /tmp anybody could have put a folder of this name there first, to stand between us and the server.
  const found = await lstat(folder);
  const ours = [process.getuid?.(), account.uid].includes(found.uid);
  if (!found.isDirectory() || !ours || (found.mode & 0o077) !== 0)
    throw new Fault(
      "unsafe",
      `${folder} is not a folder of this account closed to all others: remove it, or give a data folder with a shorter path.`,
    );
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Hands `folders` to a program that is about to start: by their paths; or, where it runs under another account,
 * as open descriptors from 3 on, so that it reaches these folders and nothing above or beside them.
 */
export async function handOver(
  account: Account,
  folders: readonly string[],
): Promise<{ paths: string[]; descriptors: number[]; close: () => Promise<void> }> {
  if (!account.root) return { paths: [...folders], descriptors: [], close: async () => {} };
  const handles = await Promise.all(folders.map((folder) => open(folder, constants.O_RDONLY | constants.O_DIRECTORY)));
  return {
    paths: handles.map((_, index) => `/proc/self/fd/${3 + index}`),
    descriptors: handles.map((handle) => handle.fd),
    close: async () => {
      for (const handle of handles) await handle.close();
    },
  };
}

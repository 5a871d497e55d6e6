import { constants } from "node:fs";
import { access, chmod, mkdir, readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Fault } from "../fault.ts";
import { accountInWords } from "./account.ts";

/**
 * When this returns, `folder` exists, is ours, can be written, and is closed to everybody else: 0700.
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    });
  } catch (error) {
    throw unusable(folder, error);
  }
  const found = await stat(folder);
  if (!found.isDirectory()) throw unusable(folder, { code: "ENOTDIR" });
  const uid = process.getuid?.();
  if (uid !== undefined && found.uid !== uid) {
    throw new Fault(
      "forbidden",
      `The data folder ${folder} belongs to another account (uid ${found.uid}; this is ${accountInWords()}, uid ${uid}): run Vocería as its owner, or give another folder with --data.`,
    );
  }
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    if ((found.mode & 0o077) !== 0) {
      await refuseForeign(folder);
      await chmod(folder, 0o700);
    }
  } catch (error) {
    throw error instanceof Fault ? error : unusable(folder, error);
  }
}

/** Closing /tmp or a home to everyone else because --data named it would break the machine. */
async function refuseForeign(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length > 0 && !names.includes("postgres") && !names.includes("keys"))
    throw new Fault(
      "unavailable",
      `The folder ${folder} already holds other things, and everybody may look into it: give a new or empty folder with --data.`,
    );
}

function unusable(folder: string, error: unknown): Fault {
  const code = (error as { code?: string }).code ?? "";
  const reasons: Record<string, string> = {
    EEXIST: "a file stands in its place",
    ENOTDIR: "a file stands in its place",
    EACCES: "this account may not write there",
    EPERM: "this account may not write there",
    EROFS: "it is on a read-only disk",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "its path is too long",
    // What the kernel answers where no folder can be made: /proc and its like.
    ENOENT: "no folder can be made there",
  };
  return new Fault(
    "unavailable",
    `The data folder ${folder} cannot be used: ${reasons[code] ?? String(error)}. Give another with --data FOLDER or VOCERIA_DATA.`,
  );
}

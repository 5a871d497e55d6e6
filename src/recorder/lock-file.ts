import { link, readFile, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hex, utf8 } from "@voceria/record";
import { Fault } from "../fault.ts";
import { keepFile, makeFolder, syncFolder, writeDurably } from "./keep-file.ts";
import type { CheckpointLock } from "./lock.ts";
import { sha256 } from "./sha256.ts";

/** Each swap writes a file of its own: one that two wrote to would be linked with the other's note. */
let drafts = 0;

/**
 * A lock in a file. The swap claims the one name that follows from the present note by link(2), which
 * exactly one process can do, and renames the claim over the lock. A claim left by a process that was
 * killed between the two counts as the lock, so no branch can begin beside it.
 */
export function openFileLock(path: string): CheckpointLock {
  const claimAfter = (note: string | undefined) => `${path}.after-${hex(sha256(utf8(note ?? ""))).slice(0, 32)}`;

  async function read(): Promise<string | undefined> {
    const present = await readIfThere(path);
    const claimed = await readIfThere(claimAfter(present));
    // Looked at again, since between the two reads the claim may have become the lock and another been left.
    if (claimed === undefined || (await readIfThere(path)) !== present) return readIfThere(path);
    return claimed;
  }

  async function advance(from: string | undefined, to: string): Promise<void> {
    if (from === to) {
      if ((await read()) !== from) throw moved(path);
      return;
    }
    const present = await readIfThere(path);
    if (present !== from) {
      // A claim that a killed process left is completed first.
      if (present === undefined || (await readIfThere(claimAfter(present))) !== from) throw moved(path);
      await rename(claimAfter(present), path);
    }
    const draft = `${path}.${process.pid}-${drafts++}.new`;
    try {
      await writeDurably(draft, to);
      await link(draft, claimAfter(from));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw moved(path);
    } finally {
      // A full disk is tried again each second: what could not be written whole must not stay and fill it further.
      await unlink(draft).catch(() => undefined);
    }
    if ((await readIfThere(path)) !== from) {
      await unlink(claimAfter(from));
      throw moved(path);
    }
    await rename(claimAfter(from), path);
    await syncFolder(dirname(path));
  }

  async function create(id: string, note: string): Promise<void> {
    await makeFolder(dirname(path));
    const present = await read();
    if (present !== undefined && present !== note)
      throw new Fault(
        "unsafe",
        `${path} is the lock of another record; move it and the key that belongs to it away, or give --lock another place.`,
      );
    await keepFile(`${path}.id`, `${id}\n`);
    if (present === undefined) await advance(undefined, note);
  }

  /** A full or broken disk is for the operator to mend, and no bug of ours. */
  function told(error: unknown): never {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Fault || code === undefined) throw error;
    throw new Fault(
      "unavailable",
      `The lock ${path} cannot be read or written (${code}${code === "ENOSPC" ? ", the disk is full" : ""}); mend its disk or its folder. What was entered is kept and will be signed then.`,
    );
  }

  return {
    name: path,
    id: async () => (await readIfThere(`${path}.id`))?.trim(),
    read: () => read().catch(told),
    create: (id, note) => create(id, note).catch(told),
    advance: (from, to) => advance(from, to).catch(told),
    setAside: async (label) => {
      for (const name of await lockFiles(path)) await rename(name, `${name}.${label}`);
      await syncFolder(dirname(path)).catch(() => undefined);
    },
    close: async () => {},
  };
}

/** The lock, its id and whatever claims were left beside it. */
async function lockFiles(path: string): Promise<string[]> {
  const name = basename(path);
  const present = await readdir(dirname(path)).catch(() => []);
  return present
    .filter(
      (each) =>
        each === name || each === `${name}.id` || (each.startsWith(`${name}.after-`) && !each.includes(".trial")),
    )
    .map((each) => join(dirname(path), each));
}

function moved(path: string): Fault {
  return new Fault(
    "unsafe",
    `The lock ${path} was advanced by another process; this one signs nothing more before it has read it anew.`,
  );
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

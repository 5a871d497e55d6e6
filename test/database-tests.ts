import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The tests that come to test/database.ts, by themselves or through what they share; those of a browser's side are left out. */
export async function databaseTests(): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ["src", "test"]) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      const file = join(root, folder, name);
      if (!name.endsWith(".test.ts") || (await reaches(file, "test/browser.ts"))) continue;
      if (await reaches(file, "test/database.ts")) found.push(relative(root, file));
    }
  }
  return found.toSorted();
}

/** Whether a test imports that file of test/, or another there that does. */
async function reaches(file: string, target: string, seen = new Set<string>()): Promise<boolean> {
  if (file === join(root, target)) return true;
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  for (const [, path = ""] of (await readFile(file, "utf8")).matchAll(/ from "(\.{1,2}\/[^"]+)"/g)) {
    const imported = join(dirname(file), path);
    if (imported.startsWith(join(root, "test/")) && (await reaches(imported, target, seen))) return true;
  }
  return false;
}

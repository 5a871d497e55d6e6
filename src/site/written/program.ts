import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A digest of the program's own sources: another program may make other bytes of the same record. */
export async function programHash(): Promise<string> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(?:ts|css|sql)$/.test(name)).toSorted();
  const hash = createHash("sha256");
  for (const name of names) hash.update(name).update(await readFile(join(root, name)));
  return hash.digest("base64url").slice(0, 22);
}

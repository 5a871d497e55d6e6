import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "../fault.ts";

const packs = fileURLToPath(new URL("../../packs/", import.meta.url));

/** The folder that --pack means: a name under packs/, or a folder of one's own that holds an office.json. */
export function packFolder(pack: string): string {
  for (const folder of [/^[a-z0-9-]+$/.test(pack) ? join(packs, pack) : undefined, resolve(pack)])
    if (folder !== undefined && existsSync(join(folder, "office.json"))) return folder;
  throw new Fault(
    "usage",
    `There is no pack ${JSON.stringify(pack)}: --pack takes a name under ${packs} or a folder that holds an office.json.`,
  );
}

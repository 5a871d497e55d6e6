import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder beside the repository that holds vectors and real data, or undefined where it is absent. */
export function sharedFolder(): string | undefined {
  const folder = fileURLToPath(new URL("../../shared", import.meta.url));
  return existsSync(folder) ? folder : undefined;
}

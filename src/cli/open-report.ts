import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { Fault } from "../fault.ts";

/** The file that `--report` names, open. Fault("usage") before anything is read where it cannot be written. */
export async function openReport(path: string): Promise<WriteStream> {
  const list = createWriteStream(path);
  try {
    await once(list, "open");
  } catch (error) {
    throw new Fault(
      "usage",
      `--report ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return list;
}

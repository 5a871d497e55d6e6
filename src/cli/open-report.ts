import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { Fault } from "../fault.ts";

/** The file that `--report` names, one JSON object a line. */
export type ReportFile = {
  /** Throws Fault("unavailable") where the file can no longer be written, so that what it would tell of can be undone. */
  add(row: unknown): Promise<void>;
  /** When this returns, all is in the file, or the answer says why not. */
  close(): Promise<string | undefined>;
};

/** Fault("usage") before anything is read where it cannot be written. */
export async function openReport(path: string): Promise<ReportFile> {
  const list = createWriteStream(path);
  try {
    await once(list, "open");
  } catch (error) {
    throw new Fault("usage", `--report ${path} cannot be written: ${wordsOf(error)}.`);
  }
  let failed: string | undefined;
  // A disk may be full at any row, and nobody else listens between two of them.
  list.on("error", (error) => (failed ??= `--report ${path} can no longer be written: ${wordsOf(error)}.`));
  return {
    async add(row) {
      if (failed === undefined && !list.write(`${JSON.stringify(row)}\n`))
        await once(list, "drain").catch(() => undefined);
      if (failed !== undefined) throw new Fault("unavailable", failed);
    },
    async close() {
      list.end();
      await finished(list).catch(() => undefined);
      return failed;
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

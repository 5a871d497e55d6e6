import { resolve } from "node:path";
import { Fault } from "../fault.ts";
import { command } from "./command.ts";

export const writeFilesCommand = command({
  name: "write-files",
  summary: "write everything public as files, for nginx or an object store",
  help: `
Writes every public page and file below FOLDER/site, as this installation would serve it at its newest checkpoint; what is as it was is left
alone. Stopped or killed, it goes on from there another time. "voceria start --files FOLDER" keeps a folder so while it serves. One process
at a time writes to a folder. docs/operating.md has the configuration of nginx.

  voceria write-files /srv/voceria --url https://voceria.example`,
  args: ["FOLDER"],
  flags: {},
  async run({ args, config, out, open, signal }) {
    if (config.url === undefined)
      throw new Fault(
        "usage",
        "Pages name their own address: give the one that readers use with --url (or VOCERIA_URL), such as --url https://voceria.example.",
      );
    const installation = await open();
    const { writeFiles } = await import("../app.ts");
    const told = await writeFiles(
      installation,
      { folder: resolve(args[0] ?? ""), url: config.url },
      {
        stopped: () => signal.aborted,
        progress: (done, total) => out.progress("files", done, total),
        report: (error, address) => out.note(`${address}: ${error instanceof Error ? error.message : String(error)}`),
      },
    );
    const { files, failed, left } = told;
    out.json(told);
    if (failed > 0) out.print(`${files} files; ${failed} addresses could not be made: run it again.`);
    else if (left > 0) out.print(`Stopped: ${files} files, ${left} addresses are still to be made; run it again.`);
    else out.print(`${files} files.`);
    return left > 0 ? 1 : 0;
  },
});

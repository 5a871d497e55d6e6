import { createServer } from "node:net";
import { once } from "node:events";
import type { Config } from "../config.ts";
import { Fault } from "../fault.ts";
import { linkForFirstAdministrator } from "../access/enter.ts";
import { linkPath } from "../access/links.ts";
import { foundRecord } from "../recorder/found.ts";
import { readRecord } from "../recorder/record-identity.ts";
import type { Accepted } from "../recorder/load-signing.ts";
import { startSequencer } from "../recorder/sequence.ts";
import { foundPack, renewCalendar } from "../register/found-pack.ts";
import { findOffice } from "../register/office.ts";
import type { Installation } from "../store/installation.ts";
import { alreadyServed, readOwner } from "../store/owner.ts";
import { command } from "./command.ts";
import { packFolder } from "./pack-folder.ts";

export const start = command({
  name: "start",
  summary: "serve the office's site, from an empty folder or where it left off",
  help: `
Starts the database (Vocería brings its own), enters the founding office into the register and founds a trial record
where the data is new, and serves until Ctrl-C. Nothing that was acknowledged is lost by a kill; starting again resumes.

  voceria start
  voceria start --port 9000 --data ./trial --pack blank
  voceria start --host 0.0.0.0 --url https://voceria.example --behind-proxy`,
  flags: {
    "accept-size": {
      kind: "integer",
      value: "N",
      says: "go on without the lock: the size of the newest checkpoint seen outside",
    },
    "accept-root": { kind: "text", value: "BASE64", says: "and its root" },
  },
  settings: [
    "data",
    "port",
    "host",
    "url",
    "pack",
    "lock",
    "database-url",
    "smtp-url",
    "mail-from",
    "oidc-issuer",
    "oidc-client-id",
    "oidc-client-secret",
    "oidc-scope",
    "oidc-name",
    "oidc-userinfo",
    "largest-file",
    "live-viewers",
    "files",
    "behind-proxy",
  ],
  async run(call) {
    const { config, out, signal } = call;
    const pack = packFolder(config.pack);
    const accept = readAccepted(call.flags["accept-size"], call.flags["accept-root"]);
    await checkPort(config);
    const installation = await call.open({ serve: true });
    await foundOnce(installation, config, pack, out.note);
    if (signal.aborted) return 0;
    const sequencer = await startSequencer(installation, {
      lock: config.lock,
      accept,
      log: (level, line) => out.note(level === "error" ? `ALARM: ${line}` : line),
    });
    try {
      const { serve } = await import("../app.ts");
      const site = await serve(installation, config).catch((error: unknown) => {
        throw cannotListen(config, error);
      });
      try {
        await installation.announce(site.url);
        out.print(`Vocería serves ${site.url} from the data folder ${installation.data} (Ctrl-C stops it)`);
        const link = await linkForFirstAdministrator(installation.db, installation.means);
        const enter = link === undefined ? undefined : site.url + linkPath(link);
        if (enter !== undefined)
          out.print(
            `Enter the desk, as its first administrator: ${enter} (works once; "voceria enter" prints another)`,
          );
        out.json({
          url: site.url,
          data: installation.data,
          pid: process.pid,
          ...(enter === undefined ? {} : { enter }),
        });
        if (!signal.aborted) await once(signal, "abort");
      } finally {
        await site.close();
      }
    } finally {
      await sequencer.close();
    }
    return 0;
  },
});

/** When this returns, the data holds an office and a record: those it had, or the pack's and a trial. */
async function foundOnce(
  installation: Installation,
  config: Config,
  pack: string,
  note: (line: string) => void,
): Promise<void> {
  if ((await readRecord(installation.db)) === undefined) {
    const { origin } = await foundRecord(installation, { kind: "trial", lock: config.lock });
    note(`A trial record was founded (${origin}); "voceria init --origin NAME" founds the real one.`);
  }
  if ((await findOffice(installation.db)) === undefined) {
    await foundPack(installation, pack);
    note(`The office was founded from ${pack}.`);
  } else if (await renewCalendar(installation, pack)) note(`The office works by the calendar of ${pack} from now on.`);
}

function readAccepted(size: number | undefined, root: string | undefined): Accepted | undefined {
  if (size === undefined && root === undefined) return undefined;
  const bytes = Buffer.from(root ?? "", "base64");
  if (size === undefined || bytes.length !== 32 || bytes.toString("base64") !== root)
    throw new Fault(
      "usage",
      "--accept-size and --accept-root go together: the size and the base64 root of one checkpoint.",
    );
  return { size, root: bytes };
}

/** Before anything is founded: a start that cannot serve should leave nothing behind. */
async function checkPort(config: Config): Promise<void> {
  const probe = createServer().listen(config.port, config.host);
  try {
    await once(probe, "listening");
  } catch (error) {
    const owner = await readOwner(config.data);
    throw owner === undefined || owner.pid === process.pid
      ? cannotListen(config, error)
      : alreadyServed(config.data, owner);
  }
  probe.close();
  await once(probe, "close");
}

function cannotListen({ host, port }: Config, error: unknown): unknown {
  switch ((error as { code?: string }).code ?? "") {
    case "EADDRINUSE":
      return new Fault(
        "conflict",
        `Port ${port} is already taken on ${host}: give another with --port, or --port 0 for any free one.`,
      );
    case "EACCES":
      return new Fault(
        "unavailable",
        `Port ${port} may not be opened by this account: give one from 1024 on with --port.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return new Fault(
        "unavailable",
        `${host} is not an address of this machine: give one with --host, such as 127.0.0.1 or 0.0.0.0.`,
      );
    default:
      return error;
  }
}

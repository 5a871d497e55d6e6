import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "./clock.ts";
import type { Call, Command } from "./cli/command.ts";
import { commands } from "./cli/commands.ts";
import { parseCall } from "./cli/flags.ts";
import { helpFor, overview } from "./cli/help.ts";
import { nearest } from "./cli/nearest.ts";
import { openOutput, shown } from "./cli/output.ts";
import { type Config, readConfig } from "./config.ts";
import { Fault } from "./fault.ts";

const done = 0;
const refused = 1;
const wrongUsage = 2;
/** EX_SOFTWARE of sysexits.h: a bug of ours. */
const broken = 70;
/** What a shell reports of a program that Ctrl-C ended. */
const interrupted = 130;

/** The commands that may begin an installation; of the others, none makes a database in a folder that was misspelt. */
const founding = new Set(["start", "init"]);

const json = process.argv.includes("--json");
const code = await main(process.argv.slice(2)).catch(tell);
// Whatever a command may have left open, its answer is complete once stdout has taken it.
process.stdout.write("", () => process.exit(code));

function checkFounded({ data, databaseUrl }: Config): void {
  if (databaseUrl !== undefined || !isMissing(join(data, "postgres"))) return;
  throw new Fault(
    "not-found",
    `There is no installation in ${data}: name its folder with --data, or found one with "voceria start".`,
  );
}

/** False also of what this account may not look at: whose folder that is will be said in its place. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

async function main(words: readonly string[]): Promise<number> {
  // A reader that closes its end (`voceria audit | head`) does not undo or interrupt the work.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  checkRuntime();
  if (words.length === 0 || ["--help", "-h"].includes(words[0]!) || (words[0] === "help" && words.length === 1)) {
    process.stdout.write(`${overview(await all())}\n`);
    return words.length === 0 ? wrongUsage : done;
  }
  if (words[0] === "help") {
    process.stdout.write(`${helpFor(await find(words.slice(1)))}\n`);
    return done;
  }
  const command = await find(words);
  const parsed = parseCall(command, words.slice(command.name.split(" ").length));
  if (parsed.help) {
    process.stdout.write(`${helpFor(command)}\n`);
    return done;
  }
  const out = openOutput(parsed.json);
  const signal = heedSignals(out.note);
  const closings: (() => Promise<void>)[] = [];
  const call: Call = {
    flags: parsed.flags,
    args: parsed.args,
    json: parsed.json,
    out,
    config: readConfig(parsed.settings),
    means: { clock: systemClock, random: randomBytes },
    signal,
    open: async (purpose = { serve: false }) => {
      if (!founding.has(command.name)) checkFounded(call.config);
      const { openInstallation } = await import("./store/installation.ts");
      const installation = await openInstallation(call.config, purpose, call.means);
      closings.push(installation.close);
      return installation;
    },
  };
  try {
    return await command.run(call);
  } finally {
    for (const close of closings) await close();
    out.end();
  }
}

function checkRuntime(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 24)
    throw new Fault("unavailable", `Vocería needs Node 24 or later and this is ${process.version}: use bin/voceria.`);
}

/** The longest name that the first words spell. */
async function find(words: readonly string[]): Promise<Command> {
  const name = [words.slice(0, 2).join(" "), words[0]!].find((one) => Object.hasOwn(commands, one));
  if (name !== undefined) return commands[name]!();
  const typed = words.filter((word) => !word.startsWith("-")).slice(0, 2);
  const begun = Object.keys(commands).filter((name) => name.startsWith(`${words[0]} `));
  const meant =
    begun.length > 0
      ? begun.join('" or "')
      : (nearest(typed.join(" "), Object.keys(commands)) ?? nearest(words[0]!, Object.keys(commands)));
  throw new Fault(
    "usage",
    `There is no command "${typed.join(" ") || words[0]}"${meant === undefined ? "" : `; did you mean "${meant}"?`} ("voceria --help" lists them.)`,
  );
}

function all(): Promise<Command[]> {
  return Promise.all(Object.values(commands).map((load) => load()));
}

/** The first Ctrl-C asks the command to finish; the second ends the process, and the database with it, at once. */
function heedSignals(note: (line: string) => void): AbortSignal {
  const stopping = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(interrupted);
      stopping.abort();
      if (name === "SIGINT") note("Stopping; Ctrl-C again stops at once.");
    });
  }
  return stopping.signal;
}

function tell(error: unknown): number {
  if (error instanceof Fault) {
    process.stderr.write(`${shown(error.message)}\n`);
    for (const detail of error.details) process.stderr.write(`  ${shown(detail)}\n`);
    if (json)
      process.stdout.write(
        `${JSON.stringify({ refused: { code: error.code, message: error.message, details: error.details } })}\n`,
      );
    return error.code === "usage" ? wrongUsage : refused;
  }
  const missing =
    (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND" && /Cannot find package '([^']+)'/.exec(String(error));
  if (missing) {
    process.stderr.write(`The package ${missing[1]} is missing: run "npm ci" in the folder of Vocería.\n`);
    return refused;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`This is a fault of Vocería itself; please report it with these lines.\n${stack}\n`);
  return broken;
}

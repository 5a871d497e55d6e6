import { type ChildProcess, spawn } from "node:child_process";
import { open } from "node:fs/promises";
import { once } from "node:events";
import { totalmem } from "node:os";
import { Fault } from "../fault.ts";
import { type Account, handOver, isExecutable } from "./postgres-account.ts";
import type { Programs } from "./postgres-programs.ts";

export type Child = { ended: Promise<void>; stop: () => Promise<void> };

/**
 * What ends the server when we are killed: the kernel itself (setpriv), or a shell that holds the other end of
 * a pipe of ours. By default the first where it is installed.
 */
export type Lifeline = "setpriv" | "pipe";

type Start = {
  programs: Programs;
  account: Account;
  cluster: string;
  socket: string;
  port: number;
  log: string;
  lifeline?: Lifeline | undefined;
};

const setpriv = "/usr/bin/setpriv";
/** Runs the program and interrupts it once its own input, the pipe, comes to an end. */
const watch =
  'exec 9<&0; "$@" 9<&- </dev/null & server=$!; (cat <&9 >/dev/null; kill -INT $server) & wait $server; kill $!';
const giveUpAfter = 60_000;

export async function startServer(start: Start): Promise<Child> {
  const lifeline = start.lifeline ?? ((await isExecutable(setpriv)) ? "setpriv" : "pipe");
  const door = await handOver(start.account, [start.cluster, start.socket]);
  const command = [start.programs.postgres, ...settings(door.paths[0]!, door.paths[1]!, start.port)];
  const [program, args]: [string, string[]] =
    lifeline === "setpriv"
      ? [setpriv, ["--pdeathsig", "INT", "--", ...command]]
      : ["/bin/sh", ["-c", watch, "sh", ...command]];
  const log = await open(start.log, "a", 0o600);
  try {
    const child = spawn(program, args, {
      ...identity(start.account),
      // A session of its own: Ctrl-C on a terminal reaches us alone, and we stop it once we have finished.
      detached: true,
      cwd: "/",
      env: environment(),
      stdio: [lifeline === "pipe" ? "pipe" : "ignore", log.fd, log.fd, ...door.descriptors],
    });
    child.on("error", () => undefined);
    const ended = endOf(child);
    return { ended, stop: () => stop(child, ended) };
  } finally {
    await log.close();
    await door.close();
  }
}

/** The output of a program that ran to its end; Fault("unavailable") with its last words otherwise. */
export async function runProgram(
  program: string,
  args: readonly string[],
  account: Account,
  { input = "", descriptors = [] }: { input?: string; descriptors?: readonly number[] } = {},
): Promise<string> {
  const child = spawn(program, args, {
    ...identity(account),
    cwd: "/",
    env: environment(),
    stdio: ["pipe", "pipe", "pipe", ...descriptors],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stdin?.on("error", () => undefined).end(input);
  const failed = once(child, "error").then(([error]) => String(error));
  const outcome = await Promise.race([endOf(child).then(() => undefined), failed]);
  if (outcome === undefined && child.exitCode === 0) return output;
  throw new Fault(
    "unavailable",
    `${program} failed: ${outcome ?? output.trim().split("\n").slice(-2).join(" / ")}. Mend that, or name a PostgreSQL of your own with DATABASE_URL.`,
  );
}

function settings(cluster: string, socket: string, port: number): string[] {
  const fixed = {
    listen_addresses: "",
    port: String(port),
    unix_socket_directories: socket,
    unix_socket_permissions: "0700",
    hba_file: `${cluster}/pg_hba.conf`,
    ident_file: `${cluster}/pg_ident.conf`,
    // What the record promises rests on these three.
    fsync: "on",
    synchronous_commit: "on",
    full_page_writes: "on",
    max_connections: "200",
    shared_buffers: `${bufferedMegabytes()}MB`,
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_checkpoints: "off",
    logging_collector: "off",
    log_destination: "stderr",
  };
  return ["-D", cluster, ...Object.entries(fixed).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

/**
 * A quarter of the memory there is, as PostgreSQL advises, from 128 to 512 MB: a whole government on a day of a large register
 * is read from 300 MB of pages. What is never read takes no memory.
 */
function bufferedMegabytes(): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
  return Math.round(Math.min(512, Math.max(128, memory / 4 / 2 ** 20)));
}

function identity({ uid, gid }: { uid?: number; gid?: number }): { uid?: number; gid?: number } {
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** Nothing of ours: PGDATA, PGPORT or a locale of the caller's would change what the server does. */
function environment(): Record<string, string> {
  return { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}

/** Fast shutdown: sessions end, everything is written; only a server that hangs is made to quit without that. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const quit = setTimeout(() => child.kill("SIGQUIT"), giveUpAfter);
  if (child.stdin === null) child.kill("SIGINT");
  else child.stdin.end();
  await ended;
  clearTimeout(quit);
}

import { type ChildProcess, spawn } from "node:child_process";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export type Identity = { name: string; uid?: number; gid?: number };

const nobody = 65_534;

/** Who the tests can be: themselves, and under root an ordinary user besides. */
export const identities: readonly Identity[] =
  process.getuid?.() === 0
    ? [{ name: "root" }, { name: "an ordinary user", uid: nobody, gid: nobody }]
    : [{ name: "an ordinary user" }];

/** A folder that is gone after the test, with everything that anybody put there. */
export async function temporaryFolder(identity: Identity = { name: "" }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-folder-"));
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(folder, identity.uid, identity.gid);
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export type Running = {
  child: ChildProcess;
  /** The first line of its output, from now on, that matches. */
  line(pattern: RegExp): Promise<string>;
  output(): string;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

export type RunOptions = { identity?: Identity; env?: Readonly<Record<string, string>>; cwd?: string };

/** A process of the tests, with an environment of its own; killed after the test if it still runs. */
export function run(
  program: string,
  args: readonly string[],
  { identity, env = {}, cwd = "/" }: RunOptions = {},
): Running {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/nonexistent", ...env },
    stdio: "pipe",
    ...(identity?.uid === undefined ? {} : { uid: identity.uid }),
    ...(identity?.gid === undefined ? {} : { gid: identity.gid }),
  });
  let text = "";
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      for (const watcher of watchers) watcher();
    });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("close", (code, signal) => {
      resolve(code ?? signal ?? 1);
      for (const watcher of watchers) watcher();
    });
  });
  let running = true;
  void ended.then(() => (running = false));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  function line(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = text
          .split("\n")
          .slice(0, -1)
          .find((each) => pattern.test(each));
        if (found === undefined && running && child.exitCode === null && child.signalCode === null) return;
        watchers.delete(look);
        if (found === undefined) reject(new Error(`${program} ended without saying ${pattern}:\n${text}`));
        else resolve(found);
      };
      watchers.add(look);
      look();
    });
  }
  return { child, line, output: () => text, ended };
}

/** `checkout`: the one that this identity may read (test/private-checkout.ts). */
export function runWriter(checkout: string, args: readonly string[], options: RunOptions = {}): Running {
  return run(join(checkout, "bin/runtime"), [join(checkout, "test/writing-process.ts"), ...args], options);
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

export async function postmaster(data: string): Promise<number> {
  return Number((await readFile(join(data, "postgres/postmaster.pid"), "utf8")).split("\n")[0]);
}

/** Whether a process runs; one that has ended and was not yet collected does not. */
export async function runs(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  if (stat !== undefined) return !/\) Z /.test(stat);
  if (process.platform === "linux") return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

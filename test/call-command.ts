import { systemClock, type Means } from "../src/clock.ts";
import type { Call, Command } from "../src/cli/command.ts";
import { parseCall } from "../src/cli/flags.ts";
import { readConfig } from "../src/config.ts";
import type { Installation } from "../src/store/installation.ts";

export type Called = { code: number; lines: string[]; notes: string[]; results: unknown[] };

/** Runs a command as the command line does, within this process. Without an installation it may open none. */
export async function callCommand(
  command: Command,
  words: readonly string[],
  { installation, means = installation?.means }: { installation?: Installation; means?: Means } = {},
): Promise<Called> {
  const { flags, args } = parseCall(command, words);
  const called: Called = { code: -1, lines: [], notes: [], results: [] };
  const out: Call["out"] = {
    print: (line) => void called.lines.push(line),
    note: (line) => void called.notes.push(line),
    json: (value) => void called.results.push(value),
    progress: () => undefined,
  };
  called.code = await command.run({
    flags,
    args,
    out,
    json: false,
    config: readConfig(installation === undefined ? {} : { data: installation.data }, {}),
    means: means ?? { clock: systemClock, random: (count) => new Uint8Array(count) },
    signal: new AbortController().signal,
    open: () =>
      installation === undefined
        ? Promise.reject(new Error(`"voceria ${command.name}" was to do without an installation`))
        : Promise.resolve({ ...installation, announce: () => Promise.resolve() }),
  });
  return called;
}

import type { Means } from "../clock.ts";
import type { Config, SettingName } from "../config.ts";
import type { ServedInstallation } from "../store/installation.ts";
import type { Output } from "./output.ts";

/** text and integer take one value, list any number of them, a switch none. */
export type Flag = { kind: "text" | "integer" | "switch" | "list"; says: string; value?: string };
export type FlagTable = Readonly<Record<string, Flag>>;

export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: Table[Name]["kind"] extends "switch"
    ? boolean
    : Table[Name]["kind"] extends "list"
      ? readonly string[]
      : (Table[Name]["kind"] extends "integer" ? number : string) | undefined;
};

/** One command of `voceria`. Every one takes `--json` and `--help` besides its own flags. */
export type Command<Table extends FlagTable = FlagTable> = {
  /** As it is typed: "publish", "import statements". */
  name: string;
  /** One line of `voceria --help`. */
  summary: string;
  /** What `voceria help NAME` teaches below the usage line, an example included; the flags are listed by themselves. */
  help: string;
  /** What stands after the name: "FILE" is required, "[FILE]" may be absent, "FILE…" takes one or more. */
  args?: readonly string[];
  flags: Table;
  /** The settings of src/config.ts that it takes as flags; by default those of an installation. */
  settings?: readonly SettingName[];
  /** Returns the exit code: 0 done, 1 refused or found wanting. A Fault is told by the caller. */
  run(call: Call<Table>): Promise<number>;
};

export type Call<Table extends FlagTable = FlagTable> = {
  flags: FlagValues<Table>;
  args: readonly string[];
  /** Whether the result is wanted as JSON; `out.print` and `out.json` already heed it. */
  json: boolean;
  out: Output;
  config: Config;
  means: Means;
  /** Aborted at the first Ctrl-C or SIGTERM: finish the step at hand and return. A second one ends the process. */
  signal: AbortSignal;
  /** The installation, its database running and migrated. Closed for you when the command returns. */
  open: (purpose?: { serve: boolean }) => Promise<ServedInstallation>;
};

/** Gives `run` the types of its own flags. */
export function command<const Table extends FlagTable>(definition: Command<Table>): Command<Table> {
  return definition;
}

export const installationSettings: readonly SettingName[] = ["data", "database-url", "url", "lock"];

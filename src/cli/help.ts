import { type SettingName, settings } from "../config.ts";
import { type Command, installationSettings } from "./command.ts";
import { usageOf } from "./flags.ts";

export function overview(commands: readonly Command[]): string {
  return [
    "Vocería keeps the word of an office: what it said, who said it, and proof that nobody changed it.",
    "",
    "usage: voceria COMMAND [FLAG…]",
    "",
    ...table(commands.map((command) => [[command.name, ...(command.args ?? [])].join(" "), command.summary])),
    "",
    'Every command takes --json and --help; "voceria help COMMAND" teaches one, with an example.',
    "To begin: voceria start",
  ].join("\n");
}

export function helpFor(command: Command): string {
  const flags = Object.entries(command.flags).map(([name, flag]) => [
    `--${name}${flag.kind === "switch" ? "" : ` ${flag.value ?? (flag.kind === "integer" ? "N" : "TEXT")}`}`,
    flag.kind === "list" ? `${flag.says} (may be repeated)` : flag.says,
  ]);
  const named = command.settings ?? installationSettings;
  return [
    `usage: ${usageOf(command)}`,
    "",
    command.help.trim(),
    "",
    ...table([...flags, ["--json", "give the result as JSON, for programs"], ["--help", "show this"]]),
    ...(named.length === 0
      ? []
      : ["", "Settings, as a flag or in the environment (a flag wins):", ...named.flatMap(explain)]),
  ].join("\n");
}

function explain(name: SettingName): string[] {
  const setting: { env: string; value?: string; says: string; default?: string } = settings[name];
  const flag = `--${name}${setting.value === undefined ? "" : ` ${setting.value}`}`;
  const byDefault = setting.default === undefined ? "" : ` (by default ${setting.default})`;
  return [`  ${flag}, ${setting.env}`, `      ${setting.says}${byDefault}`];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const width = Math.min(34, Math.max(...rows.map((row) => row[0]!.length)));
  return rows.flatMap(([left = "", right = ""]) =>
    left.length > width ? [`  ${left}`, `  ${" ".repeat(width)}  ${right}`] : [`  ${left.padEnd(width)}  ${right}`],
  );
}

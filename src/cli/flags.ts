import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { type Settings, type SettingName, settings } from "../config.ts";
import { Fault } from "../fault.ts";
import { type Command, type FlagTable, type FlagValues, installationSettings } from "./command.ts";
import { nearest } from "./nearest.ts";

export type Parsed = {
  flags: FlagValues<FlagTable>;
  settings: Settings;
  args: string[];
  json: boolean;
  help: boolean;
};

/** What follows a command's name, against its own table. Fault("usage") names what does not fit. */
export function parseCall(command: Command, words: readonly string[]): Parsed {
  const named = command.settings ?? installationSettings;
  const { values, positionals } = parseWords(command, named, words);
  const flags: Record<string, unknown> = {};
  for (const [name, flag] of Object.entries(command.flags)) {
    const value = values[name];
    if (flag.kind === "switch") flags[name] = value === true;
    else if (flag.kind === "list") flags[name] = value ?? [];
    else if (flag.kind === "integer" && typeof value === "string") flags[name] = integer(name, value);
    else flags[name] = value;
  }
  const help = values["help"] === true;
  if (!help) checkCount(command, positionals);
  return {
    flags: flags as FlagValues<FlagTable>,
    settings: Object.fromEntries(named.filter((name) => name in values).map((name) => [name, values[name]])),
    args: positionals,
    json: values["json"] === true,
    help,
  };
}

export function usageOf(command: Command): string {
  return ["voceria", command.name, ...(command.args ?? []), "[FLAG…]"].join(" ");
}

function parseWords(command: Command, named: readonly SettingName[], words: readonly string[]) {
  const options: ParseArgsOptionsConfig = {
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  };
  for (const name of named) options[name] = { type: "value" in settings[name] ? "string" : "boolean" };
  for (const [name, flag] of Object.entries(command.flags))
    options[name] = { type: flag.kind === "switch" ? "boolean" : "string", multiple: flag.kind === "list" };
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw notUnderstood(command, Object.keys(options), words, error as Error & { code?: string });
  }
}

function notUnderstood(
  command: Command,
  names: readonly string[],
  words: readonly string[],
  error: Error & { code?: string },
): Fault {
  const ask = `"voceria help ${command.name}" lists its flags`;
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const known = new Set(names.map((name) => `--${name}`));
    const word = words.find((word) => word.startsWith("-") && !known.has(word.split("=")[0]!)) ?? "";
    const flag = word.split("=")[0]!;
    const meant = nearest(flag, [...known]);
    return new Fault(
      "usage",
      `"voceria ${command.name}" has no flag ${flag}${meant === undefined ? "" : `; did you mean ${meant}?`} (${ask}.)`,
    );
  }
  const what = /'(?:-\w, )?(--[\w-]+)/.exec(error.message)?.[1];
  if (what === undefined) return new Fault("usage", `${error.message} (${ask}.)`);
  return new Fault(
    "usage",
    error.message.includes("does not take")
      ? `${what} takes no value (${ask}).`
      : `${what} needs a value; one that begins with a dash is written ${what}=VALUE (${ask}).`,
  );
}

function checkCount(command: Command, given: readonly string[]): void {
  const args = command.args ?? [];
  const missing = args.filter((arg) => !arg.startsWith("["))[given.length];
  if (missing !== undefined) throw new Fault("usage", `${missing} is missing: ${usageOf(command)}`);
  const many = args.some((arg) => arg.includes("…"));
  const extra = many ? undefined : given[args.length];
  if (extra !== undefined)
    throw new Fault("usage", `${JSON.stringify(extra)} is one word too many: ${usageOf(command)}`);
}

function integer(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new Fault("usage", `--${name} is ${JSON.stringify(text)}; it takes a whole number.`);
  return value;
}

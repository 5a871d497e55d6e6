import { expect } from "vitest";
import type { Call, Command } from "../src/cli/command.ts";
import { parseCall } from "../src/cli/flags.ts";
import { openOutput } from "../src/cli/output.ts";
import type { Means } from "../src/clock.ts";
import type { Config } from "../src/config.ts";
import type { Installation } from "../src/store/installation.ts";

/** What a command prints as it is typed, on an installation that is open already. It must end well. */
export async function say(
  command: Command,
  installation: Installation,
  means: Means,
  ...words: string[]
): Promise<string> {
  const { flags, args, json } = parseCall(command, words);
  let text = "";
  const out = openOutput(json, { write: (piece: string) => (text += piece) }, { write: () => true });
  const config = { lock: undefined, url: "https://gobierno.example" } as unknown as Config;
  const signal = new AbortController().signal;
  const call = { flags, args, json, out, config, means, signal, open: async () => installation };
  expect(await command.run(call as unknown as Call)).toBe(0);
  return text;
}

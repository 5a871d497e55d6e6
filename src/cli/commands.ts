import type { Command } from "./command.ts";

/** Every command by its name, loaded when it is called for: starting to serve should not wait for the others. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).start,
};

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Call, Command } from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { parseCall } from "../src/cli/flags.ts";
import { openOutput } from "../src/cli/output.ts";
import type { Config } from "../src/config.ts";
import type { Founded } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
const source = ["--source", "Diario Oficial", "--locator", "CVE 1", "--source-date", "2026-11-23"];
let office: Founded;

beforeAll(async () => {
  office = await officeOf("segegob", means);
});
afterAll(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

async function say(name: string, ...words: string[]): Promise<string> {
  const command = (await commands[name]?.()) as Command;
  const { flags, args, json } = parseCall(command, words);
  let text = "";
  const call = {
    flags,
    args,
    json,
    out: openOutput(json, { write: (piece: string) => (text += piece) }, { write: () => true }),
    config: { lock: undefined } as Config,
    means,
    signal: new AbortController().signal,
    open: async () => office,
  };
  expect(await command.run(call as unknown as Call)).toBe(0);
  return text;
}

test("an operator keeps the register by hand, each act one entry, and asks what it said before", async () => {
  expect(
    await say(
      "register act",
      "--person",
      "Rojas Díaz, Luis",
      "--gender",
      "masculine",
      "--from",
      "02-11-2026",
      "--until",
      "20 de noviembre de 2026",
      "--leave",
      "feriado legal",
      ...source,
    ),
  ).toContain("The holder is on leave meanwhile (camila-vallejo-2022)");
  expect(await say("register as-of", "2026-11-10")).toMatch(
    /Luis Rojas Díaz, ministro secretario general de Gobierno \(S\), subrogante/,
  );
  expect(
    await say(
      "register handover",
      "--person",
      "Soto Vera, Ana",
      "--gender",
      "feminine",
      "--at",
      "2027-03-11T12:00",
      "--instrument",
      "decreto-supremo 71",
      ...source,
    ),
  ).toMatch(/still to begin.*\nThe former tenure, camila-vallejo-2022, ends/);
  expect(await say("register as-of", "2027-03-11")).toContain("desde ese día a las 12:00");
  expect(
    await say(
      "register change",
      "camila-vallejo-2022",
      "--end",
      "2026-11-21",
      "--reason",
      "Se adelantó.",
      "--world",
      ...source,
    ),
  ).toContain("What was said before stays");
  expect(await say("register vacancy", "--from", "2026-11-22", "--until", "2027-03-10", ...source)).toContain(
    "was vacant",
  );
  expect(await say("register as-of", "2027-01-01")).toMatch(/^1 de enero de 2027: Vacante el cargo/);
  expect(await say("register as-of", "2027-01-01", "--recorded", "entry:2")).toContain("Camila Vallejo");
  expect(
    await say("register end", "luis-rojas-diaz-2026", "--on", "2026-11-20", ...source).catch(
      (fault: Error) => fault.message,
    ),
  ).toMatch(/has ended on 2026-11-20 already/);
  expect(
    JSON.parse(
      await say(
        "register appoint",
        "--person",
        "Carlos Mladinic",
        "--from",
        "2026-11-22",
        "--until",
        "2026-11-23",
        "--capacity",
        "suplente",
        "--json",
        ...source,
      ),
    ),
  ).toMatchObject({
    person: "carlos-mladinic",
    pending: false,
  });
});

test.each<[string, string[], string]>([
  ["register appoint", ["--from", "2026", ...source], "--person"],
  ["register appoint", ["--person", "X", "--from", "2026"], "--source"],
  ["register appoint", ["--person", "X", "--from", "2026", "--capacity", "jefe", ...source], "one of titular"],
  ["register act", ["--person", "X", "--from", "2026", "--capacity", "titular", ...source], "one of subrogante"],
  ["register act", ["--person", "X", "--from", "2026", "--holder", "Y", ...source], "--leave"],
  ["register end", [...source], "--on"],
  ["register end", ["x", "--person", "y", "--on", "2026", ...source], "not both"],
  ["register leave", ["--person", "x", ...source], "from when"],
  ["register change", ["x", "--start", "2026", ...source], "--reason"],
  ["register change", ["x", "--reason", "y", ...source], "--start, --end or --capacity"],
  ["register change", ["x", "--capacity", "titular", "--end", "2026", ...source], "--until"],
  ["register handover", ["--person", "x", ...source], "--at"],
  ["register vacancy", [...source], "--from"],
])("%s %j is wrong usage, told in words", async (name, words, wanted) => {
  await expect(say(name, ...words)).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(wanted) });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Call, Command } from "../src/cli/command.ts";
import { parseCall } from "../src/cli/flags.ts";
import { openOutput } from "../src/cli/output.ts";
import { readRecorded, registerAsOfCommand } from "../src/cli/register-as-of.ts";
import { registerConfirmCommand } from "../src/cli/register-confirm.ts";
import type { Config } from "../src/config.ts";
import { type Founded, foundedInstallation } from "./recorder-office.ts";
import { officeOf, registerDifferences, settableMeans } from "./register-office.ts";

const means = settableMeans("2026-11-23T15:00:00Z");
let office: Founded;

beforeAll(async () => {
  office = await officeOf("segegob", means);
});
afterAll(async () => {
  expect(await registerDifferences(office.db)).toEqual([]);
  await office.drop();
});

async function say(command: Command, ...words: string[]): Promise<string> {
  const { flags, args, json } = parseCall(command, words);
  let text = "";
  const sink = { write: (piece: string) => (text += piece) };
  const out = openOutput(json, sink, { write: () => true });
  const call = {
    flags,
    args,
    json,
    out,
    config: { lock: undefined } as Config,
    means,
    signal: new AbortController().signal,
    open: async () => office,
  };
  expect(await command.run(call as unknown as Call)).toBe(0);
  return text;
}
const asOf = (...words: string[]) => say(registerAsOfCommand, ...words);
const confirm = (...words: string[]) => say(registerConfirmCommand, ...words);

describe("voceria register as-of answers as the founding document does", () => {
  test.each<[string, string, RegExp]>([
    ["1970-11-03", "unknown", /^3 de noviembre de 1970: no se sabe/],
    ["1972-08-08", "handover", /Suárez Bastidas.*hasta ese día; Hernán del Canto Riquelme.*desde ese día/],
    ["1973-09-11", "certain", /Fernando Flores Labra/],
    ["1974-06-30", "indeterminate", /Ewing Hodar.*; o Hernán Béjares.*no permiten determinar/],
    ["1974-12-31", "certain", /: Hernán Béjares.*Posiblemente también Pedro Ewing/],
    ["2000-01-01", "certain", /Carlos Mladinic/],
    ["2026-11-23", "per-source", /Camila Vallejo.*según la fuente.*no se ha confirmado/],
  ])("%s: %s", async (day, verdict, words) => {
    expect(await asOf(day)).toMatch(words);
    const [document, rest] = (await asOf(day, "--json")).split("\n");
    expect(rest).toBe("");
    expect(JSON.parse(document ?? "")).toMatchObject({ day, verdict });
  });

  test("of a month or a year too, and of a date as people type it", async () => {
    expect(await asOf("11-09-1973")).toMatch(/^11 de septiembre de 1973: Fernando Flores Labra/);
    expect(await asOf("1972", "--post", "secretario-general-de-gobierno")).toMatch(
      /^Jaime Suárez Bastidas, .*; Hernán del Canto Riquelme, [^;]*\.\n/,
    );
    expect(await asOf("1972", "--recorded", "2020-01-01")).toMatch(/^No se sabe de nadie que hablara entonces\./);
  });

  test("with the words of the source, where in it they stand, and the entry", async () => {
    const text = await asOf("1975-01-01");
    expect(text).toContain('"1974 22 March 1976" (1974) to "1974 22 March 1976" (1976-03-22)');
    expect(text).toContain("table, row 6; entry 0, item");
    expect(text).toContain("Interpretation: ");
  });
});

test("voceria register confirm lets the incumbent speak, and as-of tells since when and on whose word", async () => {
  await expect(confirm()).rejects.toMatchObject({ code: "usage" });
  means.set("2026-11-23T16:00:00Z");
  const text = await confirm("--source", "Diario Oficial", "--locator", "https://www.diariooficial.interior.gob.cl/");
  expect(text).toContain(
    "Camila Vallejo holds ministro-secretario-general-de-gobierno on 23 November 2026, relied on until 21 February 2027; entry 1",
  );
  expect(await asOf("2026-11-23")).toContain("Confirmado al 23 de noviembre de 2026 («Diario Oficial»)");
  expect(await asOf("2026-11-23", "--recorded", "2026-11-23T15:30:00Z")).toContain("no se ha confirmado");
  expect(JSON.parse(await asOf("2026-11-23", "--recorded", "2026-11-22", "--json"))).toMatchObject({
    verdict: "unknown",
  });
});

test("an installation without an office says so, and does not answer that nobody is known", async () => {
  const founded = office;
  office = await foundedInstallation(means);
  try {
    await expect(asOf("2000-01-01")).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    await office.drop();
    office = founded;
  }
});

test("a recorded time is a day or an instant that exists", () => {
  expect(readRecorded("2026-05-03").toISOString()).toBe("2026-05-03T23:59:59.999Z");
  expect(readRecorded("2026-05-03T12:00:00-04:00").toISOString()).toBe("2026-05-03T16:00:00.000Z");
  for (const text of ["2026-02-30", "yesterday", "2026-05-03T12:00", "2026-05-03T25:00:00Z"])
    expect(() => readRecorded(text)).toThrow("--recorded");
});

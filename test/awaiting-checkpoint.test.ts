import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { importStatements } from "../src/cli/import-statements.ts";
import { registerConfirmCommand } from "../src/cli/register-confirm.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { callCommand } from "./call-command.ts";
import { foundedOffice } from "./founded-office.ts";
import { audited } from "./recorder-office.ts";

type Office = Awaited<ReturnType<typeof foundedOffice>>;
const offices: Office[] = [];
afterEach(async () => {
  for (const office of offices.splice(0)) await office.drop();
});

test("what a command entered is told as entered, also where its lock is spoilt and nobody can sign", async () => {
  const office = await foundedOffice("segegob");
  offices.push(office);
  await signNow(office);
  const lock = join(office.data, "record.lock");
  await writeFile(lock, "spoilt\n");
  const archive = join(office.data, "archive.jsonl");
  const row = { source_id: "1", date: "1999-05-01", title: "Aviso", kind: "speech", markdown: "El texto." };
  await writeFile(archive, `${JSON.stringify(row)}\n`);

  const confirmed = await callCommand(registerConfirmCommand, ["--source", "Diario Oficial", "--locator", "p. 1"], {
    installation: office,
  });
  expect(confirmed).toMatchObject({ code: 0, results: [{ entry: expect.any(Number) }] });
  const imported = await callCommand(importStatements, [archive, "--source", "Archivo"], { installation: office });
  expect(imported).toMatchObject({ code: 0, results: [{ imported: 1, refused: 0 }] });
  for (const { notes } of [confirmed, imported])
    expect(notes).toEqual([
      expect.stringMatching(/^It is entered and awaits its checkpoint: The lock .* is no checkpoint signed by its key/),
    ]);
  const again = await callCommand(importStatements, [archive, "--source", "Archivo"], { installation: office });
  expect(again).toMatchObject({ code: 0, notes: [], results: [{ imported: 0, alreadyThere: 1 }] });
  expect((await audited(office)).length).toBeGreaterThan(0);
});

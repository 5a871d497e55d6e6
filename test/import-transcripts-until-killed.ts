// Imports transcripts and says a line for each text, until it is done or killed: the prey of test/import-transcripts.test.ts.
import { randomBytes } from "node:crypto";
import { importTranscripts } from "../src/briefings/import/import-transcripts.ts";
import { openTranscripts } from "../src/briefings/import/transcript-files.ts";
import { systemClock } from "../src/clock.ts";
import { type Address, openDatabase } from "../src/store/database.ts";

const [address = "", path = "", source = ""] = process.argv.slice(2);
const db = openDatabase(JSON.parse(address) as Address);
const installation = { db, means: { clock: systemClock, random: randomBytes } };
const report = await importTranscripts(installation, await openTranscripts(path), {
  source,
  by: "test",
  enterRegister: true,
  onOutcome: ({ outcome }) => {
    process.stdout.write(`${outcome}\n`);
  },
});
process.stdout.write(`done ${JSON.stringify(report)}\n`);
await db.destroy();

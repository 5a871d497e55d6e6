// Imports a register and says a line for each step, until it is done or killed: the prey of test/register-attacks.test.ts.
// `node test/register-import-until-killed.ts ADDRESS-AS-JSON FILE.popolo.json`
import { randomBytes } from "node:crypto";
import { systemClock } from "../src/clock.ts";
import { formatNamed } from "../src/register/import/formats.ts";
import { importRegister } from "../src/register/import/import-register.ts";
import { openSource } from "../src/register/import/source-files.ts";
import { type Address, openDatabase } from "../src/store/database.ts";

const [address = "", path = ""] = process.argv.slice(2);
const db = openDatabase(JSON.parse(address) as Address);
const format = await formatNamed("popolo");
const report = await importRegister(
  { db, means: { clock: systemClock, random: randomBytes } },
  {
    format,
    files: await openSource([path], format.extensions),
    source: "source",
    reading: { endConvention: "inclusive" },
    onProgress: (task, done) => {
      process.stdout.write(`${task} ${done}\n`);
    },
  },
);
process.stdout.write(`done ${JSON.stringify(report.rows)}\n`);
await db.destroy();

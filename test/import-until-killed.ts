// Imports an archive and says a line for each row, until it is done or killed: the prey of test/import.test.ts, and of
// whoever tries it with a real archive: `node test/import-until-killed.ts ADDRESS-AS-JSON ARCHIVE SOURCE [STATEMENTS-AT-ONCE]`.
import { randomBytes } from "node:crypto";
import { systemClock } from "../src/clock.ts";
import { openArchive } from "../src/newsroom/archive.ts";
import { importStatements } from "../src/newsroom/import-statements.ts";
import { type Address, openDatabase } from "../src/store/database.ts";

const [address = "", path = "", source = "", atOnce] = process.argv.slice(2);
const db = openDatabase(JSON.parse(address) as Address);
const report = await importStatements(
  { db, means: { clock: systemClock, random: randomBytes } },
  await openArchive(path),
  {
    source,
    by: "test",
    ...(atOnce === undefined ? {} : { atOnce: Number(atOnce) }),
    onOutcome: ({ outcome }) => {
      process.stdout.write(`${outcome}\n`);
    },
  },
);
process.stdout.write(`done ${JSON.stringify(report)}\n`);
await db.destroy();

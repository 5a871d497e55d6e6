// Writes the files of an office and says a line for each step, until it is done or killed: `ADDRESS-AS-JSON FOLDER URL`.
import { randomBytes } from "node:crypto";
import { writeFiles } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { type Address, openDatabase } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";

const [address = "", folder = "", url = ""] = process.argv.slice(2);
const db = openDatabase(JSON.parse(address) as Address);
const installation = { db, means: { clock: systemClock, random: randomBytes } } as unknown as Installation;
await writeFiles(
  installation,
  { folder, url },
  {
    stopped: () => false,
    progress: (done) => process.stdout.write(`${done}\n`),
    report: (error) => {
      throw error;
    },
  },
);
await db.destroy();

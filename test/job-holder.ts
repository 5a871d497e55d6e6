// A process to be killed: takes the job "hold" of the database at ADDRESS (JSON), says so, and never ends it.
import { systemClock } from "../src/clock.ts";
import { randomBytes } from "node:crypto";
import { type Address, openDatabase } from "../src/store/database.ts";
import { runJobs } from "../src/store/jobs.ts";

const address = JSON.parse(process.argv[2] ?? "") as Address;
const means = { clock: systemClock, random: randomBytes };
const installation = { db: openDatabase(address, 2), address, data: "", means, close: async () => {} };
await runJobs(
  installation,
  {
    hold: async () => {
      process.stdout.write("begun\n");
      await new Promise(() => undefined);
    },
  },
  (error) => process.stderr.write(`${String(error)}\n`),
);

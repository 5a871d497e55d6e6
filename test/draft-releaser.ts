// A process to be killed: does the jobs of the newsroom at ADDRESS (JSON), and says of each draft what became of it.
import { randomBytes } from "node:crypto";
import { systemClock } from "../src/clock.ts";
import { punctualTasks } from "../src/newsroom/newsroom-tasks.ts";
import { type Address, openDatabase } from "../src/store/database.ts";
import { runJobs } from "../src/store/jobs.ts";

const address = JSON.parse(process.argv[2] ?? "") as Address;
const means = { clock: systemClock, random: randomBytes };
const installation = { db: openDatabase(address, 6), address, data: "", means, close: async () => {} };
const note = (line: string) => void process.stdout.write(`${line}\n`);
await runJobs(installation, punctualTasks(installation, note), (error) => process.stderr.write(`${String(error)}\n`));
process.stdout.write("running\n");

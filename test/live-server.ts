// A process to be killed: serves the office at ADDRESS (JSON), and says where.
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { serve } from "../src/app.ts";
import { systemClock } from "../src/clock.ts";
import { type Address, openDatabase } from "../src/store/database.ts";

const address = JSON.parse(process.argv[2] ?? "") as Address;
const means = { clock: systemClock, random: randomBytes };
const installation = { db: openDatabase(address, 6), address, data: tmpdir(), means, close: async () => {} };
const { url } = await serve(installation, { host: "127.0.0.1", port: 0 });
process.stdout.write(`serving ${url}\n`);

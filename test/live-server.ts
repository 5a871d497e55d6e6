// A process to be killed: serves the office that its argument names (JSON), signs for it where it is asked to, and says where.
import { randomBytes } from "node:crypto";
import { serve } from "../src/app.ts";
import { startSequencer } from "../src/recorder/sequence.ts";
import { type Address, openDatabase } from "../src/store/database.ts";
import { aheadClock } from "./founded-office.ts";

export type LiveServed = {
  address: Address;
  data: string;
  port?: number;
  /** Milliseconds by which its clock is ahead. */
  ahead?: number;
  signs?: boolean;
};

const { address, data, port = 0, ahead = 0, signs = false } = JSON.parse(process.argv[2] ?? "") as LiveServed;
const means = { clock: aheadClock(() => ahead), random: randomBytes };
const installation = { db: openDatabase(address, 6), address, data, means, close: async () => {} };
if (signs) await startSequencer(installation);
const { url } = await serve(installation, { host: "127.0.0.1", port });
process.stdout.write(`serving ${url}\n`);

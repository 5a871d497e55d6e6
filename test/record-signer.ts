// A process to be killed: signs the record at ADDRESS (JSON) with the key and lock in DATA, until it is.
import { randomBytes } from "node:crypto";
import { startSequencer } from "../src/recorder/sequence.ts";
import { type Address, openDatabase } from "../src/store/database.ts";

const [address = "", data = ""] = process.argv.slice(2);
const place = JSON.parse(address) as Address;
const means = { clock: { now: () => new Date() }, random: randomBytes };
const sequencer = await startSequencer({
  db: openDatabase(place, 2),
  address: place,
  data,
  means,
  close: async () => {},
});
process.stdout.write(`${sequencer.state()}\n`);

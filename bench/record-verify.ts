import { hash } from "node:crypto";
import { auditRecord } from "../src/recorder/audit.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { openConnection } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { type Bench, whole } from "./bench.ts";
import { importDrafts, recordOffice } from "./record-office.ts";

const entries = 1_000_000;
const signEvery = 20_000;

export const bench: Bench = {
  name: "record-verify",
  async run(progress) {
    const office = await recordOffice();
    try {
      for (let at = 0; at < entries; at += signEvery) {
        await importDrafts(office, at, at + signEvery);
        await signNow(office);
        progress(`appended ${whole(at + signEvery)} of ${whole(entries)}`);
      }
      const plain = await readAndHash(office, progress);
      let most = 0;
      const before = process.memoryUsage.rss();
      const began = performance.now();
      const differences = await Array.fromAsync(
        auditRecord(office, {
          onProgress: (done) => {
            most = Math.max(most, process.memoryUsage.rss());
            progress(`audited ${whole(done)}`);
          },
        }),
      );
      const rate = entries / ((performance.now() - began) / 1000);
      if (differences.length > 0) throw new Error(`the audit found ${JSON.stringify(differences[0])}`);
      return [
        {
          name: "record-verify",
          ours: `${whole(rate)}/s`,
          peer: `${whole(plain)}/s`,
          ratio: (rate / plain).toFixed(2),
          note: `whole audit of ${whole(entries)} entries with their contents, states and tiles; peer: reading rows and hashing them in Node; memory grew by ${whole((most - before) / 1_048_576)} MiB`,
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

/** Entries a second when each row is merely read and hashed. */
async function readAndHash(office: Installation, progress: (what: string) => void): Promise<number> {
  const connection = openConnection(office.address);
  await connection.connect();
  const began = performance.now();
  let read = 0;
  for (let from = 0; ; from += 10_000) {
    const { rows } = await connection.query<{ bytes: Buffer }>(
      "select bytes from record_entry where index >= $1 and index < $2",
      [from, from + 10_000],
    );
    if (rows.length === 0) break;
    for (const { bytes } of rows) hash("sha256", bytes, "buffer");
    read += rows.length;
    progress(`read and hashed ${whole(read)}`);
  }
  await connection.end();
  return read / ((performance.now() - began) / 1000);
}

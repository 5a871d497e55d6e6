import { policyForKey, verifyBundle } from "@voceria/record";
import { makeBundle } from "../src/recorder/bundle.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { type Bench, median, percentile } from "./bench.ts";
import { importDrafts, recordOffice } from "./record-office.ts";

const rounds = 500;

export const bench: Bench = {
  name: "bundle",
  async run(progress) {
    const office = await recordOffice();
    try {
      await importDrafts(office, 0, 10_000);
      await signNow(office);
      const policy = policyForKey((await readRecord(office.db))!.verifierKey);
      const made: number[] = [];
      const verified: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const index = (round * 7_919) % 10_000;
        let began = performance.now();
        const bundle = new TextEncoder().encode(await makeBundle(office.db, index));
        made.push(performance.now() - began);
        began = performance.now();
        const report = await verifyBundle(bundle, {
          policy,
          hash: sha256,
          checkEd25519,
          now: office.means.clock.now(),
        });
        verified.push(performance.now() - began);
        if (!report.established) throw new Error("a bundle of ours was refused");
        if (round % 100 === 0) progress(`verified ${round}`);
      }
      return [
        {
          name: "bundle, Node",
          ours: `${median(verified).toFixed(2)} ms`,
          peer: "1 ms",
          ratio: median(verified).toFixed(2),
          note: `one bundle verified, with its state; ${percentile(verified, 99).toFixed(2)} ms p99; made from the database in ${median(made).toFixed(2)} ms`,
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

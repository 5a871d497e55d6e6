import { appendToRecord, type Draft } from "../src/recorder/append.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { startSequencer, type Sequencer } from "../src/recorder/sequence.ts";
import { transact } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { type Bench, median, percentile, whole } from "./bench.ts";
import { importDrafts, importedDraft, recordOffice } from "./record-office.ts";

const entries = 100_000;
/** Tessera (Go, POSIX): 83,456 small entries in 25 s on two such cores. */
const peer = 3_300;

export const bench: Bench = {
  name: "record-import",
  async run(progress) {
    const office = await recordOffice();
    try {
      const idle = await latency(office, 0, 200, progress);
      const sequencer = await startSequencer(office);
      const began = performance.now();
      await importDrafts(office, 10_000, 10_000 + entries, (done) => progress(`appended ${whole(done - 10_000)}`));
      const appended = performance.now();
      await sequencer.flush();
      const signed = performance.now();
      const differences = await Array.fromAsync(
        auditRecord(office, { onProgress: (done) => progress(`audited ${whole(done)}`) }),
      );
      const audited = performance.now();
      if (differences.length > 0) throw new Error(`the audit found ${JSON.stringify(differences[0])}`);
      const rate = entries / ((audited - began) / 1000);
      const live = await duringImport(office, sequencer, progress);
      await sequencer.close();
      return [
        {
          name: "record-import",
          ours: `${whole(rate)}/s`,
          peer: `${whole(peer)}/s`,
          ratio: (rate / peer).toFixed(1),
          note: `${whole(entries)} entries: appended in ${seconds(appended - began)}, signed ${seconds(signed - appended)} later, audited in ${seconds(audited - signed)}; peer: Tessera POSIX, as measured on two such cores`,
        },
        {
          name: "record-import, live",
          ours: `${live.p99.toFixed(0)} ms p99`,
          peer: "55 ms",
          ratio: (live.p99 / 55).toFixed(2),
          note: `a publication's own transaction while an import runs; ${live.p50.toFixed(1)} ms at the median, ${live.count} of them`,
        },
        {
          name: "record-import, signing",
          ours: `${idle.p50.toFixed(1)} ms, ${idle.p99.toFixed(1)} ms p99`,
          peer: "2 ms, 7 ms p99",
          ratio: (idle.p50 / 2).toFixed(2),
          note: "from commit to signed and durable in the lock, one publication at a time",
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

/** From the return of the commit to the checkpoint. */
async function latency(office: Installation, from: number, count: number, progress: (what: string) => void) {
  const sequencer = await startSequencer(office);
  const times: number[] = [];
  for (let number = from; number < from + count; number++) {
    const [entry] = await transact(office.db, (tx) => appendToRecord(tx, [importedDraft(number)], office.means));
    const committed = performance.now();
    await sequencer.wait(entry!.index);
    times.push(performance.now() - committed);
    if (number % 50 === 0) progress(`signed ${number}`);
  }
  await sequencer.close();
  return { p50: median(times), p99: percentile(times, 99) };
}

async function duringImport(office: Installation, sequencer: Sequencer, progress: (what: string) => void) {
  const times: number[] = [];
  const importing = { goes: true };
  const done = importDrafts(office, 500_000, 530_000, (at) =>
    progress(`beside an import, ${whole(at - 500_000)}`),
  ).finally(() => (importing.goes = false));
  for (let number = 900_000; importing.goes; number++) {
    const draft: Draft = importedDraft(number);
    const began = performance.now();
    await transact(office.db, (tx) => appendToRecord(tx, [draft], office.means));
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await done;
  await sequencer.flush();
  return { p50: median(times), p99: percentile(times, 99), count: times.length };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

import { readFile } from "node:fs/promises";
import { type Bench, median, whole } from "./bench.ts";
import { newOffice } from "./office.ts";

/** `voceria start` on an existing data folder, to the first page; and what our process then holds in memory. */
export const bench: Bench = {
  name: "start",
  async run(progress) {
    const office = await newOffice();
    try {
      progress("a new office");
      const first = await office.start();
      await office.publish("Aviso", "El ministro dijo *no*.");
      await office.stop();
      const times: number[] = [];
      const residents: number[] = [];
      for (let round = 1; round <= 7; round++) {
        times.push(await office.start());
        residents.push(await resident(office.process?.pid));
        await office.stop();
        progress(`start ${round} of 7`);
      }
      return [
        {
          name: "start",
          ours: `${whole(median(times))} ms`,
          peer: "≤ 1,500 ms",
          ratio: (median(times) / 1500).toFixed(2),
          note: `median of ${times.length}; a new data folder ${whole(first)} ms`,
        },
        {
          name: "start, resident",
          ours: `${whole(median(residents))} MB`,
          peer: "≤ 200 MB",
          ratio: (median(residents) / 200).toFixed(2),
          note: "our process, after its first page",
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

async function resident(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? Number.NaN) / 1024;
}

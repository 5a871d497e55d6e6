import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type Bench, median, percentile, whole } from "./bench.ts";
import { newOffice, prose, which } from "./office.ts";
import { missing } from "./reads.ts";
import { wrk } from "./wrk.ts";

const seconds = 8;
const rounds = 2;
const perSecond = 10;

/** The page of `reads` while ten statements a second are published by another process, against itself in peace. */
export const bench: Bench = {
  name: "reads-hot",
  async run(progress) {
    if (!(await which("wrk"))) return [{ ...missing("wrk"), name: "reads-hot" }];
    const office = await newOffice();
    try {
      progress("an office with one statement of 30 kB");
      await office.start();
      const { number } = await office.publish("La reconstrucción de las escuelas", prose(24_000));
      const page = `${office.url}/statements/${number}`;
      const idle: number[] = [];
      const hot: number[] = [];
      const lateness: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        progress(`round ${round} of ${rounds}`);
        idle.push(await wrk(page, seconds));
        const publisher = startPublisher(office.data);
        const watching = watch(publisher, office.url, lateness);
        hot.push(await wrk(page, seconds));
        publisher.kill("SIGTERM");
        await watching;
      }
      return [
        {
          name: "reads-hot",
          ours: `${whole(median(hot))}/s`,
          peer: `idle ${whole(median(idle))}/s`,
          ratio: (median(hot) / median(idle)).toFixed(2),
          note: `${lateness.length} statements published meanwhile, ${perSecond} a second; reach ≥ 0.9`,
        },
        {
          name: "reads-hot, lateness",
          ours: `${whole(median(lateness))} ms median, ${whole(percentile(lateness, 99))} ms p99`,
          peer: "≤ 1,000 ms",
          ratio: (percentile(lateness, 99) / 1000).toFixed(2),
          note: `from commit until the list shows it, under full load; the worst ${whole(Math.max(...lateness))} ms`,
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

function startPublisher(data: string): ChildProcess {
  const script = new URL("./publisher.ts", import.meta.url).pathname;
  return spawn(process.execPath, [script, data, String(perSecond)], { stdio: ["ignore", "pipe", "inherit"] });
}

/** The publisher prints the number of each statement once it has committed; we ask the list until it shows it. */
async function watch(publisher: ChildProcess, url: string, lateness: number[]): Promise<void> {
  if (!publisher.stdout) return;
  const ended = once(publisher, "exit");
  const asked: Promise<void>[] = [];
  createInterface({ input: publisher.stdout }).on("line", (number) => {
    const began = performance.now();
    asked.push(
      (async () => {
        while (!(await (await fetch(`${url}/statements`)).text()).includes(`/statements/${number}`))
          await new Promise((resolve) => setTimeout(resolve, 20));
        lateness.push(performance.now() - began);
      })(),
    );
  });
  await ended;
  await Promise.all(asked);
}

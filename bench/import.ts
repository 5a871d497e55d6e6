import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Bench, whole } from "./bench.ts";
import { newOffice } from "./office.ts";

const archive = fileURLToPath(
  new URL("../../shared/data/statements/australian-pm-transcripts.jsonl.gz", import.meta.url),
);
const voceria = fileURLToPath(new URL("../bin/voceria", import.meta.url));
const limit = 500;

/** A real archive brought in as an operator does it, into an installation of its own: the whole command, signing included. */
export const bench: Bench = {
  name: "import",
  async run(progress) {
    if (!existsSync(archive))
      return [
        {
          name: "import",
          ours: "not measured",
          peer: `≥ ${limit} rows/s`,
          ratio: "–",
          note: "../shared/data is not here",
        },
      ];
    const office = await newOffice();
    try {
      progress("an office with a blank register");
      await office.start("--pack", "blank");
      await office.stop();
      progress("the import");
      const began = performance.now();
      const child = spawn(
        voceria,
        ["import", "statements", archive, "--source", "bench", "--json", "--data", office.data],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      const residents: number[] = [];
      const sampling = setInterval(() => void resident(child.pid).then((size) => residents.push(size)), 250);
      let output = "";
      child.stdout.on("data", (part: Buffer) => (output += part.toString()));
      const [code] = (await once(child, "close")) as [number];
      clearInterval(sampling);
      const seconds = (performance.now() - began) / 1000;
      if (code !== 0) throw new Error(`the import ended with ${code}`);
      const report = JSON.parse(output) as { read: number; imported: number; refused: number };
      const middle = Math.floor(residents.length / 2);
      const [early, late] = [peak(residents.slice(0, middle)), peak(residents.slice(middle))];
      return [
        {
          name: "import",
          ours: `${whole(report.read / seconds)} rows/s`,
          peer: `≥ ${limit} rows/s`,
          ratio: (report.read / seconds / limit).toFixed(2),
          note: `${whole(report.read)} rows in ${seconds.toFixed(1)} s: ${whole(report.imported)} imported, ${whole(report.refused)} refused`,
        },
        {
          name: "import, memory",
          ours: `${whole(late)} MB`,
          peer: `${whole(early)} MB`,
          ratio: (late / early).toFixed(2),
          note: "peak resident in the second half of the import, against the first half",
        },
      ];
    } finally {
      await office.remove();
    }
  },
};

function peak(sizes: readonly number[]): number {
  return Math.max(...sizes.filter((size) => !Number.isNaN(size)));
}

/** In MB; not a number once the process has ended. */
async function resident(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? Number.NaN) / 1024;
}

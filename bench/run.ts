// `npm run bench` runs all, `npm run bench -- reads start` those named. Prints one table.
// `BENCH_DATA=FOLDER npm run bench -- search quote` keeps the office of those two, which takes long to fill, and measures it again the next time;
// `VOCERIA_BENCH_TEXTS=5000` fills it with fewer.
import { cpus } from "node:os";
import type { Bench, Row } from "./bench.ts";

const names = [
  "reads",
  "reads-hot",
  "record-import",
  "record-verify",
  "bundle",
  "start",
  "import",
  "register",
  "search",
  "quote",
  "live",
  "quote-table",
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark named ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
  const progress = (what: string): void => console.error(`${name}: ${what}`);
  progress("starting");
  rows.push(...(await bench.run(progress)));
}
console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}, Node ${process.versions.node}\n`);
console.log(table(rows));
process.exit(0);

function table(lines: readonly Row[]): string {
  const head: Row = { name: "name", ours: "ours", peer: "peer or limit", ratio: "ratio", note: "note" };
  const rule: Row = { name: "---", ours: "---", peer: "---", ratio: "---", note: "---" };
  return [head, rule, ...lines]
    .map((row) => `| ${row.name} | ${row.ours} | ${row.peer} | ${row.ratio} | ${row.note} |`)
    .join("\n");
}

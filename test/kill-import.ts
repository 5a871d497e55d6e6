// A trial to be run by hand, with an archive of any size and an installation of its own, whose database is killed along:
//   node test/kill-import.ts ARCHIVE DATA-FOLDER [KILLS]
// Founds a blank office in the (new) folder, imports the archive with the command line, kills -9 that process KILLS times
// (20) at moments of chance, lets the last import finish, and audits. Exits 1 where anything is missing, doubled or found.
import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const voceria = fileURLToPath(new URL("../bin/voceria", import.meta.url));
const [archive, data, kills = "20"] = process.argv.slice(2);
if (archive === undefined || data === undefined)
  throw new Error("usage: node test/kill-import.ts ARCHIVE DATA-FOLDER [KILLS]");

const server = run("start", "--pack", "blank", "--port", "0");
await saying(server, "serves");
server.kill("SIGINT");
await once(server, "close");

let killed = 0;
while (killed < Number(kills)) {
  const child = run("import", "statements", archive, "--source", "kill-import", "--json");
  const ended = once(child, "close");
  await saying(child, "importing");
  const timer = setTimeout(() => child.kill("SIGKILL"), randomInt(50, 1_500));
  const [code, signal] = (await ended) as [number | null, string | null];
  clearTimeout(timer);
  if (signal !== "SIGKILL") {
    say(`the import ended by itself (${code}) after ${killed} kills: take a larger archive`);
    process.exit(1);
  }
  say(`kill ${++killed}`);
}
const last = await answer("import", "statements", archive, "--source", "kill-import", "--json");
say(`resumed: ${last.output.trim().slice(0, 200)}`);
const report = JSON.parse(last.output) as { read: number; imported: number; alreadyThere: number; refused: number };
const again = await answer("import", "statements", archive, "--source", "kill-import", "--json");
const second = JSON.parse(again.output) as typeof report;
const audit = await answer("audit");
say(audit.output.trim());
const whole =
  report.imported + report.alreadyThere + report.refused === report.read &&
  second.imported === 0 &&
  second.alreadyThere === report.imported + report.alreadyThere &&
  audit.code === 0;
say(whole ? `${second.alreadyThere} texts are in, each once; the audit is clean` : "NOT the same");
process.exit(whole ? 0 : 1);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function run(...words: string[]): ChildProcess {
  return spawn(voceria, [...words, "--data", data ?? ""], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Resolves once the process has said that on either of its outputs. */
async function saying(child: ChildProcess, word: string): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (part: Buffer) => {
        said += part.toString();
        if (said.includes(word)) resolve();
      });
    child.once("close", () => reject(new Error(`it ended before it said "${word}": ${said}`)));
  });
}

async function answer(...words: string[]): Promise<{ code: number; output: string }> {
  const child = run(...words);
  let output = "";
  child.stdout?.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr?.resume();
  const [code] = (await once(child, "close")) as [number];
  return { code, output };
}

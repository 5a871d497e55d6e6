import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemPostgres } from "./system-postgres.ts";

/**
 * Everything that must pass, in one command: `npm test`. The last line is "N passed, N failed[, N skipped]".
 * With --checks only what needs no test to run; with names of tests only those: `npm test -- test/start.test.ts`.
 */
type Counts = { passed: number; failed: number; skipped: number };

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name: string) => join(root, "node_modules/.bin", name);
const checks: readonly (readonly [string, string, readonly string[]])[] = [
  ["formatting", bin("oxfmt"), ["--check"]],
  ["lint", bin("oxlint"), ["--type-aware", "--quiet"]],
  ["types", bin("tsc"), []],
  ["types of packages/record", bin("tsc"), ["-p", "packages/record"]],
  ["types of the islands", bin("tsc"), ["-p", "src/site/islands"]],
  ["types of the desk's islands", bin("tsc"), ["-p", "src/desk/islands"]],
  ["dead code", bin("knip"), ["--no-progress"]],
];

const words = process.argv.slice(2);
const named = words.filter((word) => !word.startsWith("-"));
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
if (named.length === 0) for (const [name, program, args] of checks) await check(name, program, args);
if (!words.includes("--checks")) {
  const server = await systemPostgres();
  if (named.length === 0 && process.env["VOCERIA_TEST_DATABASE_URL"] === undefined)
    console.log(
      server === undefined
        ? "No PostgreSQL of the system's own was found: every test runs on the embedded one."
        : `The tests of the database run on the system's PostgreSQL ${server.version}, all others on the embedded one.`,
    );
  await vitest(named);
}
const skipped = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exit(counts.failed === 0 ? 0 : 1);

async function check(name: string, program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code === 0) counts.passed++;
  else {
    counts.failed++;
    console.log(`${name}: failed\n${output.trim()}\n`);
  }
}

async function vitest(files: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "voceria-run-"));
  const report = join(folder, "report.json");
  const options = ["--reporter=dot", "--silent=passed-only", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(bin("vitest"), ["run", ...options, ...files], "inherit");
  const result = existsSync(report) ? (JSON.parse(await readFile(report, "utf8")) as VitestReport) : undefined;
  await rm(folder, { recursive: true });
  const failed = result?.numFailedTests ?? 0;
  counts.passed += result?.numPassedTests ?? 0;
  counts.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  // A file that could not even be loaded, or an error outside any test, fails without a test's name.
  counts.failed += failed > 0 || code === 0 ? failed : 1;
}

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };

function run(
  program: string,
  args: readonly string[],
  stdio: "pipe" | "inherit" = "pipe",
): Promise<{ code: number; output: string }> {
  // The pinned runtime comes first, so that every tool runs under it.
  const path = `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }), PATH: path },
    stdio: ["ignore", stdio, stdio],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve) => {
    child.on("error", (error) =>
      resolve({ code: 1, output: `${error.message}: run "npm ci" with development packages.` }),
    );
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { databaseTests } from "./test/database-tests.ts";
import { systemPostgres } from "./test/system-postgres.ts";

const include = [
  "src/**/*.test.ts",
  "packages/*/src/**/*.test.ts",
  "packages/*/test/**/*.test.ts",
  "test/**/*.test.ts",
];
const globalSetup = "test/global-setup.ts";

/** The oldest PostgreSQL of the system's own has the tests of the database; the embedded one has the program and the browser. */
async function projects() {
  if (process.env["VOCERIA_TEST_DATABASE_URL"] !== undefined || (await systemPostgres()) === undefined)
    return [{ extends: true as const, test: { name: "embedded", include, globalSetup } }];
  const files = await databaseTests();
  return [
    {
      extends: true as const,
      test: { name: "embedded", include, exclude: [...configDefaults.exclude, ...files], globalSetup },
    },
    { extends: true as const, test: { name: "system", include: files, globalSetup: "test/system-setup.ts" } },
  ];
}

export default defineConfig({
  test: {
    // As bin/runtime runs the program itself.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // By itself vitest leaves a core idle. More than four would want more connections than a small server grants.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: await projects(),
  },
});

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "packages/*/src/**/*.test.ts", "packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    // As bin/runtime runs the program itself.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    globalSetup: "test/global-setup.ts",
    // By itself vitest leaves a core idle. More than four would want more connections than a small server grants.
    maxWorkers: Math.min(availableParallelism(), 4),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Address } from "../src/store/database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server on which tests create databases of their own. */
    server: Address;
  }
}

/** One server for the whole run: the one that VOCERIA_TEST_DATABASE_URL names, else an embedded one of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env["VOCERIA_TEST_DATABASE_URL"];
  if (url !== undefined && url !== "") {
    project.provide("server", { connectionString: url });
    return async () => {};
  }
  const { startPostgres } = await import("../src/store/postgres.ts");
  const data = await mkdtemp(join(tmpdir(), "voceria-test-"));
  const server = await startPostgres({ data });
  project.provide("server", server.address);
  return async () => {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  };
}

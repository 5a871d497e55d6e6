import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { systemClock } from "../src/clock.ts";
import type { Address } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createDatabase, named, runOn } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server on which tests create databases of their own. */
    server: Address;
    /** A migrated database on it that new ones are copied from: migrating takes ten times as long as copying. */
    template: string;
  }
}

type Server = { address: Address; stop: () => Promise<void> };

/** One server for the whole run: the one that VOCERIA_TEST_DATABASE_URL names, else an embedded one of its own. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  return provideServer(project, await startServer());
}

/** Tests create databases of their own on that server until the run ends. */
export async function provideServer(project: TestProject, { address, stop }: Server): Promise<() => Promise<void>> {
  const template = `voceria_template_${randomBytes(8).toString("hex")}`;
  await createDatabase(address, template);
  await migrate(named(address, template), systemClock);
  project.provide("server", address);
  project.provide("template", template);
  return async () => {
    await runOn(address, `drop database ${template}`);
    await stop();
  };
}

async function startServer(): Promise<Server> {
  const url = process.env["VOCERIA_TEST_DATABASE_URL"];
  if (url !== undefined && url !== "") return { address: { connectionString: url }, stop: async () => {} };
  const { startPostgres } = await import("../src/store/postgres.ts");
  const data = await mkdtemp(join(tmpdir(), "voceria-test-"));
  const server = await startPostgres({ data });
  return {
    address: server.address,
    stop: async () => {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

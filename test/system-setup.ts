import type { TestProject } from "vitest/node";
import { provideServer } from "./global-setup.ts";
import { startSystemPostgres, systemPostgres } from "./system-postgres.ts";

/** The system's own PostgreSQL, for the tests of the database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const found = await systemPostgres();
  if (found === undefined) throw new Error("The system's PostgreSQL went away while the tests began.");
  const server = await startSystemPostgres(found);
  return provideServer(project, { address: { connectionString: server.url }, stop: () => server.stop() });
}

import { expect, test } from "vitest";
import { freshInstallation } from "./database.ts";

test("a fresh installation is migrated and empty", async () => {
  const installation = await freshInstallation();
  try {
    const rows = await installation.db.selectFrom("record_entry").selectAll().execute();
    expect(rows).toEqual([]);
  } finally {
    await installation.drop();
  }
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { systemClock } from "../src/clock.ts";
import { migrate } from "../src/store/migrate.ts";
import { freshDatabase, freshInstallation } from "./database.ts";

test("a fresh installation is migrated and empty", async () => {
  const installation = await freshInstallation();
  try {
    const rows = await installation.db.selectFrom("record_entry").selectAll().execute();
    expect(rows).toEqual([]);
  } finally {
    await installation.drop();
  }
});

test("a database that another version built is refused by name and left as it is", async () => {
  const { address, db, drop } = await freshDatabase();
  try {
    await migrate(address, systemClock);
    const other = "0".repeat(64);
    await sql`insert into migration values ('9999_not_ours.sql', ${other}, now())`.execute(db);
    await expect(migrate(address, systemClock)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(
        /built by another version of Vocería.*9999_not_ours\.sql.*Start that version/,
      ) as string,
    });
    await sql`delete from migration where name = '9999_not_ours.sql'`.execute(db);
    await sql`update migration set sha256 = ${other} where name = '0001_record.sql'`.execute(db);
    await expect(migrate(address, systemClock)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("0001_record.sql of this version differs") as string,
    });
  } finally {
    await drop();
  }
});

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

test("a database that lacks earlier migrations than its newest is given those, and is then as any other", async () => {
  const { address, db, drop } = await freshDatabase();
  const shape = async () =>
    (
      await sql`select c.relname, a.attname as name, format_type(a.atttypid, a.atttypmod) as what, a.attnotnull::text as more
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid), ''
        from pg_constraint where connamespace = current_schema::regnamespace
        order by 1, 2, 3`.execute(db)
    ).rows;
  try {
    const whole = await shape();
    // As it was where what came after had been applied before these two were written.
    await sql`alter table clearance_link drop column handed_on_by`.execute(db);
    await sql`alter table clearance drop column answered_through`.execute(db);
    await sql`alter table officer_right drop constraint officer_right_right_check`.execute(db);
    await sql`alter table officer_right add constraint officer_right_right_check check ("right" <> 'reader')`.execute(
      db,
    );
    await sql`delete from migration where name in ('0037_clearance_by_hand.sql', '0038_reader.sql')`.execute(db);
    expect(await shape()).not.toEqual(whole);
    await migrate(address, systemClock);
    expect(await shape()).toEqual(whole);
    const applied = await sql<{ name: string }>`select name from migration where name like '003%'`.execute(db);
    expect(applied.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["0037_clearance_by_hand.sql", "0038_reader.sql"]),
    );
  } finally {
    await drop();
  }
});

import { EventEmitter, once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { systemClock } from "../src/clock.ts";
import { checkFacts, checkServer, type ServerFacts } from "../src/store/check-server.ts";
import { openConnection } from "../src/store/database.ts";
import { listen } from "../src/store/listen.ts";
import { migrate } from "../src/store/migrate.ts";
import { startPostgres } from "../src/store/postgres.ts";
import { emptyDatabase } from "./database.ts";
import { postmaster, temporaryFolder } from "./processes.ts";

const sound: ServerFacts = {
  version: 150_020,
  release: "15.20",
  encoding: "UTF8",
  fsync: "on",
  synchronous_commit: "on",
  may_create: true,
  standby: false,
};

test.each<[Partial<ServerFacts>, RegExp]>([
  [{ version: 140_005, release: "14.5" }, /PostgreSQL 14\.5; Vocería needs 15 or later/],
  [{ encoding: "SQL_ASCII" }, /encoded in SQL_ASCII/],
  [{ fsync: "off" }, /fsync = off/],
  [{ synchronous_commit: "off" }, /synchronous_commit = off/],
  [{ standby: true }, /is a standby/],
  [{ may_create: false }, /grant it CREATE/],
])("a server that cannot be relied on is refused: %o", (fact, said) => {
  expect(() => checkFacts({ ...sound, ...fact }, "db.example/office")).toThrow(said);
  expect(() => checkFacts(sound, "db.example/office")).not.toThrow();
});

test("the server of these tests can be relied on, and a database in another encoding cannot", async () => {
  const { address, drop } = await emptyDatabase();
  onTestFinished(drop);
  await checkServer(address);
  const connection = openConnection(address);
  await connection.connect();
  const name = `voceria_latin_${process.pid}`;
  await connection.query(
    `create database ${name} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
  );
  onTestFinished(async () => {
    await connection.query(`drop database ${name} with (force)`);
    await connection.end();
  });
  const latin =
    "connectionString" in address
      ? { connectionString: address.connectionString.replace(/voceria_test_[0-9a-f]+/, name) }
      : { ...address, database: name };
  await expect(checkServer(latin)).rejects.toThrow(/encoded in LATIN1/);
});

test("processes that start at once migrate once", async () => {
  const { address, drop } = await emptyDatabase();
  onTestFinished(drop);
  await Promise.all(Array.from({ length: 4 }, () => migrate(address, systemClock)));
  const connection = openConnection(address);
  await connection.connect();
  const { rows } = await connection.query<{ name: string }>("select name from migration order by name");
  await connection.end();
  expect(rows.length).toBeGreaterThan(2);
  expect(rows[0]?.name).toBe("0001_record.sql");
});

test("a wrong password is told without repeating it, and an account that the server lets in nowhere likewise", async () => {
  const data = await temporaryFolder();
  const server = await startPostgres({ data });
  onTestFinished(() => server.stop());
  const socket = "host" in server.address ? server.address.host : "";
  const url = `postgres://voceria:hush@db/voceria?host=${encodeURIComponent(socket)}&port=5432`;
  for (const [rule, said] of [
    [
      "local all all scram-sha-256",
      /^The database at .* cannot be used: it refuses the password: correct DATABASE_URL\.$/,
    ],
    ["local all all reject", /^The database at .* cannot be used: it refuses the account: .*pg_hba\.conf\.$/],
  ] as const) {
    await writeFile(join(data, "postgres/pg_hba.conf"), `${rule}\n`);
    process.kill(await postmaster(data), "SIGHUP");
    await vi.waitFor(() => expect(checkServer({ connectionString: url })).rejects.toThrow(said), 10_000);
    await expect(checkServer({ connectionString: url })).rejects.not.toThrow(/hush/);
  }
});

test("an account that may create no schema is refused, and is enough where its schema stands already", async () => {
  const { address, drop } = await emptyDatabase();
  onTestFinished(drop);
  const owner = openConnection(address);
  await owner.connect();
  onTestFinished(() => owner.end());
  const { rows } = await owner.query<{ name: string; mighty: boolean }>(
    "select current_database() as name, rolsuper as mighty from pg_roles where rolname = current_user",
  );
  const { name, mighty } = rows[0]!;
  const account = mighty ? `voceria_plain_${process.pid}` : "current_user";
  if (mighty) {
    await owner.query(`create role ${account}`);
    onTestFinished(async () => {
      await owner.query(`drop owned by ${account} cascade`);
      await owner.query(`drop role ${account}`);
    });
  }
  await owner.query(`revoke create on database ${name} from ${account}`);
  // Whoever connects from now on is that account.
  if (mighty) await owner.query(`alter database ${name} set role = '${account}'`);
  await expect(checkServer(address)).rejects.toThrow(/grant it CREATE/);

  if (!mighty) await owner.query(`grant create on database ${name} to current_user`);
  await owner.query("create schema voceria; create schema voceria_jobs");
  if (mighty) await owner.query(`grant all on schema voceria, voceria_jobs to ${account}`);
  else await owner.query(`revoke create on database ${name} from current_user`);
  await checkServer(address);
  await migrate(address, systemClock);
});

test("a listener whose connection is cut opens another, and says that it may have missed something", async () => {
  const { address, drop } = await emptyDatabase();
  onTestFinished(drop);
  const heard = new EventEmitter();
  const listener = await listen(address, "voceria_trial", (payload) => heard.emit("notice", payload));
  const connection = openConnection(address);
  await connection.connect();
  onTestFinished(async () => {
    await listener.close();
    await connection.end();
  });
  const first = once(heard, "notice");
  await connection.query("select pg_notify('voceria_trial', 'one')");
  expect(await first).toEqual(["one"]);
  const again = once(heard, "notice");
  await connection.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  expect(await again).toEqual([""]);
  const second = once(heard, "notice");
  await connection.query("select pg_notify('voceria_trial', 'two')");
  expect(await second).toEqual(["two"]);
});

test.each(Object.entries(commands))("voceria help %s teaches with an example", async (name, load) => {
  const command = await load();
  expect(command.name).toBe(name);
  expect(command.summary).not.toBe("");
  expect(command.help).toMatch(new RegExp(`^\\s*(bin/)?voceria ${name}\\b`, "m"));
});

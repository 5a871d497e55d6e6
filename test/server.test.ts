import { once } from "node:events";
import { EventEmitter } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { systemClock } from "../src/clock.ts";
import { checkFacts, checkServer, type ServerFacts } from "../src/store/check-server.ts";
import { openConnection } from "../src/store/database.ts";
import { listen } from "../src/store/listen.ts";
import { migrate } from "../src/store/migrate.ts";
import { emptyDatabase } from "./database.ts";

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

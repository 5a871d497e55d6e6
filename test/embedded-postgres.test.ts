import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openConnection } from "../src/store/database.ts";
import { startPostgres } from "../src/store/postgres.ts";
import { identities, postmaster, type Running, run, runs, runWriter, temporaryFolder, until } from "./processes.ts";
import { privateCheckout } from "./private-checkout.ts";

describe.each(identities)("the embedded PostgreSQL under $name", (identity) => {
  let checkout: string;
  beforeAll(async () => {
    checkout = await privateCheckout(identity);
  });

  test.each(["setpriv", "pipe"])(
    "loses no acknowledged commit to kill -9 of our process, and ends with it (%s)",
    async (lifeline) => {
      const data = join(await temporaryFolder(identity), "data");
      const first = runWriter(checkout, [data, "write", lifeline], { identity });
      await first.line(/^50$/);
      const server = await postmaster(data);
      first.child.kill("SIGKILL");
      await first.ended;
      const said = lastNumber(first);
      await until(async () => !(await runs(server)));

      const second = runWriter(checkout, [data, "write", lifeline], { identity });
      expect(await lost(second, said)).toBe(0);
    },
  );

  test("loses no acknowledged commit to kill -9 of everything at once", async () => {
    const data = join(await temporaryFolder(identity), "data");
    let said = -1;
    for (let round = 0; round < 3; round++) {
      const writer = runWriter(checkout, [data, "write"], { identity });
      expect(await lost(writer, said)).toBe(0);
      await writer.line(new RegExp(`^${said + 31}$`));
      process.kill(await postmaster(data), "SIGKILL");
      writer.child.kill("SIGKILL");
      await writer.ended;
      said = lastNumber(writer);
    }
    expect(await lost(runWriter(checkout, [data, "write"], { identity }), said)).toBe(0);
  });

  test("starts over the number of a killed server that another process has by now", async () => {
    const data = join(await temporaryFolder(identity), "data");
    const first = runWriter(checkout, [data, "write"], { identity });
    await first.line(/^5$/);
    const pidFile = await readFile(join(data, "postgres/postmaster.pid"), "utf8");
    process.kill(await postmaster(data), "SIGKILL");
    first.child.kill("SIGKILL");
    await first.ended;
    const stranger = run("/bin/sleep", ["1000"], { identity });
    await writeFile(
      join(data, "postgres/postmaster.pid"),
      [String(stranger.child.pid), ...pidFile.split("\n").slice(1)].join("\n"),
    );
    expect(await lost(runWriter(checkout, [data, "write"], { identity }), lastNumber(first))).toBe(0);
  });

  test("serves a data folder whose path is longer than a socket's may be", async () => {
    const data = join(await temporaryFolder(identity), "a-folder-with-a-long-name-".repeat(5), "data");
    expect(await runWriter(checkout, [data, "write"], { identity }).line(/^1$/)).toBe("1");
  });

  test("lets a command attach to the server that runs, and leaves it running", async () => {
    const data = join(await temporaryFolder(identity), "data");
    const server = runWriter(checkout, [data, "serve"], { identity });
    await server.line(/^open$/);
    const command = runWriter(checkout, [data, "command"], { identity });
    await command.line(/^open$/);
    const pid = await postmaster(data);
    command.child.stdin!.write("close\n");
    expect(await command.ended).toBe(0);
    expect(await runs(pid)).toBe(true);
    server.child.stdin!.write("close\n");
    expect(await server.ended).toBe(0);
    expect(await runs(pid)).toBe(false);
  });

  test("goes on serving when the command that started the server ends", async () => {
    const data = join(await temporaryFolder(identity), "data");
    const command = runWriter(checkout, [data, "command"], { identity });
    await command.line(/^open$/);
    const started = await postmaster(data);
    const server = runWriter(checkout, [data, "serve"], { identity });
    await server.line(/^open$/);
    command.child.stdin!.write("close\n");
    expect(await command.ended).toBe(0);
    await until(async () => (await postmaster(data).catch(() => started)) !== started);
    const next = runWriter(checkout, [data, "command"], { identity });
    await next.line(/^open$/);
  });

  test("is served by one of two that start at once on new data, and the other says by whom", async () => {
    const data = join(await temporaryFolder(identity), "data");
    const starters = [
      runWriter(checkout, [data, "serve"], { identity }),
      runWriter(checkout, [data, "serve"], { identity }),
    ];
    const loser = await Promise.race(starters.map(async (starter) => (await starter.ended, starter)));
    expect(loser.output()).toMatch(
      /^conflict: The data in .* is already being served by (another process|process \d+)/m,
    );
    const winner = starters.find((starter) => starter !== loser)!;
    await winner.line(/^open$/);
    winner.child.stdin!.write("close\n");
    expect(await winner.ended).toBe(0);
  });
});

test("the account that the office works under is no superuser of its database", async () => {
  const data = await temporaryFolder();
  const server = await startPostgres({ data });
  const connection = openConnection(server.address);
  try {
    await connection.connect();
    const { rows } = await connection.query(
      `select rolsuper, current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync,
        lower('ÑANDÚ') as lower, datlocprovider as provider, datlocale as locale
       from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
    );
    expect(rows).toEqual([
      { rolsuper: false, addresses: "", fsync: "on", lower: "ñandú", provider: "b", locale: "C.UTF-8" },
    ]);
  } finally {
    await connection.end();
    await server.stop();
  }
});

function lastNumber(writer: Running): number {
  // A whole line of digits: the writer may have had time to complain that its server is gone.
  const lines = writer.output().split("\n").slice(0, -1);
  return Math.max(...lines.filter((line) => /^\d+$/.test(line)).map(Number));
}

/** How many of the numbers said before are gone. It counts the rows it finds, among them at most one not yet said. */
async function lost(writer: Running, said: number): Promise<number> {
  const found = Number(await writer.line(/^\d+$/));
  expect(found).toBeLessThanOrEqual(said + 2);
  return Math.max(0, said + 1 - found);
}

import { openInstallation } from "../src/store/installation.ts";
import { openConnection } from "../src/store/database.ts";
import { prepareDataFolder } from "../src/store/data-folder.ts";
import { startPostgres } from "../src/store/postgres.ts";
import { Fault } from "../src/fault.ts";

/**
 * A process for the tests to kill: writing-process.ts FOLDER write [setpriv|pipe] | serve | command.
 * `write` commits one number after another and says each once it is acknowledged. `serve` and `command` open the
 * installation, say so and wait for the end of their input.
 */
const [data = "", mode = "write", lifeline] = process.argv.slice(2);
try {
  if (mode === "write") await write();
  else await hold();
} catch (error) {
  if (!(error instanceof Fault)) throw error;
  say(`${error.code}: ${error.message}`);
  process.exit(1);
}

async function write(): Promise<void> {
  await prepareDataFolder(data);
  const server = await startPostgres({
    data,
    ...(lifeline === undefined ? {} : { lifeline: lifeline as "setpriv" | "pipe" }),
  });
  const connection = openConnection(server.address);
  await connection.connect();
  await connection.query("create table if not exists acknowledged (n integer)");
  const { rows } = await connection.query<{ n: number }>("select count(*)::int as n from acknowledged");
  for (let n = rows[0]!.n; ; n++) {
    await connection.query("insert into acknowledged values ($1)", [n]);
    say(String(n));
  }
}

async function hold(): Promise<void> {
  const installation = await openInstallation({ data }, { serve: mode === "serve" });
  say("open");
  for await (const line of process.stdin) if (String(line).trim() === "close") break;
  await installation.close();
  say("closed");
  process.exit(0);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { emptyDatabase } from "./database.ts";
import { type Identity, identities, postmaster, type Running, run, runs, temporaryFolder, until } from "./processes.ts";
import { privateCheckout } from "./private-checkout.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const voceria = join(root, "bin/voceria");
const serving = /^Vocería serves (http:\S+)/;

describe.each(identities)("voceria start, by $name", (identity) => {
  test("serves from a checkout that only its owner can read, through a link, from any folder", async () => {
    const folder = await temporaryFolder(identity);
    const checkout = await privateCheckout(identity);
    await symlink(join(checkout, "bin/voceria"), join(folder, "voceria"));
    const office = run(join(folder, "voceria"), ["start", "--port", "0", "--data", join(folder, "data")], { identity });
    expect((await fetch(await addressOf(office))).status).toBe(200);
    office.child.kill("SIGINT");
    expect(await office.ended).toBe(0);
  });

  test("resumes after kill -9, with the same record", async () => {
    const data = join(await temporaryFolder(identity), "data");
    const again = async () =>
      run(join(await privateCheckout(identity), "bin/voceria"), ["start", "--port", "0", "--data", data], { identity });
    const first = await again();
    const before = await (await fetch(`${await addressOf(first)}/record/key`)).text();
    const server = await postmaster(data);
    first.child.kill("SIGKILL");
    await until(async () => !(await runs(server)));
    const second = await again();
    expect(await (await fetch(`${await addressOf(second)}/record/key`)).text()).toBe(before);
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });
});

test("an empty folder is started into a desk: the link that it prints makes the first administrator, and is asked for again", async () => {
  const data = join(await temporaryFolder(), "data");
  const office = start(["--port", "0", "--data", data]);
  const url = await addressOf(office);
  const link = /http:\S+/.exec(await office.line(/^Enter the desk/))![0];
  const again = run(voceria, ["enter", "--data", data]);
  expect(await again.ended).toBe(0);
  expect(again.output()).toMatch(new RegExp(`^${url}/desk/enter/link/[\\w-]{43}\n`));
  const entered = await fetch(link, {
    method: "POST",
    body: new URLSearchParams({ name: "Ana Soto", email: "ana@segegob.example", language: "es" }),
    headers: { origin: url },
    redirect: "manual",
  });
  const cookie = /^voceria=[^;]+/.exec(entered.headers.get("set-cookie") ?? "")?.[0] ?? "";
  expect(await (await fetch(`${url}/desk/account`, { headers: { cookie } })).text()).toContain("Ana Soto");
  office.child.kill("SIGTERM");
  expect(await office.ended).toBe(0);
  const second = start(["--port", "0", "--data", data]);
  expect((await fetch(`${await addressOf(second)}/desk/account`, { headers: { cookie } })).status).toBe(200);
  expect(second.output()).not.toContain("Enter the desk");
});

test("a second start on the same data says who serves it, where, and what to do", async () => {
  const data = join(await temporaryFolder(), "data");
  const office = start(["--port", "0", "--data", data]);
  const url = await addressOf(office);
  const port = new URL(url).port;
  for (const wanted of [port, "0"]) {
    const second = start(["--port", wanted, "--data", data]);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already being served by process ${office.child.pid} at ${url}`);
    expect(second.output().trim().split("\n")).toHaveLength(1);
  }
  expect((await fetch(url)).status).toBe(200);
});

test("a taken port is one sentence, and leaves nothing founded", async () => {
  const data = join(await temporaryFolder(), "data");
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  onTestFinished(() => void taken.close());
  const address = taken.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const office = start(["--port", port, "--data", data]);
  expect(await office.ended).toBe(1);
  expect(office.output()).toMatch(new RegExp(`^Port ${port} is already taken on 127.0.0.1: .*--port.*\\n$`));
  await expect(readFile(join(data, "postgres/PG_VERSION"))).rejects.toThrow(/ENOENT/);
});

test("an office is served from a database of one's own", async () => {
  const server = inject("server");
  // An embedded server lets in the account that started it by its socket: its address is no URL.
  const { address, drop } = await emptyDatabase();
  onTestFinished(drop);
  const url =
    "connectionString" in address
      ? address.connectionString
      : `postgres:///${address.database}?host=${encodeURIComponent(address.host)}&port=${address.port}&user=${address.user}`;
  expect(server).toBeDefined();
  const data = join(await temporaryFolder(), "data");
  const office = start(["--port", "0", "--data", data], { DATABASE_URL: url });
  expect((await fetch(await addressOf(office))).status).toBe(200);
  office.child.kill("SIGTERM");
  expect(await office.ended).toBe(0);
});

test("a database that is not there is one sentence without its password", async () => {
  const data = join(await temporaryFolder(), "data");
  const office = start(["--port", "0", "--data", data], {
    DATABASE_URL: "postgres://me:hush@127.0.0.1:1/office",
  });
  expect(await office.ended).toBe(1);
  expect(office.output()).toMatch(/^The database at 127\.0\.0\.1:1\/office cannot be used: nothing answers there.*\n$/);
  expect(office.output()).not.toContain("hush");
});

test.skipIf(process.getuid?.() !== 0)(
  "an account without a name is told what it lacks (tried under root)",
  async () => {
    const nameless: Identity = { name: "nobody at all", uid: 54_321, gid: 54_321 };
    const folder = await temporaryFolder(nameless);
    const inCheckout = join(await privateCheckout(nameless), "bin/voceria");
    for (const [args, said] of [
      [["--port", "0"], /^This account has no home folder: .*--data or VOCERIA_DATA\.\n$/],
      [["--port", "0", "--data", join(folder, "data")], /^The embedded database runs only .* DATABASE_URL\.\n$/],
    ] as const) {
      // Without HOME, as a container leaves it.
      const office = run("/usr/bin/env", ["-u", "HOME", inCheckout, "start", ...args], { identity: nameless });
      expect(await office.ended).not.toBe(0);
      expect(office.output()).toMatch(said);
    }
  },
);

test("unknown or malformed settings, flags and commands are refused by name", async () => {
  const wrong: [string[], Record<string, string>, RegExp][] = [
    [["start"], { VOCERIA_PROT: "1" }, /^VOCERIA_PROT in the environment/],
    [["start"], { VOCERIA_PORT: "high" }, /^VOCERIA_PORT is "high"; it takes a port/],
    [["start", "--prot", "1"], {}, /no flag --prot; did you mean --port\?/],
    [["start", "--port"], {}, /--port needs a value/],
    [["statr"], {}, /no command "statr"; did you mean "start"\?/],
    [["constructor"], {}, /no command "constructor"/],
    [["help", "__proto__"], {}, /no command "__proto__"/],
    [["start", "--pack", "atlantis"], {}, /no pack "atlantis"/],
    [["start", "here"], {}, /"here" is one word too many/],
  ];
  for (const [args, env, said] of wrong) {
    const call = run(voceria, args, { env });
    expect([await call.ended, call.output()]).toEqual([2, expect.stringMatching(said)]);
  }
});

test("without its packages, the command line says where to run npm ci", async () => {
  const folder = join(await temporaryFolder(), "a check out");
  await mkdir(folder);
  await cp(join(root, "bin"), join(folder, "bin"), { recursive: true });
  const call = run(join(folder, "bin/voceria"), ["--help"]);
  expect(await call.ended).toBe(1);
  expect(call.output()).toBe(`Vocería is not installed yet: run "npm ci" in ${folder}.\n`);
});

test("an old Node of the machine's own is not used", async () => {
  const folder = join(await temporaryFolder(), "checkout");
  await mkdir(join(folder, "node_modules/pg"), { recursive: true });
  await cp(join(root, "bin"), join(folder, "bin"), { recursive: true });
  await writeFile(join(folder, "node"), "#!/bin/sh\necho 20\n", { mode: 0o755 });
  const call = run(join(folder, "bin/voceria"), ["--help"], { env: { PATH: `${folder}:/usr/bin:/bin` } });
  expect(await call.ended).toBe(1);
  expect(call.output()).toMatch(/^Vocería's own Node is missing: run "npm ci" in .*, or install Node 24 or later\.\n$/);
});

function start(args: readonly string[], env: Record<string, string> = {}): Running {
  return run(voceria, ["start", ...args], { env });
}

async function addressOf(office: Running): Promise<string> {
  return serving.exec(await office.line(serving))![1]!;
}

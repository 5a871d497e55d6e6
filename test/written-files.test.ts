import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFiles } from "../src/app.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { knownParameters } from "../src/site/kept-pages.ts";
import { isWritable } from "../src/site/written/written-name.ts";
import { typedItem } from "./agenda-typed.ts";
import { openedBriefing, type } from "./briefing-office.ts";
import { crawl } from "./crawl.ts";
import { publicOffice } from "./public-office.ts";

const nginx = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].find(existsSync);
/** A word that stands in nothing public. */
const secret = "zurbamandra";

let office: Awaited<ReturnType<typeof publicOffice>>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-files-"));
  office = await publicOffice("segegob", { files: join(folder, "kept") });
  const { installation, officer } = office;
  const { db, means } = installation;
  await startDraft(db, { title: secret, body: `${secret}\n` }, officer.writer.actor, means);
  await planItem(db, { ...typedItem, title: secret }, officer.editor.actor, means);
  const { id } = await openedBriefing(installation, officer.editor.actor, { holdSeconds: "600" });
  await type(installation, id, officer.writer.actor, `Retenido: ${secret}.`);
  await type(installation, id, officer.writer.actor, `Contexto: ${secret}.`, { attribution: "background" });
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("what an act touches is written anew while the office serves", async () => {
  const site = join(folder, "kept", "site");
  await fileSays(join(site, "statements.html"), "Escuelas de Chaitén");
  await fileSays(join(site, "en", "statements", `${office.statements.corrected}.html`), "340");
  const second = async () => Math.floor((await stat(join(site, "statements.html"))).mtimeMs / 1_000);
  const before = await second();
  const { number } = await office.publish({ title: "Agua para Chaitén" });
  await office.correct(office.statements.corrected, { note: "Decía 340.", body: "Son 341.\n" });
  await fileSays(join(site, "statements", `${number}.html`), "Agua para Chaitén");
  for (const list of ["index.html", "statements.html", "en.html", join("feeds", "statements.atom")])
    await fileSays(join(site, list), "Agua para Chaitén");
  // By its second nginx tells readers that a file is another.
  expect(await second()).toBeGreaterThan(before);
  await fileSays(join(site, "statements", `${office.statements.corrected}.html`), "Decía 340.");
  await fileSays(join(site, "statements", `${office.statements.corrected}.md`), "Son 341.");
  await fileSays(join(site, "statements@kind=comunicado.html"), "Agua para Chaitén");
  await office.withdraw(number, "Se publicó por error.");
  await fileSays(join(site, "statements", `${number}.html`), "Se publicó por error.");
  await fileSays(join(site, "statements@kind=comunicado.html"), "Dejado sin efecto");
  const checkpoint = await (await office.get("/record/checkpoint")).text();
  await fileSays(join(site, "record", "checkpoint"), checkpoint);
  expect((await readFile(join(site, "statements", `${office.statements.corrected}.md`), "utf8")).includes(secret)).toBe(
    false,
  );
}, 120_000);

test("a folder has one writer at a time", async () => {
  await expect(write(join(folder, "kept"))).rejects.toThrow("Another process writes files there");
});

test("killed at any moment and begun again, the files come to what they are undisturbed; a second time nothing is written", async () => {
  const [killed, whole] = [join(folder, "killed"), join(folder, "whole")];
  for (const steps of [2, 9]) {
    const child = spawn(
      process.execPath,
      [
        new URL("write-files-until-killed.ts", import.meta.url).pathname,
        JSON.stringify(office.installation.address),
        killed,
        office.url,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let seen = 0;
    child.stdout.on("data", (lines: Buffer) => {
      seen += lines.toString().split("\n").length - 1;
      if (seen >= steps) child.kill("SIGKILL");
    });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  }
  await writeFile(join(killed, "unfinished", "7"), "half a pa");
  expect(await write(killed)).toMatchObject({ failed: 0, left: 0 });
  expect(await write(whole)).toMatchObject({ failed: 0, left: 0 });
  const first = await digests(whole);
  expect(first.size).toBeGreaterThan(500);
  expect(await digests(killed)).toEqual(first);
  expect(await readdir(join(killed, "unfinished"))).toEqual([]);
  const times = await changedAt(whole);
  await write(whole);
  expect(await changedAt(whole)).toEqual(times);
}, 120_000);

test("what is no reading, and every parameter that a page knows, is the program's in the documented configuration too", async () => {
  const example = await readFile(new URL("../docs/examples/nginx.conf", import.meta.url), "utf8");
  const named = /"~\(\?:\^\|&\)\(\?:([a-z|]+)\)=" "@@";/.exec(example)?.[1]?.split("|") ?? [];
  expect(named.toSorted()).toEqual([...knownParameters].toSorted());
});

test("nothing that is not public is in any file, whatever its name", async () => {
  const found: string[] = [];
  for (const name of ["kept", "whole"])
    for (const path of await filesOf(join(folder, name))) if ((await readFile(path)).includes(secret)) found.push(path);
  expect(found).toEqual([]);
});

test.skipIf(nginx === undefined)(
  "with the program and its database stopped, nginx serves the whole site from the files as the program did (needs nginx)",
  async () => {
    await write(join(folder, "whole"));
    const assets = (await readdir(join(folder, "whole", "site", "assets"))).map((name) => `/assets/${name}`);
    const said = await crawl(
      office.url,
      ["/", "/en", "/sitemap.xml", "/robots.txt", "/record/checkpoint", ...assets],
      answerOf,
      4,
    );
    expect(office.failures).toEqual([]);
    await office.close();
    const server = await startNginx(join(folder, "whole", "site"), office.url);
    const faults: string[] = [];
    let served = 0;
    let away = 0;
    for (const [address, program] of said) {
      const ask = await fetch(server.url + address, {
        redirect: "manual",
        headers: { host: new URL(office.url).host },
      });
      const file = await answerOf(address, ask);
      if (program.status === 200 && isWritable(address)) {
        served++;
        if (file.status !== 200) faults.push(`${address}: ${file.status}`);
        else if (file.digest !== program.digest) faults.push(`${address}: other bytes`);
        // The salt that opens an attachment's commitment is the program's to give.
        const told = [...program.headers].filter(
          ([name]) => name !== "access-control-expose-headers" || !address.startsWith("/record/attachments/"),
        );
        for (const [name, value] of told)
          if (file.headers.get(name) !== value)
            faults.push(`${address}: ${name} is ${file.headers.get(name)}, not ${value}`);
      } else {
        away++;
        // Programs are told as programs are, people in their language.
        const words = address.startsWith("/en") ? "is not answering" : "no responde";
        const isTold = address.startsWith("/api/")
          ? file.headers.get("content-type") === "application/problem+json"
          : file.body.includes(words);
        if (file.status !== 503 || !isTold) faults.push(`${address}: ${file.status} for what needs the program`);
      }
    }
    const pasted = await fetch(`${server.url}/verify`, { method: "POST", body: "text=El+agua" });
    expect([pasted.status, pasted.headers.get("retry-after") === null]).toEqual([503, false]);
    for (const attack of [
      "/..%2fmanifest.db",
      "/../manifest.db",
      "/statements?kind=../../manifest",
      "/statements.html",
      "/index",
      "/statements%40kind=comunicado",
      "/.well-known/..%2f..%2fmanifest.db",
    ]) {
      const { status } = await fetch(server.url + attack);
      if (status === 200) faults.push(`${attack} was answered`);
    }
    await server.stop();
    expect(faults).toEqual([]);
    expect(served).toBeGreaterThan(400);
    expect(away).toBeGreaterThan(5);
  },
  120_000,
);

const kept = [
  "content-type",
  "cache-control",
  "content-security-policy",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
];

async function answerOf(_address: string, response: Response) {
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = new Map(
    kept.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)]] : [])),
  );
  return {
    status: response.status,
    headers,
    digest: createHash("sha256").update(bytes).digest("hex"),
    body: /html|xml/.test(headers.get("content-type") ?? "") ? bytes.toString("utf8") : "",
  };
}

function write(into: string) {
  return writeFiles(
    office.installation,
    { folder: into, url: office.url },
    {
      stopped: () => false,
      progress: () => undefined,
      report: (error) => {
        throw error;
      },
    },
  );
}

async function fileSays(path: string, words: string): Promise<void> {
  for (;;) {
    const text = await readFile(path, "utf8").catch(() => "");
    if (text.includes(words)) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function filesOf(path: string): Promise<string[]> {
  const all = await readdir(path, { recursive: true, withFileTypes: true });
  return all.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
}

async function digests(path: string): Promise<Map<string, string>> {
  const site = join(path, "site");
  const found = new Map<string, string>();
  for (const file of (await filesOf(site)).toSorted())
    found.set(
      file.slice(site.length),
      createHash("sha256")
        .update(await readFile(file))
        .digest("hex"),
    );
  return found;
}

async function changedAt(path: string): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const file of (await filesOf(join(path, "site"))).toSorted()) found.set(file, (await stat(file)).mtimeMs);
  return found;
}

/** The documented configuration, with this folder and a program that does not answer. */
async function startNginx(site: string, officeUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const home = join(folder, "nginx");
  execFileSync("mkdir", ["-p", home]);
  const [port, nobody] = [await freePort(), await freePort()];
  const example = await readFile(new URL("../docs/examples/nginx.conf", import.meta.url), "utf8");
  const included = example
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("root /srv/voceria/site;", `root ${site};`)
    .replace("voceria.example", new URL(officeUrl).hostname)
    .replace("http://127.0.0.1:8080", `http://127.0.0.1:${nobody}`);
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${home}/${name};`,
  );
  await writeFile(
    join(home, "nginx.conf"),
    `${process.getuid?.() === 0 ? "user root;" : ""} daemon off; worker_processes 1; pid ${home}/pid; error_log ${home}/error.log;
events { } http { access_log off; ${places.join(" ")} ${included} }`,
  );
  const server: ChildProcess = spawn(nginx ?? "", ["-p", home, "-c", join(home, "nginx.conf")], { stdio: "inherit" });
  const url = `http://127.0.0.1:${port}`;
  while (server.exitCode === null && (await fetch(url).catch(() => undefined)) === undefined)
    await new Promise((resolve) => setImmediate(resolve));
  return {
    url,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGTERM");
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

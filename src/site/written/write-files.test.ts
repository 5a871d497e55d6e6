import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { tagsHeader } from "../context.ts";
import { Manifest } from "./manifest.ts";
import { WrittenFiles } from "./write-files.ts";

let folder: string;
/** What the site answers at an address: its text, and what it hangs on. */
let site: Map<string, { text: string; tags: string }>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-written-"));
  site = new Map();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("a page that an act touches while it is made for the first time is made once more", async () => {
  site.set("/", { text: '<a href="/statements/2026-1">', tags: "changes" });
  site.set("/statements/2026-1", { text: "before", tags: "number:2026-1" });
  let acted = false;
  const files = await open((address) => {
    const answer = answerOf(address);
    if (address === "/statements/2026-1" && !acted) {
      acted = true;
      site.set(address, { text: "after", tags: "number:2026-1" });
      files.told(["number:2026-1"]);
    }
    return answer;
  });
  files.begin(undefined, 0);
  expect(await files.work(() => false)).toBe(0);
  expect(await said("statements/2026-1.html")).toBe("after");
  files.close();
});

test("what stood in its place when a process ended, and is as before or gone at the next start, is set right", async () => {
  site.set("/", { text: '<a href="/agenda"><a href="/questions">', tags: "changes" });
  site.set("/agenda", { text: "as before", tags: "agenda" });
  const first = await open();
  first.begin(undefined, 0);
  await first.work(() => false);
  site.set("/agenda", { text: "told too early", tags: "agenda" });
  site.set("/questions", { text: "told too early", tags: "questions" });
  first.told(["agenda"]);
  first.begin(undefined, 0);
  const ended = vi.spyOn(Manifest.prototype, "made").mockImplementation(() => {
    throw new Error("ended");
  });
  await expect(first.work(() => false)).rejects.toThrow("ended");
  expect(await said("questions.html")).toBe("told too early");
  ended.mockRestore();
  first.close();
  site.set("/agenda", { text: "as before", tags: "agenda" });
  site.delete("/questions");
  const second = await open();
  second.begin({ numbers: [], tags: [], register: false }, 0);
  await second.work(() => false);
  expect(await said("agenda.html")).toBe("as before");
  expect(await readdir(join(folder, "site"))).not.toContain("questions.html");
  second.close();
});

test("where every address fails the rest is not asked for, one failure is told of, and all of it stays due", async () => {
  site.set("/", { text: Array.from({ length: 200 }, (_, at) => `<a href="/p/${at}">`).join(""), tags: "changes" });
  const told: string[] = [];
  let asked = 0;
  const files = await open((address) => {
    asked++;
    return address.startsWith("/p/") ? new Response("away", { status: 503 }) : answerOf(address);
  }, told);
  files.begin(undefined, 0);
  expect(await files.work(() => false)).toBeGreaterThan(0);
  expect(asked).toBeLessThan(120);
  expect(told).toHaveLength(1);
  expect(files.due).toBe(200);
  files.close();
});

test("files that no manifest knows are not gone on with", async () => {
  const files = await open();
  files.close();
  await rm(join(folder, "manifest.db"), { force: true });
  await writeFile(join(folder, "site", "old.html"), "old");
  await expect(open()).rejects.toThrow("remove that folder");
});

function open(fetch: (address: string) => Response = answerOf, told: string[] = []): Promise<WrittenFiles> {
  return WrittenFiles.open({
    folder,
    fetch: (request) => fetch(new URL(request.url).pathname),
    siteUrl: "https://office.example",
    addresses: [],
    program: "one",
    clock: { now: () => new Date("2026-11-25T12:00:00Z") },
    timeZone: () => Promise.resolve("America/Santiago"),
    failed: (_error, address) => told.push(address),
  });
}

function answerOf(address: string): Response {
  const found = site.get(address);
  if (found === undefined) return new Response("none", { status: 404 });
  return new Response(found.text, {
    headers: { "content-type": "text/html; charset=utf-8", [tagsHeader]: found.tags },
  });
}

function said(name: string): Promise<string> {
  return readFile(join(folder, "site", name), "utf8");
}

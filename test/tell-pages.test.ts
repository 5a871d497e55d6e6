import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PageCache } from "../src/site/page-cache.ts";
import { transact } from "../src/store/database.ts";
import type { Installation } from "../src/store/installation.ts";
import { followPages, tellPages, type ToldTag } from "../src/store/tell-pages.ts";
import { freshInstallation } from "./database.ts";

let installation: Installation & { drop: () => Promise<void> };
beforeAll(async () => {
  installation = await freshInstallation();
});
afterAll(() => installation.drop());

/** As two processes hold them: each cache follows by a connection of its own. */
async function twoCaches() {
  const caches = [1, 2].map(() => new PageCache({ clock: installation.means.clock }));
  const heard: (readonly string[] | undefined)[][] = [[], []];
  const following = await Promise.all(
    caches.map((cache, index) =>
      followPages(installation, (tags) => {
        if (tags === undefined) cache.dropAll();
        else cache.drop(tags);
        heard[index]?.push(tags);
      }),
    ),
  );
  return {
    caches,
    keep: (address: string, tags: readonly string[]) => {
      for (const cache of caches)
        cache.keep(address, { status: 200, headers: {}, body: Buffer.from(address) }, tags, cache.generation);
    },
    kept: (address: string) => caches.map((cache) => cache.find(address) !== undefined),
    async heard(count: number) {
      while (heard.some((each) => each.length < count)) await new Promise((resolve) => setImmediate(resolve));
      return heard;
    },
    close: () => Promise.all(following.map((each) => each.close())),
  };
}

test("what is told with a change drops the pages that depend on it in every process, and no others", async () => {
  const { db } = installation;
  const two = await twoCaches();
  two.keep("/agenda", ["agenda"]);
  two.keep("/", ["changes", "agenda"]);
  two.keep("/briefings/2026-0001", ["briefing:2026-0001"]);
  await expect(
    transact(db, async (tx) => {
      await tellPages(tx, ["briefing:2026-0001"]);
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await transact(db, (tx) => tellPages(tx, ["agenda"]));
  expect(await two.heard(1)).toEqual([[["agenda"]], [["agenda"]]]);
  expect([two.kept("/agenda"), two.kept("/"), two.kept("/briefings/2026-0001")]).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ]);
  await two.close();
});

test("more tags than one notice holds are all told", async () => {
  const two = await twoCaches();
  const tags = Array.from({ length: 900 }, (_, index): ToldTag => `question:2026-${String(index).padStart(4, "0")}`);
  two.keep("/questions", ["question:2026-0000"]);
  two.keep("/questions/2026-0899", ["question:2026-0899"]);
  await transact(installation.db, (tx) => tellPages(tx, tags));
  const told = await two.heard(3);
  expect(told[0]?.flat()).toEqual(tags);
  expect([...two.kept("/questions"), ...two.kept("/questions/2026-0899")]).toEqual([false, false, false, false]);
  await two.close();
});

test("a process whose connection was lost drops all that it keeps, for it may have missed a change", async () => {
  const two = await twoCaches();
  two.keep("/agenda", ["agenda"]);
  two.keep("/statements", ["changes"]);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query = 'listen "voceria_pages"'`.execute(installation.db);
  expect(await two.heard(1)).toEqual([[undefined], [undefined]]);
  expect([...two.kept("/agenda"), ...two.kept("/statements")]).toEqual([false, false, false, false]);
  await two.close();
});

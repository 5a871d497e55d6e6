import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteContext } from "../src/site/context.ts";
import { siteRoutes } from "../src/site/routes.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { publicOffice } from "./public-office.ts";

let office: Awaited<ReturnType<typeof publicOffice>>;
let browser: Browser;
beforeAll(async () => {
  [office, browser] = await Promise.all([publicOffice(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  expect(office.failures).toEqual([]);
  await office?.close();
});

/** What answers data, or leads to a page, under an address of a page. */
const noPages = /^\/(?:search\/suggest$|timegate\/|timemap\/)/;

test("every page that is mounted for the public stands among those of the office below", () => {
  const mounted = siteRoutes({ assets: { files: new Map() }, installation: {} } as unknown as SiteContext)
    .routes.filter(({ method, path }) => method === "GET" && /^\/en(?:\/|$)/.test(path))
    .map(({ path }) => path.replace(/^\/en/, "").replaceAll(/(:\w+)\{(?:[^{}]|\{[^{}]*\})*\}/g, "$1") || "/");
  expect(
    Object.keys(office.pages)
      .filter((path) => path !== "*")
      .toSorted(),
  ).toEqual([...new Set(mounted)].filter((path) => !noPages.test(path)).toSorted());
});

// Every other page in the other language: both languages in both themes, and each page in either, by two walks.
test.each([
  ["light", 1280, ["", "/en"]],
  ["dark", 320, ["/en", ""]],
] as const)(
  "no public page has a fault that axe finds, is wider than its window, fails, or asks anybody else for anything: %s, %i wide, in Spanish and English by turns",
  async (colorScheme, width, turns) => {
    const all = Object.values(office.pages).flat();
    const found = await Promise.all(
      turns.map(async (prefix, turn) => {
        const viewport = { width, height: 800 };
        const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true, reducedMotion: "reduce" });
        const page = await context.newPage();
        const faults: string[] = faultsOf(page);
        page.on("request", (request) => {
          if (!request.url().startsWith(`${office.url}/`) && !request.url().startsWith("data:"))
            faults.push(`${page.url()} asks for ${request.url()}`);
        });
        for (const path of all.filter((_, at) => at % 2 === turn))
          faults.push(...(await lookAt(page, prefix === "" || path !== "/" ? prefix + path : prefix, width)));
        await context.close();
        return faults;
      }),
    );
    expect(found.flat()).toEqual([]);
  },
  120_000,
);

test("all the programs of a statement, of a denial and of a transcript come with their words to less than 30 kB compressed", async () => {
  const { statements, briefings } = office;
  for (const path of [
    `/statements/${statements.pictured}`,
    `/statements/${statements.denial}`,
    `/briefings/${briefings.certified}`,
  ]) {
    const page = await browser.newPage();
    const sizes = new Map<string, number>();
    page.on("request", (request) => {
      const words = request.resourceType() === "fetch" && request.url().includes("/assets/");
      if (words || request.resourceType() === "script") sizes.set(request.url(), 0);
    });
    await page.goto(office.url + path);
    await page.waitForSelector("#seal .elsewhere");
    for (const url of sizes.keys())
      sizes.set(url, gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length);
    const whole = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    expect(sizes.size, path).toBeGreaterThan(0);
    expect(whole, path).toBeLessThan(30_000);
    await page.close();
  }
});

async function lookAt(page: Page, path: string, width: number): Promise<string[]> {
  const status = (await page.goto(office.url + path))?.status();
  if (await page.$("#seal")) await page.waitForSelector("#seal .elsewhere");
  const found = (await axeFaults(page)).map((fault) => `${path}: ${fault}`);
  if (status !== (path.endsWith("/nada") ? 404 : path.endsWith("/away") ? 503 : 200)) found.push(`${path}: ${status}`);
  const shown = await page.evaluate(() => document.documentElement.scrollWidth);
  if (shown !== width) found.push(`${path}: ${shown} wide on ${width}`);
  return found;
}

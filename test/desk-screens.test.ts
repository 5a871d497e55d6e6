import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkPath, makeLink } from "../src/access/links.ts";
import { transact } from "../src/store/database.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, type DeskOfficer } from "./desk-office.ts";
import { servedOffice, type ServedOffice } from "./site-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let fresh: ServedOffice;
let browser: Browser;

beforeAll(async () => {
  [office, fresh, browser] = await Promise.all([deskOffice(), servedOffice("segegob"), launchBrowser()]);
});
afterAll(() => Promise.all([office.close(), fresh.close(), browser.close()]));

/** Screens that something has to be done for; all others are in test/every-screen.test.ts. Without `as`, nobody is signed in. */
async function screens(): Promise<
  { name: string; url: string; as?: DeskOfficer; after?: (page: Page) => Promise<void> }[]
> {
  const first = await transact(fresh.installation.db, (tx) =>
    makeLink(tx, { officer: undefined, madeBy: "console" }, office.installation.means),
  );
  const local = office.url.replace("127.0.0.1", "localhost");
  const administration = `${office.url}/desk/administration`;
  const as = office.officer.everything;
  return [
    // Under a name, where passkeys work.
    { name: "door", url: `${local}/desk/enter` },
    {
      name: "door-sent",
      url: `${office.url}/desk/enter`,
      after: async (page) => {
        await page.fill("input[type=email]", "ana@segegob.example");
        await page.click("form button");
        await page.waitForSelector('[role="status"]');
      },
    },
    { name: "link-over", url: `${office.url}/desk/enter/link/x` },
    { name: "first-administrator", url: fresh.url + linkPath(first) },
    {
      name: "invite-refused",
      url: `${administration}/officers/new`,
      as,
      after: async (page) => {
        await page.fill("[name=name]", "Eva Soto");
        await page.fill("[name=email]", "writer@desk.example");
        await page.click("main .form > button");
        await page.waitForSelector('[role="alert"]');
      },
    },
    {
      name: "foreseen",
      url: `${office.url}/desk/register/vacancy`,
      as,
      after: async (page) => {
        await page.fill("[name=post]", "secretaria general");
        const found = page.locator("#post-found option").first();
        await found.waitFor({ state: "attached" });
        await page.fill("[name=post]", (await found.getAttribute("value")) ?? "");
        await page.fill("[name=from]", "1931-01-01");
        await page.fill("[name=until]", "1931-02-01");
        await page.fill("[name=source]", "Archivo");
        await page.fill("[name=locator]", "p. 3");
        await page.press("[name=locator]", "Enter");
        await page.waitForSelector(".foreseen");
      },
    },
    {
      name: "expired",
      url: `${administration}/office`,
      as,
      after: async (page) => {
        await page.fill("[name=contact]", "Lo que se estaba escribiendo");
        await page.fill("[name=reason]", "Y por qué");
        await page.context().clearCookies();
        await page.click("main .form button");
        await page.waitForSelector("ol.steps");
      },
    },
  ];
}

test.each([
  ["light", 1280],
  ["dark", 360],
] as const)("no screen that comes of an act has a fault that axe finds, %s at %i", async (colorScheme, width) => {
  const options = {
    colorScheme,
    viewport: { width, height: 800 },
    bypassCSP: true,
    reducedMotion: "reduce",
  } as const;
  const look = async ({ name, url, as, after }: Awaited<ReturnType<typeof screens>>[number]) => {
    const context =
      as === undefined
        ? await browser.newContext({ locale: "es-CL", ...options })
        : await browserOf(browser, office, as, options);
    const page = await context.newPage();
    const failures = faultsOf(page);
    await page.goto(url);
    await after?.(page);
    const faults = (await axeFaults(page)).map((fault) => `${name}: ${fault}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide !== width) faults.push(`${name}: ${wide} wide on ${width}`);
    const folder = process.env["SCREENS"];
    if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true });
    await context.close();
    return [...faults, ...failures];
  };
  expect((await Promise.all((await screens()).map(look))).flat()).toEqual([]);
  expect(office.failures).toEqual([]);
});

test("somebody without a mouse enters, goes through administration and leaves", async () => {
  const context = await browserOf(browser, office, office.officer.administrator);
  const page = await context.newPage();
  await page.goto(`${office.url}/desk/administration/officers`);
  await tabTo(page, "Invitar a una persona");
  await page.keyboard.press("Enter");
  await page.waitForURL(/officers\/new$/);
  await tabTo(page, "name");
  await page.keyboard.type("Íñigo Peña");
  await page.keyboard.press("Tab");
  await page.keyboard.type("inigo@segegob.example");
  // Past the language and the right of reading, to that of writing.
  for (let at = 0; at < 3; at++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/saved=1/);
  expect(await page.textContent("main")).toContain("Íñigo Peña");
  expect(await page.textContent("tr:has-text('Íñigo')")).toContain("Redacción");
  await tabTo(page, "Salir");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/enter\?left=1/);
  await context.close();
});

async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return [element?.textContent?.trim() ?? "", element?.getAttribute("name") ?? ""];
    });
    if (focused.includes(wanted)) return;
  }
  throw new Error(`the keyboard does not reach "${wanted}"`);
}

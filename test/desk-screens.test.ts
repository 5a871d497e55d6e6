import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkFromConsole } from "../src/access/enter.ts";
import { linkPath, makeLink } from "../src/access/links.ts";
import { transact } from "../src/store/database.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer } from "./desk-office.ts";
import { servedOffice, type ServedOffice } from "./site-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let fresh: ServedOffice;
let browser: Browser;
let axe: string;

beforeAll(async () => {
  [office, fresh, browser] = await Promise.all([deskOffice(), servedOffice("segegob"), launchBrowser()]);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await deskOfficer(office, "contacto.de.la.subsecretaria@ministeriodesalud.example", [
    { institution: "ministerio-secretaria-general-de-gobierno", right: "clearer" },
  ]);
});
afterAll(() => Promise.all([office.close(), fresh.close(), browser.close()]));

/** Every screen of sign-in and administration, by its name. Those that are opened without a session come first. */
async function screens(): Promise<
  { name: string; url: string; session: boolean; after?: (page: Page) => Promise<void> }[]
> {
  const { db, means } = office.installation;
  const { token } = await linkFromConsole(db, "writer@desk.example", means);
  const first = await transact(fresh.installation.db, (tx) =>
    makeLink(tx, { officer: undefined, madeBy: "console" }, means),
  );
  const officer = office.officer.clearer.actor.officer;
  const local = office.url.replace("127.0.0.1", "localhost");
  const administration = `${office.url}/desk/administration`;
  return [
    { name: "door", url: `${local}/desk/enter`, session: false },
    {
      name: "door-sent",
      url: `${office.url}/desk/enter`,
      session: false,
      after: async (page) => {
        await page.fill("input[type=email]", "ana@segegob.example");
        await page.click("form button");
        await page.waitForSelector('[role="status"]');
      },
    },
    { name: "link", url: office.url + linkPath(token), session: false },
    { name: "link-over", url: `${office.url}/desk/enter/link/x`, session: false },
    { name: "first-administrator", url: fresh.url + linkPath(first), session: false },
    { name: "account", url: `${office.url}/desk/account`, session: true },
    { name: "officers", url: `${administration}/officers`, session: true },
    { name: "invite", url: `${administration}/officers/new`, session: true },
    {
      name: "invite-refused",
      url: `${administration}/officers/new`,
      session: true,
      after: async (page) => {
        await page.fill("[name=name]", "Eva Soto");
        await page.fill("[name=email]", "writer@desk.example");
        await page.click("main .form > button");
        await page.waitForSelector('[role="alert"]');
      },
    },
    { name: "officer", url: `${administration}/officers/${officer}`, session: true },
    { name: "sessions", url: `${administration}/sessions`, session: true },
    { name: "trail", url: `${administration}/trail`, session: true },
    { name: "trail-empty", url: `${administration}/trail?about=nothing-like-it`, session: true },
    { name: "office", url: `${administration}/office`, session: true },
    { name: "template", url: `${administration}/office/templates/comunicado`, session: true },
    { name: "nothing-here", url: `${office.url}/desk/nothing-here`, session: true },
    {
      name: "expired",
      url: `${administration}/office`,
      session: true,
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
  ["light", 360],
  ["dark", 1280],
] as const)(
  "no screen of sign-in or administration has a fault that axe finds, %s at %i",
  async (colorScheme, width) => {
    const options = {
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
      reducedMotion: "reduce",
    } as const;
    const faults: string[] = [];
    for (const { name, url, session, after } of await screens()) {
      const context = session
        ? await browserOf(browser, office, office.officer.everything, options)
        : await browser.newContext({ locale: "es-CL", ...options });
      const page = await context.newPage();
      const failures = faultsOf(page);
      await page.goto(url);
      await after?.(page);
      await page.evaluate(axe);
      faults.push(...(await axeFaults(page)).map((fault) => `${name}: ${fault}`), ...failures);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide !== width) faults.push(`${name}: ${wide} wide on ${width}`);
      const folder = process.env["SCREENS"];
      if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}-${width}.png`, fullPage: true });
      await context.close();
    }
    expect(faults).toEqual([]);
    expect(office.failures).toEqual([]);
  },
);

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
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
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

function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    type Axe = {
      run(
        context: object,
        options: object,
      ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
    };
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, {
      rules: { "label-content-name-mismatch": { enabled: true }, "target-size": { enabled: true } },
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
}

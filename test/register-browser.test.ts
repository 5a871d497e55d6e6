import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
let browser: Browser;
beforeAll(async () => {
  office = await servedOffice();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

async function opened(path: string): Promise<{ page: Page; told: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const told: string[] = [];
  page.on("console", (message) => told.push(message.text()));
  page.on("pageerror", (error) => told.push(error.message));
  await page.goto(office.url + path);
  await page.waitForSelector(".timeline-tools:not([hidden])", { timeout: 20_000 }).catch((error: unknown) => {
    throw new Error(`the timeline's program did not start: ${told.join("; ")}`, { cause: error });
  });
  return { page, told };
}

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");

test("the timeline is walked with the arrow keys, each tenure says itself whole, and Enter opens it", async () => {
  const { page, told } = await opened("/register");
  await page.focus(".timeline-wide");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Home");
  expect(await focused(page)).toContain("Nadie conocido");
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).toBe(
    "Jaime Suárez Bastidas; secretario general de Gobierno, titular, 4 de noviembre de 1970 – 8 de agosto de 1972",
  );
  expect(await page.textContent(".timeline-said")).toBe(await focused(page));
  await page.keyboard.press("End");
  expect(await focused(page)).toContain("Camila Vallejo");
  expect(await focused(page)).toContain("sin confirmar");
  // One stop of the Tab key for all of it.
  expect(await page.$$eval("[data-row] .bar[tabindex='0']", (bars) => bars.length)).toBe(1);
  await page.keyboard.press("ArrowLeft");
  await Promise.all([page.waitForURL("**/register/people/jaime-bellolio"), page.keyboard.press("Enter")]);
  expect(told).toEqual([]);
  await page.close();
});

test("zooming in gives more room, keeps the focused tenure in view, and zero shows the whole again", async () => {
  const { page, told } = await opened("/register/as-of/1973-09-11");
  const width = () => page.$eval(".timeline-wide", (view) => view.scrollWidth);
  const whole = await width();
  const bar = (name: string) =>
    page.$eval(`[data-row] .bar[aria-label^="${name}"] rect.certain`, (rect) => rect.getBoundingClientRect().width);
  const before = await bar("Aníbal Palma");
  expect(await page.$$eval(".bar.asked", (bars) => bars.map((one) => one.getAttribute("aria-label")))).toEqual([
    expect.stringContaining("Fernando Flores Labra"),
  ]);
  await page.focus('[data-row] .bar[aria-label^="Camila Vallejo"]');
  for (let press = 0; press < 4; press++) await page.keyboard.press("+");
  expect(await width()).toBeGreaterThan(whole * 3);
  expect(await bar("Aníbal Palma")).toBeGreaterThan(before * 3);
  const [left, right, from, to] = await page.evaluate(() => {
    const view = document.querySelector(".timeline-wide")?.getBoundingClientRect() as DOMRect;
    const own = document.activeElement?.getBoundingClientRect() as DOMRect;
    return [own.left, own.right, view.left, view.right];
  });
  expect(left).toBeGreaterThanOrEqual((from ?? 0) - 1);
  expect(Math.min(right ?? 0, (left ?? 0) + 10)).toBeLessThanOrEqual(to ?? 0);
  await page.keyboard.press("0");
  expect(await width()).toBe(whole);
  expect(await bar("Aníbal Palma")).toBeCloseTo(before, 1);
  await page.click('[data-zoom="in"]');
  expect(await width()).toBeGreaterThan(whole);
  expect(told).toEqual([]);
  await page.close();
});

test("as the browser sets them, no name touches another or leaves the drawing, near or far", async () => {
  for (const path of ["/register", "/en/register/as-of/1974", "/register/posts/secretario-general-de-gobierno"]) {
    const { page, told } = await opened(path);
    await page.evaluate(() => document.fonts.ready);
    for (const presses of [0, 3]) {
      for (let press = 0; press < presses; press++) await page.click('[data-zoom="in"]');
      const faults = await page.evaluate(() => {
        const svg = document.querySelector("svg.time") as SVGSVGElement;
        const whole = svg.getBoundingClientRect();
        const boxes = [...svg.querySelectorAll("text.name, text.instrument-name, text.year, text.asked-label")].map(
          (text) => ({
            said: text.textContent ?? "",
            box: text.getBoundingClientRect(),
          }),
        );
        const outside = boxes
          .filter(
            ({ box }) =>
              box.left < whole.left - 0.5 || box.right > whole.right + 0.5 || box.bottom > whole.bottom + 0.5,
          )
          .map(({ said }) => `${said} leaves the drawing`);
        const touching = boxes.flatMap(({ said, box }, index) =>
          boxes
            .slice(index + 1)
            .filter(
              (other) =>
                Math.abs(other.box.top - box.top) < 4 && other.box.left < box.right && other.box.right > box.left,
            )
            .map((other) => `${said} touches ${other.said}`),
        );
        return [...outside, ...touching];
      });
      expect(faults).toEqual([]);
    }
    expect(told).toEqual([]);
    await page.close();
  }
});

test("without scripts everything is there: the drawing with its links, the answer, the same as a table", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${office.url}/register`);
  expect(await page.isVisible(".timeline-tools")).toBe(false);
  expect(await page.$$eval("svg.time a.bar", (bars) => bars.length)).toBe(42);
  expect(await page.isVisible("svg.time")).toBe(true);
  await page.fill("#date", "11 de septiembre de 1973");
  await Promise.all([page.waitForURL("**/register?date=*"), page.click(".ask button")]);
  expect(await page.textContent(".answer")).toContain("Fernando Flores Labra");
  await page.click("details.same > summary");
  expect(await page.isVisible("table.register")).toBe(true);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.isVisible("svg.time")).toBe(false);
  expect(await page.$$eval(".timeline-list li:not(.mark)", (items) => items.length)).toBe(43);
  expect(
    await page.$$eval(".timeline-list li:not(.mark) .name", (names) => names.map((one) => one.textContent?.trim())),
  ).toContain("Alfonso Márquez de la Plata Yrarrázaval");
  await context.close();
});

test("on no width is a name of the timeline cut at its edge: where the drawing would be, the list takes its place", async () => {
  const page = await browser.newPage();
  for (const width of [360, 700, 900, 1119, 1121, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${office.url}/register/as-of/1994-09-19`);
    const cut = await page.$$eval(".timeline-wide, .timeline-list", (boxes) =>
      boxes
        .filter((box) => box.getBoundingClientRect().width > 0)
        .map((box) => {
          const { right } = box.getBoundingClientRect();
          const beyond = [...box.querySelectorAll("text, .name")].filter(
            (one) => one.getBoundingClientRect().right > right + 0.5,
          );
          return [box.className, ...beyond.map((one) => one.textContent)];
        }),
    );
    expect([width, cut]).toEqual([width, [[width > 1120 ? "timeline-wide" : "timeline-list"]]]);
  }
  await page.close();
});

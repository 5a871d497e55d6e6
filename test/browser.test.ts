import { expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { launchBrowser, launchPackaged } from "./browser.ts";

const text = "Vocería: señal de ñandú";

test("a browser shows a page, as root and as anybody", async () => {
  expect(await shown(await launchBrowser())).toBe(text);
});

test.skipIf(process.platform !== "linux" || process.arch !== "x64")(
  "the packaged browser shows a page where the machine has none",
  async () => {
    expect(await shown(await launchPackaged())).toBe(text);
  },
);

async function shown(browser: Browser): Promise<string> {
  try {
    const page = await browser.newPage();
    await page.setContent(`<h1>${text}</h1>`);
    const box = await page.locator("h1").boundingBox();
    expect(box?.width).toBeGreaterThan(100);
    return await page.locator("h1").innerText();
  } finally {
    await browser.close();
  }
}

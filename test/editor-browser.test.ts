import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { deskOffice } from "./desk-office.ts";
import { atDraft, type EditorOffice, newDraft, savedText, standing, untilSaved } from "./editor-office.ts";

let office: EditorOffice;
let browser: Browser;

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

describe("the editor", () => {
  test("shows the draft, and what is typed is saved as it is typed", async () => {
    const id = await newDraft(office, { title: "Aviso", body: "## Salud\n\nHola **mundo**.\n\n- uno\n- dos\n" });
    const { page, body, faults, context } = await atDraft(browser, office, office.officer.writer, id);
    expect(await body.locator("h2").textContent()).toBe("Salud");
    expect(await body.locator("li").count()).toBe(2);
    await body.locator("p").first().click();
    await page.keyboard.press("End");
    await page.keyboard.type(" Y adiós.");
    await page.locator("[data-part=title]").fill("Aviso a todos");
    await untilSaved(office, id, /Hola \*\*mundo\*\*\. Y adiós\./);
    await standing(page, "saved");
    expect(await savedText(office, id)).toEqual({
      title: "Aviso a todos",
      summary: "",
      body: "## Salud\n\nHola **mundo**. Y adiós.\n\n- uno\n- dos\n",
    });
    expect(faults).toEqual([]);
    await context.close();
  });
});

import type { Browser, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
let browser: Browser;
let path: string;

beforeAll(async () => {
  office = await servedOffice();
  const { number } = await office.publish({ title: "Aviso", summary: "Breve.", body: "Son **430** millones.\n" });
  await office.sequencer.flush();
  path = `/statements/${number}`;
  await office.until(path, "430");
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

/** What the seal concludes on the page as somebody between server and reader has changed it. */
async function concluded(change: (markup: string) => string): Promise<string | null> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.route(`**${path}`, async (route: Route) => {
      const response = await route.fetch();
      const body = change(await response.text());
      await route.fulfill({ response, body });
    });
    await page.goto(office.url + path);
    await page.waitForSelector('#seal:not([data-state="unchecked"]):not([data-state="checking"])');
    return await page.getAttribute("#seal", "data-state");
  } finally {
    await context.close();
  }
}

test("the page as it was made is checked", async () => {
  expect(await concluded((markup) => markup)).toBe("checked");
});

test.each<[string, (markup: string) => string]>([
  ["one digit", (markup) => markup.replace("<strong>430", "<strong>431")],
  ["a space", (markup) => markup.replace("Son <strong>", "Son  <strong>")],
  ["an attribute in the text", (markup) => markup.replace("<strong>430", '<strong title="">430')],
  ["a comment in the text", (markup) => markup.replace("<strong>430", "<!----><strong>430")],
  ["a hidden node in the text", (markup) => markup.replace("<strong>430", "<span hidden>x</span><strong>430")],
  ["another class of the text", (markup) => markup.replace('class="prose"', 'class="prose change"')],
  ["another direction of the text", (markup) => markup.replace('class="prose"', 'class="prose" dir="rtl"')],
  [
    "the text hidden and another beside it",
    (markup) =>
      markup
        .replace('<div class="prose" id="prose"', '<div class="prose"><p>Son 9.</p></div>$&')
        .replace('id="prose"', 'id="prose" hidden'),
  ],
  [
    "the text within what is hidden and another beside it",
    (markup) =>
      markup.replace(
        /<div class="prose" id="prose"[^]*?<\/div>/,
        (text) => `<div hidden>${text}</div><p class="standfirst">Son 9.</p>`,
      ),
  ],
  [
    "a second text of the same name",
    (markup) => markup.replace("</article>", '<div class="prose" id="prose"><p>Son 9.</p></div></article>'),
  ],
  ["a second title", (markup) => markup.replace("</h1>", '</h1><h1 id="title">Otro</h1>')],
  ["the title hidden", (markup) => markup.replace('id="title"', 'id="title" hidden')],
  ["a word more in the title", (markup) => markup.replace("Aviso</h1>", "Aviso falso</h1>")],
  ["no summary", (markup) => markup.replace(/<p class="standfirst" id="summary"[^]*?<\/p>/, "")],
  ["another number", (markup) => markup.replace('data-edition="1"', 'data-edition="2"')],
])("a page changed by %s is not said to be what was entered", async (_, change) => {
  const markup = await (await office.get(path)).text();
  expect(change(markup)).not.toBe(markup);
  expect(await concluded(change)).toBe("alarm");
});

test("a page that leads its addresses elsewhere is checked against this site's own proof all the same", async () => {
  expect(await concluded((markup) => markup.replace("<head>", '<head><base href="http://127.0.0.1:9/">'))).toBe(
    "checked",
  );
});

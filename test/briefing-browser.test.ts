import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTurns } from "../src/briefings/turns.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { axeFaults } from "./axe.ts";
import { openedBriefing, publicWords, type } from "./briefing-office.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { deskOffice } from "./desk-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
beforeAll(async () => {
  [office, browser] = await Promise.all([deskOffice("segegob"), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  expect(office.failures).toEqual([]);
  await office?.close();
});

test("readers see a briefing grow turn by turn, put right and taken back, and nothing on background; also without a script, and where nothing can be listened to", async () => {
  const { installation } = office;
  const { writer, editor } = office.officer;
  const { id, number } = await openedBriefing(installation, editor.actor, { holdSeconds: "0" });
  await type(installation, id, writer.actor, "Buenos días.");
  while ((await publicWords(installation, id)).length < 1) await new Promise((resolve) => setImmediate(resolve));
  const [listening, asking, plain] = await Promise.all([
    browser.newContext({ viewport: { width: 360, height: 740 } }),
    browser.newContext(),
    browser.newContext({ javaScriptEnabled: false }),
  ]);
  await asking.route("**/live?*", (route) => route.fulfill({ status: 503 }));
  const pages = [await listening.newPage(), await asking.newPage()];
  const faults = faultsOf(pages[0]!);
  for (const page of pages) await page.goto(`${office.url}/briefings/${number}`);
  const attributions = ["on-record", "background", "on-record", "on-record"];
  for (const [index, attribution] of attributions.entries())
    await type(installation, id, writer.actor, `Frase ${index}, ${attribution}.`, { attribution });
  for (const page of pages) await page.getByText("Frase 3").waitFor();
  const [first, , third] = await readTurns(installation.db, id);
  const change = (turn: typeof first, what: object) =>
    changeTurn(
      installation.db,
      id,
      turn!.id,
      { base: turn!.revision, clientKey: randomUUID(), ...what },
      writer.actor,
      installation.means,
    );
  await change(first, { text: "Muy buenos días." });
  await change((await readTurns(installation.db, id))[1], { removed: true });
  for (const page of pages) {
    await page.getByText("Muy buenos días.").waitFor();
    await page.getByText("Aquí se retiró una intervención").waitFor();
    expect(await page.locator("#turns > li").evaluateAll((items) => items.map(({ id: each }) => each))).toEqual([
      "t1",
      "t2",
      "t3",
      "t4",
    ]);
    expect(await page.content()).not.toContain("background");
    expect(await page.content()).not.toContain("Frase 0");
  }
  expect(third?.attribution).toBe("background");
  const still = await plain.newPage();
  await still.goto(`${office.url}/briefings/${number}`);
  const words = (page: typeof still) => page.locator("#turns .said").allInnerTexts();
  expect(await words(still)).toEqual(await words(pages[0]!));
  await still.goto(`${office.url}/briefings`);
  expect(await still.locator("main").innerText()).toContain("En vivo");
  expect(await axeFaults(pages[0]!)).toEqual([]);
  expect(faults).toEqual([]);
}, 90_000);

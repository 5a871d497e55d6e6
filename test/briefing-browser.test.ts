import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTurns } from "../src/briefings/turns.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { axeFaults } from "./axe.ts";
import { openedBriefing, publicWords, type } from "./briefing-office.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice } from "./desk-office.ts";

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

test("at the desk a briefing is planned, opened and typed by keys; without a connection nothing is lost or doubled; on background it stays inside; a question is promised an answer", async () => {
  const { installation } = office;
  const { editor } = office.officer;
  const context = await browserOf(browser, office, editor);
  const desk = await context.newPage();
  const faults = faultsOf(desk);
  await desk.goto(`${office.url}/desk/briefings/new`);
  await desk.getByLabel("Título").fill("Punto de prensa del miércoles");
  await desk.getByLabel("Segundos de espera").fill("0");
  await desk.getByRole("button", { name: "Guardar" }).click();
  await desk.getByRole("button", { name: "Abrir ahora" }).click();
  const say = async (words: string) => {
    await desk.locator("#typing").getByLabel("Lo que se dijo").fill(words);
    await desk.keyboard.press("Control+Enter");
  };
  await desk.locator("#typing").waitFor();
  await desk.waitForLoadState("load");
  await desk.keyboard.press("Alt+Digit1");
  await say("Buenos días a todos.");
  await desk.locator("#turns p").getByText("Buenos días a todos.").waitFor();
  await context.setOffline(true);
  await say("Dicho sin conexión.");
  await desk.getByText("Sin conexión").waitFor();
  await context.setOffline(false);
  await desk.locator("#turns p").getByText("Dicho sin conexión.").waitFor();
  await desk.keyboard.press("Alt+Digit0");
  await desk.locator("#typing").getByRole("textbox", { name: "Medio" }).fill("Radio Sur");
  await desk.locator("#typing").getByLabel("Qué es").selectOption("question");
  await say("¿Cuánto costó?");
  await desk.locator("#turns p").getByText("¿Cuánto costó?").waitFor();
  await desk.getByRole("button", { name: "Pregunta pendiente" }).click();
  await desk.locator("#turns").getByRole("link", { name: "Respuesta pendiente" }).waitFor();
  await desk.locator("#typing").getByLabel("Atribución").selectOption("background");
  await desk.locator("#typing").getByRole("textbox", { name: "Medio" }).fill("Radio Sur");
  await say("Esto es zurbamandra.");
  await desk.locator("#turns p").getByText("zurbamandra").waitFor();
  await desk.getByText("Pegar un texto completo").first().click();
  await desk.locator('textarea[name="whole"]').fill("VOCERA DE PRUEBA, MINISTRA: Gracias.\n\nPREGUNTA: ¿Y mañana?\n");
  await desk.getByRole("button", { name: "Agregar todo" }).click();
  await desk.locator("#turns p").getByText("¿Y mañana?").waitFor();
  const address = new URL(desk.url()).pathname.split("/").at(-1);
  const id = Number(address);
  while ((await publicWords(installation, id)).length < 5) await new Promise((resolve) => setImmediate(resolve));
  expect(await publicWords(installation, id)).toEqual([
    "Buenos días a todos.",
    "Dicho sin conexión.",
    "¿Cuánto costó?",
    "Gracias.",
    "¿Y mañana?",
  ]);
  await desk.getByRole("link", { name: "Página pública" }).click();
  await desk.getByText("Respuesta pendiente: 2026-").waitFor();
  expect(await desk.content()).not.toContain("zurbamandra");
  expect(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED/.test(fault))).toEqual([]);
}, 90_000);

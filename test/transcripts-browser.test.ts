import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stepBriefing } from "../src/briefings/plan-briefing.ts";
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

test("what was said is certified over a recording that never leaves the browser, edited beside that, and a reader sees both, their difference and that neither has changed", async () => {
  const { writer, editor, stenographer, publisher } = office.officer;
  const { id, number } = await openedBriefing(office.installation, editor.actor, { holdSeconds: "0" });
  await type(office.installation, id, writer.actor, "Buenos días.\n\nSon 340 viviendas, más o menos.", {
    speaker: { name: "Vocera de prueba" },
  });
  await type(office.installation, id, writer.actor, "Esto es zurbamandra.", { attribution: "background" });
  await type(office.installation, id, writer.actor, "¿Y cuándo se entregan?", { kind: "question" });
  await type(office.installation, id, writer.actor, "El <b>lunes</b>, digo yo.", {
    kind: "answer",
    speaker: { name: "Vocera de prueba" },
  });
  while ((await publicWords(office.installation, id)).length < 3) await new Promise((resolve) => setImmediate(resolve));
  await stepBriefing(office.installation.db, id, "close", editor.actor, office.installation.means);

  const [stenographing, publishing] = await Promise.all(
    [stenographer, publisher].map(async (officer) => (await browserOf(browser, office, officer)).newPage()),
  );
  const desk = stenographing!;
  const faults = [desk, publishing!].map((page) => faultsOf(page));
  await desk.goto(`${office.url}/desk/transcripts`);
  await desk.getByRole("link", { name: "Certificar" }).click();
  await desk.getByText("El <b>lunes</b>, digo yo.").waitFor();
  expect(await desk.content()).not.toContain("zurbamandra");
  const recording = Buffer.alloc(3_000_000, "voz");
  await desk
    .getByLabel("Archivo de la grabación")
    .setInputFiles({ name: "voz.mp3", mimeType: "audio/mpeg", buffer: recording });
  await desk.getByText("Huella calculada.").waitFor();
  const hash = createHash("sha256").update(recording).digest("hex");
  expect(await desk.getByLabel("Huella (SHA-256)").inputValue()).toBe(hash);
  await desk.getByLabel("Organismo").fill("Oficina de Taquigrafía");
  await desk.getByRole("button", { name: "Certificar y publicar" }).click();
  await desk.getByRole("heading", { name: "Certificadas" }).waitFor();
  await office.until(`/briefings/${number}`, hash);

  const press = publishing!;
  await press.goto(`${office.url}/desk/transcripts`);
  await press.getByRole("link", { name: "Editar", exact: true }).click();
  await press.getByRole("textbox", { name: "Lo que se dijo, n.º 3" }).fill("El lunes.");
  await press.getByRole("button", { name: "Ver la diferencia" }).click();
  await press.getByText(`Sale la versión editada de ${number}`).waitFor();
  await press.getByRole("button", { name: "Seguir editando" }).click();
  const field = press.getByRole("textbox", { name: "Lo que se dijo, n.º 3" });
  expect(await field.inputValue()).toBe("El lunes.");
  await press.getByRole("button", { name: "Ver la diferencia" }).click();
  await press.locator("ins, del").first().waitFor();
  await press.getByRole("button", { name: "Publicar" }).click();
  await press.getByRole("link", { name: "Corregir la editada" }).waitFor();
  await office.until(`/briefings/${number}/edited`, "El lunes.");

  const reader = await (
    await browser.newContext({ locale: "es-CL", bypassCSP: true, reducedMotion: "reduce" })
  ).newPage();
  faults.push(faultsOf(reader));
  for (const path of [number, `${number}/edited`]) {
    await reader.goto(`${office.url}/briefings/${path}`);
    await reader.locator("#seal:not([data-state=unchecked], [data-state=checking])").waitFor();
    expect(await reader.locator("#seal").getAttribute("data-state")).toBe("checked");
    expect(await axeFaults(reader)).toEqual([]);
  }
  await reader.getByRole("link", { name: "Diferencias" }).click();
  await reader.locator(".said del").first().waitFor();
  expect(await axeFaults(reader)).toEqual([]);
  await reader.goto(`${office.url}/briefings/${number}/turns/3`);
  await reader.getByText("¿Y cuándo se entregan?").waitFor();
  expect(await axeFaults(reader)).toEqual([]);

  // A page that says one word more, or hides one, is told to differ.
  for (const change of [
    () => void (document.querySelector("#t1 .said p")!.textContent = "Buenas tardes."),
    () => document.querySelector("#t2")!.remove(),
    () => void (document.querySelector<HTMLElement>("#t3 .said")!.style.visibility = "hidden"),
    () => void (document.querySelector("#t3 .name")!.textContent = "Otra persona"),
  ])
    expect(await sealOf(reader, `${office.url}/briefings/${number}`, change)).toContain("No coincide");
  expect(faults.flat()).toEqual([]);
});

/** What the seal says of a page that was changed before its program ran. */
async function sealOf(page: Page, url: string, change: () => void): Promise<string> {
  await page.route("**/assets/seal-*.js", async (route) => {
    await page.evaluate(change);
    await route.continue();
  });
  await page.goto(url);
  await page.locator("#seal:not([data-state=unchecked], [data-state=checking])").waitFor();
  const said = await page.locator("#seal").innerText();
  await page.unroute("**/assets/seal-*.js");
  return said;
}

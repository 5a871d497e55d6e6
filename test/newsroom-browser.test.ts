import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkForFirstAdministrator } from "../src/access/enter.ts";
import { linkPath } from "../src/access/links.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import type { Installation } from "../src/store/installation.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, type DeskOfficer } from "./desk-office.ts";
import { until } from "./processes.ts";
import { servedOffice } from "./site-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
/** What went wrong in any page, by page. */
const heard: string[][] = [];

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const wide: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** One after the other: an officer's newest link ends the one before. */
let entered: Promise<unknown> = Promise.resolve();

async function pageOf(officer: DeskOfficer, options: BrowserContextOptions = wide): Promise<Page> {
  const entering = entered.then(() => browserOf(browser, office, officer, options));
  entered = entering.catch(() => undefined);
  const page = await (await entering).newPage();
  heard.push(faultsOf(page));
  return page;
}

/** Somebody without an account, on their own phone. */
async function strangersPhone(): Promise<Page> {
  const page = await (await browser.newContext({ ...phone, locale: "es-CL" })).newPage();
  heard.push(faultsOf(page));
  return page;
}

/** The newest mail to that address, once there are so many. */
async function mailTo({ data }: Pick<Installation, "data">, address: string, count: number): Promise<string> {
  let theirs: ParsedMail[] = [];
  await until(async () => {
    const names = await readdir(join(data, "outbox")).catch(() => [] as string[]);
    const mails = await Promise.all(
      names
        .filter((name) => name.endsWith(".eml"))
        .map(async (name) => simpleParser(await readFile(join(data, "outbox", name)))),
    );
    theirs = mails.filter(({ to }) => [to].flat().some((one) => one?.text.includes(address)));
    return theirs.length >= count;
  });
  const links = theirs
    .toSorted((a, b) => (a.date?.getTime() ?? 0) - (b.date?.getTime() ?? 0))
    .flatMap(({ text }) => /https?:\S+\/clearance\/[\w-]{43}/.exec(text ?? "") ?? []);
  return links.at(-1)!;
}

async function hold(page: Page, keyboard = false): Promise<void> {
  const button = page.locator(".hold");
  if (keyboard) {
    await button.focus();
    await page.keyboard.down("Enter");
  } else {
    await button.hover();
    await page.mouse.down();
  }
  await page.waitForURL(/\/leaving$/);
  if (keyboard) await page.keyboard.up("Enter");
  else await page.mouse.up();
}

// A story waits for its ten seconds while the others go on.
test.concurrent("a text is written, accepted, cleared by two ministries of which one objects, changed at the last minute, published and corrected", async () => {
  const [writer, editor, publisher] = await Promise.all([
    pageOf(office.officer.writer, phone),
    pageOf(office.officer.editor),
    pageOf(office.officer.publisher),
  ]);

  // On a phone, from the board.
  await writer.goto(`${office.url}/desk`);
  await writer.getByText("Nuevo texto").click();
  await writer.getByRole("button", { name: "Comunicado" }).click();
  await writer.locator(".editor[data-ready]").waitFor();
  const draft = writer.url();
  await writer.locator("[data-part=title]").fill("Reconstrucción de las escuelas de Chaitén");
  await writer.locator(".ProseMirror").click();
  await writer.keyboard.type("Son 430 millones de pesos.");
  await writer.keyboard.press("Enter");
  await writer.keyboard.type("Las obras comienzan el lunes.");
  // What stands beside the text follows it.
  await writer.getByText("Tiene título").waitFor();
  await writer.locator(".checks").getByText("10 palabras").waitFor();
  await writer.getByRole("button", { name: "Pasar a revisión" }).click();
  await writer.getByRole("heading", { name: "En revisión" }).waitFor();

  await editor.goto(`${office.url}/desk`);
  await editor.getByRole("link", { name: "Reconstrucción de las escuelas de Chaitén" }).click();
  // A passage that is marked is quoted in a comment on it, which the writer sees without asking for it.
  await editor.locator(".editor[data-ready]").waitFor();
  await editor.locator(".ProseMirror p").first().selectText();
  await editor.getByRole("textbox", { name: "Comentar" }).fill("¿De qué año?");
  await editor.locator(".new-comment").getByRole("button", { name: "Enviar" }).click();
  await editor.locator(".comments blockquote").getByText("Son 430 millones de pesos.").waitFor();
  await writer.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await writer.locator(".comments").getByText("¿De qué año?").waitFor();
  await editor.getByRole("button", { name: "Aceptar este texto" }).click();
  await editor.getByRole("heading", { name: "Listo para publicar" }).waitFor();

  // Two ministries are asked, each by a mail of its own.
  for (const [institution, name, mail] of [
    ["Ministerio de Hacienda", "Rosa Díaz", "rosa@hacienda.example"],
    ["Ministerio de Educación", "Juan Pérez", "juan@mineduc.example"],
  ] as const) {
    await writer.goto(`${draft}/clearance`);
    await writer.getByLabel("Institución").fill(institution);
    await writer.getByLabel("Nombre de la persona").fill(name);
    await writer.getByLabel("Su correo").fill(mail);
    await writer.getByLabel("en 1 hora").check();
    await writer.getByRole("button", { name: "Pedir el visto bueno" }).click();
    await writer.locator(".clearances").getByText(name).first().waitFor();
  }
  const rosa = await strangersPhone();
  await rosa.goto(await mailTo(office.installation, "rosa@hacienda.example", 1));
  await rosa.getByText("Son 430 millones de pesos.").waitFor();
  await rosa.getByRole("button", { name: "Doy el VºBº" }).click();
  await rosa.getByText("Usted dio el visto bueno").waitFor();

  const juan = await strangersPhone();
  await juan.goto(await mailTo(office.installation, "juan@mineduc.example", 1));
  await juan.getByText("Objeto", { exact: true }).click();
  await juan.getByLabel("Por qué").fill("Son 340, no 430.");
  await juan.getByRole("button", { name: "Enviar la objeción" }).click();
  await juan.getByText("Usted objetó").waitFor();

  // The text is mended; both are asked again with one tap.
  await writer.goto(draft);
  await writer.getByText("Son 340, no 430.").first().waitFor();
  await writer.locator(".editor[data-ready]").waitFor();
  await writer.locator(".ProseMirror p").first().click();
  await writer.keyboard.press("Home");
  for (let at = 0; at < 4; at++) await writer.keyboard.press("ArrowRight");
  for (let at = 0; at < 3; at++) await writer.keyboard.press("Delete");
  await writer.keyboard.type("340");
  await writer.locator(".clearances").getByText("VºBº a un texto anterior").waitFor();
  await writer.goto(`${draft}/changes`);
  expect(await writer.locator(".passage").first().innerHTML()).toContain("<del>430</del><ins>340</ins>");
  await writer.getByRole("button", { name: "Pedir de nuevo" }).click();
  await writer.locator(".clearances").getByText("Sin contestar").first().waitFor();
  for (const [official, mail] of [
    [rosa, "rosa@hacienda.example"],
    [juan, "juan@mineduc.example"],
  ] as const) {
    await official.goto(await mailTo(office.installation, mail, 2));
    await official.getByText("Qué cambió desde lo que usted leyó").waitFor();
    expect(await official.locator(".passage").first().innerHTML()).toContain("<del>430</del><ins>340</ins>");
    await official.getByRole("button", { name: "Doy el VºBº" }).click();
    await official.getByText("Usted dio el visto bueno").waitFor();
  }

  // The minister changes a line just before: the publisher goes ahead on the record.
  await publisher.goto(draft);
  await publisher.locator(".editor[data-ready]").waitFor();
  await publisher.locator(".ProseMirror p").last().click();
  await publisher.keyboard.press("End");
  await publisher.keyboard.type(" Terminan en marzo.");
  await publisher.locator(".moves").getByText("Ver qué cambió y decidir").click();
  expect(await publisher.locator(".passage").first().innerHTML()).toContain("<ins> Terminan en marzo.</ins>");
  await publisher.getByLabel("Motivo").fill("La ministra lo cambió al salir.");
  await publisher.getByRole("button", { name: "Seguir adelante con este texto" }).click();

  // Held, called back; held again by the keyboard alone, and out.
  await publisher.waitForURL(/\/publish$/);
  expect(await publisher.locator(".what-happens").innerText()).toMatch(/como comunicado \d{4}-0001/);
  await hold(publisher);
  expect(Number(await publisher.locator(".count b").innerText())).toBeGreaterThan(5);
  await publisher.getByRole("button", { name: "Llamar de vuelta" }).click();
  await publisher.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  expect((await office.get("/statements")).status).toBe(200);
  expect(await (await office.get("/statements")).text()).not.toContain("Chaitén");
  await publisher.getByRole("link", { name: "Publicar o programar" }).click();
  await hold(publisher, true);
  await publisher.waitForURL(/\/desk\/statements\//, { timeout: 30_000 });
  await publisher.getByText("Firmado en el libro público").waitFor();
  const number = /\d{4}-\d{4}/.exec(publisher.url())![0];
  const published = await office.until(`/statements/${number}`, "Terminan en marzo.");
  expect(published).toContain("Son 340 millones de pesos.");

  // Its text for WhatsApp is copied with one tap.
  await publisher.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await publisher.getByRole("button", { name: "Copiar" }).click();
  await publisher.getByRole("button", { name: "Copiado" }).waitFor();
  const copied = await publisher.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain("*Reconstrucción de las escuelas de Chaitén*");
  expect(copied).toContain(`${office.url}/statements/${number}`);

  // Next day: a correction, with its difference shown before it goes out.
  await publisher.getByRole("button", { name: "Corregir" }).click();
  await publisher.getByLabel("Nota pública de la corrección").fill("Terminan en abril.");
  await publisher.getByRole("button", { name: "Guardar la ficha" }).click();
  await publisher.locator(".editor[data-ready]").waitFor();
  await publisher.locator(".ProseMirror p").last().click();
  await publisher.keyboard.press("End");
  await publisher.keyboard.press("ArrowLeft");
  await publisher.keyboard.press("Control+Shift+ArrowLeft");
  await publisher.keyboard.type("abril");
  const correction = publisher.url().replace(/#.*/, "");
  await publisher.getByRole("button", { name: "Pasar a revisión" }).click();
  await publisher.getByRole("heading", { name: "En revisión" }).waitFor();
  await editor.goto(correction);
  await editor.getByRole("button", { name: "Aceptar este texto" }).click();
  await editor.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  await publisher.goto(`${correction}/publish`);
  expect(await publisher.locator(".preview").innerHTML()).toContain("<del>marzo</del><ins>abril</ins>");
  // A short press asks on a page of its own.
  await publisher.locator(".hold").click();
  await publisher.getByRole("button", { name: "Sí, publicar" }).click();
  await publisher.waitForURL(/\/desk\/statements\//, { timeout: 30_000 });
  expect(await office.until(`/statements/${number}`, "Terminan en abril.")).toContain("Ver qué cambió");
  expect(heard.flat()).toEqual([]);
}, 180_000);

test.concurrent("without programs a text is written, accepted, published and called back by forms alone", async () => {
  const options = { ...phone, javaScriptEnabled: false };
  const [writer, editor, publisher] = await Promise.all(
    [office.officer.writer, office.officer.editor, office.officer.publisher].map((one) => pageOf(one, options)),
  );
  await writer!.goto(`${office.url}/desk`);
  await writer!.getByText("Nuevo texto").click();
  await writer!.getByRole("button", { name: "Declaración pública" }).click();
  expect(await writer!.locator(".editor").isVisible()).toBe(false);
  await writer!.getByLabel("Título").first().fill("Sin programas");
  await writer!.locator(".writing textarea[name=body]").fill("El texto.");
  await writer!.getByRole("button", { name: "Guardar", exact: true }).click();
  await writer!.getByText("Guardado.").waitFor();
  const draft = writer!.url().replace(/\?.*/, "");
  await writer!.getByRole("button", { name: "Pasar a revisión" }).click();
  await editor!.goto(draft);
  await editor!.getByRole("button", { name: "Aceptar este texto" }).click();
  await publisher!.goto(`${draft}/publish`);
  await publisher!.locator(".hold").click();
  await publisher!.getByRole("button", { name: "Sí, publicar" }).click();
  await publisher!.getByRole("button", { name: "Llamar de vuelta" }).click();
  await publisher!.getByRole("heading", { name: "Listo para publicar" }).waitFor();
});

test.concurrent("a new installation's first link leads to a published text in three steps and a handful of fields", async () => {
  const fresh = await servedOffice("segegob");
  const link = await linkForFirstAdministrator(fresh.installation.db, fresh.installation.means);
  const page = await (await browser.newContext({ ...phone, locale: "es-CL" })).newPage();
  const failures = faultsOf(page);
  await page.goto(fresh.url + linkPath(link!));
  await page.getByLabel("Nombre y apellidos").fill("Ana Soto Vera");
  await page.getByLabel("Correo").fill("ana@oficina.example");
  await page.getByRole("button", { name: "Ingresar" }).click();
  await page.getByRole("link", { name: "Hacer la primera publicación" }).click();
  await page.getByLabel("Según qué fuente").fill("Diario Oficial");
  await page.getByLabel("Dónde lo dice").fill("N.º 44.512");
  await page.getByRole("button", { name: "Confirmar quién habla" }).click();
  await page.getByLabel("Título").fill("Abrimos");
  await page.locator("textarea[name=body]").fill("Desde hoy publicamos aquí.");
  await page.getByRole("button", { name: "Ver cómo sale" }).click();
  expect(await page.locator(".what-happens").innerText()).toContain("habla Camila Vallejo");
  await page.getByRole("button", { name: "Publicar con urgencia ahora" }).click();
  await page.getByText("Qué pasó").waitFor();
  const number = /\d{4}-\d{4}/.exec(page.url())![0];
  expect(await fresh.until(`/statements/${number}`, "Desde hoy publicamos aquí.")).toContain("Camila Vallejo");
  expect(failures).toEqual([]);
  await page.context().close();
  await fresh.close();
});

test.concurrent("from the board to publication by the keyboard alone", async () => {
  const page = await pageOf(office.officer.publisher);
  const { db, means } = office.installation;
  const { id } = await startDraft(
    db,
    { title: "Con el teclado", body: "El texto." },
    office.officer.writer.actor,
    means,
  );
  await submitDraft(db, id, office.officer.writer.actor, means);
  await page.goto(`${office.url}/desk`);
  await tabTo(page, "Con el teclado");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/drafts/${id}$`));
  await tabTo(page, "Aceptar este texto");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  await tabTo(page, "Publicar o programar");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/publish$/);
  await tabTo(page, "Mantenga apretado");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/confirm$/);
  await tabTo(page, "Sí, publicar");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/leaving$/);
  // The way back has the focus already.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Llamar de vuelta");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  await page.context().close();
});

/** Tabs on until what has the focus says so; a trap of the focus never gets there. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let at = 0; at < 80; at++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
    if (focused.includes(words)) return;
  }
  throw new Error(`the keyboard does not lead to ${words}`);
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitAttachment, hex, policyForKey, readBase64, readBundleFile, verifyBundle } from "@voceria/record";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../src/cli/audit.ts";
import { releaseKey, releaseTask } from "../src/newsroom/schedule-draft.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { transact } from "../src/store/database.ts";
import { addJob } from "../src/store/jobs.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { callCommand } from "./call-command.ts";
import { deskOffice } from "./desk-office.ts";
import { paste } from "./editor-office.ts";
import { SetClock } from "./founded-office.ts";
import { photo } from "./sample-files.ts";
import { type SmtpSink, smtpSink } from "./smtp-sink.ts";

const clock = new SetClock(new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString());
const minute = 60_000;
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const wide: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const closing: (() => Promise<unknown>)[] = [];
/** What failed in any page, or was refused by its policy. */
const heard: string[][] = [];

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let mails: SmtpSink;
let folder: string;

beforeAll(async () => {
  mails = await smtpSink((close) => closing.push(close));
  office = await deskOffice("segegob", { smtpUrl: mails.url }, clock);
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "voceria-journey-"));
  await writeFile(join(folder, "escuela.jpg"), await photo(1200, 800));
  await writeFile(join(folder, "falsa.jpg"), await photo(700, 900));
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

test("a text pasted from Word is cleared by two ministries, changed two minutes before, published at its second and corrected next day", async () => {
  const writer = await device(wide);
  const editor = await device(wide);
  const publisher = await device(phone);
  for (const [page, who] of [
    [writer, "writer"],
    [editor, "editor"],
    [publisher, "publisher"],
  ] as const)
    await enterByMail(page, `${who}@desk.example`);

  // From a blank page: a paste from Word, a picture with what it shows.
  await writer.getByText("Nuevo texto").click();
  await writer.getByRole("button", { name: "Comunicado" }).click();
  await ready(writer);
  const draft = writer.url();
  await writer.getByLabel("Título").first().fill("Reconstrucción de las escuelas de Chaitén");
  await paste(writer, { "text/html": fromWord, "text/plain": "Son 430 millones de pesos." });
  await writer.locator(".ProseMirror").getByRole("listitem").filter({ hasText: "Palena" }).waitFor();
  await writer.locator(".ProseMirror table").getByText("1.234,5").waitFor();
  await saved(writer);
  await attach(writer, "escuela.jpg", "La escuela de Chaitén, con techo nuevo");
  await writer.getByRole("button", { name: "Pasar a revisión" }).click();
  await state(writer, "En revisión");

  await editor.goto(`${office.url}/desk`);
  await editor.getByRole("link", { name: "Reconstrucción de las escuelas de Chaitén" }).click();
  await editor.getByRole("link", { name: "escuela.jpg" }).waitFor();
  await editor.getByRole("button", { name: "Aceptar este texto" }).click();
  await state(editor, "Listo para publicar");

  // Two ministries are asked by mail, and read it on their phones. One objects first.
  await ask(writer, draft, "Ministerio de Hacienda", "Rosa Díaz", "rosa@hacienda.example");
  await ask(writer, draft, "Ministerio de Educación", "Juan Pérez", "juan@mineduc.example");
  const [rosa, juan] = [await device(phone), await device(phone)];
  await rosa.goto(await linkTo("rosa@hacienda.example", 1));
  expect(mails.taken.map(({ text, subject }) => `${subject} ${text}`).join()).not.toMatch(/Chaitén|430/);
  await rosa.getByText("Son 430 millones de pesos").waitFor();
  await rosa.getByRole("img", { name: "La escuela de Chaitén, con techo nuevo" }).waitFor();
  await rosa.getByText("Objeto", { exact: true }).tap();
  await rosa.getByLabel("Por qué").fill("Son 340 millones, no 430.");
  await rosa.getByRole("button", { name: "Enviar la objeción" }).tap();
  await rosa.getByText("Usted objetó").waitFor();
  await juan.goto(await linkTo("juan@mineduc.example", 1));
  await juan.getByRole("button", { name: "Doy el VºBº" }).tap();
  await juan.getByText("Usted dio el visto bueno").waitFor();
  expect(await juan.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

  // The text is changed, and both are asked again with one tap.
  await writer.goto(draft);
  await writer.getByText("Son 340 millones, no 430.").first().waitFor();
  await ready(writer);
  await replaceInText(writer, "430", "340");
  await writer.goto(`${draft}/changes`);
  await shows(writer, "<del>430</del><ins>340</ins>");
  await writer.getByRole("button", { name: "Pedir de nuevo" }).click();
  await writer.locator(".clearances").getByText("Sin contestar").first().waitFor();
  for (const [official, address] of [
    [rosa, "rosa@hacienda.example"],
    [juan, "juan@mineduc.example"],
  ] as const) {
    await official.goto(await linkTo(address, 2));
    await shows(official, "<del>430</del><ins>340</ins>");
    await official.getByRole("button", { name: "Doy el VºBº" }).tap();
    await official.getByText("Usted dio el visto bueno").waitFor();
  }

  // Scheduled on a phone, for three hours on.
  const at = new Date(clock.now().getTime() + 180 * minute + 30_000);
  await schedule(publisher, draft, at);

  // Two minutes before, the minister changes a line: called back, changed; whose word it touches shows word by word.
  clock.set(new Date(at.getTime() - 2 * minute).toISOString());
  await publisher.goto(draft);
  await publisher.getByRole("button", { name: "Llamar de vuelta" }).tap();
  await state(publisher, "Listo para publicar");
  await ready(publisher);
  await replaceInText(publisher, "el lunes", "este viernes");
  await publisher.goto(`${draft}/changes`);
  await shows(publisher, "<ins>este viernes</ins>");
  await publisher
    .getByText("Toca el visto bueno de Ministerio de Hacienda (Rosa Díaz) y Ministerio de Educación (Juan Pérez)")
    .waitFor();
  // One is asked again and answers at once; for the other there is no time, and that stays on the record.
  await publisher.getByRole("checkbox", { name: /Juan Pérez/ }).uncheck();
  await publisher.getByLabel("en 15 minutos").check();
  await publisher.getByRole("button", { name: "Pedir de nuevo" }).tap();
  await publisher.locator(".clearances").getByText("Sin contestar").waitFor();
  await rosa.goto(await linkTo("rosa@hacienda.example", 3));
  await shows(rosa, "<ins>este viernes</ins>");
  await rosa.getByRole("button", { name: "Doy el VºBº" }).tap();
  await rosa.getByText("Usted dio el visto bueno").waitFor();
  await publisher.goto(`${draft}/changes`);
  await publisher.getByText("Toca el visto bueno de Ministerio de Educación (Juan Pérez)").waitFor();
  await publisher.getByLabel("Motivo").fill("La ministra lo cambió al salir.");
  await publisher.getByRole("button", { name: "Seguir adelante con este texto" }).tap();
  await publisher.waitForURL(/\/publish$/);

  // Out at its second, not before.
  await schedule(publisher, draft, at);
  const number = await goesOut(draft, at);
  await publisher.goto(draft);
  await publisher.getByRole("link", { name: "Qué pasó después" }).tap();
  await publisher.getByText("Firmado en el libro público").waitFor();

  // What anybody reads, and can check without us.
  const reader = await device(phone);
  await reader.goto(`${office.url}/statements/${number}`);
  await reader.getByText("Son 340 millones de pesos").waitFor();
  await reader.getByText("Las obras comienzan este viernes.").waitFor();
  await reader.getByRole("table").getByText("1.234,5").waitFor();
  const picture = reader.getByRole("img", { name: "La escuela de Chaitén, con techo nuevo" });
  await picture.scrollIntoViewIfNeeded();
  await picture.evaluate((image: HTMLImageElement) => image.decode());
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const report = await verified(number);
  expect(report).toMatchObject({ established: true, quorumMet: true });
  expect(report.findings).toContainEqual(expect.objectContaining({ name: "attachments", status: "established" }));
  expect(report.entry).toMatchObject({ at: at.toISOString() });

  // Next day, from the desk: a misprint is corrected, with a note that everybody reads.
  clock.set(new Date(at.getTime() + 24 * 60 * minute).toISOString());
  await enterByMail(writer, "writer@desk.example");
  await enterByMail(editor, "editor@desk.example");
  await enterByMail(publisher, "publisher@desk.example");
  await writer.goto(`${office.url}/desk/statements/${number}`);
  await writer.getByRole("button", { name: "Corregir" }).click();
  await writer.getByLabel("Nota pública de la corrección").fill("Decía «pesos»; son pesos de 2026.");
  await writer.getByLabel("Fe de erratas: un error de escritura").check();
  await writer.getByRole("button", { name: "Guardar la ficha" }).click();
  await ready(writer);
  const correction = writer.url().replace(/[#?].*/, "");
  await replaceInText(writer, "de pesos", "de pesos de 2026");
  await writer.getByRole("button", { name: "Pasar a revisión" }).click();
  await state(writer, "En revisión");
  await editor.goto(correction);
  await editor.getByRole("button", { name: "Aceptar este texto" }).click();
  await state(editor, "Listo para publicar");
  await publisher.goto(`${correction}/publish`);
  await shows(publisher, "<ins><strong> de 2026</strong></ins>", ".preview");
  await publisher.locator(".hold").tap();
  await publisher.getByRole("button", { name: "Sí, publicar" }).tap();
  await publisher.waitForURL(/\/leaving$/);
  await goesOut(correction, new Date(clock.now().getTime() + 10_000));
  await reader.reload();
  await reader.getByText("Decía «pesos»; son pesos de 2026.").first().waitFor();
  await reader.getByText("Fe de erratas").first().waitFor();
  await reader.getByRole("link", { name: "Ver qué cambió" }).first().tap();
  await reader.locator("ins").filter({ hasText: "de 2026" }).first().waitFor();
  expect(await verified(number)).toMatchObject({ established: true });

  await clean();
}, 180_000);

test("a denial of a false picture is written, accepted and published on phones, its claim stamped for everybody", async () => {
  const [writer, publisher, reader] = [await device(phone), await device(phone), await device(phone)];
  await enterByMail(writer, "writer@desk.example");
  await enterByMail(publisher, "publisher@desk.example");
  await writer.getByText("Nuevo texto").tap();
  await writer.getByRole("button", { name: "Desmentido" }).tap();
  await ready(writer);
  const draft = writer.url();
  await writer.getByLabel("Título").first().fill("Las escuelas de Chaitén no cierran");
  await writer.locator(".ProseMirror").tap();
  await writer.keyboard.type("Hay clases todo el invierno. La imagen es de otro país.");
  await saved(writer);
  await writer.getByRole("link", { name: "Cambiar la ficha" }).tap();
  await writer.getByLabel("La afirmación, con sus palabras").fill("Cierran todas las escuelas de Chaitén");
  await writer.getByLabel("Dónde circula").fill("WhatsApp");
  await writer.getByLabel("Desde cuándo").fill(wallClock(clock.now()).slice(0, 10));
  await writer.getByRole("button", { name: "Guardar la ficha" }).tap();
  await ready(writer);
  await attach(writer, "falsa.jpg", "Un cartel de clausura en la puerta de una escuela", true);
  await writer.getByRole("button", { name: "Pasar a revisión" }).tap();
  await state(writer, "En revisión");

  await publisher.goto(draft);
  await publisher.getByText("Cierran todas las escuelas de Chaitén").first().waitFor();
  await publisher.getByRole("button", { name: "Aceptar este texto" }).tap();
  await state(publisher, "Listo para publicar");
  await publisher.getByRole("link", { name: "Publicar o programar" }).tap();
  expect(await publisher.locator(".what-happens").innerText()).toMatch(/como desmentido \d{4}-0002/);
  await holdWithFinger(publisher);
  await publisher.getByRole("button", { name: "Llamar de vuelta" }).waitFor();
  const number = await goesOut(draft, new Date(clock.now().getTime() + 10_000));

  await reader.goto(`${office.url}/statements/${number}`);
  const claim = reader.getByRole("region", { name: /Circula, y esta oficina lo desmiente/ });
  await claim.getByText("Desmentido", { exact: true }).waitFor();
  await claim.locator("del", { hasText: "Cierran todas las escuelas de Chaitén" }).waitFor();
  const stamped = claim.getByRole("img", { name: /Imagen desmentida por la oficina/ });
  await stamped.evaluate((image: HTMLImageElement) => image.decode());
  expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await verified(number)).toMatchObject({ established: true });
  expect((await office.get(`/statements/${number}/editions/1/claim-image.jpg`)).headers.get("content-type")).toBe(
    "image/jpeg",
  );
  await clean();
}, 120_000);

/** A finger that stays on the button until it acts. */
async function holdWithFinger(page: Page): Promise<void> {
  const button = page.locator(".hold");
  await button.scrollIntoViewIfNeeded();
  const box = (await button.boundingBox())!;
  const finger = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await page.waitForURL(/\/leaving$/);
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

async function clean(): Promise<void> {
  const audited = await callCommand(audit, [], { installation: office.installation });
  expect(audited.lines).toEqual([expect.stringMatching(/^Clean: /)]);
  expect(heard.flat()).toEqual([]);
  expect(office.failures).toEqual([]);
}

/** What stands on a page of Word, as it comes by the clipboard. */
const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=ProgId content=Word.Document><style><!-- p.MsoNormal {margin:0cm;} @list l0 {mso-list-id:1;} --></style></head>
<body lang=ES-CL><!--StartFragment--><h1><b>Antecedentes</b><o:p></o:p></h1>
<p class=MsoNormal style='text-align:justify'><span lang=ES-CL style='font-size:12.0pt'>Son 430 millones <b>de pesos</b>. Las obras comienzan el lunes.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Chaitén<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Palena<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Comuna</b></p></td><td><p class=MsoNormal><b>Monto</b></p></td></tr>
<tr><td><p class=MsoNormal>Chaitén</p></td><td><p class=MsoNormal>1.234,5</p></td></tr></table>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`;

/** A browser of its own, in which nobody is signed in. */
async function device(options: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext({ locale: "es-CL", reducedMotion: "reduce", ...options })).newPage();
  heard.push(faultsOf(page));
  return page;
}

/** Asks at the door for a link, takes it from the mail, and enters. */
async function enterByMail(page: Page, address: string): Promise<void> {
  const before = mailsTo(address).length;
  await page.goto(`${office.url}/desk`);
  await page.waitForURL(/\/desk\/enter/);
  await page.getByRole("textbox", { name: /correo/i }).fill(address);
  await page.getByRole("button", { name: "Enviar el enlace" }).click();
  await page.getByText("Revise su correo").waitFor();
  await page.goto(await linkTo(address, before + 1));
  await page.getByRole("button", { name: /^Ingresar/ }).click();
  await page.waitForURL(/\/desk$/);
}

function mailsTo(address: string) {
  return mails.taken.filter(({ to }) => [to].flat().some((one) => one?.text.includes(address)));
}

/** The link in the mail to that address that is the so many-th. */
async function linkTo(address: string, count: number): Promise<string> {
  for (let known = mails.taken.length; ; known = (await mails.until(known + 1)).length) {
    const mail = mailsTo(address)[count - 1];
    if (mail !== undefined) return /https?:\/\/\S+/.exec(mail.text ?? "")![0];
  }
}

async function ready(page: Page): Promise<void> {
  await page.locator(".editor[data-ready]").waitFor();
}

async function saved(page: Page): Promise<void> {
  await page.locator(".editor[data-standing=saved]").waitFor();
}

async function state(page: Page, words: string): Promise<void> {
  await page.getByRole("heading", { name: words }).waitFor();
}

async function shows(page: Page, marked: string, within = ".passage"): Promise<void> {
  await page.locator(within).first().waitFor();
  expect((await page.locator(within).allInnerTexts()).length).toBeGreaterThan(0);
  const seen = await page.locator(within).evaluateAll((all) => all.map(({ innerHTML }) => innerHTML).join());
  expect(seen).toContain(marked);
}

/** Brings a picture into the draft and says what it shows; back at the text. */
async function attach(page: Page, name: string, alt: string, claim = false): Promise<void> {
  await page.getByRole("link", { name: "Agregar archivos" }).click();
  await page.getByLabel("Agregar archivos").setInputFiles(join(folder, name));
  await page.getByLabel("Qué muestra la imagen").fill(alt);
  if (claim) await page.getByLabel("Es la imagen falsa que se desmiente").check();
  await page.getByRole("button", { name: "Guardar", exact: true }).click();
  await page.getByRole("link", { name }).waitFor();
  await ready(page);
}

async function ask(page: Page, draft: string, institution: string, name: string, mail: string): Promise<void> {
  await page.goto(`${draft}/clearance`);
  await page.getByLabel("Institución").fill(institution);
  await page.getByLabel("Nombre de la persona").fill(name);
  await page.getByLabel("Su correo").fill(mail);
  await page.getByLabel("otro día u hora").check();
  const [day = "", time = ""] = wallClock(new Date(clock.now().getTime() + 150 * minute)).split(" ");
  await page.getByLabel("Día", { exact: true }).fill(day);
  await page.getByLabel("Hora", { exact: true }).fill(time.slice(0, 5));
  await page.getByRole("button", { name: "Pedir el visto bueno" }).click();
  await page.locator(".clearances").getByText(name).first().waitFor();
}

/** Selects what is written and types over it. */
async function replaceInText(page: Page, old: string, typed: string): Promise<void> {
  await page.locator(".ProseMirror").focus();
  await page.evaluate((words) => {
    const walker = document.createTreeWalker(document.querySelector(".ProseMirror")!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const from = node.textContent?.indexOf(words) ?? -1;
      if (from < 0) continue;
      document.getSelection()?.setBaseAndExtent(node, from, node, from + words.length);
      return;
    }
    throw new Error(`the text does not say ${words}`);
  }, old);
  await page.keyboard.type(typed);
  await page.locator(".ProseMirror").getByText(typed).waitFor();
  await saved(page);
}

function wallClock(instant: Date): string {
  return instant.toLocaleString("sv-SE", { timeZone: "America/Santiago" });
}

async function schedule(page: Page, draft: string, at: Date): Promise<void> {
  const [day = "", time = ""] = wallClock(at).split(" ");
  await page.goto(`${draft}/publish`);
  await page.getByLabel("Día", { exact: true }).fill(day);
  await page.getByLabel("Hora", { exact: true }).fill(time);
  await page.getByRole("button", { name: "Programar" }).tap();
  await state(page, "Programado");
}

/** Lets the second come: its job is woken five seconds ahead, as it would be, and waits for it. */
async function goesOut(draft: string, at: Date): Promise<string> {
  const id = Number(draft.split("/").at(-1));
  const { db } = office.installation;
  clock.set(new Date(at.getTime() - 5_000).toISOString());
  await transact(db, (tx) => addJob(tx, releaseTask, { draft: id }, { key: releaseKey(id) }));
  clock.set(at.toISOString());
  for (;;) {
    const row = await db
      .selectFrom("draft")
      .innerJoin("statement", "statement.id", "draft.published_statement")
      .select(["statement.number", "draft.published_edition", "draft.published_at"])
      .where("draft.id", "=", id)
      .executeTakeFirst();
    if (row !== undefined) {
      expect(row.published_at).toEqual(at);
      while (!(await office.get(`/statements/${row.number}/editions/${row.published_edition}.json`)).ok)
        await new Promise((resolve) => setImmediate(resolve));
      return row.number;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The newest edition's bundle with its files, checked by the office's key and nothing else of ours. */
async function verified(number: string) {
  const key = (await (await office.get("/record/key")).text()).trim();
  const bytes = new Uint8Array(await (await office.get(`/statements/${number}.bundle.json`)).arrayBuffer());
  const bundle = readBundleFile(bytes);
  const content = bundle.content as { attachments?: { commitment: string }[] };
  const attachments = new Map<string, Uint8Array>();
  for (const [index, { commitment }] of (content.attachments ?? []).entries()) {
    const name = hex(readBase64(commitment, "commitment"));
    const file = new Uint8Array(await (await office.get(`/record/attachments/${name}`)).arrayBuffer());
    const { salt = "" } = bundle.attachments?.[index] ?? {};
    expect(hex(commitAttachment(sha256, readBase64(salt, "salt"), file))).toBe(name);
    attachments.set(name, file);
  }
  const now = clock.now();
  const report = await verifyBundle(bytes, { policy: policyForKey(key), hash: sha256, checkEd25519, now, attachments });
  return report;
}

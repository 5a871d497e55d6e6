import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readHands } from "../src/briefings/hands.ts";
import { stepHand } from "../src/briefings/move-hand.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { readTurns, type Turn } from "../src/briefings/turns.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { accredit } from "../src/press/decide-accreditation.ts";
import { addJournalist } from "../src/press/keep-journalist.ts";
import { makeJournalistLink } from "../src/press/own-data.ts";
import { addDays, dayIn } from "../src/register/day.ts";
import { transact } from "../src/store/database.ts";
import { axeFaults } from "./axe.ts";
import { certifyTranscript } from "../src/briefings/certify-transcript.ts";
import { sound } from "./sample-files.ts";
import { heard, openedBriefing, plannedBriefing, publicWords, type } from "./briefing-office.ts";
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
  // Put right again: when, by the office's clock, and both times what it said before.
  await change((await readTurns(installation.db, id))[0], { text: "Muy buenos días a todos." });
  for (const page of pages) await page.getByText("Muy buenos días a todos.").waitFor();
  const still = await plain.newPage();
  await still.goto(`${office.url}/briefings/${number}`);
  const corrected = async (page: typeof still) =>
    (await page.locator("#t1 details").allTextContents()).map((text) => text.replaceAll(/\s+/g, ""));
  expect(await corrected(pages[0]!)).toEqual(await corrected(still));
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
  await desk.locator("#typing").getByRole("combobox", { name: "Medio" }).fill("Radio Sur");
  await say("¿Cuánto costó?");
  await desk.locator("#turns p").getByText("¿Cuánto costó?").waitFor();
  await desk.keyboard.press("Alt+Digit1");
  expect(await desk.locator("#typing").getByLabel("Qué es").inputValue()).toBe("answer");
  await desk.getByRole("button", { name: "Prometer respuesta" }).click();
  await desk.locator("#turns").getByRole("link", { name: "Respuesta pendiente" }).waitFor();
  await desk.locator("#typing").getByLabel("Atribución").selectOption("background");
  await desk.locator("#typing").getByRole("combobox", { name: "Medio" }).fill("Radio Sur");
  await say("Esto es zurbamandra.");
  await desk.locator("#turns p").getByText("zurbamandra").waitFor();
  await desk.getByText("Pegar un texto completo").first().click();
  const address = new URL(desk.url()).pathname.split("/").at(-1);
  const id = Number(address);
  const [{ speaker: inPost }] = (await readTurns(installation.db, id)) as [Turn];
  const heading = `${inPost.name}, ${inPost.title?.es}`.toUpperCase();
  await desk.locator('textarea[name="whole"]').fill(`${heading}: Gracias.\n\nPREGUNTA: ¿Y mañana?\n`);
  await desk.getByRole("button", { name: "Agregar todo" }).click();
  await desk.locator("#turns p").getByText("¿Y mañana?").waitFor();
  // A heading in capitals with their name and post is theirs as the register has them.
  expect((await readTurns(installation.db, id)).at(-2)?.speaker).toEqual(inPost);
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

test("a journalist asks for the floor from their own page; the desk orders the queue by keys, calls, and the form of the turn is theirs; what is on and what comes today stands on the front page, and nothing of the queue does", async () => {
  const { installation } = office;
  const { db, means } = installation;
  const { editor, writer, reader } = office.officer;
  const announce = async (more: object) => {
    const { id } = await planBriefing(db, { ...plannedBriefing, holdSeconds: "0", ...more }, editor.actor, means);
    const { number = "" } = await stepBriefing(db, id, "announce", editor.actor, means);
    return { id, number };
  };
  const frontPage = async (path = "/") => (await office.get(path)).text();
  const before = await frontPage();
  expect(before).not.toContain("Anuncio de la tarde");
  const { id, number } = await announce({ title: "Anuncio de la tarde", startsAt: means.clock.now() });
  await office.until("/", /Hoy<\/b>[^]*Anuncio de la tarde<\/a>, a las \d\d:\d\d/);
  expect(await frontPage("/en")).toMatch(/Today<\/b>[^]*Anuncio de la tarde/);

  const typedJournalist = {
    name: "Dolores Ortega",
    mail: "dortega@radio.example",
    phone: "",
    outlet: "Radio Sur",
    language: "es",
  };
  const { journalist } = await addJournalist(db, typedJournalist, editor.actor, means);
  await accredit(
    db,
    journalist,
    { occasion: "", grounds: "Credencial", until: addDays(dayIn("America/Santiago", means.clock.now()), 100) },
    editor.actor,
    means,
  );
  const link = await transact(db, (tx) => makeJournalistLink(tx, journalist, means));
  const outside = await (await browser.newContext({ locale: "es-CL", javaScriptEnabled: false })).newPage();
  await outside.goto(`${office.url}/accreditation/mine/${link}`);
  const form = outside.locator("form", { has: outside.locator(`[name="briefing"][value="${id}"]`) });
  await form.getByLabel("Su pregunta").fill("¿Cuánto cuesta? <script>document.title='tomada'</script>");
  await form.getByRole("button", { name: "Enviar" }).click();
  await outside.getByText("En la fila", { exact: true }).waitFor();

  const context = await browserOf(browser, office, writer);
  const desk = await context.newPage();
  const faults = faultsOf(desk);
  await desk.goto(`${office.url}/desk/briefings/${id}`);
  const queue = desk.locator("#hands");
  await queue.getByText("<script>document.title='tomada'</script>").waitFor();
  expect(await desk.title()).not.toContain("tomada");
  await desk.getByText("Anotar a alguien").click();
  const add = desk.locator(".hands details form").last();
  await expect
    .poll(() => add.locator("optgroup[label='Radio Sur'] option").allInnerTexts())
    .toEqual(["Dolores Ortega"]);
  await add.getByRole("textbox", { name: "Nombre" }).fill("Luis Paz");
  await add.getByRole("textbox", { name: "Medio" }).fill("El Faro");
  await add.getByRole("button", { name: "Poner en la fila" }).click();
  await stepBriefing(db, id, "open", editor.actor, means);
  await office.until("/", /En vivo<\/b>[^]*Anuncio de la tarde<\/a>, desde las/);
  await desk.reload();
  // By keys alone, and the keyboard stays with whom it moved.
  const names = () => queue.locator("ol > li .kicker b").allInnerTexts();
  expect(await names()).toEqual(["Dolores Ortega", "Luis Paz"]);
  await desk.getByRole("button", { name: "Subir a Luis Paz" }).focus();
  await desk.keyboard.press("Enter");
  await queue.locator("ol > li:first-child").getByText("Luis Paz").waitFor();
  expect(await names()).toEqual(["Luis Paz", "Dolores Ortega"]);
  expect(await desk.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Bajar a Luis Paz");
  // What a colleague does is seen without loading the page.
  const hands = await readHands(db, id);
  await stepHand(db, id, hands.find(({ name }) => name === "Luis Paz")!.id, "pass", editor.actor, means);
  await queue.locator("ol > li", { hasText: "Luis Paz" }).waitFor({ state: "detached" });

  // Half-typed words keep their speaker and their attribution whoever is called; without them the call begins the next turn.
  await desk.waitForLoadState("load");
  const typing = desk.locator("#typing");
  await desk.keyboard.press("Alt+Digit1");
  await typing.getByLabel("Atribución").selectOption("background");
  await typing.getByLabel("Lo que se dijo").fill("A medio escribir, y no es para citar.");
  await queue.getByRole("button", { name: "Dar la palabra" }).click();
  await desk.getByText("Agregue primero lo que está escribiendo").waitFor();
  expect(await typing.getByLabel("Atribución").inputValue()).toBe("background");
  expect(await typing.locator('[name="speaker"]').first().isChecked()).toBe(true);
  await typing.getByLabel("Lo que se dijo").fill("");
  await queue.getByRole("link", { name: "Escribir su pregunta" }).click();
  await desk.waitForFunction(() => document.querySelector<HTMLInputElement>("#typing [name=name]")?.value !== "");
  expect(await typing.getByRole("combobox", { name: "Nombre" }).inputValue()).toBe("Dolores Ortega");
  expect(await typing.getByLabel("Qué es").inputValue()).toBe("question");
  expect(await typing.getByLabel("Lo que se dijo").inputValue()).toContain("¿Cuánto cuesta?");
  expect(await axeFaults(desk)).toEqual([]);
  await typing.getByLabel("Lo que se dijo").fill("¿Cuánto cuesta?");
  await desk.keyboard.press("Control+Enter");
  await desk.locator("#turns p").getByText("¿Cuánto cuesta?").waitFor();
  while ((await publicWords(installation, id)).length < 1) await new Promise((resolve) => setImmediate(resolve));
  const [turn] = await readTurns(db, id);
  expect(turn?.speaker).toEqual({ name: "Dolores Ortega", outlet: "Radio Sur", journalist });

  for (const path of ["/", "/briefings", `/briefings/${number}`, `/briefings/${number}/events.json?after=0`]) {
    const page = await (await office.get(path)).text();
    expect(page).not.toMatch(/Luis Paz|tomada|"journalist"/);
  }
  const [seen, refused] = [await reader.enter(), await (await reader.enter()).get(`/desk/briefings/${id}/hands`)];
  expect(refused.status).toBe(403);
  expect(await (await seen.get(`/desk/briefings/${id}`)).text()).not.toContain("Luis Paz");
  expect(
    (
      await seen.post(`/desk/briefings/${id}/hands`, {
        name: "X",
        outlet: "Y",
        question: "",
        shownAs: "name",
        key: "12345678",
      })
    ).status,
  ).toBe(403);

  await stepBriefing(db, id, "close", editor.actor, means);
  await office.until("/", /^(?![^]*En vivo<\/b>\s*<span>\s*<a [^>]*>Anuncio de la tarde)/);
  expect(faults).toEqual([]);
}, 90_000);

test("captions and a recording: an address made at the desk, words marked by one key and put right, a file of captions, a journalist picked by outlet with the keyboard; readers hear each turn from its minute, live and once it is certified", async () => {
  const { installation } = office;
  const { db, means } = installation;
  const { editor, stenographer } = office.officer;
  const { id, number } = await openedBriefing(installation, editor.actor, { holdSeconds: "0" });
  const { journalist } = await addJournalist(
    db,
    { name: "Dolores Ortega", mail: "", phone: "", outlet: "Radio Austral", language: "es" },
    editor.actor,
    means,
  );
  const until = addDays(dayIn("America/Santiago", means.clock.now()), 100);
  await addJournalist(
    db,
    { name: "Aníbal Soto", mail: "", phone: "", outlet: "Radio Austera", language: "es" },
    editor.actor,
    means,
  );
  await accredit(db, journalist, { occasion: "", grounds: "Credencial", until }, editor.actor, means);
  const context = await browserOf(browser, office, editor, { viewport: { width: 360, height: 740 } });
  const desk = await context.newPage();
  const faults = faultsOf(desk);
  await desk.goto(`${office.url}/desk/briefings/${id}`);
  await desk.getByRole("link", { name: "Subtítulos" }).click();
  await desk.getByLabel("Quién subtitula").fill("Sala");
  await desk.getByRole("button", { name: "Crear una dirección" }).click();
  const address = await desk.locator(".notice .mono").first().innerText();
  const send = (...segments: object[]) => fetch(address, { method: "POST", body: JSON.stringify(segments) });
  expect((await send(heard(1, 0, "Buenos días a todas."), heard(2, 3, "Empe", { final: false }))).status).toBe(200);
  await desk.goto(`${office.url}/desk/briefings/${id}`);
  await desk.locator("#heard").getByText("Empe").waitFor();
  await desk.keyboard.press("Alt+Digit1");
  await desk.getByRole("button", { name: "Es de quien está elegido arriba" }).click();
  await desk.locator("#turns p").getByText("Buenos días a todas.").waitFor();
  // The keyboard alone: the outlet is typed, the accredited one comes first, and is chosen.
  await desk.keyboard.press("Alt+Digit0");
  await desk.keyboard.type("radio aus");
  await desk.getByRole("option").first().getByText("Dolores Ortega").waitFor();
  await desk.keyboard.press("ArrowDown");
  await desk.keyboard.press("Enter");
  await desk.keyboard.type("¿Cuánto costó?");
  await desk.keyboard.press("Control+Enter");
  await desk.locator("#turns p").getByText("¿Cuánto costó?").waitFor();
  const asked = (await readTurns(db, id)).find(({ kind }) => kind === "question");
  expect(asked?.speaker).toEqual({ name: "Dolores Ortega", outlet: "Radio Austral", journalist });
  await desk.getByText("Cargar subtítulos (WebVTT)").click();
  const file = (text: string) => ({ name: "a.vtt", mimeType: "text/vtt", buffer: Buffer.from(text) });
  await desk.getByLabel("Archivo .vtt").setInputFiles(file("WEBVTT\n\n00:40.000\nGracias."));
  await desk.locator("details[open]").getByRole("button", { name: "Agregar todo" }).click();
  await desk.getByRole("alert").getByText("Línea 4").waitFor();
  const good = "WEBVTT\n\n00:40.000 --> 00:42.000\n<v Ana>Gracias.\n\n00:42.000 --> 00:43.000\n<v Ana>Eso es todo.";
  await desk.getByLabel("O péguelo aquí").fill(good);
  await desk.locator("details[open]").getByRole("button", { name: "Agregar todo" }).click();
  await desk.locator("#turns p").getByText("Gracias. Eso es todo.").waitFor();
  await desk.locator("summary").getByText("Audio o video").click();
  await desk.getByLabel("Dirección del audio o video").fill("https://media.example/punto.wav");
  await desk.getByRole("button", { name: "Comienza en este momento" }).click();
  await desk.getByText(/comenzó a las/).waitFor();
  expect(await axeFaults(desk)).toEqual([]);
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await db
    .updateTable("briefing")
    .set({ media_started_at: sql`opened_at + interval '10 seconds'` })
    .where("id", "=", id)
    .execute();
  while ((await publicWords(installation, id)).length < 3) await new Promise((resolve) => setImmediate(resolve));
  const readers = await browser.newContext();
  const recording = sound(480_000);
  await readers.route("https://media.example/**", (route) => {
    const from = Number(/bytes=(\d+)/.exec(route.request().headers()["range"] ?? "")?.[1] ?? 0);
    const range = `bytes ${from}-${recording.length - 1}/${recording.length}`;
    const headers = { "accept-ranges": "bytes", "content-range": range };
    return route.fulfill({ status: 206, contentType: "audio/wav", headers, body: recording.subarray(from) });
  });
  const page = await readers.newPage();
  faults.push(...faultsOf(page));
  const hear = async () => {
    await page.goto(`${office.url}/briefings/${number}`);
    await page.waitForLoadState("load");
    const turn = page.locator(".turn", { hasText: "Gracias." });
    await turn.locator(".minute").click();
    await page.locator(".turn[aria-current=true]", { hasText: "Gracias." }).waitFor();
    expect(
      await page.locator("#media").evaluate((media) => Math.round((media as HTMLMediaElement).currentTime)),
    ).toBeGreaterThanOrEqual(30);
    expect(page.url()).not.toContain("/turns/");
  };
  await hear();
  await stepBriefing(db, id, "close", editor.actor, means);
  // Over, its page leads whoever certifies to what comes next.
  const certifying = await stenographer.enter();
  expect(await (await certifying.get(`/desk/briefings/${id}`)).text()).toContain(`/desk/transcripts/certify/${id}`);
  const { revision } = await db
    .selectFrom("briefing")
    .select("revision")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const certified = { name: "R. Soto", body: "", sha256: "", bytes: "", media: "", address: "", read: revision };
  await certifyTranscript(db, id, certified, stenographer.actor, means);
  await office.until(`/briefings/${number}`, "R. Soto");
  await hear();
  expect(faults).toEqual([]);
}, 90_000);

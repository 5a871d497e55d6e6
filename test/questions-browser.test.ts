import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logQuestion } from "../src/press/ask-question.ts";
import { correctAnswer } from "../src/press/correct-answer.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { saveAnswer, showQuestion, takeQuestion } from "../src/press/work-question.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice } from "./desk-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let answered: string;
beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
  const { db, means } = office.installation;
  const { writer, publisher } = office.officer;
  const typed = {
    queue: "press",
    name: "Rosa Paredes",
    outlet: "Radio Norte",
    mail: "rosa@radio.example",
    shownAs: "name",
    language: "es",
    exclusiveUntil: "",
    phone: "",
    channel: "whatsapp",
    askedOn: "",
    askedAt: "",
  };
  const log = async (text: string, more: Partial<typeof typed> = {}) =>
    (await logQuestion(db, { ...typed, text, ...more }, writer.actor, means)).id;
  const open = await log("¿Habrá locomoción gratis el día de la votación?", { queue: "citizen", shownAs: "neither" });
  await showQuestion(db, open, { text: "" }, writer.actor, means);
  const promised = await log("¿Cuándo llega el agua a Petorca?", { shownAs: "outlet" });
  await takeQuestion(db, promised, writer.actor, means);
  const late = await log("¿Por qué no se ha publicado el informe de incendios?", { askedOn: "2026-09-14" });
  await takeQuestion(db, late, writer.actor, means);
  await db.updateTable("question").set({ due_on: "2026-09-21" }).where("id", "=", late).execute();
  const done = await log("¿Cuántas viviendas se entregan este mes en Chaitén, y a quiénes se les avisa antes?");
  await saveAnswer(
    db,
    done,
    { kind: "answer", body: "Son **340**.\n\n- Chaitén: 200\n- Palena: 140\n", version: 0 },
    writer.actor,
    means,
  );
  const given = { version: 1, speaker: "", topics: [], reason: "" };
  answered = (await publishAnswer(db, done, given, publisher.actor, means)).number;
  const correction = {
    edition: 1,
    text: "Son **350**.\n\n- Chaitén: 210\n- Palena: 140\n",
    note: "Son diez más en Chaitén.",
    severity: "major",
  };
  await correctAnswer(db, answered, correction, publisher.actor, means);
  const declined = await log("¿Quién denunció?", { queue: "citizen", shownAs: "neither", askedOn: "2026-10-20" });
  await saveAnswer(
    db,
    declined,
    { kind: "declined", body: "Hay una investigación reservada.", version: 0 },
    writer.actor,
    means,
  );
  await publishAnswer(db, declined, given, publisher.actor, means);
  await office.until(`/questions/${answered}`, "Son diez más");
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

test.each([
  ["light", 1280, ""],
  ["dark", 360, "/en"],
  ["light", 1920, "/en"],
  ["dark", 1280, ""],
] as const)("what is asked and answered reads well: %s, %i wide %s", async (colorScheme, width, language) => {
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ colorScheme, viewport, bypassCSP: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const faults = faultsOf(page);
  const shots = process.env["VOCERIA_SHOTS"];
  for (const path of ["/questions", "/questions?show=overdue", `/questions/${answered}`, "/questions/figures"]) {
    await page.goto(`${office.url}${language}${path}`);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    if (shots)
      await page.screenshot({
        path: `${shots}/${path.replaceAll(/\W+/g, "_")}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
  }
  if (shots) {
    const desk = await browserOf(browser, office, office.officer.everything, { colorScheme, viewport });
    const inside = await desk.newPage();
    for (const path of ["/desk/questions", "/desk/questions/2", "/desk/questions/4", "/questions/ask"]) {
      await inside.goto(office.url + path);
      await inside.screenshot({
        path: `${shots}/${path.replaceAll(/\W+/g, "_")}-${colorScheme}-${width}.png`,
        fullPage: true,
      });
    }
    await desk.close();
  }
  await context.close();
  expect(faults).toEqual([]);
});

test("a citizen without script asks by keyboard and reads that it arrived; an officer who types is offered what was answered", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "es-CL" });
  const page = await context.newPage();
  await page.goto(`${office.url}/questions`);
  await page.getByRole("link", { name: "Preguntar a la oficina" }).click();
  await page.getByLabel("Su pregunta").fill("¿Dónde voto?");
  await page.getByLabel("Su correo").fill("vota@k.example");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Recibimos su pregunta" }).waitFor();
  const { db } = office.installation;
  expect(await db.selectFrom("question").select("queue").where("text", "=", "¿Dónde voto?").execute()).toEqual([
    { queue: "citizen" },
  ]);
  await context.close();
  const desk = await browserOf(browser, office, office.officer.writer);
  const inside = await desk.newPage();
  await inside.goto(`${office.url}/desk/questions/new`);
  await inside.getByLabel("Qué pregunta").pressSequentially("viviendas en Chaitén");
  await inside.getByRole("link", { name: answered }).waitFor();
  await desk.close();
});

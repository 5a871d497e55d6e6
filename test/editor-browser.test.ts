import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { makeLink } from "../src/access/links.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { listVersions } from "../src/newsroom/find-draft.ts";
import { transact } from "../src/store/database.ts";
import { axeFaults } from "./axe.ts";
import { launchBrowser } from "./browser.ts";
import { deskOffice, type DeskOfficer } from "./desk-office.ts";
import {
  atDraft,
  clickIn,
  type Desk,
  type EditorOffice,
  newDraft,
  openDraft,
  paste,
  savedText,
  standing,
  untilSaved,
} from "./editor-office.ts";
import { postmaster, run, runs, temporaryFolder, until } from "./processes.ts";

let office: EditorOffice;
let browser: Browser;
const open: Desk[] = [];

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.context.close();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

async function at(id: number, officer: DeskOfficer = office.officer.writer, options = {}): Promise<Desk> {
  const desk = await atDraft(browser, office, officer, id, options);
  open.push(desk);
  return desk;
}

/** Puts the cursor at the end of the paragraph that says so, and types. */
async function typeAfter(page: Page, words: string, more: string): Promise<void> {
  await clickIn(page, words);
  await page.keyboard.press("End");
  await page.keyboard.type(more);
}

/** All sessions of an officer are over, as after a weekend. */
async function endSessions(officer: DeskOfficer): Promise<void> {
  const { db, means } = office.installation;
  await db
    .updateTable("session")
    .set({ ended_at: means.clock.now() })
    .where("officer", "=", officer.actor.officer)
    .where("ended_at", "is", null)
    .execute();
}

const words = (start: string, count: number) => Array.from({ length: count }, (_, at) => `${start}${at}`);

describe("the editor", () => {
  test("shows the draft, and what is typed is saved as it is typed", async () => {
    const id = await newDraft(office, { title: "Aviso", body: "## Salud\n\nHola **mundo**.\n\n- uno\n- dos\n" });
    const { page, body, faults } = await at(id);
    expect(await body.locator("h2").textContent()).toBe("Salud");
    expect(await body.locator("li").count()).toBe(2);
    await typeAfter(page, "Hola", " Y adiós.");
    await page.locator("[data-part=title]").fill("Aviso a todos");
    await untilSaved(office, id, /Hola \*\*mundo\*\*\. Y adiós\./);
    await standing(page, "saved");
    expect(await savedText(office, id)).toEqual({
      title: "Aviso a todos",
      summary: "",
      body: "## Salud\n\nHola **mundo**. Y adiós.\n\n- uno\n- dos\n",
    });
    expect(faults).toEqual([]);
  });

  test("is worked by keyboard alone: headings, lists, bold, a table, a link, and back again", async () => {
    const id = await newDraft(office);
    const { page, body, faults } = await at(id);
    await body.focus();
    await page.keyboard.type("## Medidas");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Son ");
    await page.keyboard.press("Control+b");
    await page.keyboard.type("cien");
    await page.keyboard.press("Control+b");
    await page.keyboard.type(".");
    await page.keyboard.press("Enter");
    await page.keyboard.type("- uno");
    await page.keyboard.press("Enter");
    await page.keyboard.type("dos");
    await page.keyboard.press("Control+]");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Vea ");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("javascript:alert(1)");
    await page.keyboard.press("Enter");
    await page.locator("dialog .wrong", { hasText: "no es una dirección" }).waitFor();
    await page.locator("dialog input").first().fill("www.gob.cl/plan");
    await page.locator("dialog input").nth(1).fill("el plan");
    await page.keyboard.press("Enter");
    await page.keyboard.type(" hoy.");
    await page.keyboard.press("Enter");
    // From the text one step back to the tools, arrows from one to the next.
    await page.keyboard.press("Shift+Tab");
    for (let step = 0; step < 30; step++) {
      if ((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) === "Tabla") break;
      await page.keyboard.press("ArrowRight");
    }
    await page.keyboard.press("Enter");
    await body.focus();
    await page.keyboard.type("a");
    await page.keyboard.press("Tab");
    await page.keyboard.type("b");
    const text = await untilSaved(office, id, /\| a \| b \|/);
    expect(text).toContain(
      "## Medidas\n\nSon **cien**.\n\n- uno\n  - dos\n\nVea [el plan](https://www.gob.cl/plan) hoy.\n\n| a | b | |\n",
    );
    for (let step = 0; step < 40; step++) await page.keyboard.press("Control+z");
    await untilSaved(office, id, (saved) => saved === "");
    expect(faults).toEqual([]);
  });

  test("takes every key where the cursor is seen, also before the browser has told of the cursor", async () => {
    const id = await newDraft(office, { body: "enero.\n\nseptiembre.\n\nabril.\n" });
    for (const left of ["septiem", "se"]) {
      const { page, body, faults } = await at(id);
      await body.locator("p").nth(1).click();
      await page.keyboard.press("End");
      const presses = left === "se" ? 5 : 4;
      for (let press = 0; press < presses; press++) await page.keyboard.press("Backspace");
      expect(await body.locator("p").allInnerTexts()).toEqual(["enero.", left, "abril."]);
      await untilSaved(office, id, (saved) => saved === `enero.\n\n${left}\n\nabril.\n`);
      expect(faults).toEqual([]);
    }
    const { page, body } = await at(id);
    await clickIn(page, "abril");
    // Cursor and key in one turn of the page: no news of the cursor can come between them.
    await body.evaluate((element) => {
      getSelection()!.collapse(element.querySelector("p")!.firstChild, 3);
      const enter = { key: "Enter", keyCode: 13, bubbles: true, cancelable: true };
      element.dispatchEvent(new KeyboardEvent("keydown", enter));
    });
    expect(await body.locator("p").allInnerTexts()).toEqual(["ene", "ro.", "se", "abril."]);
    await untilSaved(office, id, (saved) => saved === "ene\n\nro.\n\nse\n\nabril.\n");
  });

  test("finds an earlier statement by its words and links to that edition of it", async () => {
    const { number } = await office.publish({ title: "Plan de invierno para hospitales" });
    await office.sequencer.flush();
    await office.until("/statements", number);
    const id = await newDraft(office, { body: "Como dijimos: " });
    const { page } = await at(id);
    await typeAfter(page, "Como", " ");
    await page.keyboard.press("Control+Alt+k");
    await page.keyboard.type("invierno");
    await page.locator(".found-statements button", { hasText: number }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const saved = await untilSaved(office, id, /invierno/);
    expect(saved).toContain(`[Plan de invierno para hospitales (${number})](/statements/${number}/editions/1)`);
  });

  test("takes a paste from Word and Google Docs as its text, says what did not come, and runs nothing", async () => {
    const id = await newDraft(office);
    const { page, body, faults } = await at(id);
    await body.focus();
    await paste(page, {
      "text/html": `<html><head><style>p{}</style></head><body><!--StartFragment--><h1>Título</h1><p class=MsoNormal>El <b style='mso-bidi-font-weight:normal'>plan</b><o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>uno</p><p class=MsoNormal><img src="file:///C:/a.png" onerror="window.ran=1"><a href="javascript:window.ran=2">clic</a><script>window.ran=3</script></p><!--EndFragment--></body></html>`,
      "text/plain": "x",
    });
    expect(await untilSaved(office, id, /clic/)).toBe("## Título\n\nEl **plan**\n\n- uno\n\nclic\n");
    expect(await page.locator("[data-notice]").textContent()).toContain("1 imágenes");
    await page.keyboard.press("Control+End");
    await paste(page, {
      "text/html": `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><span style="font-weight:400"> y </span><span style="font-weight:700">más</span></b>`,
      "text/plain": " y más",
    });
    expect(await untilSaved(office, id, /más/)).toBe("## Título\n\nEl **plan**\n\n- uno\n\nclic y **más**\n");
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(faults).toEqual([]);
  });

  test("takes a paste of two hundred pages whole, and goes on", async () => {
    const id = await newDraft(office);
    const { page, body, faults } = await at(id);
    const two = await at(id, office.officer.editor);
    await body.focus();
    const paragraph = (n: number) =>
      `<p class=MsoNormal style='margin-bottom:8.0pt;line-height:107%'><span lang=ES-CL style='font-size:12.0pt;font-family:"Arial",sans-serif'>Párrafo ${n}. ${"El gobierno anuncia medidas para todos. ".repeat(11)}<o:p></o:p></span></p>`;
    await paste(page, {
      "text/html": `<html><body><!--StartFragment-->${Array.from({ length: 1_200 }, (_, n) => paragraph(n)).join("")}<!--EndFragment--></body></html>`,
      "text/plain": "x",
    });
    const saved = await untilSaved(office, id, /Párrafo 1199/);
    expect(saved.length).toBeGreaterThan(500_000);
    expect(saved.match(/Párrafo \d+/g)).toHaveLength(1_200);
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("Primero. ");
    await untilSaved(office, id, /^Primero\. Párrafo 0/);
    await two.body.locator("p", { hasText: "Primero. " }).waitFor();
    expect([...faults, ...two.faults]).toEqual([]);
  });

  test("brings in a Word file, and gives the text as one with the letterhead", async () => {
    const id = await newDraft(office, { title: "Aviso", body: "Hola **mundo**.\n" });
    const writer = await office.officer.writer.enter();
    const file = await writer.get(`/desk/drafts/${id}/text.docx`);
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+\.docx"$/);
    const bytes = Buffer.from(await file.arrayBuffer());
    const other = await newDraft(office);
    const { page } = await at(other);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Traer un archivo de Word" }).click();
    await (await chooser).setFiles({ name: "a.docx", mimeType: "application/x", buffer: bytes });
    expect(await untilSaved(office, other, /Hola \*\*mundo\*\*/)).toContain("## Aviso");
    const broken = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Traer un archivo de Word" }).click();
    await (await broken).setFiles({ name: "a.docx", mimeType: "application/x", buffer: Buffer.from("no") });
    await page.locator("[data-notice]", { hasText: "guárdelo como .docx" }).waitFor();
  });
});

describe("two people in one draft", () => {
  test("type at once in the same paragraph and lose no word, and each sees where the other is", async () => {
    const id = await newDraft(office, { body: "Primero.\n\nSegundo.\n" });
    const one = await at(id);
    const two = await at(id, office.officer.editor);
    const [ours, theirs] = [words("uno", 25), words("dos", 25)];
    await clickIn(one.page, "Primero.");
    await clickIn(two.page, "Primero.");
    await one.page.keyboard.press("Home");
    await two.page.keyboard.press("End");
    await Promise.all([
      one.page.keyboard.type(ours.join(" ") + " ", { delay: 8 }),
      two.page.keyboard.type(" " + theirs.join(" "), { delay: 8 }),
    ]);
    const all = [...ours.map((word) => `${word} `), ...theirs.map((word) => ` ${word}`)];
    const text = await untilSaved(office, id, (saved) => all.every((word) => saved.includes(word)));
    expect(text).toBe(`${ours.join(" ")} Primero. ${theirs.join(" ")}\n\nSegundo.\n`);
    await one.page.locator(".caret", { hasText: "Editor Soto" }).waitFor();
    await two.page.locator(".caret", { hasText: "Writer Soto" }).waitFor();
    await until(async () => (await one.body.locator("p").first().innerText()).includes("dos24"));
    expect([...one.faults, ...two.faults]).toEqual([]);
    const [version, ...older] = await listVersions(office.installation.db, id, office.officer.everything.actor);
    expect(version?.by.name.split(", ").toSorted()).toEqual(["Editor Soto", "Writer Soto"]);
    expect(older.map(({ why }) => why)).toEqual(["started"]);
  });

  test("keep each word while one makes headings and lists of the lines that the other writes in", async () => {
    const id = await newDraft(office, { body: "Uno\n\nDos\n\nTres\n" });
    const one = await at(id);
    const two = await at(id, office.officer.editor);
    const typing = (async () => {
      for (const [line, word] of [
        ["Uno", "alfa"],
        ["Dos", "beta"],
        ["Tres", "gama"],
      ] as const)
        await typeAfter(one.page, line, ` ${word} ${word}2 ${word}3`);
    })();
    const forming = (async () => {
      await clickIn(two.page, "Uno");
      await two.page.keyboard.press("Control+Alt+2");
      await clickIn(two.page, "Dos");
      await two.page.keyboard.press("Control+Shift+8");
      await clickIn(two.page, "Tres");
      await two.page.keyboard.press("Control+Shift+9");
    })();
    await Promise.all([typing, forming]);
    const done = "## Uno alfa alfa2 alfa3\n\n- Dos beta beta2 beta3\n\n> Tres gama gama2 gama3\n";
    expect(await untilSaved(office, id, (saved) => saved === done)).toBe(done);
  });

  test("take back what they typed themselves, and nothing of the other's", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const one = await at(id);
    const two = await at(id, office.officer.editor);
    await typeAfter(one.page, "Hola.", " Mío.");
    await untilSaved(office, id, /Mío/);
    await two.body.locator("p", { hasText: "Mío." }).waitFor();
    await typeAfter(two.page, "Hola.", " Suyo.");
    await untilSaved(office, id, /Suyo/);
    await one.body.locator("p", { hasText: "Suyo." }).waitFor();
    await one.page.keyboard.press("Control+z");
    expect(await untilSaved(office, id, (saved) => !saved.includes("Mío"))).toBe("Hola. Suyo.\n");
  });
});

describe("a comment", () => {
  test("marks its passage in the text, for everybody, wherever the words move, until it is settled", async () => {
    const id = await newDraft(office, { body: "Cuesta 430 millones.\n\nFin.\n" });
    const one = await at(id);
    const { page } = one;
    await clickIn(page, "430");
    await page.keyboard.press("Home");
    for (let letter = 0; letter < 7; letter++) await page.keyboard.press("ArrowRight");
    for (let letter = 0; letter < 3; letter++) await page.keyboard.press("Shift+ArrowRight");
    const form = page.locator(".new-comment");
    await form.locator("textarea").fill("¿Es la cifra?");
    expect(await form.locator(".quoted").textContent()).toBe("430");
    await form.locator("button").click();
    await page.locator(".editor[data-ready]").waitFor();
    const two = await at(id, office.officer.editor);
    const marked = (desk: Desk) => desk.body.locator(".commented");
    await until(async () => (await marked(one).allTextContents()).join() === "430");
    await until(async () => (await marked(two).allTextContents()).join() === "430");
    // Another 430 comes to stand before it, and its own words change.
    await clickIn(two.page, "430");
    await two.page.keyboard.press("Home");
    await two.page.keyboard.type("Antes 430. ");
    await marked(two).dblclick();
    await two.page.keyboard.press("ArrowRight");
    await two.page.keyboard.press("ArrowLeft");
    await two.page.keyboard.type("1");
    await untilSaved(office, id, /Antes 430\. Cuesta 4310 millones/);
    await two.page.reload();
    await two.page.locator(".editor[data-ready]").waitFor();
    await until(async () => (await marked(two).allTextContents()).join() === "4310");
    await two.page.locator(".thread form[action$=settle] button").click();
    await two.page.locator(".editor[data-ready]").waitFor();
    await until(async () => (await marked(two).count()) === 0);
    expect([...one.faults, ...two.faults]).toEqual([]);
  });
});

describe("nothing typed is lost", () => {
  test("when the network goes away and comes back, with a colleague writing meanwhile", async () => {
    const id = await newDraft(office, { body: "Hola.\n\nFin.\n" });
    const one = await at(id);
    const two = await at(id, office.officer.editor);
    await one.context.setOffline(true);
    await typeAfter(one.page, "Hola.", " Sin red.");
    await standing(one.page, "offline");
    await typeAfter(two.page, "Fin.", " Con red.");
    await untilSaved(office, id, /Con red/);
    expect((await savedText(office, id)).body).not.toContain("Sin red");
    await one.context.setOffline(false);
    const saved = await untilSaved(office, id, /Sin red/);
    expect(saved).toBe("Hola. Sin red.\n\nFin. Con red.\n");
    await one.body.locator("p", { hasText: "Con red." }).waitFor();
    await standing(one.page, "saved");
  });

  test("when the tab is closed without a network and the draft is opened again, also by a colleague at the same machine first", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const { page, context } = await at(id);
    await context.setOffline(true);
    await typeAfter(page, "Hola.", " Antes de cerrar.");
    await standing(page, "offline");
    await page.close();
    await context.setOffline(false);
    const { token } = await office.officer.editor.enter();
    const own = (await context.cookies())[0]!;
    await context.clearCookies();
    await context.addCookies([{ ...own, value: token }]);
    const theirs = await openDraft(context, office.url, id);
    await standing(theirs.page, "saved");
    expect(await theirs.body.innerText()).toBe("Hola.");
    await theirs.page.close();
    await context.clearCookies();
    await context.addCookies([own]);
    const again = await openDraft(context, office.url, id);
    await again.body.locator("p", { hasText: "Antes de cerrar." }).waitFor();
    expect(await untilSaved(office, id, /cerrar/)).toBe("Hola. Antes de cerrar.\n");
    await standing(again.page, "saved");
    // Nothing of the draft stays on the machine.
    expect(await again.page.evaluate(countUnsent)).toBe(0);
  });

  test("when the session ends in mid-sentence: it is sent once the officer has signed in again in another tab", async () => {
    const { db, means } = office.installation;
    const id = await newDraft(office, { body: "Hola.\n" });
    const { page, context } = await at(id, office.officer.publisher);
    await typeAfter(page, "Hola.", " Antes,");
    await untilSaved(office, id, /Antes/);
    await endSessions(office.officer.publisher);
    await page.keyboard.type(" y después.");
    await standing(page, "signed-out");
    expect(await page.locator("[data-status] a").getAttribute("href")).toBe(
      `/desk/enter?next=%2Fdesk%2Fdrafts%2F${id}`,
    );
    await page.keyboard.type(" Y más.");
    const officer = office.officer.publisher.actor.officer;
    const link = await transact(db, (tx) => makeLink(tx, { officer, madeBy: "console" }, means));
    const other = await context.newPage();
    await other.goto(`${office.url}/desk/enter/link/${link}`);
    await other.locator("main button").first().click();
    await other.waitForURL(/\/desk(?!\/enter)/);
    await page.bringToFront();
    expect(await untilSaved(office, id, /Y más/)).toBe("Hola. Antes, y después. Y más.\n");
    await standing(page, "saved");
  });

  test("when somebody else signs in with the same browser: nothing goes out under their name", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const { page, context } = await at(id);
    const { token } = await office.officer.editor.enter();
    const own = (await context.cookies())[0]!;
    await endSessions(office.officer.writer);
    await context.clearCookies();
    await context.addCookies([{ ...own, value: token }]);
    await typeAfter(page, "Hola.", " Mío.");
    await standing(page, "other-officer");
    expect((await savedText(office, id)).body).toBe("Hola.\n");
  });

  test("when the draft takes no more text: it is kept and offered, and sent once the draft is open again", async () => {
    const { db, means } = office.installation;
    const id = await newDraft(office, { body: "Hola.\n" });
    const { page, context } = await at(id);
    await submitDraft(db, id, office.officer.everything.actor, means);
    const set = (state: "dropped" | "draft") => db.updateTable("draft").set({ state }).where("id", "=", id).execute();
    await set("dropped");
    await typeAfter(page, "Hola.", " Tarde.");
    await standing(page, "settled");
    const offer = page.locator("[data-offer]");
    await offer.getByRole("button", { name: "Descargar el texto" }).waitFor();
    const saving = page.waitForEvent("download");
    await offer.getByRole("button", { name: "Descargar el texto" }).click();
    const kept = await (await saving).createReadStream();
    expect(await new Response(kept as never).text()).toContain("Hola. Tarde.");
    await page.close();
    await set("draft");
    const again = await openDraft(context, office.url, id);
    expect(await untilSaved(office, id, /Tarde/)).toBe("Hola. Tarde.\n");
    await standing(again.page, "saved");
  });

  test("when the office itself is killed in mid-typing and comes back", async () => {
    const data = join(await temporaryFolder(), "data");
    const voceria = fileURLToPath(new URL("../bin/voceria", import.meta.url));
    const start = (port: string) => run(voceria, ["start", "--port", port, "--data", data]);
    const first = start("0");
    const url = /(http:\S+)/.exec(await first.line(/^Vocería serves (http:\S+)/))![1]!;
    const link = /(http\S+\/desk\/enter\/link\/\S+)/.exec(await first.line(/\/desk\/enter\/link\//))![1]!;
    const context = await browser.newContext({ locale: "es-CL" });
    const page = await context.newPage();
    await page.goto(link);
    await page.locator("input[name=name]").fill("Ana Soto");
    await page.locator("input[name=email]").fill("ana@example.cl");
    await page.locator("main button").first().click();
    await page.goto(`${url}/desk`);
    if (!(await page.locator(".kinds button").first().isVisible()))
      await page.locator(".new-text summary").first().click();
    await page.locator(".kinds button").first().click();
    await page.waitForURL(/\/desk\/drafts\/\d+$/);
    await page.locator(".editor[data-ready]").waitFor();
    await page.locator(".ProseMirror").click();
    await page.keyboard.type("Antes del golpe. ");
    await standing(page, "saved");
    const server = await postmaster(data);
    await page.keyboard.type("En medio");
    first.child.kill("SIGKILL");
    await page.keyboard.type(" de la frase.");
    await standing(page, "offline");
    await until(async () => !(await runs(server)));
    const second = start(new URL(url).port);
    await second.line(/^Vocería serves/);
    await standing(page, "saved");
    await page.reload();
    await page.locator(".editor[data-ready]").waitFor();
    expect(await page.locator(".ProseMirror").innerText()).toBe("Antes del golpe. En medio de la frase.");
    await context.close();
    second.child.kill("SIGTERM");
    expect(await second.ended).toBe(0);
  });
});

test.each([
  [1280, "light"],
  [360, "dark"],
] as const)(
  "axe finds nothing in the editor with its tables and its questions open, at %i wide, %s",
  async (width, colorScheme) => {
    const id = await newDraft(office, {
      title: "Plan",
      summary: "Bajada",
      body: "## Uno\n\nDos **tres** [cuatro](/verify).\n\n- a\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    });
    const { page, faults } = await at(id, office.officer.writer, { viewport: { width, height: 800 }, colorScheme });
    await clickIn(page, "1");
    expect(await axeFaults(page)).toEqual([]);
    await page.keyboard.press("Control+k");
    await page.locator("dialog").waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(faults).toEqual([]);
  },
);

/** How many changes wait in this browser's own store; runs there. */
function countUnsent(): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("voceria-desk", 1);
    asked.addEventListener("error", () => reject(new Error("no store")));
    asked.addEventListener("success", () => {
      const counted = asked.result.transaction("unsent").objectStore("unsent").count();
      counted.addEventListener("success", () => resolve(counted.result));
    });
  });
}

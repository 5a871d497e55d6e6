import { writeFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { type ServedOffice, servedOffice } from "./site-office.ts";

let office: ServedOffice;
let browser: Browser;
let context: BrowserContext;
let number: string;

beforeAll(async () => {
  office = await servedOffice();
  number = (
    await office.publish({
      title: "Escuelas de Chaitén",
      summary: "Seis escuelas.",
      topics: ["educacion"],
      body: "Son **430** millones.\n\n> Una cita.\n\n- uno\n- dos\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
    })
  ).number;
  await office.correct(number, {
    note: "Decía 430.",
    body: "Son **340** millones.\n\n> Una cita.\n\n- uno\n- dos\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
  });
  const other = await office.publish({ title: "To the press", language: "en", kind: "discurso" });
  await office.withdraw(other.number, "Otro texto.");
  await office.sequencer.flush();
  await office.until("/statements", "Dejado sin efecto");
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

/** Opens a page and waits until the seal has come to a conclusion; nothing may be refused by the page's own policy. */
async function sealed(path: string, prepare: (page: Page) => Promise<unknown> = async () => undefined) {
  const page = await context.newPage();
  const failures = faultsOf(page);
  await prepare(page);
  await page.goto(office.url + path);
  await page.waitForSelector('#seal:not([data-state="unchecked"]):not([data-state="checking"]), #seal .elsewhere');
  const [state, text] = await page.$eval(
    "#seal",
    (seal) => [seal.getAttribute("data-state"), seal.textContent ?? ""] as const,
  );
  expect(failures).toEqual([]);
  await page.close();
  return { state, text };
}

function rewriting(pattern: string, change: (body: string) => string) {
  return (page: Page) =>
    page.route(pattern, async (route: Route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
}

describe("the seal", () => {
  test("checks in the reader's browser what the page shows, and says what that proves and what not", async () => {
    for (const [path, heading, honest] of [
      [`/statements/${number}`, "Comprobado en su navegador", "no significa que sea cierto"],
      [`/en/statements/${number}`, "Checked in your browser", "does not mean it is true"],
    ] as const) {
      const { state, text } = await sealed(path);
      expect(state).toBe("checked");
      expect(text).toContain(heading);
      expect(text).toContain(honest);
    }
  });

  test("names no witness where none has signed, and leaves the newest edition to the office's word", async () => {
    const { text } = await sealed(`/statements/${number}`);
    expect(text).toContain("todavía no pide testigos");
    expect(text).toContain("según la oficina; no lo confirma ningún testigo");
    expect((await sealed(`/statements/${number}/editions/1`)).text).toContain("Hay una edición posterior");
  });

  test("raises the alarm when the page shows another text than was entered, down to a letter or a tag", async () => {
    const changes: [string, string][] = [
      ["<strong>340</strong>", "<strong>341</strong>"],
      ["<strong>340</strong>", "<em>340</em>"],
      ["<li>dos</li>", ""],
      [">Escuelas de Chaitén</h1>", ">Escuelas de Palena</h1>"],
      [">Seis escuelas.</p>", ">Siete escuelas.</p>"],
      ['id="prose" lang="es-CL"', 'id="prose" lang="es"'],
      ['data-edition="2"', 'data-edition="1"'],
    ];
    for (const [before, after] of changes) {
      const { state, text } = await sealed(
        `/statements/${number}`,
        rewriting(`**/statements/${number}`, (body) => {
          expect(body).toContain(before);
          return body.replace(before, after);
        }),
      );
      expect([after, state]).toEqual([after, "alarm"]);
      expect(text).toContain("No coincide");
    }
  });

  test("refuses an altered bundle and one of another edition", async () => {
    const altered = rewriting("**/*.bundle.json", (body) => body.replace("340", "341"));
    expect((await sealed(`/statements/${number}`, altered)).state).toBe("alarm");
    const first = await (await office.get(`/statements/${number}/editions/1.bundle.json`)).text();
    expect(
      (
        await sealed(
          `/statements/${number}`,
          rewriting("**/*.bundle.json", () => first),
        )
      ).state,
    ).toBe("alarm");
  });

  test("remembers the key at first sight, and raises the alarm when it is another", async () => {
    expect((await sealed(`/statements/${number}`)).text).toContain("La entregó este mismo sitio, ahora");
    expect((await sealed(`/statements/${number}`)).text).toContain("La misma que este navegador recibió");
    const page = await context.newPage();
    await page.goto(`${office.url}/verify`);
    await page.evaluate(() =>
      localStorage.setItem("voceria:key", JSON.stringify({ key: "otra+00000000+AAAA", since: "2026-01-02T03:04:05Z" })),
    );
    await page.close();
    const { state, text } = await sealed(`/statements/${number}`);
    expect(state).toBe("alarm");
    expect(text).toContain("No es la que este navegador recibió");
  });

  test("says that it could not check without signatures in the browser, without a connection, or before there is a proof", async () => {
    const without = await sealed(`/statements/${number}`, (page) =>
      page.addInitScript(() => Object.defineProperty(globalThis.crypto, "subtle", { value: undefined })),
    );
    expect(without).toMatchObject({
      state: "unchecked",
      text: expect.stringContaining("no permite comprobar firmas") as string,
    });
    const offline = await sealed(`/statements/${number}`, (page) =>
      page.route("**/*.bundle.json", (route) => route.abort()),
    );
    expect(offline).toMatchObject({ state: "unchecked", text: expect.stringContaining("sin conexión") as string });
    const early = await sealed(`/statements/${number}`, (page) =>
      page.route("**/*.bundle.json", (route) => route.fulfill({ status: 404 })),
    );
    expect(early).toMatchObject({
      state: "waiting",
      text: expect.stringContaining("espera la próxima firma") as string,
    });
  });
});

test("without scripts a statement says that nothing was checked here, and how to check it", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  const failures = faultsOf(page);
  await page.goto(`${office.url}/statements/${number}`);
  expect(failures).toEqual([]);
  const text = await page.textContent("#seal");
  expect(text).toContain("no se ha comprobado nada todavía");
  expect(await page.textContent("#prose")).toContain("340");
  await plain.close();
});

test("a bundle chosen on /verify is checked with the network gone, and an altered one is refused", async () => {
  const folder = await mkdtemp(join(tmpdir(), "voceria-bundle-"));
  const bundle = await (await office.get(`/statements/${number}.bundle.json`)).text();
  const [good, bad] = [join(folder, "good.bundle.json"), join(folder, "bad.bundle.json")];
  await writeFile(good, bundle);
  await writeFile(bad, bundle.replace("340", "341"));
  const page = await context.newPage();
  const failures = faultsOf(page);
  await page.goto(`${office.url}/verify`, { waitUntil: "networkidle" });
  await context.setOffline(true);
  await page.setInputFiles("#bundle", good);
  await page.waitForSelector('#found[data-state="checked"]');
  expect(await page.textContent("#found")).toContain("Escuelas de Chaitén");
  await page.setInputFiles("#bundle", bad);
  await page.waitForSelector('#found[data-state="alarm"]');
  expect(failures).toEqual([]);
  await rm(folder, { recursive: true });
});

test("a screenshot dropped on /verify is read in the browser alone, by a worker fetched only then, and its words are checked once they are sent", async () => {
  const sentence = "El presupuesto de vivienda crecerá 12 % durante 2027, sin tocar los fondos de salud rural.";
  await office.publish({ title: "Plan de vivienda", body: `${sentence}\n` });
  await office.sequencer.flush();
  await office.until(`/verify?text=${encodeURIComponent(sentence)}`, 'data-verdict="said"');
  expect(await office.until("/verify", 'class="tree"')).toMatch(/camino del texto <a href="\/statements\//);
  const page = await context.newPage();
  const failures = faultsOf(page);
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  const check = async (text: string, theme: "light" | "dark", language = "") => {
    const picture = await pictureOf(text, theme);
    await page.goto(`${office.url}${language}/verify`, { waitUntil: "networkidle" });
    expect(asked.filter((address) => /worker|wasm|traineddata/.test(address))).toEqual([]);
    await page.locator("#text").fill("Lo que escribí.");
    // Beside the mark too, where a browser would open the picture in the place of the page.
    await drop(page, theme === "light" ? "#picture" : "h1", picture, "image/png");
    await page.waitForFunction(() => (document.querySelector("#text") as HTMLTextAreaElement).value.includes("rural"));
    const read = await page.locator("#text").inputValue();
    expect(read).toContain("Lo que escribí.");
    await page.locator("#text").fill(read.replace("Lo que escribí.", ""));
    expect(await axeFaults(page)).toEqual([]);
    expect(asked.some((address) => /traineddata/.test(address))).toBe(true);
    expect(asked.filter((address) => new URL(address).origin !== office.url)).toEqual([]);
    asked.length = 0;
    await page.locator(".quote-send button").click();
    return page.locator(".quote-result").getAttribute("data-verdict");
  };
  expect(await check(sentence, "light")).toBe("said");
  expect(await check(sentence.replace("12 %", "21 %"), "dark", "/en")).toBe("differs");
  await drop(page, "#picture", Buffer.from("no picture"), "image/png");
  await page.waitForFunction(() => document.querySelector("#picture-said")?.textContent?.includes("not a picture"));
  await drop(page, "#picture", Buffer.from("{}"), "application/json");
  await page.waitForFunction(() => document.querySelector("#picture-said")?.textContent?.includes("not a picture"));
  expect(failures).toEqual([]);
  const worker = asked.find((address) => address.includes("picture-worker")) ?? "";
  expect((await fetch(worker)).headers.get("content-security-policy")).toContain("'wasm-unsafe-eval'");
  expect((await office.get("/verify")).headers.get("content-security-policy")).toBe(
    (await office.get("/")).headers.get("content-security-policy"),
  );
});

/** As a message shows it on a phone. */
async function pictureOf(text: string, theme: "light" | "dark"): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 360, height: 300 } });
  const [wall, bubble] =
    theme === "light"
      ? ["background:#fff;color:#111", ""]
      : ["background:#0b141a;color:#e9edef", "background:#005c4b;border-radius:7px;padding:6px 8px;margin-left:50px"];
  await page.setContent(
    `<body style="${wall};margin:0;padding:14px;font:14.2px/19px sans-serif"><p style="${bubble}">${text}</p></body>`,
  );
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

async function drop(page: Page, where: string, bytes: Buffer, type: string): Promise<void> {
  // The program of the page shows the place once it listens.
  await page.locator("#picture").waitFor();
  await page.evaluate(
    ([selector, base64, mime]) => {
      const data = new DataTransfer();
      const taken = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([taken], "dropped", { type: mime }));
      document
        .querySelector(selector)
        ?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [where, bytes.toString("base64"), type] as const,
  );
}

test("what is proposed as one types in the search is walked with the arrows and followed with Enter; Escape leaves the field as it was", async () => {
  const page = await context.newPage();
  const failures = faultsOf(page);
  await page.goto(`${office.url}/search`);
  const field = page.locator("#q");
  await field.pressSequentially("escu");
  await page.waitForSelector('#suggestions [role="option"]');
  expect(await axeFaults(page)).toEqual([]);
  await field.press("ArrowDown");
  expect(await field.getAttribute("aria-activedescendant")).toBe("suggestion-0-0");
  await field.press("Escape");
  expect(await page.locator("#suggestions").isHidden()).toBe(true);
  expect(await field.inputValue()).toBe("escu");
  await field.press("e");
  await page.waitForSelector('#suggestions [role="option"]');
  await field.press("ArrowDown");
  await field.press("Enter");
  await page.waitForURL(`**/statements/${number}`);
  expect(failures).toEqual([]);
});

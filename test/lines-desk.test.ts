import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer, type SignedIn } from "./desk-office.ts";
import { until } from "./processes.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let writer: SignedIn;
let editor: SignedIn;

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
  [writer, editor] = await Promise.all([office.officer.writer.enter(), office.officer.editor.enter()]);
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

/** A day to come, near enough that its brief may be kept. */
const day = new Date(Date.now() + 12 * 3_600_000).toISOString().slice(0, 10);
const cardsPath = `/desk/brief/${day}/cards?for=camila-vallejo`;

async function begun(subject: string, change: Record<string, string> = {}): Promise<{ path: string; id: number }> {
  const sent = await writer.post("/desk/lines", {
    subject,
    body: "Lo que se dice.",
    evidence: "",
    from: "2026-01-01",
    until: "",
    owner: String(office.officer.writer.actor.officer),
    ...change,
  });
  expect(sent.status).toBe(303);
  const path = sent.headers.get("location")!;
  return { path, id: Number(path.split("/").at(-1)) };
}

async function composed(lines: readonly number[], note = ""): Promise<void> {
  const form = await (await writer.get(`/desk/brief/${day}/edit?for=camila-vallejo`)).text();
  const read = /name="read" value="(\d+)"/.exec(form)![1]!;
  const places = Object.fromEntries(lines.map((id, at) => [`line-${id}`, String(at + 1)]));
  const sent = await writer.post(`/desk/brief/${day}/edit`, {
    person: "camila-vallejo",
    "version-of": "camila-vallejo",
    read,
    note,
    ...places,
  });
  expect(sent.status).toBe(303);
}

describe("lines", () => {
  test("show whether they are read, hold or have expired, and who answers for them", async () => {
    const { path } = await begun("Vencida hace tiempo", { until: "2026-02-01" });
    const page = await (await editor.get("/desk/lines?show=expired")).text();
    expect(page).toContain("Vencida hace tiempo");
    expect(page).toContain("Venció el 1 de febrero de 2026");
    expect(page).toContain("Responde: Writer Soto");
    expect(await (await editor.get("/desk/lines")).text()).not.toContain("Vencida hace tiempo");
    expect(await (await editor.get(path)).text()).toContain("Sin leer");
    await editor.post(`${path}/read`, { version: "1" });
    expect(await (await editor.get(path)).text()).toContain("2 de 5 han leído esta versión");
  });

  test("saved on an older reading show both texts and lose neither", async () => {
    const { path } = await begun("De dos manos");
    const fields = {
      subject: "De dos manos",
      evidence: "",
      from: "2026-01-01",
      until: "",
      owner: String(office.officer.writer.actor.officer),
    };
    expect((await editor.post(path, { ...fields, body: "De quien edita.", read: "1" })).status).toBe(303);
    const late = await writer.post(path, { ...fields, body: "De <quien> escribe.", read: "1" });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain("De \\&lt;quien&gt; escribe.");
    expect(page).toContain("De quien edita.");
    expect(page).toContain('name="read" value="2"');
    const versions = await (await writer.get(`${path}/versions`)).text();
    expect(versions).toContain("Texto apartado");
    const rows = [...versions.matchAll(/\/versions\/(\d+)/g)].map(([, row]) => row!);
    const compared = await (await writer.get(`${path}/versions/${rows.at(-1)}?with=${rows[1]}`)).text();
    expect(compared).toMatch(/<del>Lo que se dice<\/del><ins>De quien edita<\/ins>/);
  });

  test("that are refused give back all that was typed", async () => {
    const sent = await writer.post("/desk/lines", {
      subject: "Con respaldo malo",
      body: "Lo <escrito>",
      evidence: "javascript:alert(1)",
      from: "2026-01-01",
      until: "",
      owner: "1",
    });
    expect(sent.status).toBe(400);
    const page = await sent.text();
    for (const kept of [
      "Con respaldo malo",
      "Lo &lt;escrito&gt;",
      "javascript:alert(1)</textarea>",
      "no es el número de un comunicado",
    ])
      expect(page).toContain(kept);
  });

  test("stand in every page as text, whatever was typed", async () => {
    const script = "<script>alert(1)</script>";
    const { path, id } = await begun(`Guion ${script}`, {
      body: `${script}\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>`,
      evidence: `https://example.cl/"onclick=alert(1) ${script}`,
    });
    await composed([id], script);
    for (const page of [
      path,
      `${path}/edit`,
      `${path}/versions`,
      "/desk/lines",
      `/desk/lines?q=${encodeURIComponent(script)}`,
      `/desk/brief/${day}`,
      `/desk/brief/${day}/edit`,
      cardsPath,
    ])
      expect([page, await (await writer.get(page)).text()]).toEqual([
        page,
        expect.not.stringMatching(/<script>alert|href="javascript:|<img src=x|"onclick=/),
      ]);
    await composed([]);
  });

  test("answer an officer of another institution, and one without rights, as what is not there", async () => {
    const { path } = await begun("Secreto de la oficina");
    const stranger = await (
      await deskOfficer(office, "lines-stranger@desk.example", [{ institution: "minsal", right: "publisher" }])
    ).enter();
    const without = await office.officer.administrator.enter();
    for (const who of [stranger, without]) {
      for (const page of ["", "/edit", "/versions", "/versions/1"]) {
        const [theirs, none] = await Promise.all([who.get(path + page), who.get(`/desk/lines/999999${page}`)]);
        expect([page, theirs.status, none.status]).toEqual([page, 404, 404]);
      }
      expect(
        (
          await who.post(path, {
            subject: "x",
            body: "y",
            evidence: "",
            from: "2026-01-01",
            until: "",
            owner: "1",
            read: "1",
          })
        ).status,
      ).toBe(404);
      expect((await who.post(`${path}/read`, { version: "1" })).status).toBe(404);
      for (const page of [`/desk/brief/${day}`, `/desk/brief/${day}/edit`, cardsPath])
        expect([page, (await who.get(page)).status]).toEqual([page, 404]);
      expect(await (await who.get("/desk/lines")).text()).not.toContain("Secreto de la oficina");
    }
  });

  test("and briefs change by no form of another site, nor by one without the session's token", async () => {
    const { path } = await begun("Intacta");
    const fields = {
      subject: "Otra",
      body: "Otra",
      evidence: "",
      from: "2026-01-01",
      until: "",
      owner: "1",
      read: "1",
    };
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    for (const act of [
      "/desk/lines",
      path,
      `${path}/read`,
      `/desk/brief/${day}/edit`,
      "/desk/brief/read",
      "/desk/brief/readings",
    ]) {
      expect([act, (await writer.post(act, fields, foreign)).status]).toEqual([act, 403]);
      const untold = await writer.post(act, { ...fields, "voceria-form": "x" });
      expect([act, untold.status]).toEqual([act, act.endsWith("readings") ? 401 : 403]);
    }
    expect(await (await writer.get(path)).text()).toContain("Intacta");
  });
});

describe("a brief", () => {
  test("is composed by numbers beside the lines, and shown in that order with what was said before", async () => {
    await office.publish({ title: "Plan de cuarteles", body: "Se anunciaron quinientos cuarteles nuevos.\n" });
    const [one, two] = [await begun("Cuarteles nuevos"), await begun("Pensiones")];
    await composed([two.id, one.id], "9:00 La Moneda");
    // What was said before follows the record from its own place.
    let page = "";
    await until(async () => {
      page = await (await editor.get(`/desk/brief/${day}`)).text();
      return page.includes("Plan de cuarteles");
    });
    expect(page.indexOf("Pensiones")).toBeLessThan(page.indexOf("Cuarteles nuevos"));
    expect(page).toContain("9:00 La Moneda");
    const late = await editor.post(`/desk/brief/${day}/edit`, {
      person: "camila-vallejo",
      "version-of": "camila-vallejo",
      read: "0",
      [`line-${one.id}`]: "1",
      note: "Lo mío",
    });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain("Lo mío");
  });

  test("is printed on A4 with its lines alone, however it is shown on the screen", async () => {
    const { id } = await begun("Para el papel");
    await composed([id], "9:00 La Moneda");
    const context = await browserOf(browser, office, office.officer.writer, { colorScheme: "dark" });
    const page = await context.newPage();
    await page.goto(`${office.url}/desk/brief/${day}`);
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(paper).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    await page.emulateMedia({ media: "print" });
    for (const gone of [".mast", ".foot", ".actions", ".phone-status"])
      expect([gone, await page.locator(gone).first().isVisible()]).toEqual([gone, false]);
    for (const there of ["h1", ".print-only", ".brief-note", ".brief-lines h2"])
      expect([there, await page.locator(there).first().isVisible()]).toEqual([there, true]);
    await context.close();
  });

  test("answers a day that does not exist as what is not there, and tells nobody outside that there is one", async () => {
    expect((await writer.get("/desk/brief/2026-02-30")).status).toBe(404);
    expect((await office.get(`/desk/brief/${day}`)).headers.get("location")).toContain("/desk/enter?next=");
    for (const path of ["/sitemap.xml", "/", "/statements", "/robots.txt"])
      expect(await (await office.get(path)).text()).not.toMatch(/Pensiones|desk\/brief/);
  });

  test("marks a card read by its form alone, without a program", async () => {
    const { id } = await begun("Sin programa");
    await composed([id]);
    const read = await editor.post("/desk/brief/read", {
      line: String(id),
      version: "1",
      day,
      person: "camila-vallejo",
      card: "1",
    });
    expect(read.headers.get("location")).toBe(`${cardsPath}#card-1`);
    expect(await (await editor.get(cardsPath)).text()).not.toContain("data-reading");
    for (const person of ["//evil.example", "x\r\nlocation: y", "../.."])
      expect(
        (await editor.post("/desk/brief/read", { line: "1", version: "1", day, person, card: "1" })).headers.get(
          "location",
        ),
      ).toBe("/desk/brief");
  });
});

/** What the browser holds for the desk, by the path of each page, and what it holds them by. */
async function keptIn(page: Page): Promise<{ pages: string[]; words: string }> {
  return page.evaluate(async () => {
    const pages: string[] = [];
    let words = "";
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) {
        const { pathname, search } = new URL(request.url);
        if (pathname.startsWith("/desk/assets/")) continue;
        pages.push(pathname + search);
        words += await (await (await caches.open(name)).match(request))!.text();
      }
    return { pages: pages.toSorted(), words };
  });
}

/** The way from a phone to the office, which can be cut: a browser's own "offline" does not reach what works for its pages apart. */
async function wayTo(url: string) {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const relay = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("error", () => undefined).on("close", () => [near, far].forEach((one) => one.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (at: number) => {
    relay.listen(at, "127.0.0.1");
    await once(relay, "listening");
    return (relay.address() as AddressInfo).port;
  };
  const at = await listen(0);
  return {
    url: `http://127.0.0.1:${at}`,
    cut: async () => {
      const closed = once(relay, "close");
      relay.close();
      for (const socket of open) socket.destroy();
      open.clear();
      await closed;
    },
    mend: () => listen(at),
  };
}

const noWay = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED/;

describe("the cards on a phone", () => {
  let way: Awaited<ReturnType<typeof wayTo>>;
  const away = async () => {
    await way.cut();
    await context.setOffline(true);
  };
  const back = async () => {
    await way.mend();
    await context.setOffline(false);
  };
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let lines: { id: number; path: string }[];

  async function opened(): Promise<void> {
    lines = [await begun("Primer tema"), await begun("Segundo tema")];
    await composed(lines.map(({ id }) => id));
    way = await wayTo(office.url);
    context = await browserOf(browser, way, office.officer.editor, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
    });
    page = await context.newPage();
    faults = faultsOf(page);
    await page.goto(way.url + cardsPath);
    await page.getByText("Guardada en este dispositivo").waitFor();
  }

  test("open without a network with all that they showed, and what is read there is told once it is back", async () => {
    await opened();
    await away();
    await page.reload();
    expect(await page.locator("h2").allTextContents()).toEqual(["Primer tema", "Segundo tema"]);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector(".deck-cards")!).display)).toBe("flex");
    await page.locator("[data-brief]").getByText("Sin red").waitFor();
    await page.getByRole("button", { name: "Marcar como leído" }).first().click();
    await page.getByText("se avisará cuando vuelva la red").waitFor();
    expect(await page.locator("[data-read-count]").textContent()).toBe("1 de 2 leídas");
    await page.reload();
    expect(await page.getByRole("button", { name: "Marcar como leído" }).count()).toBe(1);
    expect(await (await writer.get(lines[0]!.path)).text()).toContain("1 de 5 han leído");
    await back();
    await page.waitForFunction(() => localStorage.getItem("voceria-brief-readings") === "[]");
    expect(await (await writer.get(lines[0]!.path)).text()).toContain("2 de 5 han leído");
    expect(faults).toEqual([]);
    await context.close();
    await way.cut().catch(() => undefined);
  });

  test("are all that is kept: no other page of the desk is, nor does one open without a network", async () => {
    await opened();
    for (const path of [
      "/desk",
      "/desk/lines",
      lines[0]!.path,
      `/desk/brief/${day}/edit`,
      "/desk/brief",
      `/desk/brief/${day}`,
    ])
      await page.goto(way.url + path);
    await page.getByText("Guardada en este dispositivo").waitFor();
    expect((await keptIn(page)).pages).toEqual([`/desk/brief/${day}`, cardsPath].toSorted());
    await away();
    for (const path of ["/desk", "/desk/lines", lines[0]!.path])
      await expect(page.goto(way.url + path)).rejects.toThrow(noWay);
    // Another window: the error page of this one may still be on its way.
    const other = await context.newPage();
    await other.goto(`${way.url}/desk/brief/${day}/edit`);
    expect(await other.textContent("h1")).toBe("Sin red");
    await context.close();
    await way.cut().catch(() => undefined);
  });

  test("are gone from the phone when its officer signs out, and so is what kept them", async () => {
    await opened();
    await page.goto(`${way.url}/desk/lines`);
    await page.getByRole("button", { name: "Salir" }).click();
    await page.waitForURL(/\/desk\/enter/);
    await expect
      .poll(() =>
        page.evaluate(async () => [
          ...(await caches.keys()),
          ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
        ]),
      )
      .toEqual([]);
    await away();
    await expect(page.goto(way.url + cardsPath)).rejects.toThrow(noWay);
    await context.close();
    await way.cut().catch(() => undefined);
  });

  test("are gone once the phone learns that its session is over; a phone that stays without a network still shows them", async () => {
    await opened();
    const { db } = office.installation;
    await away();
    await db
      .updateTable("session")
      .set({ ended_at: new Date() })
      .where("officer", "=", office.officer.editor.actor.officer)
      .where("ended_at", "is", null)
      .execute();
    await page.reload();
    expect(await page.locator("h2").first().textContent()).toBe("Primer tema");
    await page.getByRole("button", { name: "Marcar como leído" }).first().click();
    await page.getByText("se avisará").waitFor();
    await back();
    await page.getByText("Su sesión terminó").waitFor();
    expect((await keptIn(page)).pages).toEqual([]);
    // Who signs in again is told nothing twice, and what was read without a session counts for them.
    const { token } = await office.officer.editor.enter();
    await context.addCookies([{ name: "voceria", value: token, url: way.url, httpOnly: true, sameSite: "Lax" }]);
    await page.goto(way.url + cardsPath);
    await page.waitForFunction(() => localStorage.getItem("voceria-brief-readings") === "[]");
    expect(await (await writer.get(lines[0]!.path)).text()).toContain("2 de 5 han leído");
    editor = await office.officer.editor.enter();
    await context.close();
    await way.cut().catch(() => undefined);
  });

  test("are gone once an answer says that they are not this officer's, and never show another officer's", async () => {
    await opened();
    await context.addCookies([
      {
        name: "voceria",
        value: (await office.officer.publisher.enter()).token,
        url: way.url,
        httpOnly: true,
        sameSite: "Lax",
      },
    ]);
    await page.goto(`${way.url}/desk/brief/${day}`);
    await page.getByText("Guardada en este dispositivo").waitFor();
    expect((await keptIn(page)).words).not.toContain("Editor Soto");
    await context.addCookies([
      {
        name: "voceria",
        value: (await office.officer.nothing.enter()).token,
        url: way.url,
        httpOnly: true,
        sameSite: "Lax",
      },
    ]);
    await page.goto(way.url + cardsPath);
    expect((await keptIn(page)).words).not.toContain("Primer tema");
    await context.close();
    await way.cut().catch(() => undefined);
  });

  test("show nothing more after the brief's day, network or not", async () => {
    await opened();
    await page.evaluate(async (path) => {
      const cache = await caches.open("voceria-brief");
      const kept = (await cache.match(path))!;
      const headers = new Headers(kept.headers);
      headers.set("voceria-brief-until", new Date(Date.now() - 1_000).toISOString());
      await cache.put(path, new Response(await kept.text(), { headers }));
    }, cardsPath);
    await away();
    await page.reload();
    expect(await page.textContent("h1")).toBe("Sin red");
    expect((await keptIn(page)).pages).toEqual([]);
    await context.close();
    await way.cut().catch(() => undefined);
    expect((await writer.get("/desk/brief/2020-01-01")).headers.get("voceria-brief")).toBeNull();
  });

  test("are passed by keyboard and by big buttons, and a swipe comes to rest on one of them", async () => {
    await opened();
    const at = () => page.evaluate(() => Math.round(document.querySelector(".deck-cards")!.scrollLeft / 300));
    await page.getByRole("link", { name: "Siguiente" }).first().press("Enter");
    await page.waitForFunction(() => document.querySelector(".deck-cards")!.scrollLeft > 200);
    await page.getByRole("link", { name: "Anterior" }).last().click();
    await page.waitForFunction(() => document.querySelector(".deck-cards")!.scrollLeft < 20);
    await page.locator(".deck-cards").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector(".deck-cards")!.scrollLeft > 200);
    expect(await at()).toBe(1);
    const snapping = await page.evaluate(() => getComputedStyle(document.querySelector(".deck-cards")!).scrollSnapType);
    expect(snapping).toBe("x mandatory");
    const button = await page.getByRole("link", { name: "Anterior" }).last().boundingBox();
    expect(button!.height).toBeGreaterThanOrEqual(56);
    expect(button!.y + button!.height).toBeLessThanOrEqual(740);
    await context.close();
    await way.cut().catch(() => undefined);
  });
});

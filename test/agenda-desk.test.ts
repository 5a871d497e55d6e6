import ICAL from "ical.js";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changeOfficer, suspendOfficer } from "../src/access/manage-officers.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer } from "./desk-office.ts";
import { SetClock } from "./founded-office.ts";

const clock = new SetClock("2026-11-25T12:00:00Z");
let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
beforeAll(async () => {
  office = await deskOffice("segegob", {}, clock);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  expect(office.failures).toEqual([]);
  await office?.close();
});

const fields = {
  kind: "punto-de-prensa",
  title: "Punto de prensa",
  precision: "exact",
  day: "2026-11-25",
  time: "10:30",
  press: "open",
  person: "camila-vallejo",
  place: "La Moneda",
};

test("what a writer notes an editor publishes, moves and cancels; the public reads each with its reason", async () => {
  const context = await browserOf(browser, office, office.officer.editor, { viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${office.url}/desk/agenda`);
  await page.getByText("La agenda está vacía").waitFor();
  await page.getByRole("link", { name: "Nuevo punto" }).click();
  await page.getByLabel("Qué es").fill("Anuncio de escuelas");
  await page.getByLabel("Solo la semana").check();
  expect(await page.getByLabel("Hora", { exact: true }).isVisible()).toBe(false);
  await page.getByLabel("Día y hora").check();
  await page.getByLabel("Hora", { exact: true }).fill("10:30");
  await page.getByLabel("Camila Vallejo").check();
  await page.getByLabel("Nota interna").fill("Llevar cifras.");
  await page.getByRole("button", { name: "Anotar como interno" }).click();
  await page.getByText("Interno", { exact: true }).first().waitFor();
  expect(await (await office.get("/agenda")).text()).not.toContain("Anuncio de escuelas");

  await page.getByRole("button", { name: "Publicar en la agenda" }).click();
  await page.getByRole("link", { name: "Verlo como lo ve todo el mundo" }).waitFor();
  const own = page.url();
  expect(await office.until("/agenda", "Anuncio de escuelas")).not.toContain("cifras");
  await page.getByRole("link", { name: "Cambiar" }).click();
  await page.getByLabel("Hora", { exact: true }).fill("11:30");
  await page.getByRole("button", { name: "Guardar" }).click();
  // Without a word for those who follow it, nothing is changed and nothing typed is lost.
  await page.getByRole("alert").getByText("qué cambia").waitFor();
  expect(await page.getByLabel("Hora", { exact: true }).inputValue()).toBe("11:30");
  await page.getByLabel("Qué cambia (público)").fill("Se atrasa una hora.");
  await page.getByRole("button", { name: "Guardar" }).click();
  await page.getByRole("status").waitFor();
  await office.until("/agenda/2026-0001", "Se atrasa una hora.");

  await page.getByText("Cancelar", { exact: true }).click();
  await page.getByLabel("Motivo").fill("Por el temporal.");
  await page.getByRole("button", { name: "Cancelarlo" }).click();
  await page.getByText("Cancelado. Por el temporal.").waitFor();
  expect(page.url()).toBe(own);
  const shown = await office.until("/agenda/2026-0001", "Por el temporal.");
  expect(shown).toContain("Cancelado");

  // What readers see of it has no fault that axe finds, and is no wider than a phone.
  for (const path of ["/agenda", "/agenda/2026-0001", "/en/agenda?month=2026-11"]) {
    await page.goto(office.url + path);
    expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
  }
  const reading = await browser.newContext({ bypassCSP: true });
  const reader = await reading.newPage();
  for (const path of ["/agenda", "/agenda/2026-0001"]) {
    await reader.goto(office.url + path);
    expect([path, await axeFaults(reader)]).toEqual([path, []]);
  }
  expect(faults).toEqual([]);
  await Promise.all([context.close(), reading.close()]);
}, 120_000);

test("two who write on one reading lose nothing: the second is told, with what they typed still there", async () => {
  const [writer, editor] = await Promise.all([office.officer.writer.enter(), office.officer.editor.enter()]);
  const { headers } = await writer.post("/desk/agenda", { ...fields, title: "De dos manos" });
  const path = headers.get("location")!;
  const change = { ...fields, title: "De dos manos", read: "1" };
  expect((await editor.post(path, { ...change, place: "Palena" })).status).toBe(303);
  const late = await writer.post(path, { ...change, place: "Chaitén" });
  expect(late.status).toBe(409);
  const again = await late.text();
  expect(again).toContain('value="Chaitén"');
  expect(again).toContain('name="read" value="2"');
  // A sign that is no text is refused by its field, wherever it is put.
  for (const name of ["others", "title", "place", "note"])
    expect((await writer.post(path, { ...change, read: "2", [name]: "A\u0000" })).status, name).toBe(400);
  // What is ticked is nobody's typing: a box that no form of ours has ticks nothing.
  expect((await writer.post(path, { ...change, read: "2", person: "a\u0000", topic: "a\u0000" })).status).toBe(303);
});

test("the day of whoever speaks says what is next, where, and what collides, and how surely", async () => {
  const writer = await office.officer.writer.enter();
  const day = { ...fields, day: "2026-11-26" };
  await writer.post("/desk/agenda", { ...day, title: "Primero", time: "09:00", until: "10:00" });
  await writer.post("/desk/agenda", { ...day, title: "Segundo", time: "09:30", until: "10:30", place: "Senado" });
  await writer.post("/desk/agenda", { ...day, title: "Suelto", precision: "part", part: "morning", place: "" });
  await writer.post("/desk/agenda", {
    ...day,
    title: "De otra persona",
    person: [],
    others: "Francisco Vidal Salinas",
    time: "18:00",
  });
  clock.set("2026-11-26T12:10:00Z");
  // A day later, another session.
  const later = await office.officer.writer.enter();
  const page = await (await later.get("/desk/agenda/day/2026-11-26?for=camila-vallejo")).text();
  expect(page).toMatch(/Ahora[\s\S]*09:00 a 10:00[\s\S]*Primero/);
  expect(page).toMatch(/Primero[\s\S]*Choca[\s\S]*Segundo[\s\S]*los dos piden a Camila Vallejo/);
  expect(page).toContain("Podría chocar");
  expect(page).not.toContain("De otra persona");
  expect(await (await later.get("/desk/agenda?view=week&day=2026-11-26")).text()).toContain("De otra persona");
});

test("a private calendar shows what is internal to whoever holds its address, until it is withdrawn or its officer leaves", async () => {
  const { db, means } = office.installation;
  const { institution } = office;
  const speaker = await deskOfficer(office, "vocera@desk.example", [{ institution, right: "reader" }]);
  const own = await speaker.enter();
  const writer = await office.officer.writer.enter();
  const planned = { ...fields, day: "2026-12-01", title: "Solo para la mesa", internalNote: "Con abrigo." };
  await writer.post("/desk/agenda", planned);
  await writer.post("/desk/agenda", { ...planned, title: "De nadie", person: [] });
  const made = async (person: string) => {
    const page = await (await own.post("/desk/agenda/links", { name: "mi teléfono", person })).text();
    return /\/desk\/agenda\/calendar\/[\w-]{43}\.ics/.exec(page)![0];
  };
  const [hers, all] = [await made("camila-vallejo"), await made("")];
  const titles = async (path: string) => {
    const response = await office.get(path);
    if (response.status !== 200) return response.status;
    expect(response.headers.get("cache-control")).toBe("no-store");
    const text = await response.text();
    expect(text).not.toContain(path.split("/").at(-1)!.slice(0, 20));
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event).summary);
  };
  expect(await titles(hers)).toEqual(expect.arrayContaining(["Solo para la mesa"]));
  expect(await titles(hers)).not.toContain("De nadie");
  expect(await titles(all)).toEqual(expect.arrayContaining(["Solo para la mesa", "De nadie"]));
  expect(await titles(hers.replace(/.{5}\.ics/, "AAAAA.ics"))).toBe(404);
  // The address is kept nowhere: whoever reads the database cannot enter by it.
  const rows = JSON.stringify(await db.selectFrom("agenda_link").selectAll().execute());
  expect(rows).not.toContain(hers.split("/").at(-1)!.slice(0, 43));

  const page = await (await own.get("/desk/agenda/links")).text();
  expect(page).not.toContain(hers);
  const ids = [...page.matchAll(/links\/(\d+)\/end/g)].map(([, id]) => id!);
  const stranger = await office.officer.editor.enter();
  expect((await stranger.post(`/desk/agenda/links/${ids.at(-1)}/end`)).status).toBe(404);
  expect((await own.post(`/desk/agenda/links/${ids.at(-1)}/end`)).status).toBe(303);
  expect([await titles(hers), Array.isArray(await titles(all))]).toEqual([404, true]);

  const administrator = office.officer.everything.actor;
  const { officer, name, email, language } = speaker.actor;
  const clearer = { name, email, language, grants: [{ institution, right: "clearer" }] };
  await changeOfficer(db, officer, clearer, administrator, means);
  expect(await titles(all)).toBe(404);
  await changeOfficer(db, officer, { ...clearer, grants: speaker.actor.grants }, administrator, means);
  expect(Array.isArray(await titles(all))).toBe(true);
  await suspendOfficer(db, officer, administrator, means);
  expect(await titles(all)).toBe(404);
});

test("a briefing is made of an item, and each leads to the other", async () => {
  const editor = await office.officer.editor.enter();
  const { headers } = await editor.post("/desk/agenda", { ...fields, day: "2026-12-02", title: "Con la prensa" });
  const path = headers.get("location")!;
  const began = await editor.post(`${path}/briefing`, { read: "1" });
  const made = await office.installation.db
    .selectFrom("briefing")
    .select(["id", "title", "place", "starts_at", "number"])
    .where("agenda_item", "=", Number(path.split("/").at(-1)))
    .executeTakeFirstOrThrow();
  expect(made).toMatchObject({
    title: "Con la prensa",
    place: "La Moneda",
    starts_at: new Date("2026-12-02T13:30:00Z"),
    number: null,
  });
  expect(began.headers.get("location")).toBe(`/desk/briefings/${made.id}`);
  const page = await (await editor.get(path)).text();
  expect(page).toContain(`/desk/briefings/${made.id}`);
  expect(page).not.toContain("Preparar el punto de prensa");
});

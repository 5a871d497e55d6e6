import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerAsOf } from "../src/register/as-of.ts";
import { readStanding } from "../src/register/assertions.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer, type Fields, type SignedIn } from "./desk-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let keeper: SignedIn;

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
  keeper = await office.officer["register-keeper"].enter();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

const post = "ministro-secretario-general-de-gobierno";
const source = { source: "Diario Oficial", locator: "CVE 1234567", "source-date": "" };

const batches = async () =>
  (
    await office.installation.db
      .selectFrom("register_batch")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow()
  ).count;

/** Shown first, then entered as it was shown. Gives the page that showed it. */
async function kept(act: string, fields: Fields, by = keeper): Promise<string> {
  const before = await batches();
  const shown = await by.post(`/desk/register/${act}`, { ...source, ...fields });
  const page = await shown.text();
  expect([act, shown.status, page.match(/role="alert">[^]*?<\/div>/)?.[0]]).toEqual([act, 200, undefined]);
  expect(await batches()).toBe(before);
  const entered = await by.post(`/desk/register/${act}`, { ...source, ...fields, step: "enter", seen: seenIn(page) });
  expect([act, entered.status]).toEqual([act, 303]);
  expect(entered.headers.get("location")).toMatch(/^\/desk\/register\?entered=\d+$/);
  expect(await batches()).toBe(before + 1);
  return page;
}

function seenIn(page: string): string {
  return /name="seen" value="(\d+)"/.exec(page)![1]!;
}

const words = (page: string) =>
  page
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(" ,", ",");

describe("whoever keeps the register", () => {
  test("enters a whole life of a post by forms, each shown in words first and standing on the trail", async () => {
    const { db } = office.installation;
    const handover = await kept("handover", {
      person: "Soto Vera, Ana",
      gender: "feminine",
      post: `Ministra (${post})`,
      at: "11-03-2026 a las 12:00",
      capacity: "titular",
      instrument: "decreto-supremo 71",
    });
    expect(words(handover)).toContain(
      "Camila Vallejo, ministra secretaria general de Gobierno, ejerce hasta el 11 de marzo de 2026 a las 12:00",
    );
    expect(words(handover)).toContain(
      "Desde el 11 de marzo de 2026 a las 12:00 habla por el gobierno Ana Soto Vera, ministra secretaria general de Gobierno, titular.",
    );
    expect(words(handover)).toContain("Ana Soto Vera es una persona nueva");
    expect(words(handover)).toContain("decreto supremo 71");
    expect((await registerAsOf(db, { day: "2026-03-12", post })).holdings[0]?.person.slug).toBe("ana-soto-vera");

    const confirmed = await kept("confirm", { post, person: "", day: "2026-11-24" });
    expect(words(confirmed)).toContain("Se da fe de que el 24 de noviembre de 2026 ejerce Ana Soto Vera");

    const acting = await kept("acting", {
      person: "Rojas Díaz, Luis",
      gender: "masculine",
      post,
      capacity: "subrogante",
      from: "2026-09-01",
      until: "2026-09-10",
      leave: "1",
      note: "feriado legal",
    });
    expect(words(acting)).toContain("Luis Rojas Díaz, ministro secretario general de Gobierno (S), subrogante");
    expect(words(acting)).toContain(
      "con licencia desde el 1 de septiembre de 2026 hasta el 10 de septiembre de 2026 (feriado legal)",
    );

    await kept("leave", { person: "ana-soto-vera", post, from: "2026-10-01", until: "2026-10-05", note: "permiso" });
    const dated = await kept("date", {
      tenure: "luis-rojas-diaz-2026",
      start: "",
      end: "2026-09-12",
      change: "correction",
      reason: "El decreto dice 12.",
    });
    expect(words(dated)).toContain("pasa de «10 de septiembre de 2026» a «12 de septiembre de 2026»");

    const ended = await kept("end", { person: "", post, on: "2026-11-20", why: "Renuncia", vacant: "1" });
    expect(words(ended)).toContain("ejerce hasta el 20 de noviembre de 2026");
    expect(words(ended)).toContain("vacante desde el 20 de noviembre de 2026");
    const appointed = await kept("appoint", {
      person: "luis-rojas-diaz",
      post,
      capacity: "titular",
      from: "23-11-2026",
      until: "",
    });
    expect(words(appointed)).toContain(
      "La vacancia de titular del Ministerio Secretaría General de Gobierno termina el 23 de noviembre de 2026",
    );

    const vacancy = await kept("vacancy", { post, from: "1931-01-01", until: "1931-02-01", note: "Sin nombramiento." });
    expect(words(vacancy)).toContain("vacante desde el 1 de enero de 1931 hasta el 1 de febrero de 1931");

    const rows = await db.selectFrom("trail").selectAll().where("action", "=", "register.keep").orderBy("id").execute();
    expect(rows.map(({ details }) => (details as { what: string }).what).slice(0, 7)).toEqual([
      "handover",
      "confirm",
      "acting",
      "leave",
      "date",
      "end",
      "appoint",
    ]);
    expect(rows[0]).toMatchObject({
      officer: office.officer["register-keeper"].actor.officer,
      about: "tenure/ana-soto-vera-2026",
    });
  });

  test("retracts what was entered by mistake, chosen from what rests on it, and what rests on it with it", async () => {
    await kept("appoint", {
      person: "Equivocado Pérez, Juan",
      post,
      capacity: "interino",
      from: "1933-01-01",
      until: "1933-01-02",
      contested: "1",
    });
    const list = await (await keeper.get("/desk/register/retract?of-person=juan-equivocado-perez")).text();
    expect(list).toContain('value="person/juan-equivocado-perez"');
    expect(list).toContain('value="tenure/juan-equivocado-perez-1933"');
    const alone = await keeper.post("/desk/register/retract", {
      ...source,
      thing: "person/juan-equivocado-perez",
      "of-person": "juan-equivocado-perez",
      reason: "No existe.",
    });
    expect(alone.status).toBe(409);
    const again = await alone.text();
    expect(again).toMatch(/value="person\/juan-equivocado-perez"\s+checked/);
    expect(again).toContain("No existe.</textarea>");
    const shown = await kept("retract", {
      thing: ["person/juan-equivocado-perez", "tenure/juan-equivocado-perez-1933"],
      reason: "No existe.",
    });
    expect(words(shown)).toContain("Se retracta: Juan Equivocado Pérez");
    const standing = () => readStanding(office.installation.db, "person", "juan-equivocado-perez");
    expect(await standing()).toBeUndefined();
    const offered = await (await keeper.get("/desk/register/reinstate")).text();
    expect(words(offered)).toContain(
      "Período juan-equivocado-perez, titular del Ministerio Secretaría General de Gobierno, con carácter interino",
    );
    expect(words(offered)).toContain("La persona misma Juan Equivocado Pérez No existe.");
    const back = await kept("reinstate", { thing: "person/juan-equivocado-perez", reason: "Sí existe." });
    expect(words(back)).toContain("Se repone lo retractado: Juan Equivocado Pérez.");
    expect(await standing()).toBeDefined();
    const twice = await keeper.post("/desk/register/reinstate", {
      ...source,
      thing: "person/juan-equivocado-perez",
      reason: "Otra vez.",
    });
    expect(twice.status).toBe(409);
    expect(await twice.text()).toContain("Otra vez.</textarea>");
  });

  test("is asked whom they mean where a name could be several, and enters nobody new by half a name", async () => {
    const before = await batches();
    const several = await keeper.post("/desk/register/appoint", {
      ...source,
      person: "González",
      post,
      capacity: "titular",
      from: "2026-01-01",
    });
    expect(several.status).toBe(400);
    const page = await several.text();
    expect(page).toMatch(/<li>[^<]*González[^<]*\([a-z-]+\)<\/li>/);
    expect(page).toContain('value="González"');
    const posts = await keeper.post("/desk/register/vacancy", {
      ...source,
      post: "no hay tal cargo",
      from: "2026-01-01",
    });
    expect(await posts.text()).toContain("No hay un cargo «no hay tal cargo»");
    expect(await batches()).toBe(before);
  });

  test("enters nothing without a source and where in it, and loses nothing of what was typed", async () => {
    const before = await batches();
    for (const missing of ["source", "locator"]) {
      const sent = await keeper.post("/desk/register/end", {
        ...source,
        [missing]: " ",
        person: "",
        post,
        on: "2026-11-24",
        why: "Lo <tecleado>",
      });
      expect([missing, sent.status]).toEqual([missing, 400]);
      expect(await sent.text()).toContain("Lo &lt;tecleado&gt;</textarea>");
    }
    const back = await keeper.post("/desk/register/end", {
      ...source,
      step: "back",
      on: "2026-11-24",
      why: "Otra vez",
      vacant: "1",
    });
    expect(back.status).toBe(200);
    const page = await back.text();
    expect(page).toContain("Otra vez</textarea>");
    expect(page).toMatch(/name="vacant" value="1"\s+checked/);
    expect(await batches()).toBe(before);
  });

  test("is shown anew what would be entered when somebody else was quicker, and a form sent twice enters once", async () => {
    const fields = {
      ...source,
      person: "Veloz Paz, Eva",
      post,
      capacity: "suplente",
      from: "1990-01-01",
      until: "1990-01-31",
    };
    const seen = seenIn(await (await keeper.post("/desk/register/appoint", fields)).text());
    await kept("appoint", {
      person: "Lento Paz, Leo",
      post,
      capacity: "suplente",
      from: "1991-01-01",
      until: "1991-01-31",
    });
    const before = await batches();
    const late = await keeper.post("/desk/register/appoint", { ...fields, step: "enter", seen });
    expect(late.status).toBe(409);
    const anew = await late.text();
    expect(anew).toContain("Entretanto se asentó otra cosa");
    expect(await batches()).toBe(before);
    const both = await Promise.all(
      [1, 2].map(() => keeper.post("/desk/register/appoint", { ...fields, step: "enter", seen: seenIn(anew) })),
    );
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(await batches()).toBe(before + 1);
  });

  test.each([
    ["appoint", { person: "camila-vallejo", post, capacity: "titular", from: "mañana" }],
    ["appoint", { person: "Pérez", post: "", capacity: "titular", from: "1800" }],
    ["appoint", { person: "Nueva Paz, Eva", post, capacity: "titular", from: "1950-01-01" }],
    ["end", { person: "camila-vallejo", post: "secretario-general-de-gobierno", on: "2026-01-01" }],
    ["end", { tenure: "nadie-1900", on: "2026-01-01" }],
    ["end", { tenure: "hernan-bejares-gonzalez-1976", on: "2026-01-01" }],
    ["leave", { person: "", post }],
    ["date", { tenure: "hernan-bejares-gonzalez-1976", end: "1970", change: "correction", reason: "x" }],
    ["date", { tenure: "hernan-bejares-gonzalez-1976", start: "22-03-1976", change: "correction", reason: "x" }],
    ["confirm", { post, person: "", day: "2099-01-01" }],
    ["handover", { post, person: "Nueva Paz, Eva", at: "2026", capacity: "titular" }],
    ["vacancy", { post, from: "1990-01-01", until: "1990-02-01" }],
    ["retract", { thing: "post/secretario-general-de-gobierno", reason: "x", "of-post": post }],
    ["retract", { reason: "x", "of-post": post }],
  ] as const)("is refused in their own language, and nothing is entered: %s %j", async (act, fields) => {
    const before = await batches();
    const sent = await keeper.post(`/desk/register/${act}`, { ...source, ...fields });
    expect(sent.status).toBeGreaterThanOrEqual(400);
    expect(sent.status).toBeLessThan(500);
    const page = await sent.text();
    expect(page).toMatch(/role="alert"|standfirst/);
    expect(/<p[^>]*\slang="en"[^>]*>[^<]*/.exec(page)?.[0]).toBeUndefined();
    expect(await batches()).toBe(before);
  });

  test("finds people and posts by words, without accents, with what can be done about each tenure", async () => {
    const page = await (await keeper.get("/desk/register?q=BEJARES")).text();
    expect(page).toContain("Béjares");
    expect(page).toContain("/desk/register/date?tenure=");
    expect(await (await keeper.get("/desk/register?q=zzzz")).text()).toContain("Nada con esas palabras");
    expect(page).toContain('href="/register/audit"');
    expect(page).toContain("voceria import register --dry-run");
    const found = (await (await keeper.get("/desk/register/find?posts=secretaria+general")).json()) as {
      value: string;
    }[];
    expect(found.map(({ value }) => value)).toContainEqual(expect.stringContaining(`(${post})`));
    expect(
      await (await keeper.get(`/desk/register/find?people=${encodeURIComponent("' or 1=1 --%_")}`)).json(),
    ).toEqual([]);
  });
});

describe("attacks", () => {
  test("nobody without the right of a register keeper sees or enters anything, whatever their other rights", async () => {
    const before = await batches();
    const rightless = [office.officer.administrator, office.officer.publisher, office.officer.nothing];
    const stranger = await deskOfficer(office, "keeper-stranger@desk.example", [
      { institution: "minsal", right: "register-keeper" },
    ]);
    for (const who of [...rightless, stranger]) {
      const session = await who.enter();
      for (const path of ["/desk/register", "/desk/register/find?people=a", "/desk/register/appoint"])
        expect([path, (await session.get(path)).status]).toEqual([path, 403]);
      for (const step of ["", "enter"])
        expect(
          (
            await session.post("/desk/register/vacancy", {
              ...source,
              post,
              from: "1931-01-01",
              step,
              seen: String(before),
            })
          ).status,
        ).toBe(403);
    }
    expect(await batches()).toBe(before);
  });

  test("no form of another site and none without the session's token enters anything, seen or not", async () => {
    const before = await batches();
    const fields = {
      ...source,
      person: "Falso Paz, Leo",
      post,
      capacity: "suplente",
      from: "1992-01-01",
      until: "1992-01-31",
    };
    const seen = seenIn(await (await keeper.post("/desk/register/appoint", fields)).text());
    const entering = { ...fields, step: "enter", seen };
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await keeper.post("/desk/register/appoint", entering, foreign)).status).toBe(403);
    expect((await keeper.post("/desk/register/appoint", { ...entering, "voceria-form": "x" })).status).toBe(403);
    for (const wrong of ["", "-1", "0", "NaN", "999999"])
      expect([wrong, (await keeper.post("/desk/register/appoint", { ...entering, seen: wrong })).status]).toEqual([
        wrong,
        409,
      ]);
    expect(await batches()).toBe(before);
  });

  test("script in every field of every form stays text, and acts that are none are not there", async () => {
    const script = `"><script>alert(1)</script>`;
    const names = [
      "person",
      "post",
      "tenure",
      "gender",
      "capacity",
      "from",
      "until",
      "on",
      "at",
      "outgoing",
      "since",
      "day",
      "start",
      "end",
      "change",
      "reason",
      "why",
      "note",
      "rank",
      "seat",
      "instrument",
      "instrument-date",
      "instrument-link",
      "thing",
      "of-person",
      "of-post",
      "source",
      "locator",
      "source-date",
      "seen",
    ];
    const everything = Object.fromEntries(names.map((name) => [name, script]));
    const before = await batches();
    for (const act of [
      "appoint",
      "end",
      "acting",
      "leave",
      "date",
      "confirm",
      "handover",
      "vacancy",
      "retract",
      "reinstate",
    ]) {
      for (const step of ["", "back", "enter"]) {
        const sent = await keeper.post(`/desk/register/${act}`, { ...everything, step });
        expect([act, step, sent.status < 500]).toEqual([act, step, true]);
        expect([act, await sent.text()]).toEqual([act, expect.not.stringContaining("<script>alert")]);
      }
      const query = new URLSearchParams(everything).toString();
      expect(await (await keeper.get(`/desk/register/${act}?${query}`)).text()).not.toContain("<script>alert");
    }
    for (const act of ["nothing", "constructor", "toString"])
      expect((await keeper.get(`/desk/register/${act}`)).status).toBe(404);
    const shown = await keeper.post("/desk/register/end", {
      ...source,
      source: script,
      locator: script,
      person: "",
      post,
      on: "2026-11-24",
      why: script,
    });
    expect(await shown.text()).not.toContain("<script>alert");
    expect(await batches()).toBe(before);
    expect(office.failures).toEqual([]);
  });
});

test("in a browser people and posts are offered as one types, by keyboard alone, and the preview says what changes", async () => {
  const context = await browserOf(browser, office, office.officer["register-keeper"], {
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  const faults = faultsOf(page);
  await page.goto(`${office.url}/desk/register/vacancy`);
  await page.locator("[name=post]").focus();
  await page.keyboard.type("secretaria general");
  await page.waitForFunction(() => document.querySelectorAll("#post-found option").length > 0);
  expect(await page.locator("#post-found option").first().getAttribute("value")).toContain("(");
  await page
    .locator("[name=post]")
    .fill((await page.locator("#post-found option").first().getAttribute("value")) ?? "");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1931-01-01");
  await page.keyboard.press("Tab");
  await page.keyboard.type("1931-02-01");
  await page.locator("[name=source]").fill("Archivo");
  await page.locator("[name=locator]").fill("p. 3");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Esto se va a asentar" }).waitFor();
  expect(await page.locator(".foreseen").textContent()).toContain("1 de enero de 1931");
  expect(faults).toEqual([]);
  await context.close();
});

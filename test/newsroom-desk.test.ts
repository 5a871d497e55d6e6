import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newToken } from "../src/access/token.ts";
import { sql } from "kysely";
import { deskAssets } from "../src/desk/desk-assets.ts";
import { deskRoutes } from "../src/desk/routes.ts";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { withdrawTaskOf } from "../src/newsroom/withdraw-soon.ts";
import { readRecord } from "../src/recorder/record-identity.ts";
import { openDatabase } from "../src/store/database.ts";
import { deskOffice, deskOfficer, formOf, type SignedIn } from "./desk-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let writer: SignedIn;
let editor: SignedIn;
let publisher: SignedIn;

beforeAll(async () => {
  office = await deskOffice();
  [writer, editor, publisher] = await Promise.all([
    office.officer.writer.enter(),
    office.officer.editor.enter(),
    office.officer.publisher.enter(),
  ]);
});
afterAll(() => office.close());

/** A draft begun by the board's form, with that text. */
async function begun(by: SignedIn, title: string, body = "El texto.", kind = "comunicado"): Promise<string> {
  const path = (await by.post("/desk/drafts", { kind, language: "" })).headers.get("location")!;
  const saved = await by.post(`${path}/text`, { read: "1", title, summary: "", body });
  expect(saved.status).toBe(303);
  return path;
}

const draftOf = async (path: string) =>
  (await findDraft(office.installation.db, Number(path.split("/")[3]), office.officer.everything.actor))!;

/** As the mail to an official has it. */
async function linkOf(path: string, official: string): Promise<string> {
  const { db, means } = office.installation;
  const { clearances } = await draftOf(path);
  const { id } = clearances.find((one) => one.official === official)!;
  const { token, hash } = newToken(means.random);
  await db.insertInto("clearance_link").values({ token_hash: hash, clearance_id: id, made_at: new Date() }).execute();
  return `/clearance/${token}`;
}

/** A draft that others have accepted. */
async function accepted(title: string, body = "El texto.", kind = "comunicado"): Promise<string> {
  const path = await begun(writer, title, body, kind);
  await writer.post(`${path}/submit`);
  await editor.post(`${path}/accept`);
  return path;
}

const rosa = {
  institution: "Ministerio de Hacienda",
  official: "Rosa Díaz",
  mail: "rosa@hacienda.example",
  language: "es",
  due: "+60",
};

const official = (path: string, fields?: Record<string, string>) =>
  fetch(office.url + path, {
    redirect: "manual",
    ...(fields === undefined
      ? {}
      : {
          method: "POST",
          body: formOf(fields),
          headers: { origin: office.url, "sec-fetch-site": "same-origin" },
        }),
  });

describe("the board", () => {
  test("says of each text what it waits for, and sets apart what is the officer's own to do", async () => {
    const path = await begun(writer, "Por aceptar");
    await writer.post(`${path}/submit`);
    const [writers, editors] = await Promise.all([writer, editor].map(async ({ get }) => (await get("/desk")).text()));
    const cardIn = (page: string) => page.split("<li").find((card) => card.includes(`href="${path}"`))!;
    expect(cardIn(writers!)).toContain("Espera que alguien más lo acepte");
    expect(cardIn(writers!)).not.toContain("Le toca a usted");
    expect(cardIn(editors!)).toContain("Le toca a usted");
    expect(await (await editor.get("/desk?mine=1")).text()).not.toContain(path);
  });

  test("shows an officer without rights nothing, and to one who may not write no way to begin", async () => {
    for (const who of ["nothing", "clearer", "administrator"] as const) {
      const page = await (await (await office.officer[who].enter()).get("/desk")).text();
      expect(page).not.toContain("Por aceptar");
      expect(page).not.toContain('action="/desk/drafts"');
    }
  });

  test("speaks the officer's language", async () => {
    const english = await deskOfficer(
      office,
      "english@desk.example",
      [{ institution: office.institution, right: "editor" }],
      "en",
    );
    expect(await (await (await english.enter()).get("/desk")).text()).toContain("Waiting for clearance");
  });
});

describe("what an officer may not read", () => {
  test("answers as what is not there: another institution's draft, for every page and act", async () => {
    const path = await begun(writer, "Secreto de la oficina");
    const stranger = await (
      await deskOfficer(office, "stranger@desk.example", [{ institution: "minsal", right: "publisher" }])
    ).enter();
    const missing = "/desk/drafts/999999";
    for (const page of ["", "/details", "/versions", "/return", "/drop"]) {
      const [theirs, none] = await Promise.all([stranger.get(path + page), stranger.get(missing + page)]);
      expect([page, theirs.status]).toEqual([page, 404]);
      const id = path.split("/")[3]!;
      expect(
        page + (await theirs.text()).replaceAll(`borrador ${id} `, "borrador 999999 ").replaceAll(/[\w-]{43}/g, ""),
      ).toBe(page + (await none.text()).replaceAll(/[\w-]{43}/g, ""));
    }
    for (const act of ["/text", "/details", "/voice", "/submit", "/accept", "/return", "/drop"])
      expect([act, (await stranger.post(path + act, { reason: "x", read: "1" })).status]).toEqual([act, 404]);
    expect((await draftOf(path)).state).toBe("draft");
  });
});

describe("moves", () => {
  test("are offered only to whom they are open, and done by nobody else", async () => {
    const path = await begun(writer, "De mano en mano");
    expect(await (await writer.get(path)).text()).toContain(`action="${path}/submit"`);
    await writer.post(`${path}/submit`);
    const page = await (await writer.get(path)).text();
    expect(page).not.toContain(`${path}/accept`);
    expect((await writer.post(`${path}/accept`)).status).toBe(403);
    expect((await draftOf(path)).state).toBe("in-review");
    expect((await editor.post(`${path}/accept`)).headers.get("location")).toBe(path);
    expect((await draftOf(path)).state).toBe("cleared");
  });

  test("that need a reason ask for it, keep it, and do nothing without it", async () => {
    const path = await begun(writer, "Por devolver");
    await writer.post(`${path}/submit`);
    expect((await editor.post(`${path}/return`, { reason: "  " })).status).toBe(400);
    expect((await draftOf(path)).state).toBe("in-review");
    await editor.post(`${path}/return`, { reason: "Falta la <cifra>." });
    expect((await draftOf(path)).state).toBe("draft");
    expect(await (await writer.get(path)).text()).toContain("Falta la &lt;cifra&gt;.");
    await writer.post(`${path}/drop`, { reason: "No corre." });
    expect(await (await writer.get("/desk")).text()).not.toContain(path);
  });

  test("tell whoever alone wrote it that somebody else has to accept it", async () => {
    const path = await begun(editor, "De una sola mano");
    await editor.post(`${path}/submit`);
    const page = await (await editor.get(path)).text();
    expect(page).toContain("tiene que aceptarlo otra persona");
    expect(page).not.toContain(`action="${path}/accept"`);
  });
});

describe("a text saved by the form", () => {
  test("on an older reading shows both texts and keeps both", async () => {
    const path = await begun(writer, "Uno", "El texto que hay.");
    const late = await editor.post(`${path}/text`, {
      read: "1",
      title: "Uno",
      summary: "",
      body: "Lo que <yo> escribí.",
    });
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain("&lt;yo&gt; escribí.");
    expect(page).toContain("El texto que hay.");
    expect((await draftOf(path)).body).toBe("El texto que hay.\n");
    expect(await (await writer.get(`${path}/versions`)).text()).toContain("Texto apartado");
  });

  test("while the database is away is given back whole, to be sent again as it is", async () => {
    const path = await begun(writer, "Antes del corte");
    const { db } = office.installation;
    const away = openDatabase({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
    const [present, record] = await Promise.all([office.read(), readRecord(db)]);
    const desk = deskRoutes({
      installation: { ...office.installation, db: away },
      office: async () => present,
      record: async () => record!,
      horizon: () => ({ size: 1, signed: 1 }),
      url: office.url,
      assets: deskAssets,
      provider: undefined,
      behindProxy: false,
      sendsMail: false,
      report: () => {},
    });
    const typed = { title: "Antes del corte", summary: 'Una "bajada" <sic>', body: "Lo que yo escribí.\n\nY más." };
    const cut = await desk.request(`${office.url}${path}/text`, {
      method: "POST",
      body: formOf({ "voceria-form": writer.formToken, read: "2", ...typed }),
      headers: { cookie: writer.cookie, origin: office.url, host: new URL(office.url).host },
    });
    await away.destroy();
    expect(cut.status).toBe(503);
    expect(cut.headers.get("cache-control")).toBe("no-store");
    const page = await cut.text();
    expect(page).toContain(`action="${path}/text"`);
    const plain = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
    const fields = Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (mark) => plain[mark as keyof typeof plain]),
      ]),
    );
    expect(fields).toEqual({ "voceria-form": writer.formToken, read: "2", ...typed });
    const sent = await writer.post(`${path}/text`, fields);
    expect(sent.status).toBe(303);
    const { title, summary, body } = await draftOf(path);
    expect({ title, summary, body }).toEqual({ ...typed, body: `${typed.body}\n` });
  });

  test("that could never be published is refused with its reason, and comes back as it was typed", async () => {
    const path = await begun(writer, "Con un signo invisible");
    const { version } = await draftOf(path);
    const refused = await writer.post(`${path}/text`, {
      read: `${version}`,
      title: "x",
      summary: "",
      body: "a\u202eb <c>",
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain("a\u202eb &lt;c&gt;");
  });

  test("stands in the pages as text, whatever was typed", async () => {
    const script = "<script>alert(1)</script>";
    const path = await begun(writer, script, `${script}\n\n[x](javascript:alert(1))`);
    for (const page of [path, "/desk", `${path}/versions`, `${path}/details`])
      expect(await (await writer.get(page)).text()).not.toMatch(/<script>alert|href="javascript:/);
  });

  test("goes back to an earlier version as a version of its own", async () => {
    const path = await begun(writer, "Dos", "Primero.");
    const { version } = await draftOf(path);
    await editor.post(`${path}/text`, { read: String(version), title: "Dos", summary: "", body: "Segundo." });
    const versions = [...(await (await writer.get(`${path}/versions`)).text()).matchAll(/\/versions\/(\d+)/g)];
    const row = versions[1]![1]!;
    expect(await (await writer.get(`${path}/versions/${row}`)).text()).toContain(
      "<del>Primero</del><ins>Segundo</ins>",
    );
    await writer.post(`${path}/versions/${row}/restore`);
    expect((await draftOf(path)).body).toBe("Primero.\n");
    // Between any two, whichever stands now.
    const first = versions.at(-1)![1]!;
    const between = await (await writer.get(`${path}/versions/${first}?to=${versions[0]![1]!}`)).text();
    expect(between).toMatch(/<h3>Versión 1 → Versión \d+<\/h3>/);
    expect(between).toContain("<ins>Segundo");
    expect((await writer.get(`${path}/versions/${first}?to=999999`)).status).toBe(404);
  });
});

describe("comments", () => {
  test("are talked over beside the text, quote a passage, and are settled; nobody of another institution has a word", async () => {
    const path = await begun(writer, "Comentado");
    await editor.post(`${path}/comments`, { body: "¿Es <esta> la cifra?", passage: "El texto." });
    const page = await (await writer.get(path)).text();
    expect(page).toContain("¿Es &lt;esta&gt; la cifra?");
    expect(page).toContain("1 comentario sin resolver");
    expect(page).toMatch(/<blockquote[^>]*>El texto\.</);
    const id = /comments\/(\d+)\/settle/.exec(page)![1]!;
    await writer.post(`${path}/comments`, { body: "Sí, es.", answers: id });
    await writer.post(`${path}/comments/${id}/settle`);
    const after = await (await editor.get(path)).text();
    expect(after).toContain("Sí, es.");
    expect(after).toContain("Resuelto por Writer Soto");
    expect(after).not.toContain("sin resolver");
    const refused = await writer.post(`${path}/comments`, { body: "x".repeat(4_001) });
    expect(refused.status).toBe(413);
    expect(await refused.text()).toContain("x".repeat(4_001));
    const stranger = await (
      await deskOfficer(office, "talker@desk.example", [{ institution: "minsal", right: "publisher" }])
    ).enter();
    expect((await stranger.post(`${path}/comments`, { body: "Hola" })).status).toBe(404);
    const other = await begun(writer, "Otro borrador");
    expect((await writer.post(`${other}/comments/${id}/settle`)).status).toBe(404);
    expect((await writer.post(`${other}/comments`, { body: "x", answers: id })).status).toBe(404);
  });
});

test("whoever speaks reads what is written, comments and proposes in red pencil, and writes, accepts and asks nothing", async () => {
  const reader = await office.officer.reader.enter();
  const path = await begun(writer, "Casas", "Son 340 casas.");
  const page = await reader.get(path);
  expect(page.status).toBe(200);
  const shown = await page.text();
  expect(shown).toContain("Son 340 casas.");
  expect(shown).not.toContain("editor.js");
  expect(shown).not.toContain("Cambiar la ficha");
  expect(await (await reader.get("/desk")).text()).not.toContain("Nuevo texto");
  expect((await reader.post(`${path}/comments`, { body: "Bien." })).status).toBe(303);
  expect((await reader.post(`${path}/pencil`, { body: "Son 430 casas.", title: "Casas", summary: "" })).status).toBe(
    303,
  );
  for (const [act, fields] of [
    ["text", { title: "Otro", summary: "", body: "Otro.", read: "1" }],
    ["submit", {}],
    ["details", { read: "1", kind: "comunicado", language: "en" }],
    ["clearance", { institution: "x", official: "y", mail: "a@b.cl", due: "+60" }],
  ] as const)
    expect((await reader.post(`${path}/${act}`, fields)).status, act).toBe(403);
  expect((await reader.get("/desk/brief")).status).toBe(200);
  expect((await draftOf(path)).title).toBe("Casas");
});

describe("the details", () => {
  test("choose the language of a text by its name, any other by its tag", async () => {
    const path = await begun(writer, "Iorana", "Maururu.", "comunicado");
    const send = async (fields: Record<string, string>) => {
      const { detailsVersion } = await draftOf(path);
      return writer.post(`${path}/details`, { read: String(detailsVersion), kind: "comunicado", ...fields });
    };
    expect((await send({ language: "rap" })).status).toBe(303);
    expect(await (await writer.get(path)).text()).toContain("<dd>Rapanui</dd>");
    expect((await send({ language: "another", "language-tag": "kaw" })).status).toBe(303);
    expect((await draftOf(path)).language).toBe("kaw");
    expect(await (await writer.get(`${path}/details`)).text()).toMatch(/<option value="kaw"\s+selected/);
    const refused = await send({ language: "another", "language-tag": "ni idea" });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('value="ni idea"');
  });

  test("are those of the kind: a denial keeps the claim that it denies", async () => {
    const path = await begun(writer, "No es así", "No.", "desmentido");
    expect(await (await writer.get(path)).text()).toContain("Falta la afirmación que se desmiente");
    const { detailsVersion } = await draftOf(path);
    const sent = await writer.post(`${path}/details`, {
      read: String(detailsVersion),
      kind: "desmentido",
      language: "es-CL",
      contact: "Prensa, +56 2 2690 4000",
      claim: "Cierran las escuelas",
      "claim-where": "WhatsApp",
      "claim-when": "2026-11",
    });
    expect(sent.status).toBe(303);
    const draft = await draftOf(path);
    expect(draft.details).toEqual({ claim: { text: "Cierran las escuelas", where: "WhatsApp", when: "2026-11" } });
    expect(draft.pressContact).toBe("Prensa, +56 2 2690 4000");
    expect(await (await writer.get(path)).text()).not.toContain("Falta la afirmación");
  });

  test("that break a rule are shown again with all that was typed", async () => {
    const path = await begun(writer, "Desmentido", "No.", "desmentido");
    const fields = {
      read: "1",
      kind: "desmentido",
      language: "es-CL",
      claim: "Cierran las <escuelas>",
      "claim-when": "ayer",
    };
    const refused = await writer.post(`${path}/details`, fields);
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain("Cierran las &lt;escuelas&gt;");
    expect(page).toContain('value="ayer"');
  });

  test("chosen on an older reading are shown again, and nothing changes", async () => {
    const path = await begun(writer, "Ficha");
    const fields = { read: "1", kind: "comunicado", language: "es-CL" };
    await writer.post(`${path}/details`, { ...fields, contact: "Ana" });
    const late = await editor.post(`${path}/details`, { ...fields, contact: "Eva" });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('value="Eva"');
    expect((await draftOf(path)).pressContact).toBe("Ana");
  });

  test("a voice that the register does not confirm is not offered, and says why", async () => {
    const page = await (await writer.get(await begun(writer, "Voz"))).text();
    expect(page).toMatch(/name="speaker"\s+value="camila-vallejo [\w-]+"\s+disabled/);
    expect(page).toContain("No está confirmado quién habla");
  });
});

test("a publisher sees what is missing before a text can go out", async () => {
  const path = await begun(publisher, "Escribo y publico");
  await publisher.post(`${path}/submit`);
  await editor.post(`${path}/accept`);
  const { version } = await draftOf(path);
  await publisher.post(`${path}/text`, { read: String(version), title: "Cambié", summary: "", body: "Otra cosa." });
  expect(await (await publisher.get(path)).text()).toContain("que otra persona lo acepte tal como está");
});

describe("clearance", () => {
  test("is asked by a form that says until when, and shows what became of it", async () => {
    const path = await accepted("Por visar");
    const refused = await writer.post(`${path}/clearance`, { ...rosa, mail: "no es", message: "Mire la <cifra>." });
    expect(refused.status).toBe(400);
    const again = await refused.text();
    expect(again).toContain("no es una dirección");
    expect(again).toContain("Mire la &lt;cifra&gt;.");
    expect((await writer.post(`${path}/clearance`, rosa)).status).toBe(303);
    const page = await (await writer.get(path)).text();
    expect(page).toContain("Rosa Díaz");
    expect(page).toContain("no consta que lo haya abierto");
    const link = await linkOf(path, "Rosa Díaz");
    expect((await official(`${link}/opened`, {})).status).toBe(200);
    expect(await (await writer.get(path)).text()).toContain("ya lo está leyendo");
    const { clearances } = await draftOf(path);
    await writer.post(`${path}/clearances/${clearances[0]!.id}/withdraw`);
    expect((await official(link)).status).toBe(404);
  });

  test.each([
    ["+15", 15],
    ["+60", 60],
  ])("is due in %s minutes where that is chosen", async (due, minutes) => {
    const path = await accepted(`Plazo ${due}`);
    const before = Date.now();
    await writer.post(`${path}/clearance`, { ...rosa, due });
    const [one] = (await draftOf(path)).clearances;
    expect(one!.dueAt.getTime() - before).toBeGreaterThanOrEqual(minutes * 60_000);
    expect(one!.dueAt.getTime() - Date.now()).toBeLessThanOrEqual(minutes * 60_000);
  });

  test("is given on a page that shows what is put to the official and nothing else of the office", async () => {
    await begun(writer, "Otro secreto");
    const path = await accepted("Lo que se consulta", "La cifra es **340**.");
    await writer.post(`${path}/clearance`, { ...rosa, message: "Mire la cifra." });
    await writer.post(path.replace(/$/, "/clearance"), { ...rosa, official: "Juan Pérez", mail: "juan@otro.example" });
    const link = await linkOf(path, "Rosa Díaz");
    const response = await official(link);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-robots-tag")).toContain("noindex");
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
    const page = await response.text();
    expect(page).toContain("<strong>340</strong>");
    expect(page).toContain("Mire la cifra.");
    for (const hidden of ["Otro secreto", "Juan Pérez", "Editor Soto", "/desk/drafts", "Borrador"])
      expect(page).not.toContain(hidden);
    expect((await official(link, { answer: "given" })).headers.get("location")).toBe(link);
    expect(await (await official(link)).text()).toContain("Usted dio el visto bueno");
    expect((await draftOf(path)).clearances.map(({ standing }) => standing)).toEqual(["given", "waiting"]);
  });

  test("is refused with a reason, which is asked for and kept, and whatever was typed comes back", async () => {
    const path = await accepted("Por objetar");
    await writer.post(`${path}/clearance`, rosa);
    const link = await linkOf(path, "Rosa Díaz");
    expect((await official(link, { answer: "objected", reason: " " })).status).toBe(400);
    const long = "x".repeat(2_001);
    const refused = await official(link, { answer: "objected", reason: long });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain(long);
    await official(link, { answer: "objected", reason: "Falta <Palena>." });
    expect(await (await publisher.get(path)).text()).toContain("Falta &lt;Palena&gt;.");
    expect(await (await writer.get("/desk")).text()).toContain("Objetó Ministerio de Hacienda");
  });

  test("links that never were, were taken back or asked anew answer as any wrong address does", async () => {
    const path = await accepted("Enlaces");
    await writer.post(`${path}/clearance`, rosa);
    const old = await linkOf(path, "Rosa Díaz");
    await official(old, { answer: "objected", reason: "No." });
    const { clearances } = await draftOf(path);
    await writer.post(`${path}/ask-again`, { clearance: String(clearances[0]!.id), due: "+60" });
    const pages = await Promise.all(
      [old, `/clearance/${"A".repeat(43)}`, "/clearance/x", "/clearance/a/b"].map(async (address) => {
        const response = await official(address);
        return [response.status, [...response.headers.keys()].toSorted().join(), await response.text()];
      }),
    );
    for (const one of pages) expect(one).toEqual(pages[0]);
    expect(pages[0]![0]).toBe(404);
    const wrong = await official("/clearance/x", { answer: "given" });
    expect([wrong.status, await wrong.text()]).toEqual([404, pages[0]![2]]);
  });

  test("after publication the page says that there is nothing more to answer", async () => {
    const path = await accepted("Salió sin esperar");
    await writer.post(`${path}/clearance`, rosa);
    const link = await linkOf(path, "Rosa Díaz");
    await publisher.post(`${path}/urgent`, { reason: "No puede esperar." });
    const page = await (await official(link)).text();
    expect(page).toContain("ya se publicó");
    expect(page).not.toContain("Doy el VºBº");
    expect((await official(link, { answer: "objected", reason: "Tarde." })).status).toBe(409);
  });
});

describe("the last minute", () => {
  test("shows what changed since clearance and whom it touches, who are asked again or passed over with a reason", async () => {
    const path = await accepted("Cambio de último minuto", "Uno.\n\nSon 430 millones.\n\nTres.");
    await writer.post(`${path}/clearance`, rosa);
    await official(await linkOf(path, "Rosa Díaz"), { answer: "given" });
    const { version } = await draftOf(path);
    await publisher.post(`${path}/text`, {
      read: String(version),
      title: "Cambio de último minuto",
      summary: "",
      body: "Uno.\n\nSon 340 millones.\n\nTres.",
    });
    const page = await (await publisher.get(`${path}/changes`)).text();
    expect(page).toContain("Toca el visto bueno de Ministerio de Hacienda (Rosa Díaz)");
    expect(page).toContain("Son <del>430</del><ins>340</ins> millones.");
    expect(page).not.toContain("Tres.");
    expect(await (await publisher.get(path)).text()).toContain("volver a pedir el visto bueno: el texto cambió");

    const { clearances } = await draftOf(path);
    await writer.post(`${path}/ask-again`, { clearance: String(clearances[0]!.id), due: "+15" });
    const link = await linkOf(path, "Rosa Díaz");
    const asked = await (await official(link)).text();
    expect(asked).toContain("Qué cambió desde lo que usted leyó");
    expect(asked).toContain("Son <del>430</del><ins>340</ins> millones.");

    expect((await publisher.post(`${path}/go-ahead`, { reason: "" })).status).toBe(400);
    expect((await writer.post(`${path}/go-ahead`, { reason: "Ya." })).status).toBe(403);
    await publisher.post(`${path}/go-ahead`, { reason: "Habla en dos minutos." });
    expect((await draftOf(path)).state).toBe("cleared");
    expect(await (await publisher.get(path)).text()).toContain("Habla en dos minutos.");
  });
});

describe("publishing", () => {
  test("one sentence says what will happen, and nobody without the right is offered or does it", async () => {
    const path = await accepted("Sale mañana", "El texto.", "declaracion");
    const page = (await (await publisher.get(`${path}/publish`)).text())
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll(/\s+/g, " ");
    expect(page).toMatch(/como declaración pública \d{4}-\d{4}, si nada sale antes; habla la oficina/);
    for (const by of [writer, editor]) {
      expect(await (await by.get(path)).text()).not.toContain(`${path}/publish`);
      const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      for (const act of ["/publish", "/schedule", "/urgent"])
        expect((await by.post(path + act, { day, time: "10:00", reason: "x" })).status).toBe(403);
      expect((await by.get(`${path}/publish`)).headers.get("location")).toBe(path);
    }
    expect((await draftOf(path)).state).toBe("cleared");
  });

  test("a confirmed publication can be called back, and meanwhile its text is settled", async () => {
    const path = await accepted("Se llama de vuelta");
    expect(await (await publisher.get(`${path}/publish/confirm`)).text()).toContain(`action="${path}/publish"`);
    expect((await publisher.post(`${path}/publish`)).headers.get("location")).toBe(`${path}/leaving`);
    expect(await (await publisher.get(`${path}/leaving`)).text()).toContain("Llamar de vuelta");
    expect(await (await publisher.get(`${path}/state`)).json()).toEqual({ state: "scheduled" });
    expect(await (await writer.get(path)).text()).not.toContain(`action="${path}/text"`);
    await publisher.post(`${path}/call-back`);
    expect((await draftOf(path)).state).toBe("cleared");
    expect((await publisher.get(`${path}/leaving`)).headers.get("location")).toBe(path);
  });

  test("an hour is that of the office's clocks, and one that cannot be is refused with what was typed", async () => {
    const path = await accepted("Programado");
    for (const [day, time] of [
      ["2020-01-01", "10:00"],
      ["2026-02-30", "10:00"],
      ["", ""],
    ] as const) {
      const refused = await publisher.post(`${path}/schedule`, { day, time });
      expect([day, refused.status]).toEqual([day, 400]);
      expect(await refused.text()).toContain(`value="${day}"`);
    }
    const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect((await publisher.post(`${path}/schedule`, { day, time: "18:00:30" })).status).toBe(303);
    const at = (await draftOf(path)).publishAt!;
    expect(at.toLocaleString("sv-SE", { timeZone: "America/Santiago" })).toBe(`${day} 18:00:30`);
    expect(await (await publisher.get("/desk")).text()).toContain("Programado");
  });

  test("a text that could not go out at its hour says so and why, on the board and beside it", async () => {
    const path = await accepted("No salió");
    const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await publisher.post(`${path}/schedule`, { day, time: "18:00" });
    const { db, means } = office.installation;
    const id = Number(path.split("/")[3]);
    await db
      .updateTable("draft")
      .set({ publish_at: new Date(Date.now() - 1_000), particulars: sql`particulars || '{"topics":["nada"]}'` })
      .where("id", "=", id)
      .execute();
    await releaseDraft(db, id, means);
    for (const page of ["/desk", path]) {
      const text = await (await publisher.get(page)).text();
      expect(text).toContain("A su hora no se pudo publicar");
      expect(text).toMatch(/<q>[^<]*nada/);
    }
  });

  test("urgently takes a reason; another officer reviews it, and until then it stands on the board", async () => {
    const path = await begun(writer, "Urgente");
    expect((await publisher.post(`${path}/urgent`, { reason: "" })).status).toBe(400);
    const after = (await publisher.post(`${path}/urgent`, { reason: "Sismo." })).headers.get("location")!;
    expect(after).toMatch(/^\/desk\/statements\/\d{4}-\d{4}\?edition=1$/);
    const number = after.slice(17, 26);
    await office.until("/statements", number);
    const review = `/desk/statements/${number}/review/1`;
    expect(await (await editor.get("/desk")).text()).toContain(review);
    expect((await publisher.post(review, { remark: "" })).status).toBe(403);
    expect((await writer.post(review, { remark: "" })).status).toBe(403);
    expect(await (await editor.get(review)).text()).toContain("Sismo.");
    expect((await editor.post(review, { remark: "Bien." })).headers.get("location")).toBe("/desk");
    expect(await (await editor.get("/desk")).text()).not.toContain(review);
  });

  test("afterwards the desk says what happened, gives the text for WhatsApp, and leads on", async () => {
    const { number } = await office.publish({ title: "Para mandar", body: "Son **340** millones.\n" });
    await office.until(`/statements/${number}`, "Para mandar");
    const page = await (await publisher.get(`/desk/statements/${number}`)).text();
    expect(page).toMatch(/Firmado en el libro público [\d.]+ ms después/);
    expect(page).toContain("Son *340* millones.");
    expect(page).toContain(`${office.url}/statements/${number}`);
    for (const act of ["correct", "translate"]) expect(page).toContain(`action="/desk/statements/${number}/${act}"`);
    expect(page).toContain(`href="/desk/statements/${number}/withdraw"`);
    const writers = await (await writer.get(`/desk/statements/${number}`)).text();
    expect(writers).toContain("/correct");
    expect(writers).not.toContain("/withdraw");
    expect((await (await office.officer.clearer.enter()).get(`/desk/statements/${number}`)).status).toBe(404);
  });
});

describe("what comes of a statement", () => {
  test("is found again among all that was published, by whoever works for the office", async () => {
    const { number } = await office.publish({ title: "Vacunas para Aysén" });
    await office.until(`/statements/${number}`, "Vacunas");
    const link = `href="/desk/statements/${number}"`;
    expect(await (await writer.get("/desk/statements")).text()).toContain(link);
    for (const words of ["vacunas", number]) {
      const page = await (await writer.get(`/desk/statements?q=${words}`)).text();
      expect([words, page.includes(link)]).toEqual([words, true]);
    }
    expect(await (await writer.get("/desk/statements?q=nadadeesto")).text()).not.toContain(link);
    expect((await (await office.officer.clearer.enter()).get("/desk/statements")).status).toBe(404);
  });

  test("a dropped draft's words begin another", async () => {
    const path = await begun(writer, "Descartado", "Sus palabras.", "discurso");
    await writer.post(`${path}/drop`, { reason: "No corre." });
    const copy = (await writer.post(`${path}/copy`)).headers.get("location")!;
    expect(copy).not.toBe(path);
    expect(await draftOf(copy)).toMatchObject({
      state: "draft",
      kind: "discurso",
      title: "Descartado",
      body: "Sus palabras.\n",
    });
  });

  test("a correction begins with the newest edition, asks for its note, and shows the difference before it goes out", async () => {
    const { number } = await office.publish({ title: "Con un error", body: "Son 430 millones.\n" });
    await office.until(`/statements/${number}`, "Con un error");
    const details = (await writer.post(`/desk/statements/${number}/correct`)).headers.get("location")!;
    const path = details.replace("/details", "");
    const { version, detailsVersion } = await draftOf(path);
    await writer.post(`${path}/text`, {
      read: `${version}`,
      title: "Con un error",
      summary: "",
      body: "Son 340 millones.",
    });
    expect(await (await writer.get(path)).text()).toContain("Falta la nota pública de la corrección");
    await writer.post(details, { read: String(detailsVersion), severity: "minor", note: "Decía 430." });
    await writer.post(`${path}/submit`);
    await editor.post(`${path}/accept`);
    const page = await (await publisher.get(`${path}/publish`)).text();
    expect(page).toContain("<del>430</del><ins>340</ins>");
    expect(page.replaceAll(/<[^>]*>/g, "").replaceAll(/\s+/g, " ")).toMatch(
      /como edición 2 de .*, fe de erratas, con esta nota a la vista: Decía 430\./,
    );
  });

  test("a translation is a text of its own, and a second bulletin and what was delivered begin with the first", async () => {
    const bulletin = await office.publish({
      kind: "balance",
      title: "Balance",
      details: { series: { name: "Incendios" } },
    });
    const speech = await office.publish({ kind: "discurso", title: "Discurso", details: { delivery: "prepared" } });
    await office.until(`/statements/${speech.number}`, "Discurso");
    const begunBy = async (number: string, act: string, fields = {}) =>
      draftOf((await writer.post(`/desk/statements/${number}/${act}`, fields)).headers.get("location")!);
    expect(await begunBy(bulletin.number, "next")).toMatchObject({
      kind: "balance",
      details: { series: { name: "Incendios" } },
    });
    expect(await begunBy(speech.number, "delivered")).toMatchObject({
      kind: "discurso",
      details: { delivery: "delivered", counterpart: { number: speech.number } },
    });
    const offered = await (await writer.get(`/desk/statements/${speech.number}`)).text();
    expect(offered).toContain('<option value="en">Inglés</option>');
    expect(offered).not.toContain(">Español</option>");
    expect(await begunBy(speech.number, "translate", { language: "en" })).toMatchObject({
      purpose: "translation",
      language: "en",
    });
  });

  test("a translation whose original moved on says so to whoever opens it at the desk", async () => {
    const { number } = await office.publish({ title: "Original" });
    const translates = { number, edition: 1 };
    const made = await office.publish({ title: "Translated", language: "en", details: { translates } });
    const path = `/desk/statements/${made.number}`;
    await office.until(`/statements/${made.number}`, "Translated");
    expect(await (await editor.get(path)).text()).not.toContain("El original tiene una edición posterior");
    await office.correct(number, { title: "Original corregido" });
    await office.until(`/statements/${number}`, "Original corregido");
    const behind = await (await editor.get(path)).text();
    expect(behind).toContain("El original tiene una edición posterior a la 1");
    expect(behind).toContain(`/statements/${number}/history`);
  });

  test("a withdrawal takes the right, a reason and a mark, and gives back what was typed", async () => {
    const { number } = await office.publish({ title: "Por dejar sin efecto" });
    await office.until(`/statements/${number}`, "Por dejar sin efecto");
    const path = `/desk/statements/${number}/withdraw`;
    expect((await editor.post(path, { reason: "x", sure: "1" })).status).toBe(403);
    const refused = await publisher.post(path, { reason: "Era de otro <día>." });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain("Era de otro &lt;día&gt;.");
    expect((await publisher.post(path, { reason: " ", sure: "1" })).status).toBe(400);
    const fields = { reason: "Era de otro día.", sure: "1" };
    const { db, means } = office.installation;
    const withdraw = async () => {
      const { id } = await db
        .selectFrom("statement")
        .select("id")
        .where("number", "=", number)
        .executeTakeFirstOrThrow();
      const notes: string[] = [];
      await withdrawTaskOf({ db, means }, (line) => notes.push(line))({ statement: id }, 1);
      return notes;
    };
    // Called back within its ten seconds, it never was.
    expect((await publisher.post(path, fields)).headers.get("location")).toBe(`${path}ing`);
    expect((await publisher.post(path, fields)).status).toBe(409);
    expect(await (await publisher.get(`${path}ing`)).text()).toContain("Llamar de vuelta");
    expect((await editor.post(path.replace("withdraw", "stand"))).status).toBe(403);
    await publisher.post(path.replace("withdraw", "stand"));
    await withdraw();
    expect(await (await office.get(`/statements/${number}`)).text()).not.toContain("Era de otro");
    // Nor if whoever asked for it has lost the right meanwhile.
    await publisher.post(path, fields);
    const held = db.deleteFrom("officer_right").where("officer", "=", office.officer.publisher.actor.officer);
    const [right] = await held.returningAll().execute();
    expect(await withdraw()).toEqual([expect.stringContaining("not withdrawn")]);
    await db.insertInto("officer_right").values(right!).execute();
    await publisher.post(path, fields);
    expect(await (await publisher.get(path.replace("withdraw", "state"))).json()).toEqual({ state: "scheduled" });
    expect(await withdraw()).toEqual([]);
    expect(await office.until(`/statements/${number}`, "Era de otro día.")).toContain("Dejado sin efecto");
  });
});

describe("¿Quién habla hoy?", () => {
  const today = () => new Date().toLocaleDateString("sv-SE", { timeZone: "America/Santiago" });

  test("is confirmed by whoever keeps the register and by nobody else, on a source", async () => {
    const fields = { who: "camila-vallejo", source: "Diario Oficial", locator: "N.º 44.512", date: today() };
    expect(await (await writer.get("/desk/who-speaks")).text()).not.toContain('name="source"');
    expect((await writer.post("/desk/who-speaks", fields)).status).toBe(403);
    const keeper = await office.officer["register-keeper"].enter();
    expect((await keeper.post("/desk/who-speaks", { ...fields, source: " " })).status).toBe(400);
    const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
    const early = await keeper.post("/desk/who-speaks", { ...fields, date: tomorrow });
    expect(early.status).toBe(400);
    expect(await early.text()).toContain('value="N.º 44.512"');
    const path = await begun(writer, "Habla ella");
    const draft = path.split("/")[3]!;
    const confirmed = await keeper.post("/desk/who-speaks", { ...fields, draft });
    expect(confirmed.headers.get("location")).toBe(`${path}#voice`);
    const page = await (await writer.get(path)).text();
    const value = /value="(camila-vallejo [\w-]+)"\s+\/>/.exec(page)![1]!;
    const { detailsVersion } = await draftOf(path);
    await writer.post(`${path}/voice`, { read: String(detailsVersion), speaker: value });
    expect(await (await writer.get(path)).text()).toContain("Habla Camila Vallejo");
  });

  test("names somebody else with since when, and says what is missing in the officer's language", async () => {
    const keeper = await office.officer["register-keeper"].enter();
    const fields = { who: "other", name: "Soto Vera, Ana", source: "Decreto", locator: "71", date: today() };
    const refused = await keeper.post("/desk/who-speaks", fields);
    expect(refused.status).toBe(400);
    const page = await refused.text();
    expect(page).toContain("diga desde cuándo");
    expect(page).toContain('value="Soto Vera, Ana"');
    expect((await keeper.post("/desk/who-speaks", { ...fields, since: today(), gender: "feminine" })).status).toBe(303);
    expect(await (await writer.get("/desk/who-speaks")).text()).toContain("Ana Soto Vera");
  });
});

test("of what is not published no text, title, number or existence shows at any public address, file, error or header", async () => {
  const word = "Palabrasecreta";
  const said = `${word} antes de su hora`;
  const inHand = await begun(writer, said, `${word}.`, "balance");
  const asked = await accepted(said, `${word}.`);
  await writer.post(`${asked}/clearance`, { ...rosa, official: word });
  const scheduled = await accepted(said, `${word}.`);
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await publisher.post(`${scheduled}/schedule`, { day, time: "18:00" });
  expect(await (await writer.get("/desk")).text()).toContain(word);

  const { number: last } = await office.publish({ title: "El último que salió" });
  await office.until(`/statements/${last}`, "El último que salió");
  const [year, ordinal] = last.split("-");
  const next = `${year}-${String(Number(ordinal) + 1).padStart(4, "0")}`;
  const ids = [inHand, asked, scheduled].map((path) => path.split("/")[3]!);
  const guesses = [
    ...["", ".md", ".json", ".bundle.json", "/history", "/editions/1"].map((end) => `/statements/${next}${end}`),
    ...ids.flatMap((id) => [`/drafts/${id}`, `/statements/${id}`, `/desk/drafts/${id}`, `/desk/drafts/${id}/publish`]),
    `/clearance/${"A".repeat(43)}`,
  ];
  const waiting = [
    "/",
    "/en",
    "/sitemap.xml",
    "/robots.txt",
    "/record/checkpoint",
    "/verify",
    "/nada",
    "/healthz",
    "/metrics",
  ];
  const seen = new Set(waiting);
  const answers = new Map<string, string>();
  for (const path of waiting) {
    const response = await office.get(path);
    const body = await response.text();
    answers.set(path, `${response.status} ${JSON.stringify([...response.headers])} ${body}`);
    for (const [, found] of body.matchAll(/(?:href|src)="([^"#?]+)|<loc>([^<]+)/g)) {
      const address = found ?? "";
      const local = address.startsWith(office.url) ? address.slice(office.url.length) : address;
      if (!local.startsWith("/") || local.startsWith("//") || /^\/(?:desk|assets)/.test(local) || seen.has(local))
        continue;
      // The register has thousands of pages alike; some of each are enough.
      if (/^(?:\/en)?\/register\//.test(local) && [...seen].filter((one) => one.includes("/register/")).length > 30)
        continue;
      seen.add(local);
      waiting.push(local);
    }
  }
  expect(answers.size).toBeGreaterThan(60);
  for (const [path, answer] of answers) {
    expect([path, answer.includes(word)]).toEqual([path, false]);
    expect([path, answer.includes(next)]).toEqual([path, false]);
  }
  // What a guess is told is told of what never was, too.
  for (const path of guesses) {
    const never = path.replace(next, `${year}-9999`).replace(/\/(\d+)(?=\/|$)/, "/999999");
    const [one, other] = await Promise.all([office.get(path), office.get(never)]);
    expect([path, one.status, (await one.text()).includes(word)]).toEqual([path, other.status, false]);
    expect(JSON.stringify([...one.headers])).not.toContain(word);
  }
}, 120_000);

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { deskOffice, deskOfficer, type SignedIn } from "./desk-office.ts";

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
      expect(page + (await theirs.text()).replaceAll(/[\w-]{43}/g, "").replaceAll(id, "999999")).toBe(
        page + (await none.text()).replaceAll(/[\w-]{43}/g, ""),
      );
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
  });
});

describe("the details", () => {
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

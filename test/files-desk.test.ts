import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hex, readBase64 } from "@voceria/record";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { askClearance } from "../src/newsroom/ask-clearance.ts";
import { changeDetails } from "../src/newsroom/change-details.ts";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { publishUrgently } from "../src/newsroom/publish-urgently.ts";
import { startCorrection } from "../src/newsroom/start-correction.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { findStatement } from "../src/newsroom/statements.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { signNow } from "../src/recorder/sequence.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer, type SignedIn } from "./desk-office.ts";
import { newsroomDifferences } from "./founded-office.ts";
import { bomb, pdf, photo, sound, zip } from "./sample-files.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  office = await deskOffice();
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), "voceria-desk-files-"));
});
afterAll(async () => {
  expect(await Array.fromAsync(auditRecord(office.installation))).toEqual([]);
  expect(await newsroomDifferences(office.installation)).toEqual([]);
  expect(office.failures).toEqual([]);
  expect(office.failures).toEqual([]);
  await browser?.close();
  await office?.close();
  await rm(folder, { recursive: true });
});

describe("An upload", () => {
  test("comes in pieces, tells how far it is, goes on after a break, and stands in the draft for whoever may read it", async () => {
    const id = await begun();
    const writer = await office.officer.writer.enter();
    const bytes = Buffer.concat([pdf, randomBytes(5_000_000)]);
    const announced = await announce(writer, id, "plan.pdf", bytes.length);
    expect(announced.status).toBe(201);
    const { file, piece } = (await announced.json()) as { file: number; piece: number };
    expect(await (await send(writer, id, file, 0, bytes.subarray(0, piece))).json()).toEqual({
      file,
      received: piece,
      done: false,
    });
    // The answer was lost: the same piece again, and how far it is.
    expect((await send(writer, id, file, 0, bytes.subarray(0, piece))).status).toBe(200);
    const state = await writer.get(`/desk/drafts/${id}/files/${file}/state`);
    expect(await state.json()).toEqual({ file, received: piece, done: false });
    expect((await send(writer, id, file, 2 * piece, bytes.subarray(2 * piece))).status).toBe(409);
    expect((await writer.get(`/desk/drafts/${id}/files/${file}`)).status).toBe(404);
    for (let at = piece; at < bytes.length; at += piece)
      expect((await send(writer, id, file, at, bytes.subarray(at, at + piece))).status).toBe(200);
    // And once more, when it is done already.
    expect(await (await send(writer, id, file, 2 * piece, bytes.subarray(2 * piece))).json()).toMatchObject({
      done: true,
    });
    const shown = await (await office.officer.editor.enter()).get(`/desk/drafts/${id}/files/${file}`);
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-disposition": "attachment; filename*=UTF-8''plan.pdf",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
  });

  test("of 4 GB is refused before a byte of it comes, in the officer's language, by a sentence that says the limit", async () => {
    const id = await begun();
    const writer = await office.officer.writer.enter();
    const refused = await announce(writer, id, "sesión.wav", 4 * 1024 ** 3);
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({
      code: "too-large",
      message: expect.stringContaining("«sesión.wav» pesa 4295 MB, y un archivo puede pesar 200 MB como máximo"),
    });
    // Nor does a piece pass for more than it is, whatever was announced.
    const { file } = (await (await announce(writer, id, "a.pdf", 100)).json()) as { file: number };
    expect((await send(writer, id, file, 0, randomBytes(101))).status).toBe(400);
    expect((await send(writer, id, file, 0, Buffer.alloc(3 * 1024 * 1024))).status).toBe(413);
  });

  test.each<[string, string, () => Promise<Buffer> | Buffer, string]>([
    [
      "a zip renamed to .jpg",
      "foto.jpg",
      () => zip("a.exe", "MZ"),
      "«foto.jpg» es un archivo zip, diga lo que diga su nombre",
    ],
    [
      "an SVG with script",
      "logo.svg",
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      "no se puede adjuntar",
    ],
    ["a page", "aviso.pdf", () => Buffer.from("<script>alert(1)</script>"), "no se puede adjuntar"],
    ["a decompression bomb", "foto.png", () => bomb(50_000, 50_000), "se despliega en 50000 × 50000 píxeles"],
    ["a PDF that calls itself a picture", "foto.png", () => pdf, "«foto.png» es un PDF"],
  ])("of %s is refused with a sentence, and leaves nothing in the draft", async (_, name, make, sentence) => {
    const id = await begun();
    const writer = await office.officer.writer.enter();
    const refused = await upload(writer, id, name, await make());
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { message: string }).message).toContain(sentence);
    expect(await attachmentsOf(id)).toEqual([]);
  });

  test("keeps of a name what is a name, and of a picture what is seen", async () => {
    const id = await begun();
    const writer = await office.officer.writer.enter();
    const polyglot = Buffer.concat([await photo(60, 40), Buffer.from("<script>alert(1)</script>"), zip("a", "b")]);
    expect((await upload(writer, id, "../../<img src=x onerror=alert(1)>.jpg", polyglot)).status).toBe(200);
    const [{ file }] = (await attachmentsOf(id)) as [{ file: number }];
    const page = await (await writer.get(`/desk/drafts/${id}/files`)).text();
    expect(page).toContain("-img src=x onerror=alert(1)-.jpg");
    expect(page).not.toContain("<img src=x");
    const shown = await writer.get(`/desk/drafts/${id}/files/${file}`);
    expect(shown.headers.get("content-type")).toBe("image/jpeg");
    const kept = Buffer.from(await shown.arrayBuffer());
    expect(kept.includes("script") || kept.includes("PK\u0003\u0004") || kept.includes("Nombre Secreto")).toBe(false);
  });

  test("by somebody who may not write, by another's session, into another's draft or to another's file, is as nothing", async () => {
    const [id, other] = [await begun(), await begun()];
    const writer = await office.officer.writer.enter();
    const { file } = (await (await announce(writer, id, "a.pdf", pdf.length)).json()) as { file: number };
    const stranger = await (
      await deskOfficer(office, `w${randomBytes(4).toString("hex")}@desk.example`, [
        { institution: office.institution, right: "writer" },
      ])
    ).enter();
    const elsewhere = await (
      await deskOfficer(office, `x${randomBytes(4).toString("hex")}@desk.example`, [
        { institution: "otra", right: "writer" },
      ])
    ).enter();
    // The upload is that officer's and that draft's.
    expect((await send(stranger, id, file, 0, pdf)).status).toBe(404);
    expect((await stranger.get(`/desk/drafts/${id}/files/${file}/state`)).status).toBe(404);
    expect((await send(writer, other, file, 0, pdf)).status).toBe(404);
    for (const who of [elsewhere, await office.officer.nothing.enter()]) {
      expect((await announce(who, id, "b.pdf", 10)).status).toBe(404);
      expect((await send(who, id, file, 0, pdf)).status).toBe(404);
      expect((await who.get(`/desk/drafts/${id}/files`)).status).toBe(404);
    }
    expect((await announce(await office.officer.clearer.enter(), id, "b.pdf", 10)).status).toBeGreaterThanOrEqual(403);
    expect((await send(writer, id, file, 0, pdf)).status).toBe(200);
    // A whole file of one draft is none of another's, by its number or in its form.
    expect((await writer.get(`/desk/drafts/${other}/files/${file}`)).status).toBe(404);
    for (const who of [elsewhere, await office.officer.nothing.enter()])
      expect((await who.get(`/desk/drafts/${id}/files/${file}`)).status).toBe(404);
    expect((await office.get(`/desk/drafts/${id}/files/${file}`)).status).toBe(303);
    for (const path of [`/record/attachments/${file}`, `/files/${file}`, `/desk/assets/${file}`])
      expect([path, (await office.get(path)).status]).toEqual([path, 404]);
  });

  test("from another site's page, or without the session's token, does nothing", async () => {
    const id = await begun();
    const writer = await office.officer.writer.enter();
    const body = JSON.stringify({ name: "a.pdf", bytes: 10 });
    const path = `/desk/drafts/${id}/files`;
    expect(
      (await writer.send(path, body, { origin: "https://evil.example", "sec-fetch-site": "cross-site" })).status,
    ).toBe(403);
    expect((await writer.send(path, body, { "voceria-form": "x" })).status).toBe(401);
    for (const junk of ["", "{}", '{"name":1,"bytes":2}', "x".repeat(5_000), '{"name":"a.pdf","bytes":1e99}'])
      expect((await writer.send(path, junk)).status).toBeGreaterThanOrEqual(400);
  });
});

test("a picture says what it shows before its text goes out, the false one is marked, and both are published as arranged", async () => {
  const id = await begun({ kind: "desmentido", title: "No es así", details: { claim: { text: "Que sí." } } });
  const writer = await office.officer.writer.enter();
  for (const [name, bytes] of [
    ["plan.pdf", pdf],
    ["falso.jpg", await photo(80, 60)],
  ] as const)
    expect((await upload(writer, id, name, bytes)).status).toBe(200);
  const [plan, fake] = (await attachmentsOf(id)).map(({ file }) => file) as [number, number];
  const { db, means } = office.installation;
  const publish = () => publishUrgently(db, id, { reason: "Urge." }, office.officer.everything.actor, means);
  await expect(publish()).rejects.toMatchObject({ message: expect.stringContaining('alt: the picture "falso.jpg"') });
  const arrange = (fields: Record<string, string>) => writer.post(`/desk/drafts/${id}/files/arrange`, fields);
  expect((await arrange({ [`alt-${fake}`]: " Un aviso\nfalso ", claim: String(fake), do: `up ${fake}` })).status).toBe(
    303,
  );
  expect(await attachmentsOf(id)).toEqual([{ file: fake, alt: "Un aviso falso", claim: true }, { file: plan }]);
  expect((await arrange({ [`alt-${fake}`]: "a\u202eb", do: "save" })).status).toBe(400);
  expect((await arrange({ do: `remove ${plan}` })).status).toBe(303);
  expect(await attachmentsOf(id)).toEqual([{ file: fake, alt: "Un aviso falso", claim: true }]);
  const { number } = await publish();
  await signNow(office.installation);
  const view = (await findStatement(db, number, Number.MAX_SAFE_INTEGER))!;
  expect(view.attachments).toMatchObject([{ name: "falso.jpg", alt: "Un aviso falso" }]);
  expect(view.claim).toEqual({ text: "Que sí.", image: view.attachments[0]!.commitment });
  const address = `/record/attachments/${hex(readBase64(view.attachments[0]!.commitment, ""))}`;
  expect((await office.get(address)).status).toBe(200);
  // What is out takes no more files.
  expect((await announce(writer, id, "b.pdf", 10)).status).toBe(409);
});

test("a correction begins with the files of its edition, keeps their commitments, and loses nothing of the claim", async () => {
  const { db, means } = office.installation;
  const { actor } = office.officer.everything;
  const writer = await office.officer.writer.enter();
  const id = await begun({ kind: "desmentido", title: "No", details: { claim: { text: "Que sí." } } });
  await upload(writer, id, "falso.jpg", await photo(80, 60));
  const [{ file }] = (await attachmentsOf(id)) as [{ file: number }];
  await writer.post(`/desk/drafts/${id}/files/arrange`, { [`alt-${file}`]: "Falso", claim: String(file), do: "save" });
  const { number } = await publishUrgently(db, id, { reason: "Urge." }, actor, means);
  const first = (await findStatement(db, number, Number.MAX_SAFE_INTEGER))!;
  const correction = await startCorrection(db, number, actor, means);
  expect(await attachmentsOf(correction.id)).toEqual([{ file, alt: "Falso", claim: true }]);
  await upload(await office.officer.everything.enter(), correction.id, "plan.pdf", pdf);
  const { detailsVersion } = (await findDraft(db, correction.id, actor))!;
  await changeDetails(db, correction.id, { read: detailsVersion, note: "Se agrega.", severity: "minor" }, actor, means);
  await publishUrgently(db, correction.id, { reason: "Urge." }, actor, means);
  const second = (await findStatement(db, number, Number.MAX_SAFE_INTEGER))!;
  expect(second.edition).toBe(2);
  expect(second.claim).toEqual(first.claim);
  expect(second.attachments).toMatchObject([first.attachments[0]!, { name: "plan.pdf" }]);
});

test("no draft's file, name or number shows at any public address before its text is out", async () => {
  const id = await begun({ title: "Secreto" });
  const writer = await office.officer.writer.enter();
  await upload(writer, id, "nombre-secreto.pdf", Buffer.concat([pdf, randomBytes(30)]));
  const { sha256 } = await office.installation.db
    .selectFrom("file")
    .select("sha256")
    .where("name", "=", "nombre-secreto.pdf")
    .executeTakeFirstOrThrow();
  for (const path of [
    "/",
    "/statements",
    "/sitemap.xml",
    "/record",
    `/record/attachments/${sha256!.toString("hex")}`,
  ]) {
    const response = await office.get(path);
    expect(JSON.stringify([...response.headers]) + (await response.text()), path).not.toContain("nombre-secreto");
  }
});

test("an official with a link sees the files of the text that was put to them, and no others", async () => {
  const [id, other] = [await begun(), await begun()];
  const writer = await office.officer.writer.enter();
  for (const draft of [id, other]) await upload(writer, draft, "plan.pdf", Buffer.concat([pdf, randomBytes(8)]));
  const [[{ file: own }], [{ file: foreign }]] = (await Promise.all([id, other].map(attachmentsOf))) as [
    [{ file: number }],
    [{ file: number }],
  ];
  const { db, means, data } = office.installation;
  await submitDraft(db, id, office.officer.writer.actor, means);
  const asked = { institution: "hacienda", official: "Eva Rojas", mail: "eva@hacienda.example" };
  const dueAt = new Date(Date.now() + 3_600_000);
  await askClearance(db, id, { ...asked, dueAt }, office.officer.everything.actor, means);
  // No relay is configured: what would have been sent lies in the outbox.
  const token = await vi.waitFor(async () => {
    const names = await readdir(join(data, "outbox"));
    const mails = await Promise.all(names.map((name) => readFile(join(data, "outbox", name), "utf8")));
    const found = mails.flatMap((mail) => /\/clearance\/([\w-]{43})/.exec(mail.replaceAll("=\r\n", ""))?.[1] ?? [])[0];
    expect(found).toBeDefined();
    return found!;
  }, 20_000);
  const ask = async (path: string) => (await office.get(path)).status;
  expect(await (await office.get(`/clearance/${token}`)).text()).toContain(`href="/clearance/${token}/files/${own}"`);
  expect(await ask(`/clearance/${token}/files/${own}`)).toBe(200);
  for (const path of [
    `/clearance/${token}/files/${foreign}`,
    `/clearance/${"A".repeat(43)}/files/${own}`,
    `/clearance/${token}/files/999999`,
  ])
    expect([path, await ask(path)]).toEqual([path, 404]);
});

describe("In the browser", () => {
  test("a press officer brings files in, describes them by keyboard, and loses nothing of what is typed meanwhile", async () => {
    const id = await begun({ title: "Con archivos" });
    await writeFile(join(folder, "foto.jpg"), await photo(400, 300));
    await writeFile(join(folder, "radio.wav"), sound(3_000_000));
    await writeFile(join(folder, "falsa.jpg"), zip("a", "b"));
    await onPage(id, {}, async (page) => {
      await choose(page, ["foto.jpg"]);
      await page.waitForSelector('#files-list input[name^="alt-"]');
      expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toMatch(/^alt-/);
      await page.keyboard.type("La ministra saluda");
      await choose(page, ["radio.wav", "falsa.jpg"]);
      await page.waitForSelector("#uploads [data-refused]");
      expect(await page.textContent("#uploads [data-refused]")).toContain("es un archivo zip");
      expect(await page.locator("#files-list > li").count()).toBe(2);
      expect(await page.inputValue('input[name^="alt-"]')).toBe("La ministra saluda");
      await page.focus('input[name^="alt-"]');
      await page.keyboard.press("Enter");
      await page.waitForURL(/#files$/);
      expect(await page.textContent("aside .card:has(#files)")).toContain("radio.wav");
    });
    expect(await attachmentsOf(id)).toMatchObject([{ alt: "La ministra saluda" }, {}]);
  });

  test("an upload outlives a network that drops in the middle, and a session that ends", async () => {
    const id = await begun();
    const bytes = sound(7_000_000);
    await writeFile(join(folder, "larga.wav"), bytes);
    await onPage(id, {}, async (page) => {
      let failing = 2;
      await page.route(/files\/\d+\?at=[1-9]/, async (route) => {
        if (failing-- > 0) await route.abort("connectionreset");
        else await route.continue();
      });
      await choose(page, ["larga.wav"]);
      await page.waitForSelector("#files-list > li");
      expect(failing).toBeLessThan(0);
    });
    const other = await begun();
    await onPage(other, {}, async (page) => {
      let dropped = false;
      await page.route(/files\/\d+\?at=[1-9]/, async (route) => {
        if (!dropped) {
          dropped = true;
          await page.context().clearCookies();
          await route.continue({ headers: { ...route.request().headers(), cookie: "" } });
        } else await route.continue();
      });
      await choose(page, ["larga.wav"]);
      await page.waitForSelector("#uploads a[target=_blank]");
      expect(await page.textContent("#uploads li")).toContain("Su sesión terminó");
      const { token } = await office.officer.writer.enter();
      await page
        .context()
        .addCookies([{ name: "voceria", value: token, url: office.url, httpOnly: true, sameSite: "Lax" }]);
      await page.click("#uploads button >> nth=0");
      await page.waitForSelector("#files-list > li");
    });
    for (const draft of [id, other]) {
      const [{ file }] = (await attachmentsOf(draft)) as [{ file: number }];
      const kept = await (await office.officer.writer.enter()).get(`/desk/drafts/${draft}/files/${file}`);
      expect(Buffer.from(await kept.arrayBuffer()).equals(bytes)).toBe(true);
    }
  });
});

async function begun(start: Parameters<typeof startDraft>[1] = {}): Promise<number> {
  const { db, means } = office.installation;
  return (await startDraft(db, { title: "Un texto", body: "Texto.\n", ...start }, office.officer.writer.actor, means))
    .id;
}

function announce(who: SignedIn, draft: number, name: string, bytes: number): Promise<Response> {
  return who.send(`/desk/drafts/${draft}/files`, JSON.stringify({ name, bytes }));
}

function send(who: SignedIn, draft: number, file: number, at: number, piece: Uint8Array): Promise<Response> {
  return who.send(`/desk/drafts/${draft}/files/${file}?at=${at}`, new Uint8Array(piece));
}

/** Announced and sent in one piece; the last answer. */
async function upload(who: SignedIn, draft: number, name: string, bytes: Buffer): Promise<Response> {
  const announced = await announce(who, draft, name, bytes.length);
  if (!announced.ok) return announced;
  const { file } = (await announced.json()) as { file: number };
  return send(who, draft, file, 0, bytes);
}

async function attachmentsOf(id: number) {
  return (await findDraft(office.installation.db, id, office.officer.everything.actor))!.attachments;
}

async function onPage(
  draft: number,
  options: Parameters<typeof browserOf>[3],
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browserOf(browser, office, office.officer.writer, options);
  try {
    const page = await context.newPage();
    const faults = faultsOf(page);
    await page.goto(`${office.url}/desk/drafts/${draft}/files`);
    await work(page);
    expect(faults).toEqual([]);
  } finally {
    await context.close();
  }
}

function choose(page: Page, names: readonly string[]): Promise<void> {
  return page.setInputFiles(
    "#upload-files",
    names.map((name) => join(folder, name)),
  );
}

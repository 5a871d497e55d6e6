import { once } from "node:events";
import { type IncomingMessage, request as ask } from "node:http";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  changeOfficer,
  endAnySession,
  endOwnSession,
  restoreOfficer,
  suspendOfficer,
} from "../src/access/manage-officers.ts";
import { listSessions } from "../src/access/sessions.ts";
import { serve } from "../src/app.ts";
import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/store/database.ts";
import { deskOffice, deskOfficer, type SignedIn } from "./desk-office.ts";
import { newDraft } from "./editor-office.ts";
import { pdf } from "./sample-files.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;

beforeAll(async () => {
  office = await deskOffice();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

let count = 0;
const newWriter = () =>
  deskOfficer(office, `w${++count}@desk.example`, [{ institution: office.institution, right: "writer" }]);

/** A draft opened by that officer, up to `ready`. */
async function opened(url: string, cookie: string, id: number) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(`${url}/desk/drafts/${id}/stream`, {
    headers: { cookie, accept: "application/json" },
    redirect: "manual",
    signal: abort.signal,
  });
  if (response.status !== 200) return { response, close: () => abort.abort(), until: async () => "" };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  /** What came until those words did, or until the office ended it. */
  const until = async (words: string) => {
    text = "";
    for (;;) {
      const { done, value = "" } = await reader.read();
      text += value;
      if (done || text.includes(words)) return done ? "ended" : text;
    }
  };
  await until("event: ready");
  return { response, until, close: () => abort.abort() };
}

describe("a draft that lies open", () => {
  test.each<[string, (officer: number) => Promise<void>]>([
    ["its officer is suspended", (id) => suspendOfficer(db(), id, admin(), means())],
    [
      "an administrator ends its session",
      async (id) => endAnySession(db(), (await listSessions(db(), new Date(), id))[0]!.id, admin(), means()),
    ],
    [
      "its officer ends it from another device",
      async (id) => {
        const [session] = await listSessions(db(), new Date(), id);
        await endOwnSession(db(), session!.id, { ...admin(), officer: id }, means());
      },
    ],
    [
      "the right to read it is taken away",
      async (id) => {
        const fields = { name: "Ana", email: `a${id}@desk.example`, language: "es", grants: [] };
        await changeOfficer(db(), id, fields, admin(), means());
      },
    ],
  ])("ends at once, in every process, when %s", async (_what, take) => {
    // No heartbeat asks for them: they are told, or hear nothing of it.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const other = await secondProcess();
    const writer = await newWriter();
    const { cookie } = await writer.enter();
    const id = await newDraft(office, { body: "Hola.\n" });
    const streams = [await opened(office.url, cookie, id), await opened(other, cookie, id)];
    await take(writer.actor.officer);
    for (const { until } of streams) expect(await until("no such words")).toBe("ended");
  });

  test("goes on for whoever may still read it, and tells them that they may not write in it any more", async () => {
    const { institution } = office;
    const writer = await deskOfficer(office, "watching@desk.example", [
      { institution, right: "writer" },
      { institution, right: "publisher" },
    ]);
    const { cookie } = await writer.enter();
    const id = await newDraft(office, { body: "Hola.\n" });
    const { until } = await opened(office.url, cookie, id);
    const { name, email, language } = writer.actor;
    const fields = { name, email, language, grants: [{ institution, right: "publisher" }] };
    await changeOfficer(db(), writer.actor.officer, fields, admin(), means());
    expect(await until("event: standing")).not.toBe("ended");
  });

  test("is one of at most twenty-four of one officer's: one more is refused in a sentence, and opens once another is closed", async () => {
    const writer = await newWriter();
    const { cookie } = await writer.enter();
    const id = await newDraft(office);
    const streams = await Promise.all(Array.from({ length: 24 }, () => opened(office.url, cookie, id)));
    const more = await opened(office.url, cookie, id);
    expect(more.response.status).toBe(429);
    expect(await more.response.json()).toMatchObject({
      code: "too-many",
      message: expect.stringContaining("24 textos"),
    });
    // Nobody else is kept out by it.
    expect((await opened(office.url, (await (await newWriter()).enter()).cookie, id)).response.status).toBe(200);
    streams[0]!.close();
    for (;;) if ((await opened(office.url, cookie, id)).response.status === 200) break;
  });

  /** The same office served by another process's worth of connections. */
  async function secondProcess(): Promise<string> {
    const { installation } = office;
    const own = openDatabase(installation.address, 4);
    const site = await serve({ ...installation, db: own }, { host: "127.0.0.1", port: 0 });
    onTestFinished(async () => {
      await site.close();
      await own.destroy();
    });
    return site.url;
  }
});

describe("what is sent for longer than its sender may", () => {
  /** Sends the first half of a body, does something, and sends the rest. */
  async function slowly(writer: SignedIn, path: string, body: Buffer, meanwhile: () => Promise<void>) {
    const sending = ask(office.url + path, {
      method: "POST",
      headers: {
        cookie: writer.cookie,
        origin: office.url,
        "sec-fetch-site": "same-origin",
        "voceria-form": writer.formToken,
        accept: "application/json",
        "content-length": body.length,
      },
    });
    const answered = once(sending, "response") as Promise<[IncomingMessage]>;
    const half = Math.floor(body.length / 2);
    await new Promise<void>((resolve) => void sending.write(body.subarray(0, half), () => resolve()));
    // It is being read: what was asked before it of the same session has been answered meanwhile.
    await writer.get("/desk/account");
    await meanwhile();
    sending.end(body.subarray(half));
    const [response] = await answered;
    response.resume();
    return response.statusCode;
  }

  test.each([
    ["suspended", 401],
    ["deprived of the right to write", 404],
  ] as const)("is not taken once they are %s, whether a change or a piece of a file", async (what, status) => {
    const officer = await newWriter();
    const id = await newDraft(office, { body: "Hola.\n" });
    const { actor } = officer;
    const writer = await officer.enter();
    const announced = await writer.send(`/desk/drafts/${id}/files`, JSON.stringify({ name: "a.txt", bytes: 10 }));
    const { file } = (await announced.json()) as { file?: number };
    const away = async () => {
      if (what === "suspended") await suspendOfficer(db(), actor.officer, admin(), means());
      else await db().deleteFrom("officer_right").where("officer", "=", actor.officer).execute();
    };
    const change = Buffer.from("not even a change: nobody comes to look at it");
    expect(await slowly(writer, `/desk/drafts/${id}/changes`, change, away)).toBe(status);
    if (what === "suspended") await restoreOfficer(db(), actor.officer, admin(), means());
    const grant = { officer: actor.officer, institution: office.institution, right: "writer" };
    if (what !== "suspended")
      await db()
        .insertInto("officer_right")
        .values({ ...grant, granted_at: new Date(), granted_by: null })
        .execute();
    const again = what === "suspended" ? await officer.enter() : writer;
    expect(await slowly(again, `/desk/drafts/${id}/files/${file}?at=0`, Buffer.from("0123456789"), away)).toBe(status);
    const kept = await db().selectFrom("file").select("received").where("id", "=", file!).executeTakeFirst();
    expect(kept?.received).toBe(0);
  });

  test("does nothing where a right went away between the form and its sending, and what was written comes back", async () => {
    const officer = await newWriter();
    const { get, post } = await officer.enter();
    const id = await newDraft(office, { title: "Casas", body: "Hola.\n" });
    expect((await get(`/desk/drafts/${id}`)).status).toBe(200);
    const before = await db().selectFrom("draft").selectAll().where("id", "=", id).execute();
    const trail = async () =>
      (await db().selectFrom("trail").select("id").where("officer", "=", officer.actor.officer).execute()).length;
    const acts = await trail();
    await db().deleteFrom("officer_right").where("officer", "=", officer.actor.officer).execute();
    const written = "Media página <b>escrita</b> a mano.";
    for (const [path, fields] of [
      ["text", { read: "1", title: "Otro", summary: "", body: written }],
      ["comments", { body: written }],
      ["pencil", { title: "Otro", summary: "", body: written }],
      ["submit", { reason: written }],
    ] as const) {
      const response = await post(`/desk/drafts/${id}/${path}`, fields);
      expect([path, response.status]).toEqual([path, 404]);
      const page = await response.text();
      expect(page).toContain("Media página &lt;b&gt;escrita&lt;/b&gt; a mano.");
      expect(page).not.toContain("Hola.");
    }
    expect(await db().selectFrom("draft").selectAll().where("id", "=", id).execute()).toEqual(before);
    expect(await trail()).toBe(acts);
  });

  test("a change or form beyond eight megabytes is answered with a sentence, not with a broken connection", async () => {
    const writer = await office.officer.writer.enter();
    const id = await newDraft(office, { body: "Hola.\n" });
    for (const megabytes of [9, 20, 40]) {
      const bytes = Buffer.alloc(megabytes * 1024 * 1024, "a");
      const change = await writer.send(`/desk/drafts/${id}/changes`, bytes);
      expect(change.status).toBe(413);
      expect(await change.json()).toMatchObject({ code: "too-large", message: expect.stringContaining("8 MB") });
      const form = await writer.post("/desk/drafts", { body: bytes.toString("latin1") });
      expect(form.status).toBe(413);
      expect(await form.text()).toContain("8 MB");
    }
  });
});

describe("a proxy without https", () => {
  test("does not put the desk on the network, whatever name it asks under", async () => {
    const { cookie, get } = await office.officer.writer.enter();
    expect((await get("/desk")).status).toBe(200);
    for (const name of ["x-forwarded-for", "x-forwarded-proto", "x-real-ip", "via", "forwarded"]) {
      for (const path of ["/desk", "/desk/enter", `/clearance/${"A".repeat(43)}`]) {
        const response = await office.get(path, { headers: { cookie, [name]: "203.0.113.7" } });
        expect([path, response.status]).toEqual([path, 403]);
        expect(await response.text()).toContain("https");
      }
    }
  });

  test("is not believed: --behind-proxy is refused without an address under https", () => {
    for (const flags of [{}, { url: "http://voceria.example" }, { host: "0.0.0.0" }])
      expect(() => readConfig({ ...flags, "behind-proxy": true }, {})).toThrow("--behind-proxy needs --url https://");
    expect(() => readConfig({}, { VOCERIA_BEHIND_PROXY: "yes" })).toThrow("--behind-proxy needs --url https://");
    expect(readConfig({ url: "https://voceria.example", "behind-proxy": true }, {}).behindProxy).toBe(true);
  });
});

test("an officer has at most twenty files on the way: one more is refused in a sentence, and taken once one stands in its draft", async () => {
  const writer = await (await newWriter()).enter();
  const drafts = [await newDraft(office), await newDraft(office)];
  const begin = (at: number) =>
    writer.send(`/desk/drafts/${drafts[at % 2]}/files`, JSON.stringify({ name: `a${at}.pdf`, bytes: pdf.length }));
  const begun = await Promise.all(Array.from({ length: 24 }, (_, at) => begin(at)));
  expect(begun.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(20);
  const refused = begun.find(({ status }) => status !== 201)!;
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ message: expect.stringContaining("20 archivos en camino") }),
  ]);
  const at = begun.findIndex(({ status }) => status === 201);
  const { file } = (await begun[at]!.json()) as { file: number };
  expect((await writer.send(`/desk/drafts/${drafts[at % 2]}/files/${file}?at=0`, pdf)).status).toBe(200);
  expect((await begin(0)).status).toBe(201);
});

const db = () => office.installation.db;
const means = () => office.installation.means;
const admin = () => office.officer.administrator.actor;

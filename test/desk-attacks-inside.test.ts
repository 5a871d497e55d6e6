import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import * as Y from "yjs";
import { restoreOfficer, suspendOfficer } from "../src/access/manage-officers.ts";
import type { Grant, Right } from "../src/access/rights.ts";
import { rights } from "../src/access/rights.ts";
import type { DeskContext } from "../src/desk/context.ts";
import { deskRoutes } from "../src/desk/routes.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { findDraft, listEvents } from "../src/newsroom/find-draft.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { publishDraft, scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { startLine } from "../src/newsroom/write-line.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { transact } from "../src/store/database.ts";
import { addMail } from "../src/store/mail.ts";
import { typedItem } from "./agenda-typed.ts";
import { deskOffice, deskOfficer } from "./desk-office.ts";
import { newDraft } from "./editor-office.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;

beforeAll(async () => {
  office = await deskOffice();
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

describe("every address of the desk", () => {
  const secret = "Zafiro";
  /** What whoever is signed in may open, and finds nothing of the office's work in. */
  const anybodys = [
    "GET /desk",
    "GET /desk/account",
    "GET /desk/agenda",
    "GET /desk/agenda/day",
    "GET /desk/agenda/day/2026-11-26",
    "GET /desk/administration",
    "GET /desk/brief",
    "GET /desk/citations",
    "GET /desk/first",
    "GET /desk/first/text",
    "GET /desk/lines",
    "GET /desk/who-speaks",
    "POST /desk/brief/read",
  ];
  /** What is open to whoever writes for an institution, with that institution's own work alone. */
  const othersWork = [
    "GET /desk/briefings",
    "GET /desk/briefings/new",
    "GET /desk/questions",
    "GET /desk/questions/similar",
    "GET /desk/transcripts",
    "GET /desk/agenda/links",
    "GET /desk/agenda/new",
    "GET /desk/lines/new",
    "GET /desk/statements",
  ];
  const registerKeeping = ["POST /desk/first", "POST /desk/who-speaks"];

  test.each<[string, (right: Right) => boolean, "own" | "another"]>([
    ["no right", () => false, "own"],
    ["the rights of clearers and stenographers", (right) => right === "clearer" || right === "stenographer", "own"],
    ["every right for another institution", (right) => right !== "administrator", "another"],
  ])("is closed to an officer with %s: nothing is shown, nothing done", async (name, held, whose) => {
    const { db, means } = office.installation;
    const owner = office.officer.everything.actor;
    const id = await newDraft(office, { title: `Borrador ${secret}`, body: `${secret}.\n` });
    const line = await startLine(
      db,
      {
        subject: `Línea ${secret}`,
        body: secret,
        evidence: "",
        validFrom: "2026-11-25",
        validUntil: "",
        owner: owner.officer,
      },
      owner,
      means,
    );
    const item = await planItem(db, { ...typedItem, title: `Punto ${secret}`, internalNote: secret }, owner, means);
    const { number } = await office.publish({ title: "Publicado" });
    const institution = whose === "own" ? office.institution : "minsal";
    const grants: Grant[] = rights.filter(held).map((right) => ({ institution, right }));
    const officer = await deskOfficer(office, `${name.replaceAll(" ", "-")}@desk.example`, grants);
    const { get, post } = await officer.enter();
    // A list of what was put to them, which is nothing.
    const ofClearers = rights.some((right) => right === "clearer" && held(right)) ? ["GET /desk/clearances"] : [];
    const before = await dump();
    const open: string[] = [];
    for (const { method, path: pattern } of deskRoutes({} as DeskContext).routes) {
      if (
        (method !== "GET" && method !== "POST") ||
        /\*|:name|enter|leave|account\/|worker|\/session$|^\/(?:clearance|accreditation|questions)/.test(pattern)
      )
        continue;
      const path = pattern.replace(/:(\w+)(?:\{(?:[^{}]|\{[^}]*\})*\})?/g, (_, field: string) =>
        field === "id"
          ? String(
              pattern.includes("/lines/")
                ? line.id
                : pattern.includes("/agenda/")
                  ? item.id
                  : pattern.includes("/officers/")
                    ? owner.officer
                    : id,
            )
          : (({ number, day: "2026-11-26", kind: "comunicado" } as Record<string, string>)[field] ?? "1"),
      );
      const response = method === "GET" ? await get(path) : await post(path, { reason: "Porque sí." });
      const said = await response.text();
      expect.soft(said, `${method} ${path}`).not.toContain(secret);
      if (response.status < 400) open.push(`${method} ${path}`);
      else expect.soft(response.status, `${method} ${path}`).toBeLessThan(500);
    }
    const worked = rights.some(held) ? othersWork : [];
    expect(open.filter((one) => ![...anybodys, ...ofClearers, ...worked].includes(one))).toEqual([]);
    expect(registerKeeping.some((one) => open.includes(one))).toBe(false);
    expect(await dump()).toEqual(before);
  });

  /** All that somebody could have changed by it. */
  async function dump() {
    const { db } = office.installation;
    return {
      drafts: await db.selectFrom("draft").selectAll().orderBy("id").execute(),
      lines: await db.selectFrom("line").selectAll().orderBy("id").execute(),
      agenda: await db.selectFrom("agenda_item").selectAll().orderBy("id").execute(),
      calendars: await db.selectFrom("agenda_link").selectAll().execute(),
      briefs: await db.selectFrom("brief").selectAll().execute(),
      templates: await db.selectFrom("template").selectAll().execute(),
      rights: await db.selectFrom("officer_right").selectAll().where("institution", "<>", "minsal").execute(),
      statements: await db.selectFrom("statement").select(["id", "status"]).orderBy("id").execute(),
    };
  }
});

describe("an officer who is suspended", () => {
  test("publishes nothing at an hour that they had set: it is called back, and whoever may publish is told", async () => {
    const { db, means } = office.installation;
    const { writer, editor, publisher, administrator, everything } = office.officer;
    const { id } = await startDraft(db, { title: "Sale a su hora", body: "El texto.\n" }, writer.actor, means);
    await submitDraft(db, id, writer.actor, means);
    await acceptDraft(db, id, editor.actor, means);
    const { publishAt } = await publishDraft(db, id, publisher.actor, means);
    await suspendOfficer(db, publisher.actor.officer, administrator.actor, means);
    try {
      const released = await releaseDraft(db, id, { ...means, clock: { now: () => publishAt } });
      expect(released).toMatchObject({ released: false, refused: { code: "forbidden" } });
    } finally {
      await restoreOfficer(db, publisher.actor.officer, administrator.actor, means);
    }
    expect(await findDraft(db, id, everything.actor)).toMatchObject({ state: "cleared" });
    expect((await listEvents(db, id, everything.actor)).at(-1)).toMatchObject({ what: "not-published" });
  });
});

test("a text goes out at its second while the mail relay takes every mail and answers none", async () => {
  const relay = createServer().listen(0, "127.0.0.1");
  await once(relay, "listening");
  onTestFinished(() => void relay.close());
  const held: Socket[] = [];
  const smtpUrl = `smtp://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  const slow = await deskOffice("segegob", { smtpUrl });
  onTestFinished(async () => {
    for (const socket of held) socket.destroy();
    await slow.close();
  });
  const { db, means } = slow.installation;
  const { writer, editor, publisher, everything } = slow.officer;
  const { id } = await startDraft(db, { title: "Sale a su hora", body: "El texto.\n" }, writer.actor, means);
  await submitDraft(db, id, writer.actor, means);
  await acceptDraft(db, id, editor.actor, means);
  const hanging = new Promise<void>((resolve) =>
    relay.on("connection", (socket) => {
      held.push(socket.on("error", () => undefined));
      if (held.length === 3) resolve();
    }),
  );
  await transact(db, async (tx) => {
    for (let each = 0; each < 12; each++)
      await addMail(tx, { to: { address: `a${each}@example.org` }, subject: "Aviso", text: "Aviso.\n" });
  });
  await hanging;
  await scheduleDraft(db, id, { at: new Date(Date.now() + 500) }, publisher.actor, means);
  while ((await findDraft(db, id, everything.actor))?.state !== "published")
    await new Promise((resolve) => setImmediate(resolve));
  // No mail had been given up by then, to make room.
  expect(slow.failures).toEqual([]);
});

test("a session is idle, and ends, while nobody is there but a page that lies open on a draft", async () => {
  const { db } = office.installation;
  const id = await newDraft(office);
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const writer = await office.officer.writer.enter();
    const stream = await writer.get(`/desk/drafts/${id}/stream`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const until = async (event: string) => {
      for (;;) {
        const { done, value = "" } = await reader.read();
        if (done || value.includes(`event: ${event}`)) return done;
      }
    };
    await until("ready");
    const long = new Date(Date.now() - 3_600_000);
    await db.updateTable("session").set({ seen_at: long }).execute();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await until("standing")).toBe(false);
    const seen = await db.selectFrom("session").select("seen_at").orderBy("id", "desc").executeTakeFirstOrThrow();
    expect(seen.seen_at).toEqual(long);
    await db
      .updateTable("session")
      .set({ seen_at: new Date(0) })
      .execute();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await until("nothing more")).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test("asking for the head of a draft's stream leaves nothing running", async () => {
  const id = await newDraft(office);
  const writer = await office.officer.writer.enter();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { cookie } = writer;
    const headers = { cookie };
    const head = await office.get(`/desk/drafts/${id}/stream`, { method: "HEAD", headers });
    expect(head.status).toBe(200);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("a form of millions of fields is refused before one of them is read, whoever sends it", async () => {
  const headers = { origin: office.url, "sec-fetch-site": "same-origin" };
  const many = (type: string, body: string) =>
    fetch(`${office.url}/desk/drafts`, { method: "POST", body, headers: { ...headers, "content-type": type } });
  expect((await many("application/x-www-form-urlencoded", "a&".repeat(1_000_000))).status).toBe(413);
  const part = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n';
  expect((await many('multipart/form-data; boundary="x"', `${part.repeat(50_000)}--x--\r\n`)).status).toBe(413);
  expect((await many("application/x-www-form-urlencoded", "a&".repeat(1_000))).status).toBe(401);
});

test("an identity is tied to an account from the account's own page, by no other site and by no link that leads there", async () => {
  const { get } = await office.officer.writer.enter();
  const from = async (headers: Record<string, string>) => (await get("/desk/account/identity", headers)).status;
  for (const site of ["cross-site", "same-site", "none"]) expect(await from({ "sec-fetch-site": site })).toBe(403);
  expect(await from({})).toBe(403);
  expect(await from({ referer: "https://evil.example/desk" })).toBe(403);
  // This office names no provider: whoever comes from the account's page is told so.
  expect(await from({ "sec-fetch-site": "same-origin" })).toBe(404);
  expect(await from({ referer: `${office.url}/desk/account` })).toBe(404);
  const led = await get(`/desk/enter?next=${encodeURIComponent("/desk/account/identity")}`);
  expect(led.headers.get("location")).toBe("/desk");
});

test("a change that is sent again and again is kept once", async () => {
  const { db } = office.installation;
  const id = await newDraft(office);
  const doc = new Y.Doc();
  doc.getText("body").insert(0, "Lo mismo. ");
  const change = Buffer.from(Y.encodeStateAsUpdate(doc));
  const writer = await office.officer.writer.enter();
  const answers = new Set<string>();
  for (let time = 0; time < 5; time++)
    answers.add(await (await writer.send(`/desk/drafts/${id}/changes`, change)).text());
  expect(answers.size).toBe(1);
  expect(await db.selectFrom("draft_update").select("seq").where("draft_id", "=", id).execute()).toHaveLength(1);
});

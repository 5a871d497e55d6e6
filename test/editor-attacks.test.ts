import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { findDraft } from "../src/newsroom/find-draft.ts";
import { receiveChange } from "../src/newsroom/write-together.ts";
import { openDatabase } from "../src/store/database.ts";
import { readShared, newSharedDoc } from "../src/text/shared-text.ts";
import { deskOffice, deskOfficer, type SignedIn } from "./desk-office.ts";
import { type EditorOffice, newDraft, savedText } from "./editor-office.ts";
import { manyParts } from "./hostile-changes.ts";

let office: EditorOffice;
let writer: SignedIn;

beforeAll(async () => {
  office = await deskOffice();
  writer = await office.officer.writer.enter();
});
afterAll(() => office.close());

/** Everything a browser is told when it opens the draft, up to `ready`. */
async function opened(id: number, officer = writer): Promise<{ doc: Y.Doc; seq: number }> {
  const doc = newSharedDoc();
  const abort = new AbortController();
  const response = await fetch(`${office.url}/desk/drafts/${id}/stream`, {
    headers: { cookie: officer.cookie, accept: "text/event-stream" },
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  let text = "";
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("event: ready")) break;
  }
  abort.abort();
  let seq = 0;
  for (const [, json] of text.matchAll(/^event: change\ndata: (.*)$/gm)) {
    const change = JSON.parse(json!) as { seq: number; change: string };
    Y.applyUpdate(doc, Buffer.from(change.change, "base64"));
    seq = change.seq;
  }
  return { doc, seq };
}

function changeOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array<ArrayBuffer> {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(copy);
  change(copy);
  return new Uint8Array(Y.encodeStateAsUpdate(copy, before));
}

const send = (id: number, change: BodyInit, officer = writer) => officer.send(`/desk/drafts/${id}/changes`, change);

describe("what a browser sends to a draft", () => {
  test("is kept, and every other window gets it, from wherever it was", async () => {
    const id = await newDraft(office, { title: "T", body: "Hola.\n" });
    const { doc, seq } = await opened(id);
    const response = await send(
      id,
      changeOf(doc, (copy) => copy.getText("body").insert(4, " a todos", {})),
    );
    expect([response.status, await response.json()]).toEqual([200, { seq: seq + 1 }]);
    expect((await savedText(office, id)).body).toBe("Hola a todos.\n");
    expect(readShared((await opened(id)).doc.getText("body")).lines[0]?.text[0]?.text).toBe("Hola a todos.");
  });

  test.each<[string, (doc: Y.Doc) => void]>([
    ["script behind a link", (doc) => doc.getText("body").format(0, 2, { link: "javascript:alert(1)" })],
    ["an element", (doc) => doc.getText("body").insertEmbed(0, new Y.XmlElement("script"))],
    ["an image", (doc) => doc.getText("body").insertEmbed(0, { image: "https://evil.cl/x.png" })],
    ["an unknown block", (doc) => doc.getText("body").format(4, 1, { end: "<script>" })],
    ["a handler of events", (doc) => doc.getText("body").setAttribute("onload", "alert(1)")],
    ["another part", (doc) => doc.getMap("details").set("voice", "minister")],
    ["a control character", (doc) => doc.getText("body").insert(0, "\u202e", {})],
    ["a heap of accents", (doc) => doc.getText("body").insert(0, `a${"\u0301".repeat(100)}`, {})],
    ["more than a text can be", (doc) => doc.getText("body").insert(0, "a".repeat(1_100_000), {})],
    ["a title without end", (doc) => doc.getText("title").insert(0, "a".repeat(100_000))],
  ])("is refused in words when it brings %s, and leaves no trace", async (_, change) => {
    const id = await newDraft(office, { title: "T", body: "Hola.\n" });
    const { doc, seq } = await opened(id);
    const response = await send(id, changeOf(doc, change));
    expect([400, 413]).toContain(response.status);
    expect(((await response.json()) as { message: string }).message.length).toBeGreaterThan(20);
    expect(await savedText(office, id)).toEqual({ title: "T", summary: "", body: "Hola.\n" });
    expect((await opened(id)).seq).toBe(seq);
    // And the next honest change is taken.
    const next = await send(
      id,
      changeOf(doc, (copy) => copy.getText("body").insert(4, "!", {})),
    );
    expect(next.status).toBe(200);
    expect((await savedText(office, id)).body).toBe("Hola!.\n");
  });

  test.each<[string, Uint8Array<ArrayBuffer>[]]>([
    ["hundreds of thousands of parts", [manyParts([{ client: 1, parts: 500_000 }])]],
    [
      "parts by hundreds of hands",
      [manyParts(Array.from({ length: 300 }, (_, at) => ({ client: 900 - at, parts: 1 })))],
    ],
    [
      "thousands of parts where thousands stand, at which a machine would sit for minutes",
      [manyParts([{ client: 5, parts: 30_000 }]), manyParts([{ client: 9, parts: 30_000 }])],
    ],
  ])("is refused in words when it is %s, and nothing that others wrote is lost", async (_, sent) => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const officer = await (
      await deskOfficer(office, `hostile${id}@desk.example`, [{ institution: office.institution, right: "writer" }])
    ).enter();
    const { doc } = await opened(id);
    const answers: Response[] = [];
    for (const change of sent) answers.push(await send(id, change, officer));
    expect(answers.map(({ status }) => status)).toEqual([...sent.slice(1).map(() => 200), 413]);
    expect(await answers.at(-1)!.json()).toMatchObject({ message: expect.stringContaining("péguelo en partes") });
    const next = await send(
      id,
      changeOf(doc, (copy) => copy.getText("body").insert(4, " a todos", {})),
    );
    expect(next.status).toBe(200);
    expect((await savedText(office, id)).body).toContain("Hola a todos.");
  });

  test("costs one officer no more than their share of the machine: told to wait in words, then taken; nobody else waits", async () => {
    const { db, means } = office.installation;
    const { actor } = await deskOfficer(office, "busy@desk.example", [
      { institution: office.institution, right: "writer" },
    ]);
    const id = await newDraft(office, { body: `${"Palabras que se repiten. ".repeat(20_000)}\n` });
    const { doc } = await opened(id);
    const typed = (by: typeof actor, at: string) => {
      const before = Y.encodeStateVector(doc);
      doc.getText("body").insert(3, "x", {});
      const change = Y.encodeStateAsUpdate(doc, before);
      const clock = { now: () => new Date(at) };
      return () => receiveChange(db, id, change, by, { ...means, clock });
    };
    let taken = 0;
    let change = typed(actor, "2026-11-25T12:00:00Z");
    for (; taken < 30; taken++, change = typed(actor, "2026-11-25T12:00:00Z"))
      if (
        !(await change().then(
          () => true,
          () => false,
        ))
      )
        break;
    expect(taken).toBeGreaterThan(2);
    expect(taken).toBeLessThan(30);
    await expect(change()).rejects.toMatchObject({
      code: "too-many",
      es: expect.stringContaining("se vuelven a enviar solos"),
    });
    // Put back by a wrong clock, nobody's turn is lost for longer.
    await expect(typed(actor, "2026-11-25T11:00:00Z")()).rejects.toMatchObject({ code: "too-many" });
    const length = (await savedText(office, id)).body.length;
    expect(await typed(actor, "2026-11-25T11:00:30Z")()).toMatchObject({ taken: false });
    const whole = Y.encodeStateAsUpdate(doc);
    const clock = { now: () => new Date("2026-11-25T11:01:00Z") };
    expect(await receiveChange(db, id, whole, actor, { ...means, clock })).toMatchObject({ taken: true });
    expect((await savedText(office, id)).body.length).toBe(length + 3);
    expect(await typed(office.officer.editor.actor, "2026-11-25T12:00:00Z")()).toMatchObject({ taken: true });
  });

  test("is refused when it is garbage or too large, and asked for again when something before it is missing", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const { doc } = await opened(id);
    for (const garbage of ["", "<script>", "\u0000\u0001\u0002", "x".repeat(10_000)])
      expect([400, 413]).toContain((await send(id, garbage)).status);
    expect((await send(id, new Uint8Array(8 * 1024 * 1024 + 1))).status).toBe(413);
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    copy.getText("body").insert(0, "a", {});
    const between = Y.encodeStateVector(copy);
    copy.getText("body").insert(1, "b", {});
    const late = await send(id, new Uint8Array(Y.encodeStateAsUpdate(copy, between)));
    const { have } = (await late.json()) as { have: string };
    expect((await savedText(office, id)).body).toBe("Hola.\n");
    const whole = await send(id, new Uint8Array(Y.encodeStateAsUpdate(copy, Buffer.from(have, "base64"))));
    expect(whole.status).toBe(200);
    expect((await savedText(office, id)).body).toBe("abHola.\n");
  });

  test("spells script as characters on every page of the desk", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const { doc } = await opened(id);
    const script = `<img src=x onerror=alert(1)>"'</textarea><script>alert(1)</script>`;
    const title = changeOf(doc, (copy) => {
      copy.getText("title").insert(0, script);
      copy.getText("body").insert(0, script, {});
    });
    expect((await send(id, title)).status).toBe(200);
    for (const path of ["", "/edit", "/whatsapp", "/versions"]) {
      const page = await (await writer.get(`/desk/drafts/${id}${path}`)).text();
      expect(page).not.toContain("<img src=x");
      expect(page).not.toContain("<script>alert");
    }
  });

  test("goes into no draft of another institution, nor into one that is not there: the answers are the same", async () => {
    const id = await newDraft(office, { title: "Secreto", body: "Hola.\n" });
    const { doc } = await opened(id);
    const stranger = await (
      await deskOfficer(office, "foreign@desk.example", [{ institution: "minsal", right: "publisher" }])
    ).enter();
    const nobody = await office.officer.nothing.enter();
    const change = changeOf(doc, (copy) => copy.getText("body").insert(0, "Mío", {}));
    for (const officer of [stranger, nobody]) {
      const answers = [];
      for (const which of [id, 999_999]) {
        const own = [await send(which, change, officer)];
        for (const [path, body] of [
          ["presence", `{"window":1,"part":"body"}`],
          ["word", "x"],
        ] as const)
          own.push(await officer.send(`/desk/drafts/${which}/${path}`, body));
        for (const path of ["stream", "text.docx", "whatsapp", "edit"])
          own.push(await officer.get(`/desk/drafts/${which}/${path}`, { accept: "application/json" }));
        answers.push(
          await Promise.all(own.map(async (one) => [one.status, (await one.text()).replaceAll(String(which), "N")])),
        );
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]!.map(([status]) => status)).toEqual(answers[0]!.map(() => 404));
    }
    expect((await savedText(office, id)).body).toBe("Hola.\n");
  });

  test("is not taken without the session, its token, or from another site", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    const { doc } = await opened(id);
    const change = changeOf(doc, (copy) => copy.getText("body").insert(0, "Mío", {}));
    const path = `/desk/drafts/${id}/changes`;
    expect((await writer.send(path, change, { "voceria-form": "" })).status).toBe(401);
    expect((await writer.send(path, change, { cookie: "" })).status).toBe(401);
    expect((await writer.send(path, change, { origin: "https://evil.cl" })).status).toBe(403);
    expect((await writer.send(path, change, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await savedText(office, id)).body).toBe("Hola.\n");
    const closed = await fetch(`${office.url}/desk/drafts/${id}/session`, { redirect: "manual" });
    expect(closed.status).toBe(303);
  });

  test("says who is there in the officer's own name alone", async () => {
    const id = await newDraft(office, { body: "Hola.\n" });
    for (const bad of [
      "",
      "{",
      "null",
      `{"window":"x","part":"body"}`,
      `{"window":1,"part":"<b>"}`,
      `{"window":1,"part":"body","anchor":"<"}`,
    ])
      expect((await writer.send(`/desk/drafts/${id}/presence`, bad)).status).toBe(400);
    expect((await writer.send(`/desk/drafts/${id}/presence`, "x".repeat(3_000))).status).toBe(413);
    const abort = new AbortController();
    const editor = await office.officer.editor.enter();
    const stream = await fetch(`${office.url}/desk/drafts/${id}/stream`, {
      headers: { cookie: editor.cookie },
      signal: abort.signal,
    });
    let text = "";
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) {
      if (!text.includes("event: ready") && (text + chunk).includes("event: ready"))
        await writer.send(`/desk/drafts/${id}/presence`, `{"window":1,"part":"body","name":"La ministra","officer":1}`);
      text += chunk;
      if (text.includes("event: here")) break;
    }
    abort.abort();
    const here = JSON.parse(/^event: here\ndata: (.*)$/m.exec(text)![1]!) as { name: string; officer: number };
    expect(here).toMatchObject({ name: "Writer Soto", officer: office.officer.writer.actor.officer });
  });

  test("stays whole through hundreds of changes, two processes and changes made elsewhere", async () => {
    const { db, means } = office.installation;
    const { actor } = office.officer.writer;
    const id = await newDraft(office, { body: "Fin.\n" });
    const { doc } = await opened(id);
    // Another process knows nothing of what this one has at hand.
    const other = openDatabase(office.installation.address, 1);
    for (let count = 0; count < 210; count++) {
      const before = Y.encodeStateVector(doc);
      doc.getText("body").insert(count, "a", {});
      await receiveChange(count % 3 === 0 ? other : db, id, Y.encodeStateAsUpdate(doc, before), actor, means);
    }
    await other.destroy();
    expect((await savedText(office, id)).body).toBe(`${"a".repeat(210)}Fin.\n`);
    const [state] = await db.selectFrom("draft_shared").selectAll().where("draft_id", "=", id).execute();
    expect(state?.state_seq).toBe(200);
    const late = await fetch(`${office.url}/desk/drafts/${id}/stream?after=3`, { headers: { cookie: writer.cookie } });
    await late.body?.cancel();
    const draft = await findDraft(db, id, actor);
    await writer.post(`/desk/drafts/${id}/text`, {
      read: String(draft?.version),
      title: "T",
      summary: "",
      body: "Otro.",
    });
    const now = await opened(id);
    expect(readShared(now.doc.getText("body")).lines[0]?.text[0]?.text).toBe("Otro.");
    expect((await opened(id)).seq).toBe(now.seq);
  });
});

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listTrail } from "../src/access/trail.ts";
import { findJournalists, listAccreditations } from "../src/press/journalists.ts";
import { makeJournalistLink } from "../src/press/own-data.ts";
import { retentionTaskOf } from "../src/press/retention.ts";
import { transact } from "../src/store/database.ts";
import { deskOffice, type SignedIn } from "./desk-office.ts";
import { SetClock } from "./founded-office.ts";
import { smtpSink, type SmtpSink } from "./smtp-sink.ts";

const clock = new SetClock(new Date().toISOString());
let office: Awaited<ReturnType<typeof deskOffice>>;
let editor: SignedIn;
let writer: SignedIn;
let sink: SmtpSink;
let closeSink: () => Promise<void>;

beforeAll(async () => {
  sink = await smtpSink((close) => void (closeSink = close));
  office = await deskOffice("segegob", { smtpUrl: sink.url }, clock);
  [editor, writer] = await Promise.all([office.officer.editor.enter(), office.officer.writer.enter()]);
});
afterEach(() => {
  expect(office.failures).toEqual([]);
});
afterAll(async () => {
  await office?.close();
  await closeSink?.();
});

const request = {
  name: "Dolores Ortega",
  mail: "dortega@radio.example",
  phone: "+56 9 1234 5678",
  outlet: "Radio Austral",
  language: "es",
  occasion: "",
  grounds: "Credencial 4411 del medio",
};

test("a journalist asks, confirms by mail, is accredited with a last day, and told so with the way to all that is kept of them", async () => {
  const sent = await visitor("/accreditation", request);
  expect(sent.status).toBe(200);
  expect(await sent.text()).toContain("dortega@radio.example");
  const link = await linkIn(1);
  // Until the address is shown to be theirs the office sees nothing, and following the link shows nothing.
  expect((await office.get(link)).status).toBe(200);
  expect(await (await editor.get("/desk/press")).text()).not.toContain("Dolores");
  expect((await visitor(link)).status).toBe(200);
  expect((await visitor(link)).status).toBe(404);
  expect(await (await editor.get("/desk/press")).text()).toContain("Dolores Ortega");

  const [asked] = await listAccreditations(office.installation.db, { open: true });
  expect(asked).toMatchObject({ name: "Dolores Ortega", outlet: "Radio Austral", state: "requested" });
  const decide = `/desk/press/accreditations/${asked!.id}`;
  expect((await writer.post(decide, { move: "grant", until: "2027-06-30" })).status).toBe(403);
  expect((await editor.post(decide, { move: "refuse", reason: " " })).status).toBe(400);
  const longAgo = await editor.post(decide, { move: "grant", until: "2020-01-01" });
  expect(longAgo.status).toBe(400);
  expect(await longAgo.text()).toContain('value="2020-01-01"');
  expect((await editor.post(decide, { move: "grant", until: lastDay(200) })).status).toBe(303);
  // Whoever comes second sees what was decided, and decides nothing.
  expect((await editor.post(decide, { move: "refuse", reason: "Tarde" })).status).toBe(409);

  const own = await linkIn(2);
  expect(sink.taken[1]!.subject).toContain("Su acreditación está otorgada");
  const page = await (await office.get(own)).text();
  expect(page).toContain("Vigente");
  expect(page).toContain("La propia persona, al pedir acreditación");
});

test("a note has a purpose and a last day; its journalist reads it, remarks on it, corrects their data and takes all of it away", async () => {
  const [dolores] = await findJournalists(office.installation.db, "ortega austral");
  const notes = `/desk/press/journalists/${dolores!.id}/contacts`;
  const note = { channel: "phone", note: "Pidió la cifra de <b>viviendas</b>.", keep: "month" };
  const refused = await writer.post(notes, { ...note, purpose: "" });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain("Pidió la cifra de &lt;b&gt;viviendas&lt;/b&gt;.");
  expect((await writer.post(notes, { ...note, purpose: "Devolverle el llamado" })).status).toBe(303);

  await visitor("/accreditation/mine", { mail: "dortega@radio.example" });
  const own = await linkIn(3);
  const page = await (await office.get(own)).text();
  expect(page).toContain("Pidió la cifra de &lt;b&gt;viviendas&lt;/b&gt;.");
  expect(page).toContain("Devolverle el llamado");
  const contact = /name="contact" value="(\d+)"/.exec(page)![1]!;
  expect((await visitor(own, { act: "remark", contact, remark: "Pedí la de escuelas." })).status).toBe(303);
  expect((await visitor(own, { ...request, act: "correct", name: "Dolores Ortega Ruiz" })).status).toBe(303);
  // Their address is how they come here: whoever holds the link cannot lead it to somebody else.
  expect((await visitor(own, { ...request, act: "correct", mail: "otra@x.example" })).status).toBe(400);
  const data = (await (await office.get(`${own}/data.json`)).json()) as Record<string, unknown>;
  expect(data).toMatchObject({
    name: "Dolores Ortega Ruiz",
    contacts: [{ note: note.note, purpose: "Devolverle el llamado", remark: "Pedí la de escuelas." }],
    accreditations: [{ state: "granted" }],
  });
  expect(await (await writer.get(`/desk/press/journalists/${dolores!.id}`)).text()).toContain("Pedí la de escuelas.");
});

test("whether an address is known tells nobody anything, and a flood is slowed", async () => {
  const known = await (await visitor("/accreditation/mine", { mail: "dortega@radio.example" })).text();
  const unknown = await (await visitor("/accreditation/mine", { mail: "nadie@radio.example" })).text();
  expect(unknown.replaceAll("nadie@", "dortega@")).toBe(known);
  const answers: number[] = [];
  for (let at = 0; at < 12; at++)
    answers.push((await visitor("/accreditation", { ...request, mail: `m${at}@x.example` })).status);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0);
  for (const path of ["/accreditation/nothing", `/accreditation/${"x".repeat(43)}`, "/accreditation/mine/none"])
    expect((await office.get(path)).status).toBe(404);
});

test("another's note is not remarked on by guessing its number, and no form of the desk is taken from another site", async () => {
  const { db } = office.installation;
  const [dolores] = await findJournalists(db, "dolores");
  await writer.post("/desk/press/new", { ...request, mail: "ana@diario.example", name: "Ana Rojas", outlet: "" });
  const [ana] = await findJournalists(db, "ana rojas");
  const [note] = await db.selectFrom("contact_log").select(["id", "remark"]).execute();
  const { linkOf } = await ownLink(ana!.id);
  expect((await visitor(linkOf, { act: "remark", contact: String(note!.id), remark: "mío" })).status).toBe(404);
  expect(await db.selectFrom("contact_log").select("remark").where("id", "=", note!.id).executeTakeFirst()).toEqual({
    remark: note!.remark,
  });
  const from = { "sec-fetch-site": "cross-site", origin: "https://mala.example" };
  expect((await editor.post(`/desk/press/journalists/${dolores!.id}/erase`, {}, from)).status).toBe(403);
  expect((await visitor(linkOf, { act: "erase" }, from)).status).toBe(403);
  expect((await office.officer.nothing.enter().then((one) => one.get("/desk/press"))).status).toBe(403);
});

test("what has passed its last day is erased, and of an erased journalist nothing is left but a number on the trail", async () => {
  const { db, means } = office.installation;
  const run = retentionTaskOf({ db, means });
  const [before] = await findJournalists(db, "dolores");
  const now = clock.now();
  clock.set(new Date(now.getTime() + 40 * 86_400_000).toISOString());
  await run({}, 1);
  expect(await db.selectFrom("contact_log").selectAll().execute()).toEqual([]);
  expect(await findJournalists(db, "dolores")).toHaveLength(1);
  clock.set(new Date(now.getTime() + 800 * 86_400_000).toISOString());
  await run({}, 1);
  expect(await findJournalists(db, "")).toEqual([]);
  for (const table of ["accreditation", "journalist_link", "accreditation_request"] as const)
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  const trail = await listTrail(db, { limit: 200 });
  expect(JSON.stringify(trail)).not.toContain("Dolores");
  expect(trail.find(({ action }) => action === "journalist.retention")?.details).toMatchObject({
    journalists: expect.arrayContaining([before!.id]),
  });
  clock.set(now.toISOString());
});

async function ownLink(journalist: number) {
  const { db, means } = office.installation;
  const token = await transact(db, (tx) => makeJournalistLink(tx, journalist, means));
  return { linkOf: `/accreditation/mine/${token}` };
}

/** As a browser sends a form of ours, without an account. */
function visitor(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return office.get(path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { origin: office.url, "sec-fetch-site": "same-origin", ...headers },
  });
}

/** The path of the link in the mail of that number. */
async function linkIn(count: number): Promise<string> {
  const mails = await sink.until(count);
  return new URL(/https?:\/\/\S+/.exec(mails[count - 1]!.text!)![0]).pathname;
}

function lastDay(days: number): string {
  return new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

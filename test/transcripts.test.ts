import { type TranscriptContent, verifyBundle } from "@voceria/record";
import decode from "jsqr";
import { sql } from "kysely";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditTranscripts } from "../src/briefings/audit-transcripts.ts";
import { certifyTranscript, listShownNotes } from "../src/briefings/certify-transcript.ts";
import { stepBriefing } from "../src/briefings/plan-briefing.ts";
import { changeTurn } from "../src/briefings/type-turn.ts";
import { checkEd25519, sha256 } from "../src/recorder/sha256.ts";
import { aBriefing, certifiedTranscript, openedBriefing, publicWords, type } from "./briefing-office.ts";
import { correctTranscript, publishEdited } from "../src/briefings/edit-transcript.ts";
import { listAmendments } from "../src/newsroom/list-corrections.ts";
import { wordsBySpeaker } from "../src/briefings/transcript-words.ts";
import { appendTranscripts, findTranscript, findTranscripts } from "../src/briefings/transcripts.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { transact } from "../src/store/database.ts";
import { cardShapes } from "../src/site/card-picture.ts";
import { deskOffice } from "./desk-office.ts";

async function codeIn(picture: Response) {
  const { data, info } = await sharp(Buffer.from(await picture.arrayBuffer()))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, code: decode.default(new Uint8ClampedArray(data), width, height)?.data };
}

let office: Awaited<ReturnType<typeof deskOffice>>;
beforeAll(async () => {
  office = await deskOffice("segegob");
});
afterAll(async () => {
  expect(office.failures).toEqual([]);
  await office.close();
});

const everything = Number.MAX_SAFE_INTEGER;
const digest = Buffer.alloc(32, 7).toString("base64");
const { turns } = certifiedTranscript("2026-0101");
const enter = (...contents: TranscriptContent[]) =>
  transact(office.installation.db, (tx) =>
    appendTranscripts(
      tx,
      contents.map((content) => ({ content })),
      "R. Soto",
      office.installation.means,
    ),
  );

test("the office's edited version stands beside the certified one, which nobody of the press office can overwrite", async () => {
  const { db, means } = office.installation;
  const { publisher, stenographer } = office.officer;
  const [entered] = await enter(certifiedTranscript("2026-0101"));
  const read = entered!.entry;
  const edits = [{ turn: 3, text: "Mañana." }];
  const edit = (change: object = {}, actor = publisher.actor) =>
    publishEdited(db, "2026-0101", { edits, read, ...change }, actor, means);
  await expect(edit({}, stenographer.actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(edit({ read: read - 1 })).rejects.toMatchObject({ code: "conflict" });
  await expect(edit({ edits: [{ turn: 3, text: turns[2]!.text }] })).rejects.toMatchObject({ code: "invalid" });
  const edited = await edit();
  await expect(edit()).rejects.toMatchObject({ code: "conflict" });

  const correction = { edits: [{ turn: 1, text: "Son 340 viviendas." }], note: "Era 340.", severity: "major" };
  const correct = (version: "said" | "edited", from: number, actor = stenographer.actor, more: object = {}) =>
    correctTranscript(db, "2026-0101", version, { ...correction, read: from, ...more }, actor, means);
  await expect(correct("said", read, publisher.actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(correct("said", read, stenographer.actor, { note: " " })).rejects.toMatchObject({ code: "invalid" });
  const second = await correct("said", read);
  await expect(correct("said", read)).rejects.toMatchObject({ code: "conflict" });
  await correct("edited", edited.entry, publisher.actor);

  const [said, other] = await findTranscripts(db, "2026-0101", everything);
  expect([said?.version, said?.edition, said?.content?.turns[0]?.text]).toEqual(["certified", 2, "Son 340 viviendas."]);
  expect([other?.version, other?.edition, other?.content?.turns[2]?.text]).toEqual(["edited", 2, "Mañana."]);
  // It names what it was made from, as that stood when it was made.
  expect(other?.ofEntry).toBe(second.entry);
  expect(said?.content?.certifier).toEqual({ body: "Oficina de Taquigrafía", name: "R. Soto" });
  // Both corrections are among the office's, with their note.
  const { amendments } = await listAmendments(db, { upTo: everything, limit: 10 });
  expect(amendments.map(({ of, number, edited: its, words }) => [of, number, its, words])).toEqual([
    ["transcript", "2026-0101", true, "Era 340."],
    ["transcript", "2026-0101", false, "Era 340."],
  ]);
  const first = await findTranscript(db, "2026-0101", "said", everything, 1);
  expect(first?.content?.turns).toEqual(turns);
  // What may not be shown yet is not there.
  expect(await findTranscripts(db, "2026-0101", read)).toEqual([]);
  expect((await findTranscript(db, "2026-0101", "said", second.entry))?.edition).toBe(1);
});

test("many come in at once, and each version of a briefing once", async () => {
  const { certifier: _certifier, recording: _recording, ...words } = certifiedTranscript("H-000001");
  const imported = (ordinal: number): TranscriptContent => ({
    ...words,
    briefing: `H-00000${ordinal}`,
    source: { date: "2020-03-01", id: `${ordinal}.txt`, name: "archivo", sha256: digest },
    version: "imported",
  });
  await enter(imported(1), imported(2), imported(3));
  await transact(office.installation.db, async (tx) => {
    for (const number of ["H-000001", "H-000002", "H-000003"]) await aBriefing(tx, number, "segegob");
  });
  expect((await findTranscript(office.installation.db, "H-000003", "said", everything))?.content?.turns).toEqual(turns);
  await expect(enter(imported(2))).rejects.toThrow("transcript_briefing_version_key");
});

test("readers have each version, what they differ in, each turn under its address, its captions and a bundle that is verified", async () => {
  await office.until("/briefings/2026-0101/edited", "Mañana.");
  const page = await office.until("/briefings/2026-0101", "Son 340 viviendas.");
  for (const said of [
    "R. Soto, Oficina de Taquigrafía",
    Buffer.alloc(32, 7).toString("hex"),
    "Era 340.",
    "Mañana, Dios mediante.",
  ])
    expect(page).toContain(said);
  const front = await office.until("/", "Ante la prensa");
  expect(front, "an office that only spoke before the press has spoken").toMatch(/href="\/briefings\/[H\d]+-\d+"/);
  expect(front).not.toContain("todavía no ha publicado");
  expect(page).toMatch(/id="t2"\s+data-kind="question"\s+data-at="94"/);
  // What came with an archive is in the list, certified by nobody, and the list goes on from any place in it.
  const list = await (await office.get("/briefings")).text();
  expect(
    list.match(/>(?:H-\d+)<\/span>\s*<span class="tag">[^<]+/g)?.map((one) => one.replaceAll(/<.*>/gs, " ")),
  ).toEqual(["H-000003", "H-000002", "H-000001"].map((number) => `>${number} Transcripción importada`));
  const { id } = await office.installation.db
    .selectFrom("briefing")
    .select("id")
    .where("number", "=", "H-000003")
    .executeTakeFirstOrThrow();
  const older = await (await office.get(`/briefings?before=2026-11-23.${id}`)).text();
  expect(older).not.toContain("H-000003");
  expect(older).toContain("H-000002");
  expect((await office.get("/briefings?before=ayer")).status).toBe(400);
  const difference = await (await office.get("/briefings/2026-0101/difference")).text();
  expect(difference).toContain("<del>, Dios mediante</del>");
  expect(difference).not.toContain("Mañana.</p>");
  const { at } = (await findTranscript(office.installation.db, "2026-0101", "said", 1_000, 1))!;
  const then = await (await office.get(`/briefings/2026-0101?at=${at.toISOString()}`)).text();
  expect(then).toMatch(/Así estaba el .*Son trescientas viviendas\./s);
  expect(await (await office.get(`/briefings/2026-0101/edited?at=${at.toISOString()}`)).text()).toContain(
    "Entonces aquí no había nada público",
  );
  expect((await office.get("/briefings/2026-0101?at=1973-09-11")).status).toBe(404);
  expect((await office.get("/briefings/2026-0101/turns/3?at=1973-09-11")).status).toBe(404);
  const turnThen = await (await office.get(`/briefings/2026-0101/turns/1?at=${at.toISOString()}`)).text();
  expect(turnThen).toMatch(/Así estaba el .*Son trescientas viviendas\./s);
  const imported = (await findTranscript(office.installation.db, "H-000003", "said", 1_000))!.at.toISOString();
  const listThen = await (await office.get(`/briefings?at=${imported}`)).text();
  expect(listThen).toContain("/briefings/H-000003?at=");
  expect(await (await office.get(`/briefings?at=${at.toISOString()}`)).text()).not.toContain("H-000003");
  const history = await (await office.get("/en/briefings/2026-0101/history")).text();
  expect(history).toContain("<del>trescientas</del><ins>340</ins>");
  const turn = await (await office.get("/briefings/2026-0101/turns/3")).text();
  for (const said of [
    'property="og:title" content="Vocera de prueba: «Mañana, Dios mediante.»"',
    "minuto 1:39",
    "¿Cuándo?",
    '"@type":"Quotation"',
  ])
    expect(turn).toContain(said);
  const first = await (await office.get("/briefings/2026-0101/editions/1")).text();
  expect(first).toContain("Son trescientas viviendas.");
  expect(first).toContain("que ya no es la más reciente");
  const captions = await office.get("/briefings/2026-0101.vtt");
  expect(captions.headers.get("content-type")).toBe("text/vtt; charset=utf-8");
  expect(await captions.text()).toContain("2\n00:01:34.000 --> 00:01:39.000\n<v Dolores>¿Cuándo?\n");
  const data = (await (await office.get("/briefings/2026-0101/edited.json")).json()) as {
    version: string;
    content: TranscriptContent;
  };
  expect([data.version, data.content.turns.at(-1)?.text]).toEqual(["edited", "Mañana."]);
  const policy = await (await office.get("/record/policy")).text();
  for (const path of ["2026-0101", "2026-0101/edited", "2026-0101/editions/1", "2026-0101/edited/editions/1"]) {
    const bundle = new Uint8Array(await (await office.get(`/briefings/${path}.bundle.json`)).arrayBuffer());
    const report = await verifyBundle(bundle, { policy, hash: sha256, checkEd25519, now: new Date() });
    expect([path, report.established, report.content?.format]).toEqual([path, true, "voceria/transcript/v1"]);
  }
  expect(await (await office.get("/sitemap.xml")).text()).toContain("/sitemaps/briefings-1.xml");
  const map = await (await office.get("/sitemaps/briefings-1.xml")).text();
  for (const listed of ["2026-0101", "H-000003"])
    expect(map).toContain(`<loc>${office.url}/briefings/${listed}</loc><lastmod>`);
  for (const path of [
    "2026-0109",
    "2026-0101/turns/4",
    "2026-0101/editions/3",
    "H-000001/edited",
    "H-000001/difference",
    "2026-0109.vtt",
  ])
    expect([path, (await office.get(`/briefings/${path}`)).status]).toEqual([path, 404]);
});

test("each turn has a picture of who said it, when and where, whose code opens that very turn, whatever its words are", async () => {
  const said = [
    "palabra ".repeat(2_400),
    "x".repeat(19_000),
    "مرحبا <b>&amp;</b> 🌊 你好 ﷽",
    "e\u0301\u0302".repeat(900),
    "\u3164",
  ];
  const speaker = { name: "Vocera <i>de</i> prueba" };
  await enter({
    ...certifiedTranscript("2026-0102"),
    turns: said.map((text, index) => ({ kind: "speech", speaker, text, turn: index + 1 })),
  });
  await office.until("/briefings/2026-0102/turns/5", "og:image");
  for (const [path, shape] of [
    ["/briefings/2026-0101/turns/2", "square"],
    ["/briefings/2026-0101/turns/3", "card"],
    ...said.map(
      (_, index) => [`/briefings/2026-0102/turns/${index + 1}`, index % 2 === 0 ? "card" : "square"] as const,
    ),
  ] as const) {
    expect(await (await office.get(path)).text()).toContain(`content="${office.url}${path}/card.png"`);
    const response = await office.get(`${path}/${shape}.png`);
    expect([path, response.headers.get("content-type")]).toEqual([path, "image/png"]);
    expect([path, await codeIn(response)]).toEqual([path, { ...cardShapes[shape], code: office.url + path }]);
  }
  const again = await office.get("/briefings/2026-0101/turns/3/card.png?q=1");
  expect([again.status, again.headers.get("location")]).toEqual([
    301,
    `${office.url}/briefings/2026-0101/turns/3/card.png`,
  ]);
  expect((await office.get("/briefings/2026-0101/turns/4/card.png")).status).toBe(404);
});

test("what was said on background or was taken back is in no transcript, and nothing is certified that is held or not what was read", async () => {
  const { db, means } = office.installation;
  const { writer, editor, stenographer, publisher } = office.officer;
  const { id, number } = await openedBriefing(office.installation, editor.actor, { holdSeconds: "0" });
  await type(office.installation, id, writer.actor, "Primero, lo público.");
  await type(office.installation, id, writer.actor, "Lo reservado zurbamandra.", { attribution: "background" });
  const gone = await type(office.installation, id, writer.actor, "Lo que se quitó zurbamandra.");
  await type(office.installation, id, writer.actor, "¿Y lo segundo?", { kind: "question" });
  await type(office.installation, id, writer.actor, "Se corta el sonido.", { kind: "note" });
  while ((await publicWords(office.installation, id)).length < 4) await new Promise((resolve) => setImmediate(resolve));
  await changeTurn(db, id, gone.id, { base: 1, removed: true, clientKey: "quitar-0001" }, writer.actor, means);
  // Each turn has its address already, from what the public was told, and says that nobody certified it yet.
  const early = await office.until(`/briefings/${number}/turns/1`, "Primero, lo público.");
  expect(early).toContain("Aún sin certificar");
  expect(await codeIn(await office.get(`/briefings/${number}/turns/1/card.png`))).toMatchObject({
    code: `${office.url}/briefings/${number}/turns/1`,
  });
  const question = (await (await office.get(`/briefings/${number}`)).text()).match(
    /data-turn="(\d+)"\s+data-kind="question"/,
  )?.[1];
  expect(await (await office.get(`/briefings/${number}/turns/${question}`)).text()).toContain("¿Y lo segundo?");
  for (let turn = 1; turn < 6; turn++)
    expect(await (await office.get(`/briefings/${number}/turns/${turn}`)).text()).not.toContain("zurbamandra");
  const revision = async () =>
    (await db.selectFrom("briefing").select("revision").where("id", "=", id).executeTakeFirstOrThrow()).revision;
  const certify = async (more: object = {}, actor = stenographer.actor) =>
    certifyTranscript(
      db,
      id,
      { name: "R. Soto", body: "", sha256: "", bytes: "", media: "", address: "", read: await revision(), ...more },
      actor,
      means,
    );
  expect(await listShownNotes(db, id)).toEqual([4]);
  await expect(certify()).rejects.toMatchObject({ code: "conflict" });
  await stepBriefing(db, id, "close", editor.actor, means);
  await expect(certify({}, publisher.actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(certify({ read: 0 })).rejects.toMatchObject({ code: "conflict" });
  await expect(certify({ sha256: "x" })).rejects.toMatchObject({ code: "invalid" });
  expect(await findTranscripts(db, number, everything)).toEqual([]);
  await certify();
  await expect(certify()).rejects.toMatchObject({ code: "conflict" });
  const view = await findTranscript(db, number, "said", everything);
  expect(view?.content?.turns.map(({ kind, text }) => [kind, text])).toEqual([
    ["speech", "Primero, lo público."],
    ["question", "¿Y lo segundo?"],
  ]);
  await office.until(`/briefings/${number}/turns/1`, "bundle.json");
  expect(await (await office.get(`/briefings/${number}/turns/1`)).text()).not.toContain("Aún sin certificar");
  await office.until(`/briefings/${number}`, "Primero, lo público.");
  for (const path of [number, `${number}/history`, `${number}.json`, `${number}.bundle.json`, `${number}.vtt`])
    expect(await (await office.get(`/briefings/${path}`)).text()).not.toContain("zurbamandra");
  // It takes no more turns.
  await expect(type(office.installation, id, writer.actor, "Algo más.")).rejects.toMatchObject({ code: "conflict" });
});

test("title, day, place and who of the register spoke are corrected in the open, as the register has them that day", async () => {
  const { db, means } = office.installation;
  const { publisher } = office.officer;
  const number = "H-000009";
  const { certifier: _certifier, recording: _recording, ...words } = certifiedTranscript(number);
  const speaker = { as: "VOCERA DE GOBIERNO", name: "Vocera de prueba" };
  await enter({
    ...words,
    day: "2023-05-10",
    source: { date: "2023-05-10", id: "9.txt", name: "archivo", sha256: digest },
    turns: turns.map((turn) => (turn.kind === "question" ? turn : { ...turn, speaker })),
    version: "imported",
  });
  const desk = await publisher.enter();
  const path = `/desk/transcripts/${number}/said/correct`;
  const form = await (await desk.get(path)).text();
  const picked = /<option value="(Camila Vallejo[^"]+)"/.exec(form)![1]!;
  const read = /name="read" value="(\d+)"/.exec(form)![1]!;
  const fields = (more: Record<string, string> = {}) => ({
    read,
    note: "Se dice quién habló, y dónde.",
    severity: "major",
    title: "Punto de prensa de la vocera",
    day: "2023-05-10",
    place: "La Moneda",
    "name-1": picked,
    "outlet-1": "",
    "text-1": turns[0]!.text,
    "name-3": picked,
    "outlet-3": "",
    "text-3": turns[2]!.text,
    ...more,
  });
  for (const [wrong, says] of [
    [{ day: "1990-05-10" }, "Intervención 1: En autoridades y cargos no consta"],
    [{ day: "2123-05-10" }, "día: el día en que se dijo"],
    [{ title: " " }, "título"],
  ] as const) {
    const refused = await desk.post(path, { ...fields(wrong), step: "publish" });
    expect([refused.status, await refused.text()]).toEqual([expect.any(Number), expect.stringContaining(says)]);
    expect(refused.status).toBeGreaterThanOrEqual(400);
  }
  const seen = await (await desk.post(path, { ...fields(), step: "see" })).text();
  expect(seen).toContain("<ins>La Moneda</ins>");
  expect(seen).toContain(`<del>Vocera de prueba</del> <ins>${picked}</ins>`);
  expect((await desk.post(path, { ...fields(), step: "publish" })).status).toBe(303);

  const history = await office.until(`/briefings/${number}/history`, "<ins>La Moneda</ins>");
  expect(history).toContain("<dt>Título</dt>");
  expect(history).toMatch(
    /<del>Vocera de prueba<\/del> <ins>Camila Vallejo[^,]*, ministra secretaria general de Gobierno, titular<\/ins>/,
  );
  const view = await findTranscript(db, number, "said", everything);
  expect(view).toMatchObject({ edition: 2, title: "Punto de prensa de la vocera", day: "2023-05-10" });
  const given = view!.content!.turns.map((turn) => turn.speaker);
  expect(given[0]).toMatchObject({
    as: "VOCERA DE GOBIERNO",
    capacity: "titular",
    register: { item: expect.any(Number) },
  });
  expect(given[1]).toEqual({ name: "Dolores", outlet: "Radio Austral" });
  const person = given[0]!.person!;
  const counted = await wordsBySpeaker(db, { upTo: everything, briefing: number });
  expect(counted.map((row) => [row.person, row.turns])).toEqual([[person, 2]]);
  const bundle = new Uint8Array(await (await office.get(`/briefings/${number}.bundle.json`)).arrayBuffer());
  const policy = await (await office.get("/record/policy")).text();
  const report = await verifyBundle(bundle, { policy, hash: sha256, checkEd25519, now: new Date() });
  expect(report).toMatchObject({
    established: true,
    findings: expect.arrayContaining([expect.objectContaining({ name: "voice", status: "established" })]),
  });

  // On another day they are as the register has them then; taken from her, the words are of whoever is named.
  const correct = (change: object, from: number) =>
    correctTranscript(
      db,
      number,
      "said",
      { edits: [], note: "Era otro día.", severity: "minor", read: from, ...change },
      publisher.actor,
      means,
    );
  const head = { title: view!.title, day: "2024-01-10", place: "" };
  await expect(
    correct({ head: { ...head, day: "2023-05-10", place: "La Moneda" } }, view!.entry),
  ).rejects.toMatchObject({
    code: "invalid",
  });
  const third = await correct({ head }, view!.entry);
  await correct({ edits: [{ turn: 3, text: turns[2]!.text, name: "Otra persona", who: "named" }] }, third.entry);
  const last = (await findTranscript(db, number, "said", everything))!.content!;
  expect([last.day, last.place, last.turns[0]!.speaker.person]).toEqual(["2024-01-10", undefined, person]);
  expect(last.turns[2]!.speaker).toEqual({ as: "VOCERA DE GOBIERNO", name: "Otra persona" });
});

test("what pages are found by, and the words that are counted, follow from the record; each difference is named", async () => {
  const { db } = office.installation;
  const differences = async () => {
    const found: string[] = [];
    for await (const { what, where } of auditTranscripts(db)) found.push(`${where}: ${what}`);
    return found;
  };
  for await (const difference of auditRecord(office.installation, {})) expect(difference).toBeUndefined();
  expect(await differences()).toEqual([]);
  const { entry, ofEntry } = (await findTranscript(db, "2026-0101", "edited", everything, 1))!;
  const where = `transcript of 2026-0101, entry ${entry}`;
  for (const [damage, repair, expected] of [
    [sql`title = 'Otro'`, sql`title = 'Punto de prensa'`, [`${where}: title differs from the record`]],
    [sql`of_entry = 0`, sql`of_entry = ${ofEntry}`, [`${where}: of_entry differs from the record`]],
    [
      sql`turns = 4, note = 'x'`,
      sql`turns = 3, note = null`,
      ["turns", "note"].map((name) => `${where}: ${name} differs from the record`),
    ],
  ] as const) {
    await sql`update transcript_edition set ${damage} where entry = ${entry}`.execute(db);
    expect((await differences()).toSorted()).toEqual([...expected].toSorted());
    await sql`update transcript_edition set ${repair} where entry = ${entry}`.execute(db);
  }
  expect(await differences()).toEqual([]);
});

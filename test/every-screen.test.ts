import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { linkFromConsole } from "../src/access/enter.ts";
import { type AgendaTyped } from "../src/briefings/agenda-item.ts";
import { cancelItem } from "../src/briefings/cancel-item.ts";
import { changeItem } from "../src/briefings/change-item.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { publishItem } from "../src/briefings/publish-item.ts";
import { linkPath } from "../src/access/links.ts";
import { rights } from "../src/access/rights.ts";
import { newToken } from "../src/access/token.ts";
import type { DeskContext } from "../src/desk/context.ts";
import { keepingActs } from "../src/desk/keeper-acts.ts";
import { deskRoutes } from "../src/desk/routes.ts";
import { takeFile } from "../src/files/take-file.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { answerClearance } from "../src/newsroom/answer-clearance.ts";
import { publishEdited } from "../src/briefings/edit-transcript.ts";
import { stepHand } from "../src/briefings/move-hand.ts";
import { addHand } from "../src/briefings/raise-hand.ts";
import { stepBriefing } from "../src/briefings/plan-briefing.ts";
import { appendTranscripts } from "../src/briefings/transcripts.ts";
import { askClearance } from "../src/newsroom/ask-clearance.ts";
import { commentOn } from "../src/newsroom/comments.ts";
import { composeBrief } from "../src/newsroom/compose-brief.ts";
import { attachToDraft } from "../src/newsroom/draft-files.ts";
import { proposeText } from "../src/newsroom/proposals.ts";
import { publishUrgently } from "../src/newsroom/publish-urgently.ts";
import { saveReadText } from "../src/newsroom/save-text.ts";
import { publishDraft, scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startCorrection } from "../src/newsroom/start-correction.ts";
import { type DraftStart, startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { withdrawSoon } from "../src/newsroom/withdraw-soon.ts";
import { startLine } from "../src/newsroom/write-line.ts";
import { confirmAccreditation, confirmationTaskOf } from "../src/press/ask-accreditation.ts";
import { accredit } from "../src/press/decide-accreditation.ts";
import { addJournalist, logContact } from "../src/press/keep-journalist.ts";
import { logQuestion } from "../src/press/ask-question.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { assignQuestion, saveAnswer, takeQuestion } from "../src/press/work-question.ts";
import { makeJournalistLink } from "../src/press/own-data.ts";
import { addDays, dayIn } from "../src/register/day.ts";
import { transact } from "../src/store/database.ts";
import { typedItem } from "./agenda-typed.ts";
import {
  aBriefing,
  captioner,
  certifiedTranscript,
  heard,
  openedBriefing,
  publicWords,
  type,
} from "./briefing-office.ts";
import { axeFaults } from "./axe.ts";
import { faultsOf, launchBrowser } from "./browser.ts";
import { browserOf, deskOffice, deskOfficer, type DeskOfficer } from "./desk-office.ts";
import { SetClock } from "./founded-office.ts";
import { pdf, photo, sound } from "./sample-files.ts";

let office: Awaited<ReturnType<typeof deskOffice>>;
let browser: Browser;
let english: DeskOfficer;

/** Where each screen of the desk is shown with something on it, by its route. A new screen joins it. */
let screens: Record<string, readonly string[]>;

/** What is put to one officer and shown to nobody else. */
let put: Record<"es" | "en", readonly string[]>;

/** What answers no page: a file, data, a stream, or a way to somewhere else. */
const noScreens = new Set([
  "/desk/assets/:name",
  "/desk/administration",
  "/desk/agenda/calendar/:file",
  "/desk/agenda/day",
  "/desk/briefings/:id/hands",
  "/desk/briefings/:id/press",
  "/desk/briefings/:id/turns",
  "/desk/account/identity",
  "/desk/brief/worker.js",
  "/desk/citations",
  "/desk/drafts/:id/files/:file",
  "/desk/drafts/:id/files/:file/state",
  "/desk/drafts/:id/session",
  "/desk/drafts/:id/state",
  "/desk/drafts/:id/stream",
  "/desk/drafts/:id/text.docx",
  "/desk/enter/oidc",
  "/desk/enter/oidc/callback",
  "/desk/questions/similar",
  "/desk/register/find",
  "/desk/statements/:number/state",
  "/clearance/:token/files/:file",
  "/accreditation/mine/:token/data.json",
  "/desk/clearances/:clearance/files/:file",
]);

beforeAll(async () => {
  // The clock stands still, ahead of the jobs' own: what is about to leave stays about to leave.
  office = await deskOffice("segegob", {}, new SetClock(new Date(Date.now() + 3_600_000).toISOString()));
  browser = await launchBrowser();
  const grants = rights.map((right) => ({ institution: office.institution, right }));
  english = await deskOfficer(office, "english@desk.example", grants, "en");
  // A long address, of another institution.
  await deskOfficer(office, "contacto.de.la.subsecretaria@ministeriodesalud.example", [
    { institution: "ministerio-secretaria-general-de-gobierno", right: "clearer" },
  ]);
  screens = await everyScreen();
});
afterAll(async () => {
  await browser?.close();
  await office?.close();
});

test("every address of the desk that is mounted is one of the screens below, or is known to answer no page", () => {
  const mounted = deskRoutes({} as DeskContext)
    .routes.filter(({ method }) => method === "GET")
    .map(({ path }) => path.replaceAll(/(:\w+)\{(?:[^{}]|\{[^{}]*\})*\}/g, "$1"));
  expect([...Object.keys(screens).filter((path) => path !== "*"), ...noScreens].toSorted()).toEqual(
    [...new Set(mounted)].toSorted(),
  );
});

// Every other screen in the other language: both languages in both themes, and each screen in either, by two walks.
test.each([
  ["light", 1280, ["es", "en"]],
  ["dark", 360, ["en", "es"]],
] as const)(
  "no screen of the desk has a fault that axe finds, or is wider than its window: %s, %i wide, in Spanish and English by turns",
  async (colorScheme, width, turns) => {
    const options = {
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
      reducedMotion: "reduce",
    } as const;
    const found = await Promise.all(
      turns.map(async (language, turn) => {
        const officer = language === "es" ? office.officer.everything : english;
        const context = await browserOf(browser, office, officer, options);
        const stranger = await browser.newContext({ locale: language === "es" ? "es-CL" : "en-GB", ...options });
        const name = `${colorScheme}-${width}-${language}`;
        const inTurn = (paths: readonly string[]) => paths.filter((_, at) => at % 2 === turn);
        const shown = [
          ...(await lookAt(context, [...inTurn(signedIn()), ...put[language]], { width, name })),
          ...(await lookAt(stranger, inTurn(withoutSession()), { width, name })),
        ];
        await Promise.all([context.close(), stranger.close()]);
        return shown;
      }),
    );
    expect(found.flat()).toEqual([]);
    expect(office.failures).toEqual([]);
  },
  120_000,
);

test("a text is begun, written, submitted, accepted and published by keyboards alone", async () => {
  const [writer, publisher] = await Promise.all(
    [office.officer.writer, office.officer.publisher].map(async (officer) =>
      (await browserOf(browser, office, officer, { viewport: { width: 1280, height: 800 } })).newPage(),
    ),
  );
  const faults = [writer!, publisher!].map((page) => faultsOf(page));
  await writer!.goto(`${office.url}/desk`);
  await press(writer!, "Nuevo texto");
  await press(writer!, "Comunicado");
  await writer!.locator(".editor[data-ready]").waitFor();
  await tabTo(writer!, "[data-part=title]");
  await writer!.keyboard.type("Escrito sin ratón");
  await tabTo(writer!, ".ProseMirror");
  await writer!.keyboard.type("Todo con el teclado.");
  await writer!.locator(".checks").getByText("4 palabras").waitFor();
  const draft = writer!.url();
  await press(writer!, "Pasar a revisión");
  await writer!.getByRole("heading", { name: "En revisión" }).waitFor();

  await publisher!.goto(draft);
  await press(publisher!, "Aceptar este texto");
  await publisher!.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  await press(publisher!, "Publicar o programar");
  await publisher!.waitForURL(/\/publish$/);
  await tabTo(publisher!, ".hold");
  await publisher!.keyboard.down("Enter");
  await publisher!.waitForURL(/\/leaving$/);
  await publisher!.keyboard.up("Enter");
  // The way back has the focus already.
  await publisher!.locator("main button:focus").waitFor();
  await publisher!.keyboard.press("Enter");
  await publisher!.getByRole("heading", { name: "Listo para publicar" }).waitFor();
  expect(faults.flat()).toEqual([]);
  await Promise.all([writer!.context().close(), publisher!.context().close()]);
}, 120_000);

/** Presses what bears these words, once the keyboard has led to it. */
async function press(page: Page, words: string): Promise<void> {
  await tabTo(page, ":is(a, button, summary)", words);
  await page.keyboard.press("Enter");
}

/** Tabs on until what has the focus is such an element; a trap of the focus never gets there. */
async function tabTo(page: Page, selector: string, words = ""): Promise<void> {
  for (let at = 0; at < 120; at++) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate(
      (wanted) =>
        document.activeElement?.matches(wanted.selector) === true &&
        (document.activeElement.textContent ?? "").includes(wanted.words),
      { selector, words },
    );
    if (there) return;
  }
  throw new Error(`the keyboard does not lead to ${words} ${selector}`);
}

const isOpen = (path: string) => /^\/desk\/enter|^\/clearance|^\/accreditation|^\/questions/.test(path);
const signedIn = () =>
  Object.values(screens)
    .flat()
    .filter((path) => !isOpen(path));
const withoutSession = () => Object.values(screens).flat().filter(isOpen);

async function lookAt(
  context: BrowserContext,
  paths: readonly string[],
  { width, name }: { width: number; name: string },
): Promise<string[]> {
  const page = await context.newPage();
  const faults = faultsOf(page);
  const found: string[] = [];
  for (const path of paths) {
    const response = await page.goto(office.url + path);
    if (response?.status() !== (path.includes("/nothing") ? 404 : 200)) found.push(`${path}: ${response?.status()}`);
    if (response?.url() !== office.url + path.replace(/#.*/, "")) found.push(`${path} led to ${response?.url()}`);
    await settled(page);
    found.push(...(await axeFaults(page)).map((fault) => `${path}: ${fault}`));
    const shown = await page.evaluate(() => document.documentElement.scrollWidth);
    if (shown !== width) found.push(`${path}: ${shown} wide on ${width}`);
    const folder = process.env["SCREENS"];
    if (folder !== undefined)
      await page.screenshot({
        path: `${folder}/${path.replaceAll(/\W+/g, "_").slice(0, 60)}-${name}.png`,
        fullPage: true,
      });
  }
  return [...found, ...faults];
}

async function settled(page: Page): Promise<void> {
  if ((await page.locator(".editor").count()) > 0) await page.locator(".editor[data-ready]").waitFor();
}

/** A briefing that is on, with a turn of each attribution and a queue of which one has the floor. */
async function briefingOn(): Promise<number> {
  const { editor, writer } = office.officer;
  const { db, means } = office.installation;
  const { id } = await openedBriefing(office.installation, editor.actor);
  const hands = [];
  for (const [name, text] of [
    ["Dolores Ortega", ""],
    ["Juan Manuel Errázuriz Undurraga", "¿Cuántas escuelas de Chaitén siguen cerradas, y desde cuándo?"],
    ["Ana Rojas", ""],
    ["Luis Paz", ""],
  ] as const)
    hands.push(await addHand(db, id, { ...inQueue, name, text, clientKey: randomUUID() }, writer.actor, means));
  await stepHand(db, id, hands[0]!.id, "call", writer.actor, means);
  await stepHand(db, id, hands[3]!.id, "pass", writer.actor, means);
  for (const attribution of ["on-record", "background", "off-record"])
    await type(office.installation, id, writer.actor, "Unas palabras.", { attribution, kind: "question" });
  const { send } = await captioner(office.installation, id, editor.actor);
  await send(heard(1, 0, "Dicho por alguien."), heard(2, 2, "Se oye aho", { final: false }));
  return id;
}

const inQueue = { outlet: "Radio Sur de los Lagos y los Fiordos", shownAs: "outlet" };

/** One briefing that waits to be certified, with what was sent in and not asked, one that is certified, and one with an edited version beside it. */
async function transcriptsShown(): Promise<number> {
  const { db, means } = office.installation;
  const { writer, editor, publisher } = office.officer;
  const { id } = await openedBriefing(office.installation, editor.actor, { holdSeconds: "0" });
  await type(office.installation, id, writer.actor, "¿Cuándo abren las escuelas de Chaitén?", { kind: "question" });
  while ((await publicWords(office.installation, id)).length < 1) await new Promise((resolve) => setImmediate(resolve));
  const sent = { ...inQueue, name: "Luis Paz", text: "¿Y las de Palena?", clientKey: randomUUID() };
  await addHand(db, id, sent, writer.actor, means);
  await stepBriefing(db, id, "close", editor.actor, means);
  const numbers = ["2026-0101", "2026-0102"];
  await transact(db, async (tx) => {
    for (const number of numbers) await aBriefing(tx, number, office.institution);
    await appendTranscripts(
      tx,
      numbers.map((number) => ({ content: certifiedTranscript(number) })),
      "R. Soto",
      means,
    );
  });
  const read = (await db.selectFrom("transcript_edition").select("entry").orderBy("entry").executeTakeFirstOrThrow())
    .entry;
  await publishEdited(db, "2026-0101", { edits: [{ turn: 3, text: "Mañana." }], read }, publisher.actor, means);
  return id;
}

async function everyScreen(): Promise<Record<string, string[]>> {
  const { db, means } = office.installation;
  const { writer, editor, publisher, clearer } = office.officer;
  const now = means.clock.now().getTime();
  const dueAt = new Date(now + 3_600_000);
  const text = {
    title: "Reconstrucción de las escuelas de Chaitén y Palena después del temporal",
    summary: "Las obras comienzan el lunes y terminan antes del invierno.",
    body: "## Qué se hace\n\nSon **340** millones de pesos para [doce escuelas](https://www.gob.cl/).\n\n- Chaitén\n- Palena\n\n| Comuna | Monto |\n| --- | --- |\n| Chaitén | 1.234,5 |\n",
  };
  const start = async (more: DraftStart = {}) => (await startDraft(db, { ...text, ...more }, writer.actor, means)).id;
  const reviewed = async (more: DraftStart = {}) => {
    const id = await start(more);
    await submitDraft(db, id, writer.actor, means);
    return id;
  };
  const accepted = async () => {
    const id = await reviewed();
    await acceptDraft(db, id, editor.actor, means);
    return id;
  };

  const details = { claim: { text: "Cierran todas las escuelas de Chaitén", where: "WhatsApp", when: "2026-11" } };
  const denial = await start({ kind: "desmentido", details });
  const attach = async (name: string, bytes: Buffer, more: { alt?: string; claim?: boolean } = {}) => {
    const source = (async function* () {
      yield bytes;
    })();
    const file = await takeFile(db, { name, bytes: bytes.length }, source, means.clock);
    await transact(db, (tx) => attachToDraft(tx, denial, { file: file.id, ...more }, writer.actor, means));
  };
  const picture = await photo(900, 600);
  await attach("cartel-falso.jpg", picture, { alt: "Un cartel", claim: true });
  await attach("foto-de-un-nombre-muy-largo-que-no-cabe-en-un-teléfono.jpg", picture);
  await attach("cuña.wav", sound(9_000));
  await attach("plan.pdf", pdf);
  await commentOn(db, denial, { body: "¿Quién lo vio primero?", passage: "340 millones" }, editor.actor, means);
  const empty = await start({ title: "", summary: "", body: "" });
  const review = await reviewed();
  const another = { ...text, title: text.title.replace("Palena", "Futaleufú"), body: text.body.replace("340", "430") };
  const { id: proposal } = await proposeText(db, review, { ...another, note: "De la ministra." }, editor.actor, means);
  const ready = await accepted();

  const cleared = await accepted();
  const official = (name: string) => ({
    institution: "Ministerio de Hacienda",
    official: name,
    mail: `${name[0]}@x.example`,
    dueAt,
  });
  const ask = async (name: string) => {
    const { clearance } = await askClearance(db, cleared, official(name), writer.actor, means);
    const { token, hash } = newToken(means.random);
    await db
      .insertInto("clearance_link")
      .values({ token_hash: hash, clearance_id: clearance, made_at: new Date() })
      .execute();
    return token;
  };
  const [given, objected, waiting] = [await ask("Rosa Díaz"), await ask("Juan Pérez"), await ask("Inés Mora")];
  await answerClearance(db, given, { answer: "given" }, means);
  const mine = { ...official("Everything Soto"), mail: office.officer.everything.actor.email };
  const theirs = { ...official("English Soto"), mail: english.actor.email };
  const [toMe, toThem] = [
    await askClearance(db, cleared, mine, writer.actor, means),
    await askClearance(db, cleared, theirs, writer.actor, means),
  ];
  put = { es: [`/desk/clearances/${toMe.clearance}`], en: [`/desk/clearances/${toThem.clearance}`] };
  await answerClearance(db, objected, { answer: "objected", reason: "Son 340, no 430." }, means);
  const { version } = (await db.selectFrom("draft").select("version").where("id", "=", cleared).executeTakeFirst())!;
  await saveReadText(
    db,
    cleared,
    { ...text, body: text.body.replace("340", "430"), read: version },
    writer.actor,
    means,
  );
  const { id: versionRow } = (await db
    .selectFrom("draft_version")
    .select("id")
    .where("draft_id", "=", cleared)
    .orderBy("id")
    .executeTakeFirst())!;

  const leaving = await accepted();
  await publishDraft(db, leaving, publisher.actor, means);
  const scheduled = await accepted();
  await scheduleDraft(db, scheduled, { at: dueAt }, publisher.actor, means);
  const urgent = await publishUrgently(db, await start(), { reason: "Sismo." }, publisher.actor, means);
  const later = await publishUrgently(
    db,
    await start({ title: "Otro aviso" }),
    { reason: "Sismo." },
    publisher.actor,
    means,
  );
  await office.until(`/statements/${later.number}`, "Otro aviso");
  const { id: correction } = await startCorrection(db, urgent.number, writer.actor, means);
  await withdrawSoon(db, later.number, { reason: "Era de otro día." }, publisher.actor, means);

  const day = new Date(now).toLocaleDateString("sv-SE", { timeZone: "America/Santiago" });
  const typed = { subject: "Escuelas de Chaitén", body: "Las obras **comienzan** el lunes.", validUntil: "" };
  const evidence = `${urgent.number} lo dijo la ministra\nhttps://www.bcn.cl/ la ley`;
  const said = { ...typed, evidence, validFrom: day, owner: writer.actor.officer };
  const { id: line } = await startLine(db, said, writer.actor, means);
  const brief = { day, person: "camila-vallejo", lines: [line], note: "9:00 prensa", read: 0 };
  await composeBrief(db, brief, writer.actor, means);
  const { id: lineVersion } = (await db.selectFrom("line_version").select("id").executeTakeFirst())!;
  const { token: link } = await linkFromConsole(db, "writer@desk.example", means);

  const agenda = await agendaItems(day);
  const drafts = "/desk/drafts/:id";
  const at = (id: number, end = "") => `/desk/drafts/${id}${end}`;
  const statement = `/desk/statements/${urgent.number}`;
  const administration = "/desk/administration";
  const { journalist, requested, ownData } = await pressShown();
  const { questions, status } = await questionsShown(line);
  const uncertified = await transcriptsShown();
  const on = await briefingOn();
  return {
    "/desk/enter": ["/desk/enter"],
    "/desk/enter/link/:token": [linkPath(link)],
    "/clearance/:token": [given, objected, waiting].map((token) => `/clearance/${token}`),
    "*": ["/desk/nothing-here", "/clearance/nothing", "/accreditation/nothing/at-all", "/questions/status/nothing"],
    "/desk/questions": ["press", "citizen"].flatMap((queue) =>
      ["waiting", "mine", "overdue", "ended"].map((show) => `/desk/questions?queue=${queue}&show=${show}`),
    ),
    "/desk/questions/new": ["/desk/questions/new"],
    "/desk/questions/:id": questions.map((id) => `/desk/questions/${id}`),
    "/questions/ask": ["/questions/ask"],
    "/questions/status/:token": [`/questions/status/${status}`],
    "/desk/briefings": ["/desk/briefings"],
    "/desk/briefings/new": ["/desk/briefings/new"],
    "/desk/briefings/:id": [`/desk/briefings/${on}`, `/desk/briefings/${uncertified}`],
    "/desk/briefings/:id/edit": [`/desk/briefings/${on}/edit`],
    "/desk/briefings/:id/captions": [`/desk/briefings/${on}/captions`],
    "/desk/transcripts": ["/desk/transcripts"],
    "/desk/transcripts/certify/:id": [`/desk/transcripts/certify/${uncertified}`],
    "/desk/transcripts/:number/edit": ["/desk/transcripts/2026-0102/edit"],
    "/desk/transcripts/:number/said/correct": ["/desk/transcripts/2026-0101/said/correct"],
    "/desk/transcripts/:number/edited/correct": ["/desk/transcripts/2026-0101/edited/correct"],
    "/desk/press": ["/desk/press", "/desk/press?q=nadie"],
    "/desk/press/new": ["/desk/press/new"],
    "/desk/press/journalists/:id": [`/desk/press/journalists/${journalist}`],
    "/desk/press/outlets": ["/desk/press/outlets"],
    "/accreditation": ["/accreditation"],
    "/accreditation/:token": [`/accreditation/${requested}`],
    "/accreditation/mine": ["/accreditation/mine"],
    "/accreditation/mine/:token": [`/accreditation/mine/${ownData}`],
    "/desk": ["/desk", "/desk?mine=1"],
    "/desk/clearances": ["/desk/clearances"],
    "/desk/clearances/:clearance": [],
    "/desk/account": ["/desk/account"],
    [`${administration}/officers`]: [`${administration}/officers`],
    [`${administration}/officers/new`]: [`${administration}/officers/new`],
    [`${administration}/officers/:id`]: [`${administration}/officers/${clearer.actor.officer}`],
    [`${administration}/sessions`]: [`${administration}/sessions`],
    [`${administration}/trail`]: [`${administration}/trail`, `${administration}/trail?about=nothing-like-it`],
    [`${administration}/office`]: [`${administration}/office`],
    [`${administration}/office/templates/:kind`]: [`${administration}/office/templates/comunicado`],
    [drafts]: [denial, empty, review, ready, cleared, scheduled, correction].map((id) => at(id)),
    [`${drafts}/details`]: [at(denial, "/details"), at(correction, "/details")],
    [`${drafts}/versions`]: [at(cleared, "/versions")],
    [`${drafts}/versions/:version`]: [at(cleared, `/versions/${versionRow}`)],
    [`${drafts}/return`]: [at(review, "/return")],
    [`${drafts}/drop`]: [at(denial, "/drop")],
    [`${drafts}/clearance`]: [at(review, "/clearance")],
    [`${drafts}/changes`]: [at(cleared, "/changes")],
    [`${drafts}/publish`]: [at(ready, "/publish")],
    [`${drafts}/publish/confirm`]: [at(ready, "/publish/confirm")],
    [`${drafts}/leaving`]: [at(leaving, "/leaving")],
    [`${drafts}/urgent`]: [at(review, "/urgent")],
    [`${drafts}/edit`]: [at(review, "/edit")],
    [`${drafts}/pencil`]: [at(review, "/pencil")],
    [`${drafts}/pencil/:proposal`]: [at(review, `/pencil/${proposal}`)],
    [`${drafts}/whatsapp`]: [at(review, "/whatsapp")],
    [`${drafts}/files`]: [at(denial, "/files"), at(empty, "/files")],
    "/desk/statements": ["/desk/statements"],
    "/desk/statements/:number": [statement],
    "/desk/statements/:number/withdraw": [`${statement}/withdraw`],
    "/desk/statements/:number/withdrawing": [`/desk/statements/${later.number}/withdrawing`],
    "/desk/statements/:number/review/:edition": [`${statement}/review/1`],
    "/desk/who-speaks": ["/desk/who-speaks"],
    "/desk/first": ["/desk/first"],
    "/desk/first/text": ["/desk/first/text"],
    "/desk/register": ["/desk/register", "/desk/register?q=vallejo"],
    "/desk/register/:act": [
      ...keepingActs.map((act) => `/desk/register/${act}`),
      "/desk/register/end?tenure=hernan-bejares-gonzalez-1974",
      "/desk/register/retract?of-person=camila-vallejo",
    ],
    "/desk/agenda": ["list", "week", "month"].map((view) => `/desk/agenda?view=${view}`),
    "/desk/agenda/new": ["/desk/agenda/new"],
    "/desk/agenda/day/:day": [`/desk/agenda/day/${day}?for=camila-vallejo`],
    "/desk/agenda/links": ["/desk/agenda/links"],
    "/desk/agenda/:id": agenda.map((item) => `/desk/agenda/${item}`),
    "/desk/agenda/:id/edit": [`/desk/agenda/${agenda[0]}/edit`],
    "/desk/lines": ["/desk/lines"],
    "/desk/lines/new": ["/desk/lines/new"],
    "/desk/lines/:id": [`/desk/lines/${line}`],
    "/desk/lines/:id/edit": [`/desk/lines/${line}/edit`],
    "/desk/lines/:id/versions": [`/desk/lines/${line}/versions`],
    "/desk/lines/:id/versions/:version": [`/desk/lines/${line}/versions/${lineVersion}`],
    "/desk/brief": ["/desk/brief"],
    "/desk/brief/:day": [`/desk/brief/${day}`],
    "/desk/brief/:day/edit": [`/desk/brief/${day}/edit`],
    "/desk/brief/:day/cards": [`/desk/brief/${day}/cards?for=camila-vallejo`],
  };
}

/** Questions that wait, are protected, are assigned and being answered, and were answered; and the way of whoever asked to theirs. */
async function questionsShown(line: number) {
  const { db, means } = office.installation;
  const { writer, publisher } = office.officer;
  const typed = {
    queue: "press",
    text: "¿Cuándo llega el agua a Petorca?\n\nY ¿quién la paga? https://una-dirección-muy-larga.example/que/no/cabe/en/un/teléfono/de/los/angostos",
    name: "Rosa Paredes",
    outlet: "Radio Norte",
    mail: "rosa@radio.example",
    shownAs: "name",
    language: "es",
    exclusiveUntil: "",
    phone: "",
    channel: "whatsapp",
    askedOn: "",
    askedAt: "",
  };
  const log = async (more: Partial<typeof typed> = {}) =>
    (await logQuestion(db, { ...typed, ...more }, writer.actor, means)).id;
  const waiting = await log({ queue: "citizen" });
  const until = addDays(dayIn("America/Santiago", means.clock.now()), 3);
  const exclusive = await log({ exclusiveUntil: until });
  await takeQuestion(db, exclusive, writer.actor, means);
  const written = await log();
  const everything = office.officer.everything.actor;
  await takeQuestion(db, written, writer.actor, means);
  await assignQuestion(db, written, { to: everything.officer, lines: [line] }, writer.actor, means);
  await saveAnswer(db, written, { kind: "answer", body: "El **jueves**.", version: 0 }, everything, means);
  const answered = await log({ text: "¿Cuándo llegó el agua?" });
  await saveAnswer(db, answered, { kind: "answer", body: "El martes.", version: 0 }, writer.actor, means);
  const given = { version: 1, speaker: "", topics: [], reason: "" };
  await publishAnswer(db, answered, given, publisher.actor, means);
  const { token, hash } = newToken(means.random);
  await db
    .insertInto("question_link")
    .values({ token_hash: hash, question_id: written, made_at: means.clock.now() })
    .execute();
  return { questions: [waiting, exclusive, written, answered], status: token };
}

/** A journalist with a note and an accreditation, a request that waits for a hand, and the way of a journalist to their data. */
async function pressShown() {
  const { db, means } = office.installation;
  const { editor } = office.officer;
  const typed = { name: "Dolores Ortega", mail: "", phone: "+56 9 1234 5678", outlet: "Radio Austral", language: "es" };
  const { journalist } = await addJournalist(db, { ...typed, mail: "dortega@radio.example" }, editor.actor, means);
  const noted = { channel: "phone", purpose: "Devolver el llamado", note: "Pide la cifra de viviendas.", keep: "year" };
  await logContact(db, journalist, noted, editor.actor, means);
  const until = addDays(dayIn("America/Santiago", means.clock.now()), 100);
  await accredit(db, journalist, { occasion: "", grounds: "Credencial 123", until }, editor.actor, means);
  const asked = { ...typed, mail: "otra@diario.example", name: "Otra Persona", occasion: "", grounds: "Encargo" };
  const sent: string[] = [];
  const mailer = { send: async ({ text }: { text: string }) => void sent.push(/\/([\w-]{43})$/m.exec(text)![1]!) };
  const ask = confirmationTaskOf({ db, means }, { mailer, url: office.url });
  await ask({ asked }, 1);
  await ask({ asked: { ...asked, mail: "tercera@diario.example", name: "Tercera Persona" } }, 1);
  await confirmAccreditation(db, sent[1]!, means);
  const ownData = await transact(db, (tx) => makeJournalistLink(tx, journalist, means));
  return { journalist, requested: sent[0]!, ownData };
}

/** A public one that changed and collides with an internal one, one that is cancelled, and some without an hour. */
async function agendaItems(day: string): Promise<number[]> {
  const { db, means } = office.installation;
  const { writer, editor } = office.officer;
  const plan = async (change: Partial<AgendaTyped>) => {
    const item = {
      ...typedItem,
      day,
      people: ["camila-vallejo"],
      internalNote: "Llevar las cifras de Chaitén.",
      ...change,
    };
    return (await planItem(db, item, writer.actor, means)).id;
  };
  const shown = await plan({ title: "Punto de prensa sobre la reconstrucción de las escuelas de Chaitén y Palena" });
  await publishItem(db, shown, { read: 1 }, editor.actor, means);
  const later = {
    ...typedItem,
    day,
    time: "11:00",
    people: ["camila-vallejo"],
    read: 2,
    change: "Se atrasa media hora.",
  };
  await changeItem(db, shown, later, editor.actor, means);
  const hidden = await plan({
    title: "Reunión con alcaldes",
    kind: "reunion",
    time: "10:45",
    until: "12:00",
    place: "Salón 2",
  });
  const off = await plan({ title: "Visita a terreno", kind: "visita", precision: "part", part: "afternoon" });
  await publishItem(db, off, { read: 1 }, editor.actor, means);
  await cancelItem(db, off, { read: 2, reason: "Por el temporal." }, editor.actor, means);
  await plan({ title: "Cuenta pública", precision: "week" });
  return [shown, hidden, off];
}

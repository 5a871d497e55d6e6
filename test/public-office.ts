import { changeItem } from "../src/briefings/change-item.ts";
import { publishEdited } from "../src/briefings/edit-transcript.ts";
import { planBriefing, stepBriefing } from "../src/briefings/plan-briefing.ts";
import { planItem } from "../src/briefings/plan-item.ts";
import { publishItem } from "../src/briefings/publish-item.ts";
import { appendTranscripts } from "../src/briefings/transcripts.ts";
import { takeFile } from "../src/files/take-file.ts";
import { logQuestion } from "../src/press/ask-question.ts";
import { correctAnswer } from "../src/press/correct-answer.ts";
import { publishAnswer } from "../src/press/publish-answer.ts";
import { saveAnswer, showQuestion } from "../src/press/work-question.ts";
import { addDays, dayIn } from "../src/register/day.ts";
import { transact } from "../src/store/database.ts";
import { typedItem } from "./agenda-typed.ts";
import {
  aBriefing,
  certifiedTranscript,
  openedBriefing,
  plannedBriefing,
  publicWords,
  type,
} from "./briefing-office.ts";
import { deskOffice } from "./desk-office.ts";
import { pdf, photo, sound } from "./sample-files.ts";

/** An office that has something on every public page, and where each page is shown, by its route. A new page joins it. */
export async function publicOffice(...served: Parameters<typeof deskOffice>) {
  const office = await deskOffice(...served);
  const statements = await statementsOf(office);
  const [briefings, questions, agenda] = [await briefingsOf(office), await questionsOf(office), await agendaOf(office)];
  await office.sequencer.flush();
  await office.until("/search?q=agua", statements.denial);
  const one = "/statements/:number";
  const said = "/briefings/:number";
  const { certified } = briefings;
  const then = `?at=${new Date().toISOString()}`;
  const pages: Record<string, readonly string[]> = {
    "/": ["/", `/${then}`, "/?at=1973-09-11"],
    "/statements": ["/statements", "/statements?kind=desmentido", `/statements${then}`],
    [one]: [
      ...Object.values(statements).map((number) => `/statements/${number}`),
      `/statements/${statements.corrected}${then}`,
    ],
    [`${one}/history`]: [`/statements/${statements.corrected}/history`],
    [`${one}/delivery`]: [`/statements/${statements.prepared}/delivery`],
    [`${one}/editions/:edition`]: [`/statements/${statements.corrected}/editions/1`],
    "/record": ["/record"],
    "/away": ["/away"],
    "/record/entries/:index": ["/record/entries/3"],
    "/agenda": ["/agenda", "/agenda?at=1973-09-11"],
    "/agenda/:number": [`/agenda/${agenda}`],
    "/questions": ["/questions", "/questions?show=overdue", `/questions${then}`],
    "/questions/figures": ["/questions/figures"],
    "/questions/:number": [`/questions/${questions.answered}`],
    "/register": ["/register", "/register?date=1973-09-11", `/register${then}`],
    "/register/as-of/:date": ["/register/as-of/1974-06-30", "/register/as-of/2026-11-23?recorded=2020-01-01"],
    "/register/posts": ["/register/posts"],
    "/register/posts/as-of/:date": ["/register/posts/as-of/1974-06-30"],
    "/register/institutions": ["/register/institutions"],
    "/register/institutions/:slug": ["/register/institutions/segegob"],
    "/register/institutions/:slug/as-of/:date": ["/register/institutions/segegob/as-of/1972-08-08"],
    "/register/posts/:slug": ["/register/posts/ministro-secretario-general-de-gobierno"],
    "/register/people": ["/register/people"],
    "/register/people/:slug": ["/register/people/francisco-vidal-salinas"],
    "/register/instruments/:slug": ["/register/instruments/dl-1385"],
    "/register/audit": ["/register/audit"],
    "/search": ["/search", "/search?q=escuelas+chaiten", "/search?q=zurbamandra"],
    "/briefings": ["/briefings", `/briefings${then}`],
    [said]: [briefings.announced, briefings.on, briefings.over, certified].map((number) => `/briefings/${number}`),
    [`${said}/edited`]: [`/briefings/${certified}/edited`],
    [`${said}/edited/editions/:edition`]: [`/briefings/${certified}/edited/editions/1`],
    [`${said}/editions/:edition`]: [`/briefings/${certified}/editions/1`],
    [`${said}/difference`]: [`/briefings/${certified}/difference`],
    [`${said}/history`]: [`/briefings/${certified}/history`],
    [`${said}/turns/:turn`]: [
      `/briefings/${certified}/turns/3`,
      `/briefings/${briefings.over}/turns/1`,
      `/briefings/${certified}/turns/3${then}`,
    ],
    [`${said}/figures`]: [`/briefings/${certified}/figures`],
    "/briefings/figures": ["/briefings/figures"],
    "/feeds": ["/feeds"],
    "/corrections": ["/corrections"],
    "/api": ["/api"],
    "/verify": ["/verify", "/verify?text=El+agua+se+puede+beber"],
    "*": ["/nada"],
  };
  return { ...office, statements, briefings, pages };
}

type Office = Awaited<ReturnType<typeof deskOffice>>;

const body =
  "## Qué se hace\n\nSon **430** millones para [doce escuelas](https://www.gob.cl/).\n\n> Una cita.\n\n- uno\n- dos\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n";

async function statementsOf(office: Office) {
  const { db, means } = office.installation;
  const take = async (name: string, bytes: Uint8Array) => {
    const once = (async function* () {
      yield bytes;
    })();
    return (await takeFile(db, { name, bytes: bytes.length }, once, means.clock)).id;
  };
  const publish = async (draft: Parameters<Office["publish"]>[0]) => (await office.publish(draft)).number;
  const picture = await photo(300, 200);
  const corrected = await publish({ title: "Escuelas de Chaitén", summary: "Seis.", topics: ["educacion"], body });
  await office.correct(corrected, { note: "Decía 430.", body: body.replace("430", "340") });
  const withdrawn = await publish({ title: "To the press", language: "en", kind: "discurso" });
  await office.withdraw(withdrawn, "Otro texto.");
  const claim = { text: "El agua <b>no</b> se puede beber.", where: "Cadenas de mensajes", when: "2026-11-22" };
  const denial = await publish({
    title: "El agua se puede beber",
    kind: "desmentido",
    details: { claim, contact: "prensa@example.cl" },
    attachments: [{ file: await take("aviso.jpg", picture), alt: "Un aviso falso", claim: true }],
  });
  const pictured = await publish({
    title: "Con archivos",
    body,
    attachments: [
      { file: await take("mapa.jpg", picture), alt: "El mapa de los focos" },
      { file: await take("cuña.wav", sound(20_000)) },
      { file: await take("plan.pdf", pdf) },
    ],
  });
  const english = await publish({
    title: "Schools of Chaitén",
    language: "en",
    details: { translates: { number: corrected } },
  });
  const bulletin = await publish({ title: "Balance", kind: "balance", details: { series: { name: "Incendios" } } });
  const prepared = await publish({ kind: "discurso", body: "Diré uno.\n", details: { delivery: "prepared" } });
  await office.until(`/statements/${prepared}`, "Texto preparado");
  const delivered = await publish({
    kind: "discurso",
    body: "Diré dos.\n",
    details: { delivery: "delivered", counterpart: { number: prepared } },
  });
  await office.until(`/statements/${delivered}`, "Diré dos.");
  return { corrected, withdrawn, denial, pictured, english, bulletin, prepared, delivered };
}

/** One announced, one that is on, one that waits to be certified, and one that is certified, corrected by none and edited. */
async function briefingsOf({ installation, institution, officer }: Office) {
  const { db, means } = installation;
  const { editor, writer, publisher } = officer;
  const { id: planned } = await planBriefing(db, plannedBriefing, editor.actor, means);
  const { number: announced = "" } = await stepBriefing(db, planned, "announce", editor.actor, means);
  const held = [];
  for (const words of ["Buenos días.", "Hasta mañana."]) {
    const opened = await openedBriefing(installation, editor.actor, { holdSeconds: "0" });
    await type(installation, opened.id, writer.actor, words);
    await type(installation, opened.id, writer.actor, "¿Cuántas viviendas son?", { kind: "question" });
    while ((await publicWords(installation, opened.id)).length < 2) await new Promise((done) => setImmediate(done));
    held.push(opened);
  }
  await stepBriefing(db, held[1]!.id, "close", editor.actor, means);
  const certified = "2026-0101";
  await transact(db, async (tx) => {
    await aBriefing(tx, certified, institution);
    await appendTranscripts(tx, [{ content: certifiedTranscript(certified) }], "R. Soto", means);
  });
  const read = (await db.selectFrom("transcript_edition").select("entry").executeTakeFirstOrThrow()).entry;
  await publishEdited(db, certified, { edits: [{ turn: 3, text: "Mañana." }], read }, publisher.actor, means);
  return { announced, on: held[0]!.number, over: held[1]!.number, certified };
}

/** One shown and open, one overdue, and one that was answered and whose answer was corrected. */
async function questionsOf({ installation: { db, means }, officer: { writer, publisher } }: Office) {
  const typed = {
    queue: "press",
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
  const log = async (text: string) => (await logQuestion(db, { ...typed, text }, writer.actor, means)).id;
  await showQuestion(db, await log("¿Habrá locomoción gratis?"), { text: "" }, writer.actor, means);
  const late = await log("¿Por qué no se ha publicado el informe?");
  await showQuestion(db, late, { text: "" }, writer.actor, means);
  await db.updateTable("question").set({ due_on: "2026-09-21" }).where("id", "=", late).execute();
  const done = await log("¿Cuántas viviendas se entregan en Chaitén?");
  await saveAnswer(db, done, { kind: "answer", body: "Son **340**.\n", version: 0 }, writer.actor, means);
  const given = { version: 1, speaker: "", topics: [], reason: "" };
  const { number: answered } = await publishAnswer(db, done, given, publisher.actor, means);
  const correction = { edition: 1, text: "Son **350**.\n", note: "Son diez más.", severity: "major" };
  await correctAnswer(db, answered, correction, publisher.actor, means);
  return { answered };
}

async function agendaOf({ installation: { db, means }, officer: { writer, editor } }: Office): Promise<string> {
  const day = addDays(dayIn("America/Santiago", means.clock.now()), 1);
  const item = { ...typedItem, day, people: ["camila-vallejo"] };
  const { id } = await planItem(db, item, writer.actor, means);
  await publishItem(db, id, { read: 1 }, editor.actor, means);
  const change = "Se atrasa media hora.";
  await changeItem(db, id, { ...item, time: "11:00", read: 2, change }, editor.actor, means);
  return (await db.selectFrom("agenda_item").select("number").where("id", "=", id).executeTakeFirstOrThrow()).number!;
}

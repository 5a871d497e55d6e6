import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import type { Actor } from "../src/access/rights.ts";
import { answerClearance } from "../src/newsroom/answer-clearance.ts";
import { askAgain, askClearance, withdrawClearance } from "../src/newsroom/ask-clearance.ts";
import type { ClearanceAsked } from "../src/newsroom/clearance.ts";
import { clearancesOf } from "../src/newsroom/clearances-of-officer.ts";
import { changesSinceClearance } from "../src/newsroom/clearance-changes.ts";
import { clearanceMailTaskOf } from "../src/newsroom/clearance-task.ts";
import { dropDraft } from "../src/newsroom/drop-draft.ts";
import { findDraft, listEvents } from "../src/newsroom/find-draft.ts";
import { handOnClearance } from "../src/newsroom/hand-on-clearance.ts";
import { goAhead } from "../src/newsroom/go-ahead.ts";
import { listDrafts } from "../src/newsroom/list-drafts.ts";
import { openClearance } from "../src/newsroom/open-clearance.ts";
import { readClearance } from "../src/newsroom/read-clearance.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { saveText } from "../src/newsroom/save-text.ts";
import { callBack, publishDraft, scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { transact } from "../src/store/database.ts";
import type { Mail } from "../src/store/mail.ts";
import { newsroomDifferences, SetClock } from "./founded-office.ts";
import { officer, staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const clock = new SetClock("2026-11-23T12:00:00Z");
const due = new Date("2026-11-23T14:00:00Z");
const hacienda = { institution: "Ministerio de Hacienda", official: "Inés Mora", mail: "imora@hacienda.example" };
const interior = { institution: "Ministerio del Interior", official: "Luis Paz", mail: "lpaz@interior.example" };
const body = "Uno queda.\n\nSon 14 casas.\n\nTres queda.\n";

let office: StaffedOffice;
const sent: Mail[] = [];

beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

test("an official sees by their link what is put to them, and clears it without an account", async () => {
  const id = await submitted();
  const clearance = await ask(id, hacienda);
  expect(await findDraft(office.db, id, office.eva)).toMatchObject({
    state: "in-clearance",
    clearances: [{ ...hacienda, standing: "waiting", stale: false, dueAt: due }],
    missing: ["clearance-waiting"],
  });
  const token = await mailed(clearance);
  expect(await readClearance(office.db, token)).toMatchObject({
    official: "Inés Mora",
    askedBy: "Ana Soto",
    open: true,
    standing: "waiting",
    text: { title: "Casas", html: expect.stringContaining("<p>Son 14 casas.</p>"), voices: [] },
  });
  expect((await findDraft(office.db, id, office.eva))?.clearances[0]?.openedAt).toBeUndefined();
  await openClearance(office.db, token, office.means);
  expect((await findDraft(office.db, id, office.eva))?.clearances[0]?.openedAt).toEqual(clock.now());
  await answer(token, "given");
  await acceptDraft(office.db, id, office.eva, office.means);
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({
    state: "cleared",
    clearances: [{ standing: "given", answeredAt: clock.now() }],
    missing: [],
  });
  expect((await listEvents(office.db, id, office.ana)).map(({ what, by }) => [what, by.name])).toContainEqual([
    "clearance-given",
    "Inés Mora (Ministerio de Hacienda)",
  ]);
});

test("nothing of the text is in a mail, and nothing that lets somebody in is in the database or the queue", async () => {
  const id = await submitted();
  const token = await mailed(await ask(id, hacienda));
  const mail = sent.at(-1);
  expect(mail?.to.address).toBe(hacienda.mail);
  expect(`${mail?.subject} ${mail?.text}`).not.toMatch(/Casas|14/);
  expect(mail?.subject).toMatch(/: [a-záé]+ \d+ de [a-z]+, \d\d:\d\d, hora de Chile$/);
  expect(mail?.text).toContain(`https://office.example/clearance/${token}`);
  const { rows } = await sql<{ all: string }>`
    select string_agg(t::text, ' ') as all from (
      select to_jsonb(c) as t from clearance c union all select to_jsonb(l) from clearance_link l
      union all select to_jsonb(e) from draft_event e union all select to_jsonb(x) from trail x
      union all select to_jsonb(j) from voceria_jobs._private_jobs j) t`.execute(office.db);
  expect(rows[0]?.all).toContain("Inés Mora");
  expect(rows[0]?.all).not.toContain(token);
});

test("a link that is none, was guessed or was taken back says the same, and shows nothing", async () => {
  const id = await submitted();
  const clearance = await ask(id, hacienda);
  const token = await mailed(clearance);
  await withdrawClearance(office.db, id, clearance, office.ana, office.means);
  const sentences = new Set<string>();
  for (const link of [token, "", "x", "A".repeat(43), `${token}A`]) {
    expect(await readClearance(office.db, link)).toBeUndefined();
    const refusal = await answer(link, "given").catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "not-found" });
    sentences.add((refusal as Error).message);
  }
  expect(sentences.size).toBe(1);
  expect(await findDraft(office.db, id, office.eva)).toMatchObject({ state: "cleared", clearances: [] });
});

test("an objection says why, and keeps the text from going out until it is changed and asked again", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, interior));
  await expect(answer(token, "objected", " ")).rejects.toThrow("reason");
  await answer(token, "objected", "La cifra es otra.");
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({
    state: "in-clearance",
    missing: ["clearance-objected"],
    clearances: [{ reason: "La cifra es otra." }],
  });
  expect((await cardOf(id))?.waitsFor).toEqual({ what: "objection", institutions: [interior.institution] });
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toMatchObject({ code: "conflict" });
  await save(id, body.replace("14", "41"));
  const { clearances } = await askAgain(office.db, id, { dueAt: due }, office.ana, office.means);
  expect(await readClearance(office.db, token)).toBeUndefined();
  const anew = await mailed(clearances[0] ?? 0, "again");
  const page = await readClearance(office.db, anew);
  expect(page?.changes?.passages).toMatchObject([{ paragraph: 1, changes: [{}, { text: "14" }, { text: "41" }, {}] }]);
  await answer(anew, "given");
  await acceptDraft(office.db, id, office.eva, office.means);
  await publishDraft(office.db, id, office.paz, office.means);
});

test("a change after clearance shows word by word what was touched and whose, and only they are asked again", async () => {
  const id = await accepted();
  const first = await mailed(await ask(id, hacienda));
  await answer(first, "given");
  await save(id, body.replace("Tres queda", "Tres cambia"));
  const second = await mailed(await ask(id, interior));
  await answer(second, "given");
  await acceptDraft(office.db, id, office.eva, office.means);
  expect(await changesSinceClearance(office.db, id, office.ana)).toMatchObject([
    {
      clearances: [{ institution: hacienda.institution, stale: true }],
      changes: { passages: [{ paragraph: 2 }], particulars: [] },
    },
  ]);
  expect((await cardOf(id))?.waitsFor).toEqual({ what: "asking-again", institutions: [hacienda.institution] });
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toThrow("changed since it was cleared");
  const { clearances } = await askAgain(office.db, id, { dueAt: due }, office.ana, office.means);
  expect(clearances).toHaveLength(1);
  await answer(await mailed(clearances[0] ?? 0, "again"), "given");
  expect(await changesSinceClearance(office.db, id, office.ana)).toEqual([]);
  await expect(askAgain(office.db, id, { dueAt: due }, office.ana, office.means)).rejects.toMatchObject({
    code: "conflict",
  });
  await publishDraft(office.db, id, office.paz, office.means);
});

test("the publisher may go ahead with the text as it is, with a reason that stays on the trail, and no further", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, hacienda));
  await answer(token, "given");
  await save(id, body.replace("14", "15"));
  await expect(goAhead(office.db, id, { reason: "" }, office.paz, office.means)).rejects.toThrow("reason");
  await expect(goAhead(office.db, id, { reason: "Sí." }, office.eva, office.means)).rejects.toMatchObject({
    code: "forbidden",
  });
  await goAhead(office.db, id, { reason: "La ministra lo pidió en la puerta." }, office.paz, office.means);
  const { rows } = await sql<{ details: Record<string, unknown> }>`
    select details from trail where about = ${`draft ${id}`} order by id desc limit 1`.execute(office.db);
  expect(rows[0]?.details).toMatchObject({ what: "go-ahead", reason: "La ministra lo pidió en la puerta." });
  expect((await listEvents(office.db, id, office.ana)).at(-1)?.details).toEqual({
    without: [{ institution: hacienda.institution, standing: "stale" }],
  });
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ ahead: { present: true }, missing: [] });
  await save(id, body.replace("14", "16"));
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({
    ahead: { present: false },
    missing: ["clearance-stale"],
  });
});

test("an official who objects after all takes a scheduled text back, and whoever scheduled it is told", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, hacienda));
  await answer(token, "given");
  const publishAt = new Date("2026-11-23T13:00:00Z");
  await scheduleDraft(office.db, id, { at: publishAt }, office.paz, office.means);
  expect(await answer(token, "given")).toMatchObject({ standing: "given" });
  await answer(token, "objected", "Acabo de ver la cifra.");
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ state: "in-clearance" });
  expect((await listEvents(office.db, id, office.paz)).at(-1)?.details).toMatchObject({ calledBack: true });
  expect(await mailsQueued("Objeción de Ministerio de Hacienda", id)).toEqual([
    "ana.soto@example.org",
    "paz.neira@example.org",
  ]);
  clock.set("2026-11-23T13:00:00Z");
  expect(await releaseDraft(office.db, id, office.means)).toEqual({ released: false });
  clock.set("2026-11-23T12:00:00Z");
});

test("what an official clears is the text they were shown, also when it changes while they answer", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, hacienda));
  await Promise.all([save(id, body.replace("14", "99")), answer(token, "given")]);
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({
    clearances: [{ standing: "given", stale: true }],
    missing: ["clearance-stale"],
  });
});

test("an answer and its being taken back at once: one of them comes first, and the draft is of a piece", async () => {
  for (let round = 0; round < 6; round++) {
    const id = await accepted();
    const clearance = await ask(id, hacienda);
    const token = await mailed(clearance);
    const [answered] = await Promise.allSettled([
      answer(token, "objected", "No."),
      withdrawClearance(office.db, id, clearance, office.ana, office.means),
    ]);
    if (answered.status === "rejected") expect(answered.reason).toMatchObject({ code: "not-found" });
    expect(await findDraft(office.db, id, office.paz)).toMatchObject({ state: "cleared", clearances: [] });
  }
});

test("the same answer twice at once is one answer", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, hacienda));
  await Promise.all(Array.from({ length: 4 }, () => answer(token, "given")));
  const events = await listEvents(office.db, id, office.ana);
  expect(events.filter(({ what }) => what === "clearance-given")).toHaveLength(1);
});

test("whoever was asked is asked once, by one address that can be one, and to a time that is still to come", async () => {
  const id = await submitted();
  await ask(id, hacienda);
  await expect(ask(id, hacienda)).rejects.toMatchObject({ code: "conflict" });
  for (const [change, named] of [
    [{ mail: "no es" }, "mail"],
    [{ mail: "a@b.cl, c@d.cl" }, "mail"],
    [{ mail: "a@b.cl\nbcc: x@y.cl" }, "mail"],
    [{ official: "" }, "official"],
    [{ institution: "Dos\nlíneas" }, "institution"],
    [{ dueAt: new Date("2026-11-23T11:59:59Z") }, "due"],
    [{ dueAt: new Date(Number.NaN) }, "due"],
  ] as const)
    await expect(ask(id, { ...interior, ...change })).rejects.toThrow(named);
  const empty = (await startDraft(office.db, {}, office.ana, office.means)).id;
  await submitDraft(office.db, empty, office.ana, office.means);
  await expect(ask(empty, interior)).rejects.toThrow("no title or no text");
});

test("once the text is out an official is thanked, not asked; once it is dropped they see nothing of it any more", async () => {
  const id = await accepted();
  const token = await mailed(await ask(id, hacienda));
  await goAhead(office.db, id, { reason: "No hay tiempo." }, office.paz, office.means);
  await publishDraft(office.db, id, office.paz, office.means);
  clock.set("2026-11-23T12:00:10Z");
  expect(await releaseDraft(office.db, id, office.means)).toMatchObject({ released: true });
  expect(await readClearance(office.db, token)).toMatchObject({ open: false, standing: "waiting" });
  await expect(answer(token, "given")).rejects.toMatchObject({ code: "conflict" });
  expect(await remind("due")).toBe(0);

  const other = await submitted();
  const theirs = await mailed(await ask(other, hacienda));
  await dropDraft(office.db, other, { reason: "Ya no." }, office.ana, office.means);
  const page = await readClearance(office.db, theirs);
  expect(page).toMatchObject({ open: false });
  expect(page).not.toHaveProperty("text");

  async function remind(mail: "due"): Promise<number> {
    const before = sent.length;
    const [clearance] = (await findDraft(office.db, id, office.ana))?.clearances ?? [];
    await post({ clearance: clearance?.id, mail });
    return sent.length - before;
  }
});

test("whoever does not answer is reminded at half time and when it is due, and whoever asked is told; an answer ends both", async () => {
  const id = await submitted();
  const clearance = await ask(id, hacienda);
  const jobs = () =>
    sql<{ key: string; run_at: Date }>`
      select key, run_at from voceria_jobs.jobs where key like ${`clearance-mail:${clearance}:%`} order by run_at`
      .execute(office.db)
      .then(({ rows }) => rows.map(({ key, run_at: at }) => [key.split(":")[2], at]));
  expect(await jobs()).toEqual([
    ["reminder", new Date(clock.now().getTime() + (due.getTime() - clock.now().getTime()) / 2)],
    ["due", due],
  ]);
  const before = sent.length;
  await post({ clearance, mail: "reminder" });
  await post({ clearance, mail: "due" });
  expect(sent.slice(before).map(({ subject }) => subject.split(":")[0])).toEqual([
    "Recordatorio",
    "Se cumplió el plazo",
  ]);
  expect(await mailsQueued("Sin respuesta de Ministerio de Hacienda", id)).toEqual(["ana.soto@example.org"]);
  await answer(await mailed(clearance), "given");
  expect(await jobs()).toEqual([]);
  await post({ clearance, mail: "reminder" });
  expect(sent).toHaveLength(before + 3);
});

test("the last minute: called back, changed, gone ahead with, and out at its second", async () => {
  clock.set("2026-11-23T13:30:00Z");
  const id = await accepted();
  await answer(await mailed(await ask(id, hacienda)), "given");
  const publishAt = new Date("2026-11-23T13:45:00Z");
  await scheduleDraft(office.db, id, { at: publishAt }, office.paz, office.means);
  clock.set("2026-11-23T13:43:00Z");
  await callBack(office.db, id, office.paz, office.means);
  await save(id, body.replace("14", "14 o 15"), office.paz);
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ missing: ["second-person", "clearance-stale"] });
  await goAhead(office.db, id, { reason: "Cambio de la ministra." }, office.paz, office.means);
  await scheduleDraft(office.db, id, { at: publishAt }, office.paz, office.means);
  clock.set("2026-11-23T13:45:00Z");
  expect(await releaseDraft(office.db, id, office.means)).toMatchObject({ released: true, late: 0 });
});

test("whoever asks may hand on a link; another ends the last, mailed ones stand, and it is told through whose hand the answer came", async () => {
  const id = await submitted();
  const clearance = await ask(id, hacienda);
  const byMail = await mailed(clearance);
  const handOn = async (actor = office.ana) =>
    (await handOnClearance(office.db, id, clearance, actor, office.means)).path.replace("/clearance/", "");
  const [first, second] = [await handOn(), await handOn()];
  expect(await readClearance(office.db, first)).toBeUndefined();
  expect(await readClearance(office.db, byMail)).toMatchObject({ standing: "waiting" });
  await answer(second, "given");
  const through = async () => (await findDraft(office.db, id, office.paz))?.clearances[0]?.answeredThrough;
  expect(await through()).toBe("Ana Soto");
  await answer(byMail, "objected", "La cifra es otra.");
  expect(await through()).toBeUndefined();
  const told = (await listEvents(office.db, id, office.ana)).filter(({ what }) => what === "hand-on-clearance");
  expect(told.map(({ by }) => by.name)).toEqual(["Ana Soto", "Ana Soto"]);
  const { rows } = await sql<{ details: { what: string } }>`
    select details from trail where about = ${`draft ${id}`} and officer = ${office.ana.officer}`.execute(office.db);
  expect(rows.filter(({ details }) => details.what === "hand-on-clearance")).toHaveLength(2);
  await expect(handOn(office.otra)).rejects.toMatchObject({ code: "not-found" });
  await withdrawClearance(office.db, id, clearance, office.ana, office.means);
  await expect(handOn()).rejects.toMatchObject({ code: "conflict" });
  expect(await readClearance(office.db, second)).toBeUndefined();
});

test("an officer who clears finds what is put to their address and answers it; nobody else's, and not without the right", async () => {
  const clara = await officer(office, "Clara Ríos", "clearer");
  const id = await submitted();
  const theirs = await ask(id, { ...hacienda, mail: clara.email.toUpperCase() });
  const others = await ask(id, interior);
  const say = (clearance: number, actor: Actor) =>
    answerClearance(office.db, { clearance, actor }, { answer: "given" }, office.means);
  expect(await clearancesOf(office.db, clara)).toMatchObject([{ id: theirs, title: "Casas", standing: "waiting" }]);
  expect(await clearancesOf(office.db, { ...clara, grants: office.ana.grants })).toEqual([]);
  expect(await readClearance(office.db, { clearance: theirs, actor: clara })).toMatchObject({
    open: true,
  });
  for (const [clearance, actor] of [
    [others, clara],
    [theirs, { ...clara, grants: [{ institution: "minsal", right: "clearer" }] }],
    [theirs, { ...clara, grants: office.paz.grants }],
    [theirs, { ...clara, email: "otra@example.org" }],
    [theirs + 1_000, clara],
  ] as const) {
    await expect(say(clearance, actor)).rejects.toMatchObject({ code: "not-found" });
    expect(await readClearance(office.db, { clearance, actor })).toBeUndefined();
  }
  await say(theirs, clara);
  expect((await findDraft(office.db, id, office.paz))?.clearances).toMatchObject([
    { standing: "given" },
    { standing: "waiting" },
  ]);
  expect(await clearancesOf(office.db, clara)).toMatchObject([{ standing: "given" }]);
  await dropDraft(office.db, id, { reason: "Ya no." }, office.ana, office.means);
  expect(await clearancesOf(office.db, clara)).toEqual([]);
});

const post = (payload: unknown) =>
  clearanceMailTaskOf(office, {
    mailer: { send: async (mail) => void sent.push(mail) },
    url: "https://office.example",
  })(payload, 1);

/** The token of the link in the mail that asks. */
async function mailed(clearance: number, mail: "asked" | "again" = "asked"): Promise<string> {
  await post({ clearance, mail });
  return /\/clearance\/([\w-]+)/.exec(sent.at(-1)?.text ?? "")?.[1] ?? "";
}

async function mailsQueued(subject: string, draft: number): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select payload -> 'to' ->> 'address' as address from voceria_jobs._private_jobs
    where payload ->> 'subject' = ${`${subject} (borrador ${draft})`} order by 1`.execute(office.db);
  return rows.map(({ address }) => address);
}

async function submitted(): Promise<number> {
  const { id } = await startDraft(office.db, { title: "Casas", body }, office.ana, office.means);
  await submitDraft(office.db, id, office.ana, office.means);
  return id;
}

async function accepted(): Promise<number> {
  const id = await submitted();
  await acceptDraft(office.db, id, office.eva, office.means);
  return id;
}

async function ask(id: number, asked: Omit<ClearanceAsked, "dueAt"> & { dueAt?: Date }): Promise<number> {
  return (await askClearance(office.db, id, { dueAt: due, ...asked }, office.ana, office.means)).clearance;
}

function answer(token: string, said: "given" | "objected", reason = "") {
  return answerClearance(office.db, token, { answer: said, reason }, office.means);
}

async function cardOf(id: number) {
  const cards = await listDrafts(office.db, { since: new Date(0) }, office.eva);
  return cards.find((card) => card.id === id);
}

function save(id: number, text: string, actor = office.ana) {
  return transact(office.db, (tx) =>
    saveText(tx, id, { title: "Casas", summary: "", body: text }, actor, office.means),
  );
}

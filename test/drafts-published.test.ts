import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/access/rights.ts";
import { publish as publishCommand } from "../src/cli/publish.ts";
import { takeFile } from "../src/files/take-file.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { arrangeAttachments, attachToDraft } from "../src/newsroom/draft-files.ts";
import { changeDetails } from "../src/newsroom/change-details.ts";
import { findDraft, listEvents } from "../src/newsroom/find-draft.ts";
import { listDrafts } from "../src/newsroom/list-drafts.ts";
import { listReviews } from "../src/newsroom/publication-reviews.ts";
import { publishStatement } from "../src/newsroom/publish-statement.ts";
import { publishUrgently } from "../src/newsroom/publish-urgently.ts";
import { releaseDraft } from "../src/newsroom/release-draft.ts";
import { releaseTaskOf } from "../src/newsroom/release-task.ts";
import { reviewPublication } from "../src/newsroom/review-publication.ts";
import { saveText } from "../src/newsroom/save-text.ts";
import { callBack, publishDraft, scheduleDraft } from "../src/newsroom/schedule-draft.ts";
import { scheduleStatement } from "../src/newsroom/schedule-statement.ts";
import { startCorrection, startTranslation } from "../src/newsroom/start-correction.ts";
import { type DraftStart, startDraft } from "../src/newsroom/start-draft.ts";
import { findStatement } from "../src/newsroom/statements.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { withdrawFromDesk, withdrawStatement } from "../src/newsroom/withdraw-statement.ts";
import { transact } from "../src/store/database.ts";
import { callCommand } from "./call-command.ts";
import { newsroomDifferences, SetClock } from "./founded-office.ts";
import { temporaryFolder } from "./processes.ts";
import { photo } from "./sample-files.ts";
import { staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const clock = new SetClock("2026-11-23T15:00:00Z");
let office: StaffedOffice;

beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(async () => {
  expect(await newsroomDifferences(office)).toEqual([]);
  await office.drop();
});

test("a draft that two have seen goes out at its second, as the statement that it was", async () => {
  const id = await accepted({ title: "A su hora", summary: "En una línea.", body: "El *texto*.\n" });
  const { publishAt } = await scheduleDraft(office.db, id, { at: at("15:30:00") }, office.paz, office.means);
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({
    state: "scheduled",
    publishAt,
    scheduledBy: { name: "Paz Neira" },
  });
  clock.set("2026-11-23T15:29:59.999Z");
  expect(await releaseDraft(office.db, id, office.means)).toEqual({ released: false, publishAt });
  clock.set("2026-11-23T15:30:00.000Z");
  const released = await releaseDraft(office.db, id, office.means);
  if (!released.released) throw new Error("not released at its second");
  const { number, entry, at: published } = released;
  expect([published, released.late]).toEqual([publishAt, 0]);
  expect(await findStatement(office.db, number, entry + 1)).toMatchObject({
    title: "A su hora",
    summary: "En una línea.",
    html: "<p>El <em>texto</em>.</p>\n",
    edition: 1,
    voice: [],
  });
  const view = await findDraft(office.db, id, office.ana);
  expect(view).toMatchObject({ state: "published", published: { number, edition: 1, at: published }, moves: [] });
  expect(view).not.toHaveProperty("publishAt");
  expect(view).not.toHaveProperty("review");
  expect((await listEvents(office.db, id, office.ana)).at(-1)).toMatchObject({
    what: "publish",
    by: { name: "Paz Neira" },
    details: { number, edition: 1, due: publishAt.toISOString() },
  });
  expect(await releaseDraft(office.db, id, office.means)).toEqual({ released: false });
});

test("what was missed while everything was down goes out late, and says how late", async () => {
  const id = await accepted({ title: "Tarde", body: "Tarde.\n" });
  await scheduleDraft(office.db, id, { at: at("16:00:00") }, office.paz, office.means);
  clock.set("2026-11-23T16:42:00Z");
  const released = await releaseDraft(office.db, id, office.means);
  expect(released).toMatchObject({ released: true, late: 42 * 60_000 });
  expect((await listEvents(office.db, id, office.ana)).at(-1)?.details).toMatchObject({ late: 42 * 60_000 });
});

test("a publication asked for now can be called back for ten seconds, and goes back to what it was", async () => {
  clock.set("2026-11-23T17:00:00Z");
  const id = await accepted({ title: "Espere", body: "Espere.\n" });
  const { publishAt } = await publishDraft(office.db, id, office.paz, office.means);
  expect(publishAt).toEqual(at("17:00:10"));
  await expect(save(id, "Otro")).rejects.toMatchObject({ code: "conflict" });
  await callBack(office.db, id, office.pedro, office.means);
  clock.set("2026-11-23T17:00:10Z");
  expect(await releaseDraft(office.db, id, office.means)).toEqual({ released: false });
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ state: "cleared", missing: [] });
  await save(id, "Otro");
  await publishDraft(office.db, id, office.paz, office.means);
  clock.set("2026-11-23T17:00:20Z");
  expect(await releaseDraft(office.db, id, office.means)).toMatchObject({ released: true });
  await expect(callBack(office.db, id, office.paz, office.means)).rejects.toMatchObject({ code: "conflict" });
});

test("two publishers at once publish once", async () => {
  clock.set("2026-11-23T17:10:00Z");
  const id = await accepted({ title: "Una vez", body: "Una vez.\n" });
  const asked = await Promise.allSettled(
    [office.paz, office.pedro].map((actor) => publishDraft(office.db, id, actor, office.means)),
  );
  expect(asked.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  clock.set("2026-11-23T17:10:10Z");
  const released = await Promise.all(Array.from({ length: 5 }, () => releaseDraft(office.db, id, office.means)));
  expect(released.filter((one) => one.released)).toHaveLength(1);
  const urgent = await Promise.allSettled(
    [office.paz, office.pedro].map((actor) => publishUrgently(office.db, id, { reason: "Ya." }, actor, office.means)),
  );
  expect(urgent.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("whoever writes does not publish alone, whatever their rights", async () => {
  const id = await start({ title: "A solas", body: "A solas.\n" }, office.paz);
  await submitDraft(office.db, id, office.paz, office.means);
  await expect(acceptDraft(office.db, id, office.paz, office.means)).rejects.toMatchObject({ code: "forbidden" });
  await acceptDraft(office.db, id, office.eva, office.means);
  await save(id, "A solas otra vez", office.paz);
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toMatchObject({ code: "forbidden" });
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ missing: ["second-person"] });
  expect(await findDraft(office.db, id, office.pedro)).toMatchObject({ missing: [] });
});

test("a draft without title, text or topics that exist is not scheduled, and stays as it was", async () => {
  const id = await accepted({ title: "Sin texto" });
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toThrow("body");
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ state: "cleared" });
  expect((await listEvents(office.db, id, office.ana)).at(-1)).toMatchObject({ what: "accept" });
});

test("an hour that has passed, one a year off and a clock that runs behind the record are refused in words", async () => {
  const id = await accepted({ title: "Reloj", body: "Reloj.\n" });
  for (const hour of [new Date("2026-11-23T10:00:00Z"), new Date("2028-01-01T00:00:00Z"), new Date(Number.NaN)])
    await expect(scheduleDraft(office.db, id, { at: hour }, office.paz, office.means)).rejects.toMatchObject({
      code: "invalid",
    });
  const behind = { ...office.means, clock: { now: () => new Date("2026-11-22T00:00:00Z") } };
  await expect(publishDraft(office.db, id, office.paz, behind)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("Set the clock"),
  });
});

test("a text whose speaker holds no post that day any more is called back at its hour, and its events say why", async () => {
  const id = await accepted({ title: "Voz", body: "Voz.\n" });
  await scheduleDraft(office.db, id, { at: at("18:00:00") }, office.paz, office.means);
  // As if the register had changed since: the draft names somebody who holds nothing.
  await office.db
    .updateTable("draft")
    .set({
      particulars: JSON.stringify({
        kind: "comunicado",
        language: "es-CL",
        topics: [],
        details: {},
        attachments: [],
        speakers: [{ person: "carlos-mladinic", post: "ministro-secretario-general-de-gobierno" }],
      }),
    })
    .where("id", "=", id)
    .execute();
  clock.set("2026-11-23T18:00:00Z");
  expect(await releaseDraft(office.db, id, office.means)).toMatchObject({
    released: false,
    refused: { code: "unconfirmed" },
  });
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ state: "cleared" });
  expect((await listEvents(office.db, id, office.paz)).at(-1)).toMatchObject({
    what: "not-published",
    reason: expect.stringContaining("ningún cargo que hable por esta oficina"),
  });
  const { rows } = await sql<{ mail: { to: { address: string }; text: string } }>`
    select payload as mail from voceria_jobs._private_jobs
    where payload ->> 'subject' = ${`No salió a su hora: borrador ${id}`}`.execute(office.db);
  expect(rows).toMatchObject([
    { mail: { to: { address: office.paz.email }, text: expect.stringContaining("ningún cargo") as string } },
  ]);
});

test("an urgent publication says why, and waits for another officer to look at it", async () => {
  clock.set("2026-11-23T18:30:00Z");
  const id = await start({ title: "Sismo", body: "Sismo.\n" }, office.paz);
  await expect(publishUrgently(office.db, id, { reason: " " }, office.paz, office.means)).rejects.toThrow("reason");
  const { number } = await publishUrgently(office.db, id, { reason: "Sismo en curso." }, office.paz, office.means);
  const dueAt = new Date("2026-11-24T18:30:00Z");
  expect(await findDraft(office.db, id, office.eva)).toMatchObject({
    state: "published",
    review: { reason: "Sismo en curso.", by: { name: "Paz Neira" }, dueAt },
    moves: ["review-afterwards"],
  });
  expect(await listReviews(office.db, office.eva)).toMatchObject([{ number, edition: 1, draft: id, dueAt }]);
  expect(await listReviews(office.db, office.otra)).toEqual([]);
  const review = (actor: Actor) =>
    reviewPublication(office.db, { number, edition: 1 }, { remark: "Conforme." }, actor, office.means);
  await expect(review(office.paz)).rejects.toMatchObject({ code: "forbidden" });
  await expect(review(office.ana)).rejects.toMatchObject({ code: "forbidden" });
  await expect(review(office.otra)).rejects.toMatchObject({ code: "not-found" });
  // However long it takes, it stays on the board until then.
  const later = { since: new Date("2027-06-01T00:00:00Z"), states: ["published" as const] };
  expect(await listDrafts(office.db, later, office.eva)).toMatchObject([
    { id, waitsFor: { what: "review", until: dueAt } },
  ]);
  await review(office.eva);
  expect(await listDrafts(office.db, later, office.eva)).toEqual([]);
  await expect(review(office.pedro)).rejects.toMatchObject({ code: "conflict" });
});

test("what the command line publishes is urgent too, and anybody who may review it can", async () => {
  const hand = { by: "operadora", urgent: { reason: "Desde la línea de comandos." } };
  const draft = { title: "CLI", kind: "comunicado", language: "es-CL", topics: [], body: "CLI.\n" };
  const { number } = await publishStatement(office.db, draft, hand, office.means);
  expect(await listReviews(office.db, office.eva)).toMatchObject([{ number, by: "operadora" }]);
  await reviewPublication(office.db, { number, edition: 1 }, {}, office.eva, office.means);
  expect(await listReviews(office.db, office.eva)).toEqual([]);
});

test("what the command line schedules stands on the desk's board, can be called back there, and is urgent when it goes out", async () => {
  clock.set("2026-11-23T19:00:00Z");
  const hand = { by: "operadora", key: "k-at", urgent: { reason: "Desde la línea de comandos." } };
  const draft = { title: "Programado", kind: "comunicado", language: "es-CL", topics: [], body: "Programado.\n" };
  const asked = () => scheduleStatement(office.db, draft, at("19:30:00"), hand, office.means);
  const { draft: id, repeated } = await asked();
  expect([repeated, await asked()]).toEqual([false, { draft: id, publishAt: at("19:30:00"), repeated: true }]);
  await expect(
    scheduleStatement(office.db, { ...draft, title: "Otro" }, at("19:30:00"), hand, office.means),
  ).rejects.toMatchObject({ code: "conflict" });
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ state: "scheduled", authors: [] });
  await callBack(office.db, id, office.paz, office.means);
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({ state: "cleared", missing: [] });
  const again = await scheduleStatement(office.db, draft, at("19:30:00"), { ...hand, key: "k-2" }, office.means);
  clock.set("2026-11-23T19:30:00Z");
  const released = await releaseDraft(office.db, again.draft, office.means);
  expect(released).toMatchObject({ released: true });
  expect(await listReviews(office.db, office.eva)).toMatchObject([{ by: "operadora", draft: again.draft }]);
  await reviewPublication(
    office.db,
    { number: released.released ? released.number : "", edition: 1 },
    {},
    office.eva,
    office.means,
  );
});

test("the command line takes an hour with its zone, or on the office's own clocks, and refuses what is none", async () => {
  clock.set("2026-11-23T19:40:00Z");
  const folder = await temporaryFolder();
  const file = join(folder, "aviso.md");
  await writeFile(file, "---\ntitle: A las seis\nkind: comunicado\n---\nA las seis.\n");
  const publish = (at: string) => callCommand(publishCommand, [file, "--at", at], { installation: office });
  // Chile's clocks are three hours behind UTC in November.
  for (const at of ["2026-11-24T18:00:00-03:00", "2026-11-24T18:00", "2026-11-24T21:00Z"]) {
    const { code, results } = await publish(at);
    expect([code, results]).toEqual([
      0,
      [{ scheduled: "2026-11-24T21:00:00.000Z", draft: expect.any(Number) as number, repeated: false }],
    ]);
    await callBack(office.db, (results[0] as { draft: number }).draft, office.paz, office.means);
  }
  for (const at of ["mañana", "2026-11-24", "2026-02-30T10:00:00Z", "2026-11-24T25:00"])
    await expect(publish(at)).rejects.toThrow(/--at|hour/);
  await expect(publish("2026-11-23T10:00")).rejects.toThrow("has passed");
});

test("a correction and a translation go the way of every draft, and become an edition and a statement of their own", async () => {
  clock.set("2026-11-23T20:00:00Z");
  const number = await published({ title: "Original", body: "Uno.\n", pressContact: "Prensa, prensa@example.org" });
  const { id } = await startCorrection(office.db, number, office.ana, office.means);
  await save(id, "Original corregido", office.ana, "Dos.\n");
  const { detailsVersion } = (await findDraft(office.db, id, office.ana)) ?? { detailsVersion: 0 };
  await accept(id);
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toThrow("note");
  await changeDetails(
    office.db,
    id,
    { read: detailsVersion, note: "Era dos.", severity: "major" },
    office.ana,
    office.means,
  );
  await acceptDraft(office.db, id, office.eva, office.means);
  await release(id);
  const newest = await findStatement(office.db, number, 1_000_000);
  expect(newest).toMatchObject({ edition: 2, title: "Original corregido", note: "Era dos.", severity: "major" });
  expect(newest?.contact).toBe("Prensa, prensa@example.org");

  await expect(startTranslation(office.db, number, { language: "es" }, office.ana, office.means)).rejects.toMatchObject(
    { code: "invalid" },
  );
  const translation = await startTranslation(office.db, number, { language: "en" }, office.ana, office.means);
  await save(translation.id, "Corrected", office.ana, "Two.\n");
  await accept(translation.id);
  const translated = await release(translation.id);
  expect(await findStatement(office.db, translated, 1_000_000)).toMatchObject({
    language: "en",
    translates: { number, edition: 2 },
  });
});

test("a denial's translation denies the same claim", async () => {
  const claim = { text: "Se corta el agua en Osorno", where: "WhatsApp", when: "2026-11-22" };
  const number = await published({ kind: "desmentido", title: "No es así", body: "No.\n", details: { claim } });
  const { id } = await startTranslation(office.db, number, { language: "en" }, office.ana, office.means);
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ details: { claim } });
  await save(id, "That is not so", office.ana, "No.\n");
  await accept(id);
  expect(await findStatement(office.db, await release(id), 1_000_000)).toMatchObject({ language: "en", claim });
});

test("a correction begun on an edition that is no longer the newest is called back, not published over the other", async () => {
  const number = await published({ title: "Dos a la vez", body: "Uno.\n" });
  const drafts = [];
  for (const title of ["Primera", "Segunda"]) {
    const { id } = await startCorrection(office.db, number, office.ana, office.means);
    await save(id, title, office.ana, "Dos.\n");
    const { detailsVersion: read = 0 } = (await findDraft(office.db, id, office.ana)) ?? {};
    await changeDetails(office.db, id, { read, note: "Nota.", severity: "minor" }, office.ana, office.means);
    await accept(id);
    drafts.push(id);
  }
  const [first = 0, second = 0] = drafts;
  for (const id of drafts) await publishDraft(office.db, id, office.paz, office.means);
  clock.set("2026-11-23T21:00:00Z");
  expect(await releaseDraft(office.db, first, office.means)).toMatchObject({ released: true });
  expect(await releaseDraft(office.db, second, office.means)).toMatchObject({ refused: { code: "conflict" } });
  expect(await findDraft(office.db, second, office.ana)).toMatchObject({ state: "cleared" });
});

test("a draft's files are part of what is accepted, go out with it, and stay through a correction; another draft's are out of reach", async () => {
  clock.set("2026-11-23T21:10:00Z");
  const bytes = await photo(40, 30);
  const source = (async function* () {
    yield bytes;
  })();
  const picture = await takeFile(office.db, { name: "plano.jpg", bytes: bytes.length }, source, clock);
  const id = await start({
    kind: "desmentido",
    title: "Falso",
    body: "Es falso.\n",
    details: { claim: { text: "Sí." } },
  });
  await accept(id);
  await transact(office.db, (tx) => attachToDraft(tx, id, { file: picture.id }, office.ana, office.means));
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ missing: ["second-person"] });
  await acceptDraft(office.db, id, office.eva, office.means);
  await expect(publishDraft(office.db, id, office.paz, office.means)).rejects.toThrow("plano.jpg");
  const described = [{ file: picture.id, alt: "Un aviso falso", claim: true }];
  await transact(office.db, (tx) => arrangeAttachments(tx, id, described, office.ana, office.means));
  await acceptDraft(office.db, id, office.eva, office.means);

  const other = await start({});
  const theft = transact(office.db, (tx) => arrangeAttachments(tx, other, described, office.ana, office.means));
  await expect(theft).rejects.toMatchObject({ code: "not-found" });

  const number = await release(id);
  const first = await findStatement(office.db, number, 1_000_000);
  expect(first).toMatchObject({ attachments: [{ name: "plano.jpg", alt: "Un aviso falso" }] });
  expect(first?.claim?.image).toBe(first?.attachments[0]?.commitment);

  const correction = await startCorrection(office.db, number, office.ana, office.means);
  expect(await findDraft(office.db, correction.id, office.ana)).toMatchObject({ attachments: described });
  await save(correction.id, "Es falso", office.ana, "Es del todo falso.\n");
  await changeDetails(
    office.db,
    correction.id,
    { read: 1, note: "Se precisa.", severity: "minor" },
    office.ana,
    office.means,
  );
  await accept(correction.id);
  await release(correction.id);
  expect(await findStatement(office.db, number, 1_000_000)).toMatchObject({
    edition: 2,
    claim: first?.claim,
    attachments: first?.attachments,
  });
});

test("a withdrawal from the desk takes the right to withdraw", async () => {
  const number = await published({ title: "Sin efecto", body: "Uno.\n" });
  const withdraw = (actor: Actor) =>
    withdrawFromDesk(office.db, number, { reason: "Se publicó por error." }, actor, office.means);
  await expect(withdraw(office.eva)).rejects.toMatchObject({ code: "forbidden" });
  await withdraw(office.paz);
  expect(await findStatement(office.db, number, 1_000_000)).toMatchObject({ status: "withdrawn" });
  await expect(
    withdrawStatement(office.db, number, { reason: "Otra vez." }, { by: "x" }, office.means),
  ).rejects.toMatchObject({ code: "conflict" });
  await expect(startCorrection(office.db, number, office.ana, office.means)).rejects.toMatchObject({
    code: "conflict",
  });
});

test("the job of one publishes all that are due, each once", async () => {
  clock.set("2026-11-23T22:00:00Z");
  const ids = [];
  for (let each = 0; each < 12; each++) ids.push(await accepted({ title: `Texto ${each}`, body: "Uno.\n" }));
  for (const id of ids) await scheduleDraft(office.db, id, { at: at("22:30:00") }, office.paz, office.means);
  const lines: string[] = [];
  const task = releaseTaskOf(office, (line) => lines.push(line));
  clock.set("2026-11-23T22:30:00Z");
  await Promise.all(Array.from({ length: 3 }, () => task({}, 1)));
  for (const id of ids) expect(await findDraft(office.db, id, office.ana)).toMatchObject({ state: "published" });
  expect(lines).toEqual(Array.from({ length: 12 }, () => "published"));
});

function at(time: string): Date {
  return new Date(`2026-11-23T${time}Z`);
}

async function start(draft: DraftStart, actor: Actor = office.ana): Promise<number> {
  return (await startDraft(office.db, draft, actor, office.means)).id;
}

async function accept(id: number): Promise<void> {
  await submitDraft(office.db, id, office.ana, office.means);
  await acceptDraft(office.db, id, office.eva, office.means);
}

async function accepted(draft: DraftStart): Promise<number> {
  const id = await start(draft);
  await accept(id);
  return id;
}

async function release(id: number): Promise<string> {
  const { publishAt } = await publishDraft(office.db, id, office.paz, office.means);
  clock.set(publishAt.toISOString());
  const released = await releaseDraft(office.db, id, office.means);
  if (!released.released) throw new Error(`not released: ${released.refused?.message}`);
  return released.number;
}

async function published(draft: DraftStart): Promise<string> {
  return release(await accepted(draft));
}

function save(id: number, title: string, actor: Actor = office.ana, body = "Texto.\n") {
  return transact(office.db, (tx) => saveText(tx, id, { title, summary: "", body }, actor, office.means));
}

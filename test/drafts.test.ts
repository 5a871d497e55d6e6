import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../src/access/rights.ts";
import { acceptDraft } from "../src/newsroom/accept-draft.ts";
import { changeDetails } from "../src/newsroom/change-details.ts";
import type { DraftText } from "../src/newsroom/draft.ts";
import { dropDraft } from "../src/newsroom/drop-draft.ts";
import { writeFirstText } from "../src/newsroom/first-draft.ts";
import { findDraft, findVersion, listEvents, listVersions } from "../src/newsroom/find-draft.ts";
import { listDrafts } from "../src/newsroom/list-drafts.ts";
import { returnDraft } from "../src/newsroom/return-draft.ts";
import { saveReadText, saveText } from "../src/newsroom/save-text.ts";
import { type DraftStart, startDraft } from "../src/newsroom/start-draft.ts";
import { submitDraft } from "../src/newsroom/submit-draft.ts";
import { listTemplates, removeTemplate, saveTemplate } from "../src/newsroom/templates.ts";
import { transact } from "../src/store/database.ts";
import { SetClock } from "./founded-office.ts";
import { officer, staffedOffice, type StaffedOffice } from "./newsroom-office.ts";

const clock = new SetClock("2026-11-23T15:00:00Z");
let office: StaffedOffice;

beforeAll(async () => {
  office = await staffedOffice(clock);
});
afterAll(() => office.drop());

test("the first publication of an office stands in one draft, however often it is sent", async () => {
  const send = (title: string, actor = office.ana) =>
    writeFirstText(office.db, { title, body: `${title}.`, speakers: [] }, actor, office.means);
  const [one, two] = await Promise.all([send("Uno"), send("Uno")]);
  expect(two.id).toBe(one.id);
  const { id: apart } = await startDraft(office.db, { title: "Otro" }, office.ana, office.means);
  expect(await send("Dos")).toEqual(one);
  expect(await findDraft(office.db, one.id, office.ana)).toMatchObject({ title: "Dos", body: "Dos.\n" });
  expect(await findDraft(office.db, apart, office.ana)).toMatchObject({ title: "Otro" });
  expect((await send("Dos", office.blas)).id).not.toBe(one.id);
  await submitDraft(office.db, one.id, office.ana, office.means);
  expect((await send("Tres")).id).not.toBe(one.id);
});

test("a draft begins with what it is given, and everybody who may read it finds it", async () => {
  const id = await start({ kind: "desmentido", title: "Aviso", body: "Texto  con *énfasis*.\n" });
  expect(await findDraft(office.db, id, office.eva)).toMatchObject({
    state: "draft",
    purpose: "publication",
    institution: "segegob",
    kind: "desmentido",
    language: "es-CL",
    title: "Aviso",
    body: "Texto con *énfasis*.\n",
    version: 1,
    detailsVersion: 1,
    authors: [{ officer: office.ana.officer, name: "Ana Soto" }],
    wroteLast: { name: "Ana Soto" },
    missing: [],
  });
  expect((await listEvents(office.db, id, office.eva)).map(({ what }) => what)).toEqual(["start"]);
});

test("whoever may not read a draft learns the same as where there is none", async () => {
  const id = await start({ title: "Secreto" });
  for (const [actor, which] of [
    [office.otra, id],
    [office.ana, 999_999],
    [office.ana, -1],
    [office.ana, 0.5],
  ] as const) {
    expect(await findDraft(office.db, which, actor)).toBeUndefined();
    expect(await listVersions(office.db, which, actor)).toEqual([]);
    expect(await listEvents(office.db, which, actor)).toEqual([]);
    const refusal = await save(which, { title: "Mío" }, actor).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: "not-found",
      message: `There is no draft ${which} for you. Open it from the board.`,
    });
  }
  const board = await listDrafts(office.db, { since: clock.now() }, office.otra);
  expect(board).toEqual([]);
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ title: "Secreto" });
});

test("what one officer types within five minutes is one version; another's hand, or more time, is another", async () => {
  const id = await start({});
  await save(id, { title: "A" });
  clock.set("2026-11-23T15:04:59Z");
  await save(id, { title: "Av" });
  await save(id, { title: "Avi" }, office.blas);
  clock.set("2026-11-23T15:05:00Z");
  await save(id, { title: "Aviso" });
  clock.set("2026-11-23T15:10:00Z");
  await save(id, { title: "Aviso a todos" });
  const versions = await listVersions(office.db, id, office.ana);
  expect(versions.map(({ version, title, by, why }) => [version, title, by.name, why])).toEqual([
    [6, "Aviso a todos", "Ana Soto", "typed"],
    [5, "Aviso", "Ana Soto", "typed"],
    [4, "Avi", "Blas Rojas", "typed"],
    [3, "Av", "Ana Soto", "typed"],
    [1, "", "Ana Soto", "started"],
  ]);
  expect(await findVersion(office.db, id, versions[3]?.id ?? 0, office.eva)).toMatchObject({ title: "Av" });
  expect(await findVersion(office.db, id, versions[3]?.id ?? 0, office.otra)).toBeUndefined();
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({
    version: 6,
    authors: [{ name: "Ana Soto" }, { name: "Blas Rojas" }],
  });
});

test("the same text saved again is no new version", async () => {
  const id = await start({ title: "Igual" });
  expect(await save(id, { title: "Igual" })).toEqual({ version: 1 });
  expect(await save(id, { title: " Igual\n" })).toEqual({ version: 2 });
});

test("a text written on an older version does not replace the newer one, and is kept beside it", async () => {
  const id = await start({ title: "Uno" });
  await save(id, { title: "Dos" }, office.blas);
  const refused = await saveReadText(office.db, id, { read: 1, ...text({ title: "Tres" }) }, office.ana, office.means);
  if (refused.saved) throw new Error("saved over somebody else's text");
  expect(refused).toMatchObject({ yours: { title: "Tres" }, standing: { title: "Dos", version: 2 } });
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ title: "Dos", version: 2 });
  expect(await findVersion(office.db, id, refused.aside, office.eva)).toMatchObject({
    title: "Tres",
    setAside: true,
    by: { name: "Ana Soto" },
  });
  const again = await saveReadText(office.db, id, { read: 2, ...text({ title: "Tres" }) }, office.ana, office.means);
  expect(again).toEqual({ saved: true, version: 3 });
});

test("two who write in one draft at once both keep every word", async () => {
  const id = await start({});
  const words = Array.from({ length: 20 }, (_, at) => `Palabra ${at}`);
  await Promise.all(words.map((title, at) => save(id, { title }, at % 2 === 0 ? office.ana : office.blas)));
  const found = await findDraft(office.db, id, office.ana);
  expect(found?.version).toBe(21);
  const versions = await listVersions(office.db, id, office.ana);
  expect(versions.filter(({ setAside }) => !setAside).map(({ version }) => version)).toContain(21);
});

test("details changed on an older reading are refused by name, and nothing changes", async () => {
  const id = await start({});
  const { detailsVersion } = await changeDetails(
    office.db,
    id,
    { read: 1, kind: "discurso", pressContact: "Prensa, +56 2 2690 4000" },
    office.blas,
    office.means,
  );
  expect(detailsVersion).toBe(2);
  const refusal = await changeDetails(
    office.db,
    id,
    { read: 1, kind: "balance", language: "en" },
    office.ana,
    office.means,
  ).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "conflict", details: ["kind", "language"] });
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ kind: "discurso", language: "es-CL" });
  await changeDetails(office.db, id, { read: 2, pressContact: null }, office.ana, office.means);
  expect((await findDraft(office.db, id, office.ana))?.pressContact).toBeUndefined();
});

test("what only a kind has goes with the kind, and stays in the version before", async () => {
  const claim = { text: "El agua no se puede beber." };
  const id = await start({ kind: "desmentido", details: { claim } });
  const { detailsVersion } = await changeDetails(
    office.db,
    id,
    { read: 1, kind: "comunicado" },
    office.ana,
    office.means,
  );
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ kind: "comunicado", details: {} });
  expect((await listVersions(office.db, id, office.ana)).at(-1)?.particulars.details).toEqual({ claim });
  await changeDetails(
    office.db,
    id,
    { read: detailsVersion, kind: "desmentido", details: { claim } },
    office.ana,
    office.means,
  );
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ kind: "desmentido", details: { claim } });
});

test("what could never be published is refused with its name while it is still in the writer's hands", async () => {
  const id = await start({ title: "Queda" });
  for (const [change, named] of [
    [{ title: "x".repeat(2_001) }, "title"],
    [{ body: "x".repeat(1_000_001) }, "body"],
    [{ body: "oculto \u202e aquí" }, "body"],
  ] as const)
    await expect(save(id, change)).rejects.toThrow(named);
  for (const [change, named] of [
    [{ kind: "rumor" }, "kind"],
    [{ topics: ["nada"] }, "topics"],
    [{ speakers: [{ person: "<script>", post: "x" }] }, "speakers"],
    [{ pressContact: "x".repeat(301) }, "press contact"],
    [{ details: { claim: { text: "Falso" } } }, "claim"],
    [{ kind: "desmentido", details: { claim: { text: "Falso", when: "ayer" } } }, "claim.when"],
  ] as const)
    await expect(changeDetails(office.db, id, { read: 1, ...change }, office.ana, office.means)).rejects.toThrow(named);
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ title: "Queda", version: 1 });
});

test("the board shows what may be read, says what each draft waits for, and can be narrowed", async () => {
  const id = await start({ title: "En el tablero" }, office.blas);
  const since = new Date(0);
  const cards = await listDrafts(office.db, { since }, office.eva);
  expect(cards.find((card) => card.id === id)).toMatchObject({
    title: "En el tablero",
    state: "draft",
    authors: ["Blas Rojas"],
    waitsFor: { what: "its-author" },
  });
  expect((await listDrafts(office.db, { since, mine: true }, office.eva)).map((card) => card.id)).toEqual([]);
  expect((await listDrafts(office.db, { since, mine: true }, office.blas)).map((card) => card.id)).toContain(id);
  expect(await listDrafts(office.db, { since, states: ["cleared"] }, office.eva)).toEqual([]);
});

test("a draft is submitted, returned with a reason, submitted again and accepted by somebody else, and all of it is told", async () => {
  const id = await start({ title: "Camino" });
  await submitDraft(office.db, id, office.ana, office.means);
  await expect(acceptDraft(office.db, id, office.blas, office.means)).rejects.toMatchObject({ code: "forbidden" });
  await returnDraft(office.db, id, { reason: "Falta la cifra." }, office.eva, office.means);
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ state: "draft" });
  await submitDraft(office.db, id, office.ana, office.means);
  await acceptDraft(office.db, id, office.eva, office.means);
  expect(await findDraft(office.db, id, office.paz)).toMatchObject({
    state: "cleared",
    accepted: [{ by: { name: "Eva Lagos" }, present: true }],
    missing: [],
  });
  await save(id, { title: "Camino nuevo" });
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({
    state: "cleared",
    accepted: [{ present: false }],
    missing: ["second-person"],
  });
  expect((await listEvents(office.db, id, office.ana)).map(({ what, by, reason }) => [what, by.name, reason])).toEqual([
    ["start", "Ana Soto", undefined],
    ["submit", "Ana Soto", undefined],
    ["return", "Eva Lagos", "Falta la cifra."],
    ["submit", "Ana Soto", undefined],
    ["accept", "Eva Lagos", undefined],
  ]);
});

test("what was acted on stays a version by itself, however soon more is typed", async () => {
  const id = await start({});
  await save(id, { title: "Revisado" });
  await submitDraft(office.db, id, office.ana, office.means);
  await save(id, { title: "Después" });
  expect((await listVersions(office.db, id, office.ana)).map(({ title }) => title)).toEqual([
    "Después",
    "Revisado",
    "",
  ]);
});

test("a dropped draft is kept with its reason and takes no more words", async () => {
  const id = await start({ title: "Ya no" });
  await expect(dropDraft(office.db, id, { reason: " " }, office.ana, office.means)).rejects.toThrow("reason");
  await dropDraft(office.db, id, { reason: "El acto se suspendió." }, office.ana, office.means);
  await expect(save(id, { title: "Sí" })).rejects.toMatchObject({ code: "conflict" });
  expect(await findDraft(office.db, id, office.ana)).toMatchObject({ state: "dropped", title: "Ya no", moves: [] });
});

test("a new draft begins with its kind's template, press contact included, wherever nothing else is given", async () => {
  const template = {
    kind: "balance",
    language: "es-CL",
    title: "Balance N.º ",
    summary: "",
    body: "Cifras a las …\n",
    pressContact: "Prensa, +56 2 2690 4000",
  };
  await expect(saveTemplate(office.db, "segegob", template, office.paz, office.means)).rejects.toMatchObject({
    code: "forbidden",
  });
  const admin = await officer(office, "Aldo Vera", "administrator");
  await saveTemplate(office.db, "segegob", template, admin, office.means);
  const { kind, ...begun } = template;
  expect(await findDraft(office.db, await start({ kind }), office.ana)).toMatchObject(begun);
  expect(await findDraft(office.db, await start({ kind, language: "es", title: "Otro" }), office.ana)).toMatchObject({
    ...begun,
    language: "es",
    title: "Otro",
  });
  expect(await findDraft(office.db, await start({ kind, language: "en" }), office.ana)).toMatchObject({ title: "" });
  await removeTemplate(office.db, "segegob", template, admin, office.means);
  expect(await listTemplates(office.db, "segegob")).toEqual([]);
  expect(await findDraft(office.db, await start({ kind }), office.ana)).toMatchObject({ title: "" });
});

async function start(draft: DraftStart, actor: Actor = office.ana): Promise<number> {
  return (await startDraft(office.db, draft, actor, office.means)).id;
}

function save(id: number, change: Partial<DraftText>, actor: Actor = office.ana) {
  return transact(office.db, (tx) => saveText(tx, id, text(change), actor, office.means));
}

function text(change: Partial<DraftText>): DraftText {
  return { title: "", summary: "", body: "", ...change };
}

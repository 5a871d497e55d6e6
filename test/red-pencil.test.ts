import { afterAll, beforeAll, expect, test } from "vitest";
import { listVersions } from "../src/newsroom/find-draft.ts";
import { findProposal, proposeText, settleProposal } from "../src/newsroom/proposals.ts";
import { deskOffice, deskOfficer } from "./desk-office.ts";
import { type EditorOffice, newDraft, savedText } from "./editor-office.ts";

let office: EditorOffice;

beforeAll(async () => {
  office = await deskOffice();
});
afterAll(() => office.close());

const body = "El plan parte el lunes con cien camas.\n\nCuesta 430 millones.\n";

test("what a Word file that came back proposes is taken or left place by place, and what stays open waits", async () => {
  const id = await newDraft(office, { title: "Plan", summary: "Cien camas.", body });
  const editor = await office.officer.editor.enter();
  const writer = await office.officer.writer.enter();
  // It went out with the letterhead; on another draft that says what the minister wrote, so does what comes back.
  const theirs = await newDraft(office, {
    title: "Plan",
    summary: "Cien camas.",
    body: body.replace("lunes", "martes").replace("430", "340").replace("cien", "doscientas"),
  });
  const file = await (await editor.get(`/desk/drafts/${theirs}/text.docx`)).blob();
  const form = new FormData();
  form.set("voceria-form", editor.formToken);
  form.set("note", "De la ministra");
  form.set("file", file, "plan.docx");
  const sent = await fetch(`${office.url}/desk/drafts/${id}/pencil`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { cookie: editor.cookie, origin: office.url, "sec-fetch-site": "same-origin" },
  });
  expect(sent.status).toBe(303);
  const path = sent.headers.get("location")!;
  const page = await (await writer.get(path)).text();
  expect(page).toContain("De la ministra");
  expect(page.match(/<del>[^<]*<\/del><ins>[^<]*<\/ins>/g)).toEqual([
    "<del>lunes</del><ins>martes</ins>",
    "<del>cien</del><ins>doscientas</ins>",
    "<del>430</del><ins>340</ins>",
  ]);
  expect(await savedText(office, id)).toMatchObject({ body });
  const read = /name="read" value="(\d+)"/.exec(page)![1]!;
  const first = await writer.post(path, { read, "place-0": "take", "place-1": "leave" });
  expect(first.headers.get("location")).toBe(path);
  expect((await savedText(office, id)).body).toBe(body.replace("lunes", "martes"));
  const again = await (await writer.get(path)).text();
  expect(again.match(/<del>[^<]*<\/del><ins>[^<]*<\/ins>/g)).toEqual(["<del>430</del><ins>340</ins>"]);
  // Decided on what another has read in the meantime: nothing happens.
  expect((await writer.post(path, { read, "place-0": "take" })).status).toBe(409);
  const now = /name="read" value="(\d+)"/.exec(again)![1]!;
  expect((await writer.post(path, { read: now, "place-0": "take" })).headers.get("location")).toBe(
    `/desk/drafts/${id}`,
  );
  expect((await savedText(office, id)).body).toBe(body.replace("lunes", "martes").replace("430", "340"));
  expect(await (await writer.get(path)).text()).toContain("2 tomados, 1 dejados");
  expect((await writer.post(path, { read: now, "place-0": "take" })).status).toBe(404);
  const versions = await listVersions(office.installation.db, id, office.officer.everything.actor);
  expect(versions.filter(({ setAside }) => !setAside)).toHaveLength(3);
});

test("what the text has outgrown is shown and cannot be taken; what changes nothing is no proposal", async () => {
  const { db, means } = office.installation;
  const { actor } = office.officer.writer;
  const id = await newDraft(office, { title: "Plan", body });
  const base = { title: "Plan", summary: "", body };
  const proposed = { ...base, title: "Gran plan", body: body.replace("430", "340") };
  const { id: proposal } = await proposeText(db, id, { ...proposed, note: "" }, actor, means);
  const writer = await office.officer.writer.enter();
  const saved = await writer.post(`/desk/drafts/${id}/text`, { read: "1", ...base, body: body.replace("430", "431") });
  expect(saved.status).toBe(303);
  const found = await findProposal(db, id, proposal, actor);
  expect(found?.places.map(({ part, place }) => [part, place.added, place.overtaken])).toEqual([
    ["title", "Gran plan", false],
    ["body", "340", true],
  ]);
  await settleProposal(db, id, proposal, { read: 2, taken: [0, 1], left: [] }, actor, means);
  expect(await savedText(office, id)).toEqual({ title: "Gran plan", summary: "", body: body.replace("430", "431") });
  await expect(proposeText(db, id, { ...(await savedText(office, id)), note: "" }, actor, means)).rejects.toThrow(
    "says the same",
  );
});

test("neither seen nor proposed by whoever may not read the draft", async () => {
  const { db, means } = office.installation;
  const id = await newDraft(office, { title: "Plan", body });
  const { id: proposal } = await proposeText(
    db,
    id,
    { title: "Otro", summary: "", body, note: "<script>alert(1)</script>" },
    office.officer.writer.actor,
    means,
  );
  const stranger = await (
    await deskOfficer(office, "pencil@desk.example", [{ institution: "minsal", right: "publisher" }])
  ).enter();
  for (const path of ["/pencil", `/pencil/${proposal}`]) {
    expect((await stranger.get(`/desk/drafts/${id}${path}`)).status).toBe(404);
    expect(
      (await stranger.post(`/desk/drafts/${id}${path}`, { title: "x", body: "y", "place-0": "take" })).status,
    ).toBe(404);
  }
  const other = await newDraft(office, { title: "Plan", body });
  const writer = await office.officer.writer.enter();
  expect((await writer.get(`/desk/drafts/${other}/pencil/${proposal}`)).status).toBe(404);
  expect(await (await writer.get(`/desk/drafts/${id}/pencil/${proposal}`)).text()).not.toContain("<script>alert");
});

import type { TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditTranscripts } from "../src/briefings/audit-transcripts.ts";
import { correctTranscript, publishEdited } from "../src/briefings/edit-transcript.ts";
import { appendTranscripts, findTranscript, findTranscripts } from "../src/briefings/transcripts.ts";
import { auditRecord } from "../src/recorder/audit.ts";
import { transact } from "../src/store/database.ts";
import { deskOffice } from "./desk-office.ts";

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
const turns = [
  {
    at: 0,
    kind: "speech" as const,
    speaker: { name: "Vocera de prueba" },
    text: "Son trescientas viviendas.",
    turn: 1,
  },
  {
    at: 94,
    kind: "question" as const,
    speaker: { name: "Dolores", outlet: "Radio Austral" },
    text: "¿Cuándo?",
    turn: 2,
  },
  { at: 99, kind: "answer" as const, speaker: { name: "Vocera de prueba" }, text: "Mañana, Dios mediante.", turn: 3 },
];
const certified = (briefing: string): TranscriptContent => ({
  briefing,
  certifier: { body: "Oficina de Taquigrafía", name: "R. Soto" },
  day: "2026-11-23",
  format: "voceria/transcript/v1",
  kind: "punto-de-prensa",
  language: "es-CL",
  recording: { sha256: digest },
  title: "Punto de prensa",
  turns,
  version: "certified",
});
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
  const [entered] = await enter(certified("2026-0001"));
  const read = entered!.entry;
  const edits = [{ turn: 3, text: "Mañana." }];
  const edit = (change: object = {}, actor = publisher.actor) =>
    publishEdited(db, "2026-0001", { edits, read, ...change }, actor, means);
  await expect(edit({}, stenographer.actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(edit({ read: read - 1 })).rejects.toMatchObject({ code: "conflict" });
  await expect(edit({ edits: [{ turn: 3, text: turns[2]!.text }] })).rejects.toMatchObject({ code: "invalid" });
  const edited = await edit();
  await expect(edit()).rejects.toMatchObject({ code: "conflict" });

  const correction = { edits: [{ turn: 1, text: "Son 340 viviendas." }], note: "Era 340.", severity: "major" };
  const correct = (version: "said" | "edited", from: number, actor = stenographer.actor, more: object = {}) =>
    correctTranscript(db, "2026-0001", version, { ...correction, read: from, ...more }, actor, means);
  await expect(correct("said", read, publisher.actor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(correct("said", read, stenographer.actor, { note: " " })).rejects.toMatchObject({ code: "invalid" });
  const second = await correct("said", read);
  await expect(correct("said", read)).rejects.toMatchObject({ code: "conflict" });
  await correct("edited", edited.entry, publisher.actor);

  const [said, other] = await findTranscripts(db, "2026-0001", everything);
  expect([said?.version, said?.edition, said?.content?.turns[0]?.text]).toEqual(["certified", 2, "Son 340 viviendas."]);
  expect([other?.version, other?.edition, other?.content?.turns[2]?.text]).toEqual(["edited", 2, "Mañana."]);
  // It names what it was made from, as that stood when it was made.
  expect(other?.ofEntry).toBe(second.entry);
  expect(said?.content?.certifier).toEqual({ body: "Oficina de Taquigrafía", name: "R. Soto" });
  const first = await findTranscript(db, "2026-0001", "said", everything, 1);
  expect(first?.content?.turns).toEqual(turns);
  // What may not be shown yet is not there.
  expect(await findTranscripts(db, "2026-0001", read)).toEqual([]);
  expect((await findTranscript(db, "2026-0001", "said", second.entry))?.edition).toBe(1);
});

test("many come in at once, and each version of a briefing once", async () => {
  const { certifier: _certifier, recording: _recording, ...words } = certified("H-000001");
  const imported = (ordinal: number): TranscriptContent => ({
    ...words,
    briefing: `H-00000${ordinal}`,
    source: { date: "2020-03-01", id: `${ordinal}.txt`, name: "archivo", sha256: digest },
    version: "imported",
  });
  await enter(imported(1), imported(2), imported(3));
  expect((await findTranscript(office.installation.db, "H-000003", "said", everything))?.content?.turns).toEqual(turns);
  await expect(enter(imported(2))).rejects.toThrow("transcript_briefing_version_key");
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
  const { entry, ofEntry } = (await findTranscript(db, "2026-0001", "edited", everything, 1))!;
  const where = `transcript of 2026-0001, entry ${entry}`;
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

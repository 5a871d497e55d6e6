import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readContent, type TranscriptContent } from "@voceria/record";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditTranscripts } from "../src/briefings/audit-transcripts.ts";
import { auditTranscriptWords } from "../src/briefings/audit-words.ts";
import { importTranscripts, type TranscriptsRequest } from "../src/briefings/import/import-transcripts.ts";
import { openTranscripts } from "../src/briefings/import/transcript-files.ts";
import type { TranscriptOutcome } from "../src/briefings/import/transcripts-report.ts";
import { passagesOf } from "../src/briefings/spoken-words.ts";
import { importTranscripts as command } from "../src/cli/import-transcripts.ts";
import { callCommand } from "./call-command.ts";
import { foundedOffice } from "./founded-office.ts";
import { audited } from "./recorder-office.ts";
import { sharedFolder } from "./shared.ts";

let folder: string;
let office: Awaited<ReturnType<typeof foundedOffice>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-transcripts-"));
  office = await foundedOffice("blank");
});
afterAll(async () => {
  expect(await audited(office)).toEqual([]);
  expect(await Array.fromAsync(auditTranscripts(office.db))).toEqual([]);
  expect(await Array.fromAsync(auditTranscriptWords(office.db))).toEqual([]);
  await office.drop();
  await rm(folder, { recursive: true, force: true });
});

test("every text that cannot be read is refused with its reason, and all the others are read", async () => {
  const path = await texts("bad", {
    "2020-03-01.txt": "ANA DÍAZ, JEFA DE PRENSA: Hola.",
    "2020-02-30.txt": "ANA DÍAZ: Hola.",
    "2999-01-01.txt": "ANA DÍAZ: Hola.",
    "notes.txt": "ANA DÍAZ: Hola.",
    "2020-03-01 y 2020-03-02.txt": "ANA DÍAZ: Hola.",
    "2020-03-02.txt": "",
    "2020-03-03.txt": "Nadie dice quién habla: así es.",
    "2020-03-04.txt": Buffer.from([0x41, 0xff, 0x3a]),
    "2020-03-05.md": "ANA DÍAZ: Hola.",
  });
  const { report, outcomes } = await run(path, { source: "bad", by: "test", dryRun: true });
  expect(report).toMatchObject({ read: 8, imported: 1, refused: 7, otherFiles: ["2020-03-05.md"], dryRun: true });
  const reasons = outcomes.flatMap((one) => (one.outcome === "refused" ? [`${one.file}: ${one.reason}`] : []));
  expect(reasons).toEqual([
    "2020-02-30.txt: 2020-02-30 is a day that does not exist",
    '2020-03-01 y 2020-03-02.txt: its name "2020-03-01 y 2020-03-02.txt" holds several days: write the one it was held as YYYY-MM-DD',
    "2020-03-02.txt: it holds no text",
    '2020-03-03.txt: no line of it begins with a speaker in capitals and a colon ("NAME, POST:", "PREGUNTA:")',
    "2020-03-04.txt: it is not UTF-8 text",
    "2999-01-01.txt: 2999-01-01 lies in the future",
    'notes.txt: its name "notes.txt" holds no day: write the one it was held as YYYY-MM-DD',
  ]);
});

const day1 = `ANA DÍAZ SOTO, DIRECTORA GENERAL DE SALUD (SSA): Buenas noches.
Empezamos.
PREGUNTA: Gracias. Bianca Aguirre, de Notimex TV. ¿Cuándo?
ANA DIAZ SOTO: Mañana.
MODERADOR: Otra.
LUIS: Hola.
(FINALIZA VIDEO)
¿Quién habla?
---
VE 12`;
const day2 = `ANA DÍAZ SOTO: Buenas.
RUY MORA GIL, JEFE DE PRENSA: Buenas.
PREGUNTA. ¿Sí?
RUY MORA: Sí.`;
const day3 = "ANA DÍAZ SOTO, DIRECTORA GENERAL DE SALUD: Adiós.";

test("texts are entered turn by turn, speakers as the register has them that day, and a second time nothing is", async () => {
  const path = await texts("two", { "2020-03-01.txt": day1, "2020-03-02.txt": day2, "2020-03-03.txt": day3 });
  const { report, outcomes } = await run(path, { source: "dos", by: "test", language: "es-MX", enterRegister: true });
  expect(report).toMatchObject({
    imported: 3,
    refused: 0,
    register: { people: 2, posts: 2, tenures: 2, notTaken: 0 },
    turns: { turns: 11, questions: 2, answers: 2, named: 7, person: 6, post: 6, press: 2, moderator: 1, unnamed: 1 },
    unresolved: { "one-word": { turns: 1, names: [{ name: "LUIS", turns: 1 }] }, role: { turns: 1 } },
  });
  const [first] = await contentsOf("dos");
  expect(first).toMatchObject({
    briefing: outcomes[0]?.outcome === "imported" ? outcomes[0].number : "",
    version: "imported",
    kind: "conferencia",
    day: "2020-03-01",
    language: "es-MX",
    title: "Conferencia de prensa, 1 de marzo de 2020",
    source: { name: "dos", id: "2020-03-01.txt", date: "2020-03-01" },
  });
  const ana = {
    name: "Ana Díaz Soto",
    person: "ana-diaz-soto",
    post: "directora-general-de-salud-ssa",
    institution: "institucion-que-la-fuente-no-nombra",
    capacity: "titular",
  };
  expect(first?.turns).toMatchObject([
    {
      turn: 1,
      kind: "speech",
      speaker: { ...ana, as: "ANA DÍAZ SOTO, DIRECTORA GENERAL DE SALUD (SSA)" },
      text: "Buenas noches.\n\nEmpezamos.",
    },
    { turn: 2, kind: "question", speaker: { as: "PREGUNTA", name: "Bianca Aguirre", outlet: "Notimex TV" } },
    { turn: 3, kind: "answer", speaker: { ...ana, as: "ANA DIAZ SOTO" }, text: "Mañana." },
    { turn: 4, kind: "speech", speaker: { name: "Moderador" } },
    { turn: 5, kind: "speech", speaker: { name: "Luis" }, text: "Hola.\n\n(FINALIZA VIDEO)" },
    { turn: 6, kind: "speech", speaker: { name: "Sin nombre en la fuente" }, text: "¿Quién habla?" },
  ]);
  const [, second] = await contentsOf("dos");
  expect(second?.turns[2]).toMatchObject({ kind: "question", speaker: { as: "PREGUNTA", name: "Prensa" } });
  const entry = outcomes[0]?.outcome === "imported" ? (outcomes[0].entry ?? -1) : -1;
  for (const whose of [{ person: ana.person }, { post: ana.post }])
    expect([...(await passagesOf(office.db, [entry], whose))]).toEqual([[entry, { turn: 3, text: "Mañana." }]]);
  expect((await passagesOf(office.db, [entry], { person: "ruy-mora-gil" })).size).toBe(0);
  const again = await run(path, { source: "dos", by: "test", language: "es-MX", enterRegister: true });
  expect(again.report).toMatchObject({ imported: 0, alreadyThere: 3, refused: 0, register: { people: 0, tenures: 0 } });
  expect(again.report.register?.entry).toBeUndefined();
});

test("a text that has changed at its source is not entered again, and new ones widen what is known of who held what", async () => {
  const path = await texts("more", { "2020-03-01.txt": day1.replace("Mañana", "Nunca"), "2020-03-09.txt": day3 });
  const { report, outcomes } = await run(path, { source: "dos", by: "test", enterRegister: true });
  expect(report).toMatchObject({ imported: 1, refused: 1, register: { people: 0, posts: 0, tenures: 1 } });
  expect(outcomes[0]).toMatchObject({
    outcome: "refused",
    reason: expect.stringContaining("it has changed at the source"),
  });
  const { rows } = await sql<{ start_max: string; end_min: string }>`
    select start_max, end_min from tenure where person = 'ana-diaz-soto' and superseded is null`.execute(office.db);
  expect(rows).toEqual([{ start_max: "2020-03-01", end_min: "2020-03-09" }]);
});

test("without being told to, an import brings nobody into the register; who stands there for certain that day is attributed, others keep their name", async () => {
  const path = await texts("apart", { "2020-03-01.txt": day2 });
  const { report } = await run(path, { source: "aparte", by: "test" });
  expect(report).toMatchObject({ turns: { named: 3, told: 3, person: 1, post: 1 }, imported: 1 });
  expect(report.register).toBeUndefined();
  const [content] = await contentsOf("aparte");
  expect(content?.turns.map(({ speaker }) => speaker.person)).toEqual([
    "ana-diaz-soto",
    undefined,
    undefined,
    undefined,
  ]);
  expect(report.unresolved["not-certain-that-day"]).toMatchObject({ turns: 2 });
});

test("a heading that names an outlet is the press's, and one that names two people is nobody's", async () => {
  const path = await texts("press", {
    "2020-04-01.txt": `ANA DÍAZ SOTO, DIRECTORA DE SALUD: Buenas.
DOLORES ORTEGA, EL UNIVERSAL: ¿Cuándo?
ANA DÍAZ SOTO: Mañana.
PERIODISTA DE REFORMA: ¿Dónde?
ANA DÍAZ SOTO Y RUY MORA GIL: Aquí.`,
    "2020-04-02.txt":
      "ANA DÍAZ SOTO: Buenas.\nPREGUNTA: Hola. Eva Gil, de El Universal. ¿Ya?\nROSA GIL SOTO, UNIVERSIDAD DE TALCA: Sí.",
  });
  const { report } = await run(path, { source: "prensa", by: "test", enterRegister: true });
  expect(report).toMatchObject({
    turns: { questions: 3, press: 3, askers: 2, outlets: 3 },
    outlets: 2,
    register: { people: 1, posts: 1 },
    unresolved: { ambiguous: { turns: 1, names: [{ name: "ANA DÍAZ SOTO Y RUY MORA GIL" }] } },
  });
  const [first] = await contentsOf("prensa");
  expect(first?.turns.map(({ kind, speaker: { name, outlet } }) => [kind, name, outlet])).toEqual([
    ["speech", "Ana Díaz Soto", undefined],
    ["question", "Dolores Ortega", "El Universal"],
    ["answer", "Ana Díaz Soto", undefined],
    ["question", "Periodista de reforma", "REFORMA"],
    ["answer", "Ana Díaz Soto y Ruy Mora Gil", undefined],
  ]);
});

test("two imports of one source at once enter each text once", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 25 }, (_, n) => [`2020-05-${String(n + 1).padStart(2, "0")}.txt`, day2]),
  );
  const path = await texts("twice", files);
  const [a, b] = await Promise.all([0, 1].map(() => run(path, { source: "a la vez", by: "test" })));
  expect((a?.report.imported ?? 0) + (b?.report.imported ?? 0)).toBe(25);
  expect((a?.report.alreadyThere ?? 0) + (b?.report.alreadyThere ?? 0)).toBe(25);
  expect(await contentsOf("a la vez")).toHaveLength(25);
});

test("killed in the middle, the same command goes on from there: each text is in once, without a gap among the numbers", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `2020-0${n < 20 ? 6 : 7}-${String((n % 20) + 1).padStart(2, "0")}.txt`,
      day1,
    ]),
  );
  const path = await texts("killed", files);
  const script = new URL("./import-transcripts-until-killed.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, JSON.stringify(office.address), path, "matada"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let told = 0;
  for await (const line of createInterface({ input: child.stdout }))
    if (line === "imported" && ++told === 5) child.kill("SIGKILL");
  await ended;
  const { report } = await run(path, { source: "matada", by: "test", enterRegister: true });
  expect(report.imported + report.alreadyThere).toBe(40);
  expect(report.alreadyThere).toBeGreaterThanOrEqual(told);
  expect(await contentsOf("matada")).toHaveLength(40);
  const { rows } = await sql<{ numbers: number; last: string }>`
    select count(*)::int as numbers, max(number) as last from briefing where number like 'H-%'`.execute(office.db);
  expect(rows[0]?.last).toBe(`H-${String(rows[0]?.numbers).padStart(6, "0")}`);
});

test("what is counted otherwise than the contents have it is named by the audit", async () => {
  const one = await sql<{ entry: number }>`select min(entry) as entry from transcript_words`.execute(office.db);
  const entry = one.rows[0]?.entry ?? 0;
  await sql`update transcript_words set words = words + 1 where entry = ${entry} and line = 1`.execute(office.db);
  expect(await Array.fromAsync(auditTranscriptWords(office.db))).toMatchObject([
    { what: "counted words", where: `transcript of entry ${entry}` },
  ]);
  await sql`update transcript_words set words = words - 1 where entry = ${entry} and line = 1`.execute(office.db);
});

test("the command says what was read and why the rest was not, and wants a source and a format that there is", async () => {
  const path = await texts("command", { "2020-08-01.txt": day1, "sin-fecha.txt": day1 });
  const call = (...words: string[]) => callCommand(command, [path, ...words], { installation: office });
  await expect(call()).rejects.toThrow(/--source is missing/u);
  await expect(call("--source", "x", "--format", "charla")).rejects.toThrow(/punto-de-prensa, conferencia, voceria/u);
  await expect(call("--source", "x", "--language", "no es")).rejects.toThrow(/language tag/u);
  const { code, lines, results } = await call("--source", "x", "--dry-run");
  expect(code).toBe(0);
  const told = lines.join("\n");
  expect(told).toContain("x: 2 texts read (dry run, nothing was entered)");
  expect(told).toContain("1 would be imported");
  expect(told).toMatch(/sin-fecha\.txt: its name "sin-fecha\.txt" holds no day/u);
  expect(told).toContain("a name of one word alone");
  expect(results).toMatchObject([{ read: 2, imported: 1, refused: 1, dryRun: true }]);
  expect(await contentsOf("x")).toEqual([]);
});

const shared = sharedFolder();
test.skipIf(shared === undefined)(
  "of the 376 conferences each turn is counted once, and who speaks is told or said not to be (needs ../shared)",
  async () => {
    const path = join(shared ?? "", "data/statements/covid19mx");
    const { report } = await run(path, { source: "covid19mx", by: "test", enterRegister: true, dryRun: true });
    const { turns } = report;
    expect(report).toMatchObject({ read: 376, imported: 376, refused: 0 });
    expect(turns.speech + turns.questions + turns.answers).toBe(turns.turns);
    expect(turns.named + turns.press + turns.moderator + turns.voices + turns.unnamed).toBe(turns.turns);
    expect(turns).toMatchObject({
      turns: 10_010,
      questions: 3615,
      answers: 4628,
      named: 6261,
      told: 6240,
      toldPost: 6200,
    });
    expect(turns.words).toBeGreaterThan(3_100_000);
    expect(report).toMatchObject({ people: 143, peopleInPosts: 135, register: { people: 135, notTaken: 0 } });
    expect(report.unresolved["one-word"]?.turns).toBe(21);
  },
);

async function run(path: string, request: TranscriptsRequest) {
  const outcomes: TranscriptOutcome[] = [];
  const report = await importTranscripts(office, await openTranscripts(path), {
    ...request,
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  return { report, outcomes };
}

async function contentsOf(source: string): Promise<TranscriptContent[]> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select c.bytes from imported_transcript i join record_entry e on e.index = i.entry
    join record_content c on c.commitment = e.commitment where i.source_name = ${source} order by e.index`.execute(
    office.db,
  );
  return rows.map(({ bytes }) => readContent(bytes) as TranscriptContent);
}

async function texts(name: string, files: Record<string, string | Buffer>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
  return path;
}

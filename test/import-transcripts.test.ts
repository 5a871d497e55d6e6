import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importTranscripts, type TranscriptsRequest } from "../src/briefings/import/import-transcripts.ts";
import { openTranscripts } from "../src/briefings/import/transcript-files.ts";
import type { TranscriptOutcome } from "../src/briefings/import/transcripts-report.ts";
import { foundedOffice } from "./founded-office.ts";
import { sharedFolder } from "./shared.ts";

let folder: string;
let office: Awaited<ReturnType<typeof foundedOffice>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "voceria-transcripts-"));
  office = await foundedOffice("blank");
});
afterAll(async () => {
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
  const { report, outcomes } = await run(path, { source: "bad", dryRun: true });
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

const shared = sharedFolder();
test.skipIf(shared === undefined)(
  "of the 376 conferences each turn is counted once, and who speaks is told or said not to be (needs ../shared)",
  async () => {
    const path = join(shared ?? "", "data/statements/covid19mx");
    const { report } = await run(path, { source: "covid19mx", enterRegister: true, dryRun: true });
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
      toldPost: 6199,
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

async function texts(name: string, files: Record<string, string | Buffer>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [file, text] of Object.entries(files)) await writeFile(join(path, file), text);
  return path;
}
